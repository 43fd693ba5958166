// Runs the app from out/ on the runtime that is there, for real: your key store, your browser, your files.
import { runForeground } from './bootstrap/child.mjs';
import { root } from './bootstrap/places.mjs';
import { fail, say, SetupFailure } from './bootstrap/steps.mjs';
import { ensureRuntime } from './runtime.ts';

try {
  if (process.getuid?.() === 0) {
    throw new SetupFailure(
      'Gatehouse does not run as root: Chromium would lose its sandbox and the key store is not root’s.\n' +
        'Start it as your own user, for example:  sudo -u "$SUDO_USER" -H npm start\n' +
        'To look at it on this machine, use the private desktop:  npm run demo',
    );
  }
  const runtime = await ensureRuntime(false);
  say(`Electron ${runtime.electron} (${runtime.source}), Node ${runtime.node}`);
  process.exit(await runForeground(runtime.program, [root, ...process.argv.slice(2)]));
} catch (error) {
  fail(error);
}
