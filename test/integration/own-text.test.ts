// A file of the person's own: where they said, with the rights that their programs give, and whole or not at all.
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeOwnText } from '../../main/adapters/node/own-text.ts';
import { failureOf } from '../fakes/failures.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

test('it is written into a folder that others may write too, and replaces what stood there', async () => {
  const folder = join(await temporaryFolder(), 'shared');
  await mkdir(folder);
  await chmod(folder, 0o777);
  const path = join(folder, 'quota.csv');
  await writeFile(path, 'before');
  await writeOwnText(path, 'a,b\r\n');
  const plain = join(folder, 'plain');
  await writeFile(plain, '');
  const modes = await Promise.all([path, plain].map(async (each) => (await stat(each)).mode));
  expect([await readFile(path, 'utf8'), new Set(modes).size, await readdir(folder)]).toEqual([
    'a,b\r\n',
    1,
    ['plain', 'quota.csv'],
  ]);
});

test('what cannot be written names the file, and nothing is left beside it', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'taken');
  await mkdir(join(path, 'not-empty'), { recursive: true });
  expect([await failureOf(writeOwnText(path, 'x')), await readdir(folder)]).toEqual([
    { code: 'storage/write-failed', subject: path, detail: expect.any(String) as string },
    ['taken'],
  ]);
});
