// `npm run test:clients`: the pinned command-line clients of the providers, unmodified, inside the world.
import path from 'node:path';
import { runForeground } from './bootstrap/child.mjs';
import { root } from './bootstrap/places.mjs';
import { fail, SetupFailure } from './bootstrap/steps.mjs';
import { runAll } from './test/runs.ts';

try {
  let folder = '';
  const code = await runForeground(process.execPath, [path.join(root, 'test', 'clients', 'install.ts')], {
    cwd: root,
    onStdoutLine: (line) => {
      if (line !== '') folder = line;
      return false;
    },
  });
  if (code !== 0) throw new SetupFailure('The clients could not be installed.', { exitCode: code });
  const patterns = process.argv.slice(2);
  const inside = [process.execPath, 'test/world/world.ts', '--clients', folder, '--'];
  process.exit(
    await runAll([[{ projects: ['clients'], inside, patterns, mayBeEmpty: patterns.length > 0 }]]),
  );
} catch (error) {
  fail(error);
}
