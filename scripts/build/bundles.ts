// Keeps out/ in step with the sources.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../bootstrap/child.mjs';
import { root, workFolder } from '../bootstrap/places.mjs';
import { SetupFailure, step } from '../bootstrap/steps.mjs';
import { bundleInputs } from './inputs.ts';
import { isCurrent, removeStamp, writeStamp } from './stamp.ts';

const out = path.join(root, 'out');
const stampFile = path.join(out, 'build.json');

/** Only these belong to the build; out/demo and the like are left alone. */
const parts = ['main', 'preload', 'renderer'];
const entries = [
  'main/start.mjs',
  'main/chunk-loader.cjs',
  'main/index.cjs',
  'main/licences.json',
  'main/updates.json',
  'preload/index.cjs',
  'renderer/index.html',
];

export interface Bundles {
  readonly inputs: string;
}

function currentBundles(): Bundles | undefined {
  const inputs = bundleInputs();
  const whole = entries.every((entry) => existsSync(path.join(out, entry)));
  return whole && isCurrent(stampFile, { inputs }) ? { inputs } : undefined;
}

export async function ensureBundles(): Promise<Bundles> {
  return currentBundles() ?? step('bundles of main, preload and renderer', makeBundles);
}

async function makeBundles(): Promise<Bundles> {
  const inputs = bundleInputs();
  const work = workFolder(path.join(root, '.cache', 'bundles'));
  try {
    await runQuietly(process.execPath, [path.join(import.meta.dirname, 'bundle.ts'), work], { cwd: root });
    const missing = entries.filter((entry) => !existsSync(path.join(work, entry)));
    if (missing.length > 0) throw new SetupFailure(`The build made no ${missing.join(', ')}`);
    removeStamp(stampFile);
    mkdirSync(out, { recursive: true });
    for (const part of parts) {
      rmSync(path.join(out, part), { recursive: true, force: true });
      renameSync(path.join(work, part), path.join(out, part));
    }
    writeStamp(stampFile, { inputs });
    return { inputs };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
