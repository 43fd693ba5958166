// `npm run mutation`: Stryker by stryker.config.mjs; arguments go to it, for example --mutate main/domain/callback.ts.
import path from 'node:path';
import { runForeground } from './bootstrap/child.mjs';
import { root } from './bootstrap/places.mjs';
import { fail } from './bootstrap/steps.mjs';

const stryker = path.join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

try {
  process.exit(
    await runForeground(process.execPath, [stryker, 'run', ...process.argv.slice(2)], { cwd: root }),
  );
} catch (error) {
  fail(error);
}
