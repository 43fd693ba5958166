// Says where the package is; with --release makes the installers of this system, with --publish uploads them.
import path from 'node:path';
import { root } from './bootstrap/places.mjs';
import { fail, say, SetupFailure, step } from './bootstrap/steps.mjs';
import { inspectableFolder, pack, packageFolder } from './build/package.ts';
import { ensureRuntime } from './runtime.ts';

const options = new Set(process.argv.slice(2));

try {
  const runtime = await ensureRuntime(false);
  const publish = options.has('--publish');
  if (publish && runtime.source !== 'official') {
    throw new SetupFailure(
      'Only a package on the official runtime can be published. Try:  npm run build -- --official',
    );
  }
  if (publish || options.has('--release')) {
    // Apart from the package that everything here runs on: an interrupted release must not leave that one half made.
    const output = path.join(root, 'dist', 'release');
    await step(`installers on Electron ${runtime.electron} (${runtime.source})`, () =>
      pack(runtime, 'release', publish, output),
    );
  }
  say(`Electron ${runtime.electron} (${runtime.source}), Node ${runtime.node}`);
  process.stdout.write(`${packageFolder}\n${inspectableFolder}\n`);
} catch (error) {
  fail(error);
}
