// How the shell spells the working folder is believed where it is the same one.
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spelledFolder, workingFolder } from '../../main/cli/working-folder.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

test('it is told without links on the way, and by the name that the shell or the system has for it', async () => {
  const home = await temporaryFolder();
  const [folder, link] = [join(home, 'work'), join(home, 'link')];
  await mkdir(folder);
  await symlink(folder, link);
  expect(
    await Promise.all([
      workingFolder({ PWD: link }, folder),
      workingFolder({}, link),
      workingFolder({}, folder),
    ]),
  ).toEqual([{ folder, spelledFolder: link }, { folder, spelledFolder: link }, { folder }]);
});

test('a spelling by a link stays, and one that is relative, of another folder, or of none does not count', async () => {
  const home = await temporaryFolder();
  const [folder, link] = [join(home, 'work'), join(home, 'link')];
  await mkdir(folder);
  await symlink(folder, link);
  const spellings = [link, folder, home, join(home, 'none'), 'work', undefined];
  expect(await Promise.all(spellings.map((PWD) => spelledFolder({ PWD }, folder)))).toEqual([
    link,
    folder,
    folder,
    folder,
    folder,
    folder,
  ]);
});
