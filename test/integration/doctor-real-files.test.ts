// What Doctor's repairs rest on, on a real disk: which file a path really is, and that a file is closed without being understood.
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createMachineLooks } from '../../main/adapters/node/machine-looks.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const unasked = async (): Promise<never> => {
  throw new Error('not asked for here');
};

test('a file is known by every name that leads to it, and what is not there by its own', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, '.codex/auth.json');
  await mkdir(join(folder, '.codex'));
  await writeFile(file, '{}');
  await symlink('.codex', join(folder, '.code'));
  await symlink(file, join(folder, 'auth.json'));
  const { realPath } = createMachineLooks(unasked);
  const names = ['.codex/auth.json', '.code/auth.json', 'auth.json', '.code/nothing.json'];
  expect(await Promise.all(names.map((name) => realPath(join(folder, name))))).toEqual([
    file,
    file,
    file,
    join(folder, '.code/nothing.json'),
  ]);
});

test('a file that is asked to stay as it is loses the access of others, whatever stands in it', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'auth.json');
  await writeFile(path, '{ half');
  await chmod(path, 0o644);
  const outcome = await openWriter(join(folder, 'copies')).editText({ path }, (present) => present);
  expect([outcome, await readFile(path, 'utf8'), (await stat(path)).mode & 0o777]).toEqual([
    'unchanged',
    '{ half',
    0o600,
  ]);
});
