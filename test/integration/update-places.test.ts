// Who puts a new version in place on this computer, and when somebody looked for one last.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { updateWayOf } from '../../main/adapters/node/update-facts.ts';
import { createUpdateNotes } from '../../main/adapters/node/update-notes.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

test('an AppImage and an installed Windows app do it themselves; what was unpacked, and a Mac, is for its owner', async () => {
  const folder = await temporaryFolder();
  const executable = join(folder, 'gatehouse-app');
  const way = (platform: NodeJS.Platform, image?: string): Promise<string> =>
    updateWayOf({ platform, executable, image });
  const before = [
    await way('linux'),
    await way('linux', '/home/ada/Gatehouse.AppImage'),
    await way('darwin'),
    await way('win32'),
  ];
  await writeFile(join(folder, 'Uninstall Gatehouse.exe'), '');
  expect([...before, await way('win32')]).toEqual(['by-hand', 'itself', 'by-hand', 'by-hand', 'itself']);
});

test('the last look is remembered for its owner alone, and a note that is spoilt is none', async () => {
  const path = join(await temporaryFolder(), 'data', 'update-look.json');
  const notes = createUpdateNotes(path);
  const never = await notes.load();
  const look = { lookedAt: 5, foundNone: true, told: '0.2.0' };
  await notes.save(look);
  const [kept, mode] = [await createUpdateNotes(path).load(), await modeOf(path)];
  await writeFile(path, '{"lookedAt":"yesterday"}');
  expect([never, kept, mode, await notes.load()]).toEqual([undefined, look, '600', undefined]);
});

test('a note of an older version, which has only the time, does not say that nothing newer was found', async () => {
  const path = join(await temporaryFolder(), 'update-look.json');
  await writeFile(path, '{"lookedAt":5}');
  expect(await createUpdateNotes(path).load()).toEqual({ lookedAt: 5, foundNone: false });
});

test('where it cannot be remembered, nothing fails', async () => {
  const path = join(await temporaryFolder(), 'update-look.json');
  await mkdir(path);
  const notes = createUpdateNotes(path);
  await notes.save({ lookedAt: 5, foundNone: false });
  expect(await notes.load()).toBeUndefined();
});
