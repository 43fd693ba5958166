// Brings up what a task needs beyond npm packages: bundles, runtime, package. Prints nothing when all is current.
import { fail } from './bootstrap/steps.mjs';
import { withSetupLock } from './bootstrap/lock.mjs';
import { root } from './bootstrap/places.mjs';
import { ensureBundles } from './build/bundles.ts';
import { ensurePackage } from './build/package.ts';
import { ensureRuntime } from './runtime.ts';

const [level, ...flags] = process.argv.slice(2);

try {
  await withSetupLock(root, async () => {
    const runtime = await ensureRuntime(flags.includes('--official'));
    const bundles = await ensureBundles();
    if (level === 'package') await ensurePackage(runtime, bundles);
  });
} catch (error) {
  fail(error);
}
