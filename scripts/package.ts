// `npm run package`: what can be made on this machine of the packages for this system, from the package that everything here runs
// on, into dist/packages/ with their checksums; and a word on each that cannot be made here.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runQuietly } from './bootstrap/child.mjs';
import { root, workFolder } from './bootstrap/places.mjs';
import { fail, say, SetupFailure, step } from './bootstrap/steps.mjs';
import { packageFolder, packPrepared } from './build/package.ts';
import { verifyPackages } from './packages/verify.ts';
import { ensureRuntime } from './runtime.ts';

const output = path.join(root, 'dist', 'packages');

/** They need a download of electron-builder's, or another system; the workflow on GitHub makes them. */
const notHere = {
  AppImage: 'needs a runtime that electron-builder downloads from GitHub',
  dmg: 'can be made on macOS only',
  nsis: 'needs a compiler that electron-builder downloads from GitHub',
};

/** Of the last commit, so that the same commit gives the same bytes. */
function epochSeconds(): string {
  return execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).trim();
}

/** electron-builder takes one program; ours is a script that our own Node runs. */
function packerIn(folder: string): string {
  const packer = path.join(folder, 'fpm');
  const script = path.join(import.meta.dirname, 'packages', 'fpm.ts');
  writeFileSync(packer, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`);
  chmodSync(packer, 0o755);
  return packer;
}

/** The folder as it is, in one file, whatever order the disk has it in. */
async function makeArchive(from: string, epoch: string, isOfficial: boolean): Promise<void> {
  const { version } = (await import('../package.json', { with: { type: 'json' } })).default;
  // As electron-builder is told to name the others (scripts/build/pack.ts).
  const name = `gatehouse-${version}${isOfficial ? '' : '-unofficial'}-linux-x64`;
  await runQuietly(
    'tar',
    [
      '--sort=name',
      `--mtime=@${epoch}`,
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      `--transform=s,^\\.,${name},`,
      '--use-compress-program=gzip -n -9',
      '-cf',
      path.join(output, `${name}.tar.gz`),
      '-C',
      from,
      '.',
    ],
    { cwd: root },
  );
}

function writeChecksums(): readonly string[] {
  const names = readdirSync(output)
    .filter((name) => /\.(?:deb|rpm|tar\.gz)$/.test(name))
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

try {
  if (process.platform !== 'linux') throw new SetupFailure('Here: npm run build -- --release');
  const runtime = await ensureRuntime(false);
  const epoch = epochSeconds();
  rmSync(output, { recursive: true, force: true });
  const work = workFolder(path.join(root, '.cache', 'packages'));
  try {
    // The packers put files of their own into it.
    const prepared = path.join(work, 'linux-unpacked');
    cpSync(packageFolder, prepared, { recursive: true, verbatimSymlinks: true });
    const environment = { SOURCE_DATE_EPOCH: epoch, CUSTOM_FPM_PATH: packerIn(work) };
    await step('deb and rpm', () => packPrepared(runtime, ['deb', 'rpm'], prepared, output, environment));
    await step('tar.gz', () => makeArchive(packageFolder, epoch, runtime.source === 'official'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  verifyPackages(output);
  for (const line of writeChecksums()) process.stdout.write(`${line}\n`);
  for (const [name, why] of Object.entries(notHere)) say(`not made here: ${name}, which ${why}`);
} catch (error) {
  fail(error);
}
