// Which program a command's name means, against real files.
import { chmod, mkdir, realpath, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProgram, isOurs, launcherOf } from '../../main/cli/run-program.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function put(path: string, mode = 0o755): Promise<string> {
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, mode);
  return path;
}

async function twoFolders() {
  const folder = await realpath(await temporaryFolder());
  const [first, second] = [join(folder, 'first'), join(folder, 'second')];
  await Promise.all([mkdir(first), mkdir(second)]);
  return { folder, first, second, environment: { PATH: `${first}:${second}` } };
}

test('the first program on the PATH is meant, past folders and files that are none', async () => {
  const { first, second, environment } = await twoFolders();
  await mkdir(join(first, 'tool'));
  await put(join(first, 'other'), 0o644);
  const [tool, other] = await Promise.all([put(join(second, 'tool')), put(join(second, 'other'))]);
  expect([findProgram('tool', environment), findProgram('other', environment)]).toEqual([
    { kind: 'found', path: tool, real: tool },
    { kind: 'found', path: other, real: other },
  ]);
});

test('a link is started as it is, and judged by where it leads', async () => {
  const { first, second, environment } = await twoFolders();
  const real = await put(join(second, 'tool-1.2'));
  await symlink(real, join(first, 'tool'));
  expect(findProgram('tool', environment)).toEqual({ kind: 'found', path: join(first, 'tool'), real });
});

test('a path is not looked for, and a relative one stays so', async () => {
  const { first, environment } = await twoFolders();
  await put(join(first, 'tool'));
  expect([
    findProgram(join(first, 'tool'), environment),
    findProgram('./tool', environment),
    findProgram('node_modules/.bin/tsc', { PATH: '' }),
  ]).toEqual([
    { kind: 'found', path: join(first, 'tool'), real: join(first, 'tool') },
    { kind: 'missing' },
    {
      kind: 'found',
      path: './node_modules/.bin/tsc',
      real: await realpath('node_modules/.bin/tsc'),
    },
  ]);
});

test('what is there and cannot be run is told from what is not there', async () => {
  const { folder, first, environment } = await twoFolders();
  await put(join(first, 'text'), 0o644);
  const names = ['text', join(first, 'text'), folder, 'nothing', join(folder, 'nothing'), '', '-x'];
  expect(names.map((name) => findProgram(name, environment).kind)).toEqual([
    'not-executable',
    'not-executable',
    'not-executable',
    'missing',
    'missing',
    'missing',
    'missing',
  ]);
});

test('Gatehouse is told by its app, its launcher, links to them, and its name', async () => {
  const { folder, first } = await twoFolders();
  const [app, launcher, elsewhere, tool] = await Promise.all([
    put(join(folder, 'gatehouse-app')),
    put(join(folder, 'gatehouse')),
    put(join(first, 'gatehouse')),
    put(join(first, 'tool')),
  ]);
  expect([app, launcher, elsewhere, tool].map((path) => isOurs(path, app, {}))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('the launcher lies beside the app, but not where it is gone afterwards', async () => {
  const { folder } = await twoFolders();
  const app = await put(join(folder, 'gatehouse-app'));
  const before = launcherOf(app, {});
  const launcher = await put(join(folder, 'gatehouse'));
  expect([
    before,
    launcherOf(app, {}),
    launcherOf(app, { APPIMAGE: '/home/ada/gatehouse.AppImage', APPDIR: folder }),
    // An editor that is an AppImage, in whose terminal it runs.
    launcherOf(app, { APPIMAGE: '/home/ada/Editor.AppImage', APPDIR: await temporaryFolder() }),
  ]).toEqual([undefined, launcher, undefined, launcher]);
});
