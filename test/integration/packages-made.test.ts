// The packers give the same bytes for the same files, wherever they lie, whoever's umask they have and whenever they were written.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeArchive } from '../../scripts/packages/archive.ts';
import { makeDeb } from '../../scripts/packages/deb.ts';
import type { PackageOrder } from '../../scripts/packages/order.ts';
import { entriesOf, unpack } from '../../scripts/packages/unpacked.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const epochSeconds = 1_700_000_000;

interface Sources {
  readonly names: readonly string[];
  readonly folderMode: number;
  readonly fileMode: number;
  readonly writtenAt: Date;
}

const first: Sources = {
  names: ['program', 'resources/app.asar', 'a note'],
  folderMode: 0o755,
  fileMode: 0o644,
  writtenAt: new Date('2020-01-02'),
};
const second: Sources = {
  names: first.names.toReversed(),
  folderMode: 0o700,
  fileMode: 0o660,
  writtenAt: new Date('2021-03-04'),
};

async function laidOut(folder: string, { names, folderMode, fileMode, writtenAt }: Sources): Promise<string> {
  const from = path.join(folder, 'unpacked');
  await mkdir(path.join(from, 'resources'), { recursive: true });
  for (const name of names) {
    const file = path.join(from, name);
    await writeFile(file, `content of ${name}`);
    await chmod(file, name === 'program' ? fileMode | 0o100 : fileMode);
    await utimes(file, writtenAt, writtenAt);
  }
  for (const each of [path.join(from, 'resources'), from]) await chmod(each, folderMode);
  return from;
}

async function orderIn(folder: string, from: string): Promise<PackageOrder> {
  const script = path.join(folder, 'script.sh');
  await writeFile(script, '#!/bin/sh\nexit 0\n');
  return {
    target: 'deb',
    output: path.join(folder, 'made.deb'),
    name: 'gatehouse',
    version: '1.0.0',
    architecture: 'amd64',
    maintainer: 'Ada',
    licence: 'MIT',
    summary: 'Sign-ins',
    description: 'Keeps them.',
    depends: ['libnss3'],
    recommends: [],
    afterInstall: script,
    afterRemove: script,
    files: [{ from: `${from}/`, to: '/opt/Gatehouse' }],
  };
}

const digestOf = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex');

test('a deb made twice has the same bytes, is root’s, and gives back what went in', async () => {
  const made = await Promise.all(
    [first, second].map(async (sources) => {
      const folder = await temporaryFolder();
      const order = await orderIn(folder, await laidOut(folder, sources));
      const work = path.join(folder, 'work');
      await mkdir(work);
      makeDeb(order, work, epochSeconds);
      return order.output;
    }),
  );
  const [file = '', again = ''] = made;
  const folder = unpack(file, path.join(path.dirname(file), 'read'));
  expect([
    (await digestOf(file)) === (await digestOf(again)),
    entriesOf(file).map(({ name, rights, isRoots }) => `${rights} ${isRoots ? 'root' : 'other'} ${name}`),
    await readFile(path.join(folder, 'resources/app.asar'), 'utf8'),
    execFileSync('dpkg-deb', ['--field', file, 'Installed-Size'], { encoding: 'utf8' }).trim(),
  ]).toEqual([
    true,
    [
      'drwxr-xr-x root ',
      'drwxr-xr-x root /opt',
      'drwxr-xr-x root /opt/Gatehouse',
      '-rw-r--r-- root /opt/Gatehouse/a note',
      '-rwxr-xr-x root /opt/Gatehouse/program',
      'drwxr-xr-x root /opt/Gatehouse/resources',
      '-rw-r--r-- root /opt/Gatehouse/resources/app.asar',
    ],
    'content of resources/app.asar',
    '1',
  ]);
});

test('an archive made twice has the same bytes, is root’s, and gives back one folder of its name', async () => {
  const made = await Promise.all(
    [first, second].map(async (sources) => {
      const folder = await temporaryFolder();
      const file = path.join(folder, 'made.tar.gz');
      await makeArchive(await laidOut(folder, sources), file, 'gatehouse-1.0.0', epochSeconds);
      return file;
    }),
  );
  const [file = '', again = ''] = made;
  const folder = unpack(file, path.join(path.dirname(file), 'read'));
  expect([
    (await digestOf(file)) === (await digestOf(again)),
    entriesOf(file).map(({ name, rights, isRoots }) => `${rights} ${isRoots ? 'root' : 'other'} ${name}`),
    path.basename(folder),
    await readFile(path.join(folder, 'program'), 'utf8'),
  ]).toEqual([
    true,
    [
      'drwxr-xr-x root gatehouse-1.0.0',
      '-rw-r--r-- root gatehouse-1.0.0/a note',
      '-rwxr-xr-x root gatehouse-1.0.0/program',
      'drwxr-xr-x root gatehouse-1.0.0/resources',
      '-rw-r--r-- root gatehouse-1.0.0/resources/app.asar',
    ],
    'gatehouse-1.0.0',
    'content of program',
  ]);
});

test('an AppImage is asked to unpack itself, where nothing else is', async () => {
  const file = path.join(await temporaryFolder(), 'made.AppImage');
  const itself =
    '[ "$*" = --appimage-extract ] && mkdir squashfs-root && echo inside > squashfs-root/program';
  await writeFile(file, `#!/bin/sh\n${itself}\n`, { mode: 0o755 });
  const folder = unpack(file, path.join(path.dirname(file), 'read'));
  expect([
    path.relative(path.dirname(file), folder),
    await readFile(path.join(folder, 'program'), 'utf8'),
  ]).toEqual(['read/squashfs-root', 'inside\n']);
});
