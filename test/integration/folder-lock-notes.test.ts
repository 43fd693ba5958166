// Which lock folders are ours: noted in private, and believed only of this very folder and of a process that has ended.
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { createLockNotes } from '../../main/adapters/node/folder-lock-notes.ts';
import { identityShape } from '../../main/adapters/node/process-identity.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const noteShape = z.strictObject({ holder: identityShape, folder: z.string() });

async function noted() {
  const root = await temporaryFolder();
  const [folder, path] = [join(root, 'a', 'notes'), join(root, 'held.lock')];
  const notes = createLockNotes(folder);
  await mkdir(path);
  const note = await notes.ready(path);
  note.made();
  note.close();
  const [name = ''] = await readdir(folder);
  const file = join(folder, name);
  const read = async () => noteShape.parse(JSON.parse(await readFile(file, 'utf8')));
  /** As if the process that made it had ended. */
  const endHolder = async (): Promise<void> => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const { holder, folder: made } = await read();
    await writeFile(file, JSON.stringify({ holder: { ...holder, pid }, folder: made }).padEnd(1024));
  };
  return { root, folder, path, notes, file, read, endHolder };
}

test('a note is private, of one length, and of this process', async () => {
  const { folder, file, read } = await noted();
  const { holder } = await read();
  expect([await modeOf(folder), await modeOf(file), (await stat(file)).size, holder.pid]).toEqual([
    '700',
    '600',
    1024,
    process.pid,
  ]);
});

test('a folder is left once the process that made it has ended, and not before', async () => {
  const { path, notes, endHolder } = await noted();
  const during = await notes.isLeft(path);
  await endHolder();
  expect([during, await notes.isLeft(path)]).toEqual([false, true]);
});

test('another folder at its place is not left, nor one that has gone, nor one that nobody noted', async () => {
  const { root, path, notes, endHolder } = await noted();
  await endHolder();
  const other = join(root, 'other');
  await mkdir(other);
  const unnoted = await notes.isLeft(other);
  await rename(path, join(root, 'before'));
  const gone = await notes.isLeft(path);
  await rename(other, path);
  expect([unnoted, gone, await notes.isLeft(path)]).toEqual([false, false, false]);
});

test('what is no note says nothing', async () => {
  const { path, notes, file, endHolder } = await noted();
  await endHolder();
  const whole = await readFile(file, 'utf8');
  const answers: boolean[] = [];
  for (const text of ['', 'x', '{}', whole.trim().slice(0, -1)]) {
    await writeFile(file, text);
    answers.push(await notes.isLeft(path));
  }
  await writeFile(file, whole);
  expect([answers, await notes.isLeft(path)]).toEqual([[false, false, false, false], true]);
});

test('the next note comes over the one before; without a folder the one before stays', async () => {
  const { path, notes, file, read, endHolder } = await noted();
  await endHolder();
  const again = await notes.ready(path);
  const untouched = (await read()).holder.pid;
  again.made();
  again.close();
  const overwritten = await readFile(file, 'utf8');
  const late = await notes.ready(path);
  await rmdir(path);
  late.made();
  late.close();
  expect([untouched === process.pid, (await read()).holder.pid, await readFile(file, 'utf8')]).toEqual([
    false,
    process.pid,
    overwritten,
  ]);
});

test('where no note can be kept, the lock is held all the same', async () => {
  const root = await temporaryFolder();
  await writeFile(join(root, 'notes'), '');
  const notes = createLockNotes(join(root, 'notes'));
  const path = join(root, 'held.lock');
  await mkdir(path);
  const note = await notes.ready(path);
  note.made();
  note.close();
  expect([await notes.isLeft(path), await readFile(join(root, 'notes'), 'utf8')]).toEqual([false, '']);
});
