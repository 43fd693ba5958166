// `npm run package`: the packages for this system, from the package that everything here runs on, into dist/packages/ with their
// bill of materials and checksums, each read back; and a word on each that cannot be made here. Words name some of them
// (`npm run package -- tar.gz`); --reproducible proves instead that the archive can be made again, byte for byte.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { root, workFolder } from './bootstrap/places.mjs';
import { fail, say, SetupFailure, step } from './bootstrap/steps.mjs';
import { billName, documentsFolder, shippedVersion } from './build/documents.ts';
import { pack, packageFolder, packPrepared } from './build/package.ts';
import { verifyPackage } from './build/verify.ts';
import { makeArchive } from './packages/archive.ts';
import { proveReproducible } from './packages/reproducible.ts';
import { verifyPackages } from './packages/verify.ts';
import { ensureRuntime } from './runtime.ts';
import type { Runtime } from './runtime/runtime.ts';

const output = path.join(root, 'dist', 'packages');
const work = path.join(root, '.cache', 'packages');

/** Made here by the packers of the systems themselves. */
const kindsHere = ['deb', 'rpm', 'tar.gz'];

/** The AppImage last: each writes latest-linux.yml, and it is the one that can replace itself. */
const kindsOfLinux = [...kindsHere, 'AppImage'];

/** They need a download of electron-builder's, or another system; the workflow on GitHub makes them. */
const notHere = {
  AppImage: 'needs a runtime that electron-builder downloads from GitHub (npm run package -- AppImage)',
  dmg: 'can be made on macOS only',
  nsis: 'needs a compiler that electron-builder downloads from GitHub',
};

/** Of the last commit, so that the same commit gives the same bytes. */
function epochOf(): number {
  const given = process.env['SOURCE_DATE_EPOCH'];
  return Number(
    given ?? execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim(),
  );
}

/** electron-builder takes one program; ours is a script that our own Node runs. */
function packerIn(folder: string): string {
  const packer = path.join(folder, 'fpm');
  const script = path.join(import.meta.dirname, 'packages', 'fpm.ts');
  writeFileSync(packer, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(packer, 0o755);
  return packer;
}

interface Order {
  readonly runtime: Runtime;
  readonly kinds: readonly string[];
  /** gatehouse-<version>-linux-x64, the name of the archive and of the folder in it. */
  readonly name: string;
  readonly epochSeconds: number;
}

async function makeOnLinux({ runtime, kinds, name, epochSeconds }: Order, folder: string): Promise<void> {
  const environment = { SOURCE_DATE_EPOCH: String(epochSeconds), CUSTOM_FPM_PATH: packerIn(folder) };
  // All of them are made from one state of it, whoever builds meanwhile.
  const built = path.join(folder, 'built');
  cpSync(packageFolder, built, { recursive: true, verbatimSymlinks: true });
  for (const kind of kinds.filter((each) => each !== 'tar.gz')) {
    // The packers put files of their own into it.
    const prepared = path.join(folder, `${kind}-unpacked`);
    cpSync(built, prepared, { recursive: true, verbatimSymlinks: true });
    await step(kind, () => packPrepared(runtime, [kind], prepared, output, environment));
    rmSync(prepared, { recursive: true, force: true });
  }
  if (kinds.includes('tar.gz')) {
    await step('tar.gz', () => makeArchive(built, path.join(output, `${name}.tar.gz`), name, epochSeconds));
  }
  const made = readdirSync(output).filter((each) => kindsOfLinux.some((kind) => each.endsWith(`.${kind}`)));
  if (kinds.some((kind) => made.filter((each) => each.endsWith(`.${kind}`)).length !== 1))
    throw new SetupFailure(`Wanted ${kinds.join(', ')}, made ${made.join(', ') || 'nothing'}`);
  const files = made.map((each) => path.join(output, each));
  await step('read back', () => verifyPackages(files, path.join(folder, 'read'), built));
  for (const [kind, why] of Object.entries(notHere)) {
    if (!kinds.includes(kind)) say(`not made here: ${kind}, which ${why}`);
  }
}

/** The targets that electron-builder.yml names for this system, and the folder that they were made from read back. */
async function makeElsewhere({ runtime }: Order): Promise<void> {
  await step(`packages on Electron ${runtime.electron}`, () => pack(runtime, 'release', false, output));
  const unpacked = path.join(output, path.basename(packageFolder));
  await verifyPackage(unpacked);
  rmSync(unpacked, { recursive: true, force: true });
}

/** Of everything that people may download. */
function writeChecksums(): readonly string[] {
  const names = readdirSync(output, { withFileTypes: true })
    .filter((each) => each.isFile() && !/^builder-|^SHA256SUMS$/.test(each.name))
    .map(({ name }) => name)
    .toSorted();
  const lines = names.map(
    (name) =>
      `${createHash('sha256')
        .update(readFileSync(path.join(output, name)))
        .digest('hex')}  ${name}`,
  );
  writeFileSync(path.join(output, 'SHA256SUMS'), `${lines.join('\n')}\n`);
  return lines;
}

async function makePackages(order: Order): Promise<void> {
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const folder = workFolder(work);
  try {
    await (process.platform === 'linux' ? makeOnLinux(order, folder) : makeElsewhere(order));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  copyFileSync(path.join(documentsFolder, billName), path.join(output, `${order.name}.cdx.json`));
  for (const line of writeChecksums()) process.stdout.write(`${line}\n`);
}

async function prove({ name, epochSeconds }: Order): Promise<void> {
  const folder = workFolder(work);
  try {
    for (const line of await proveReproducible(folder, name, epochSeconds)) process.stdout.write(`${line}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const words = process.argv.slice(2);
  const kinds = words.filter((word) => !word.startsWith('-'));
  const known = process.platform === 'linux' ? [...kindsOfLinux, '--reproducible'] : [];
  const unknown = words.filter((word) => !known.includes(word));
  if (unknown.length > 0) throw new SetupFailure(`Not a package for this system: ${unknown.join(' ')}`);
  const runtime = await ensureRuntime(false);
  const system = { linux: 'linux', darwin: 'mac' }[process.platform as string] ?? 'win';
  const order = {
    runtime,
    kinds: kinds.length === 0 ? kindsHere : kindsOfLinux.filter((kind) => kinds.includes(kind)),
    name: `gatehouse-${await shippedVersion(runtime)}-${system}-${process.arch}`,
    epochSeconds: epochOf(),
  };
  await (words.includes('--reproducible') ? prove(order) : makePackages(order));
} catch (error) {
  fail(error);
}
