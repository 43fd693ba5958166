// Keeps the packaged app in dist/ in step with bundles and runtime, by electron-builder, and reads the result back.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from '../bootstrap/child.mjs';
import { root, workFolder, writeWhole } from '../bootstrap/places.mjs';
import { step } from '../bootstrap/steps.mjs';
import { factsOf, type Runtime } from '../runtime/runtime.ts';
import type { Bundles } from './bundles.ts';
import { makeCodeCache } from './code-cache.ts';
import { writeDocuments } from './documents.ts';
import { makeInspectable } from './inspectable.ts';
import { packageInputs } from './inputs.ts';
import { isCurrent, removeStamp, writeStamp, type Stamp } from './stamp.ts';
import { verifyPackage } from './verify.ts';

const dist = path.join(root, 'dist');
const stampFile = path.join(dist, 'build.json');

/** electron-builder's names for what `--dir` makes on each system. */
const unpackedName =
  process.platform === 'linux'
    ? 'linux-unpacked'
    : process.platform === 'win32'
      ? 'win-unpacked'
      : `mac-${process.arch}`;

export const packageFolder = path.join(dist, unpackedName);
export const inspectableFolder = `${packageFolder}-inspect`;

export async function ensurePackage(runtime: Runtime, bundles: Bundles): Promise<void> {
  const wanted = wantedStamp(runtime, bundles);
  const whole = existsSync(packageFolder) && existsSync(inspectableFolder);
  if (whole && isCurrent(stampFile, wanted)) return;
  await step(`package on Electron ${runtime.electron} (${runtime.source})`, () =>
    makePackage(runtime, wanted),
  );
}

function wantedStamp(runtime: Runtime, bundles: Bundles): Stamp {
  return {
    bundles: bundles.inputs,
    inputs: packageInputs(),
    runtime: `${runtime.source} ${runtime.electron} ${runtime.folder}`,
  };
}

async function makePackage(runtime: Runtime, wanted: Stamp): Promise<void> {
  removeStamp(stampFile);
  writeWhole(path.join(dist, 'runtime.json'), `${JSON.stringify(factsOf(runtime), null, 2)}\n`);
  const work = workFolder(path.join(root, '.cache', 'package'));
  try {
    await pack(runtime, 'dir', false, work);
    const made = path.join(work, unpackedName);
    await verifyPackage(made);
    const inspectable = path.join(work, 'inspect');
    await makeInspectable(made, inspectable);
    replace(packageFolder, made, work);
    replace(inspectableFolder, inspectable, work);
    writeStamp(stampFile, wanted);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Runs electron-builder in a process of its own, with what it is told and where it writes. */
async function runPacker(
  runtime: Runtime,
  told: Readonly<Record<string, unknown>> & { readonly output: string },
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const order = {
    electron: runtime.electron,
    official: runtime.source === 'official',
    runtimeFolder: runtime.folder,
    ...told,
  };
  mkdirSync(told.output, { recursive: true });
  await writeDocuments(runtime);
  await runQuietly(process.execPath, [path.join(import.meta.dirname, 'pack.ts'), JSON.stringify(order)], {
    cwd: root,
    env: { ...process.env, ...environment },
  });
}

/** Runs electron-builder with the given kind of target. */
export async function pack(
  runtime: Runtime,
  kind: 'dir' | 'release',
  publish: boolean,
  output: string,
): Promise<void> {
  await makeCodeCache(runtime);
  await runPacker(runtime, { kind, publish, output }, sevenZip());
}

/** Makes the named targets of a package that is there already, as electron-builder unpacks it. */
export const packPrepared = (
  runtime: Runtime,
  targets: readonly string[],
  prepared: string,
  output: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> =>
  runPacker(runtime, { kind: 'prepared', publish: false, targets, prepared, output }, environment);

/** electron-builder downloads its own 7-Zip from GitHub unless it is shown one. */
function sevenZip(): NodeJS.ProcessEnv {
  const program = '/usr/bin/7za';
  return existsSync(program) ? { ELECTRON_BUILDER_7ZIP_PATH: program } : {};
}

/** A running app keeps its files: the old folder is moved away whole before the new one takes its name. */
function replace(target: string, made: string, work: string): void {
  if (existsSync(target)) renameSync(target, path.join(work, `old-${path.basename(target)}`));
  renameSync(made, target);
}
