// What Doctor has to say of files that the app reads by itself, on a real disk.
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createOwnFiles } from '../../main/adapters/node/own-files.ts';
import { readPins } from '../../main/adapters/node/pins-file.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function started(pinsText?: string) {
  const folder = await temporaryFolder();
  const [pinsFile, packages, quota] = [
    join(folder, 'pins.json'),
    join(folder, 'providers'),
    join(folder, 'quota.json'),
  ];
  if (pinsText !== undefined) await writeFile(pinsFile, pinsText);
  const pins = readPins(pinsFile);
  pins.catch(() => undefined);
  const versioned = [
    { path: quota, schema: 2, goesOnBeside: true },
    { path: join(folder, 'hooks.json'), schema: 1, goesOnBeside: false },
  ];
  await pins.catch(() => undefined);
  return { folder, pinsFile, packages, files: createOwnFiles({ versioned, pinsFile, pins, packages }) };
}

const good = '{"schema":1,"pins":{}}';
const wanted = 'it has to be JSON that gives sha256 pins for host names';

test('nothing is said where there is nothing, or everything is as it should be', async () => {
  const none = await started();
  const all = await started(good);
  await mkdir(all.packages);
  await writeFile(join(all.folder, 'quota.json'), '{"schema":2,"accounts":{}}');
  await writeFile(join(all.folder, 'hooks.json'), 'cut {');
  expect([await none.files.look(), await all.files.look()]).toEqual([[], []]);
});

test('files of a newer version are named, and where this one goes on', async () => {
  const { folder, files } = await started();
  await writeFile(join(folder, 'quota.json'), '{"schema":3,"accounts":{}}');
  await writeFile(join(folder, 'hooks.json'), '{"schema":2}');
  expect(await files.look()).toEqual([
    {
      kind: 'newer-file',
      where: join(folder, 'quota.json'),
      detail: `this version goes on with ${join(folder, 'quota.schema-2.json')}`,
    },
    { kind: 'newer-file', where: join(folder, 'hooks.json') },
  ]);
});

test('pins that cannot be understood are said with their line, and until the next start', async () => {
  const { pinsFile: where, files } = await started('{\n  "schema": 1,\n  "pins": [');
  const broken = await files.look();
  await writeFile(where, good);
  const corrected = await files.look();
  await rm(where);
  await mkdir(where);
  const folder = await files.look();
  expect([broken, corrected, folder]).toEqual([
    [{ kind: 'broken-pins', where, line: 3, detail: `line 3: ${wanted}` }],
    [{ kind: 'broken-pins', where, detail: 'it has been corrected since the start' }],
    [{ kind: 'broken-pins', where, detail: 'EISDIR' }],
  ]);
});

test('pins that were broken after the start are said, for the next one will ask nobody', async () => {
  const { pinsFile: where, files } = await started();
  await writeFile(where, '[]');
  expect(await files.look()).toEqual([{ kind: 'broken-pins', where, line: 1, detail: `line 1: ${wanted}` }]);
});

test('a folder of packages that cannot be looked into is said', async () => {
  const { packages: where, files } = await started();
  // Whoever runs the tests: not even root gets through a link to itself.
  await symlink(where, where);
  expect(await files.look()).toEqual([{ kind: 'closed-packages', where, detail: 'ELOOP' }]);
});
