// Runs the app from out/ on the runtime that is there, for real: your key store, your browser, your files.
import { runForeground } from './bootstrap/child.mjs';
import { root } from './bootstrap/places.mjs';
import { fail, say } from './bootstrap/steps.mjs';
import { ensureRuntime } from './runtime.ts';

try {
  const runtime = await ensureRuntime(false);
  say(`Electron ${runtime.electron} (${runtime.source}), Node ${runtime.node}`);
  process.exit(await runForeground(runtime.program, [root, ...process.argv.slice(2)]));
} catch (error) {
  fail(error);
}
