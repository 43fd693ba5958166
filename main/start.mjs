// The package's entry. Electron waits for an ES module's own waiting before it starts Chromium up, and meanwhile runs
// Node's event loop: a command line is over by then, 40 ms sooner. The rest is CommonJS, which loads faster.
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);
const { useCodeCache } = /** @type {typeof import('./chunk-loader.cjs')} */ (load('./chunk-loader.cjs'));
useCodeCache(load);
const { commandLine } = /** @type {{ commandLine: Promise<void> }} */ (load('./index.cjs'));
await commandLine;
