// A file that grows: nothing that was appended is lost, whenever another process writes the file anew.
import { appendFileSync } from 'node:fs';
import * as system from 'node:fs/promises';
import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FileSystem } from '../../main/adapters/node/file-system.ts';
import { createGrowingFiles } from '../../main/adapters/node/growing-file.ts';
import { failureOf } from '../fakes/failures.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function open(text: string, changes: (path: string) => Partial<FileSystem> = () => ({})) {
  const folder = await temporaryFolder();
  const path = join(folder, 'lines');
  await writeFile(path, text, { mode: 0o600 });
  const files = createGrowingFiles(100, { ...system, ...changes(path) });
  return { folder, path, files };
}

/** Keeps the second line only. */
const second = (bytes: Uint8Array): Uint8Array =>
  bytesOf(`${new TextDecoder().decode(bytes).split('\n')[1] ?? ''}\n`);

test.each([
  ['a\n', 'a\nb\n'],
  ['a\nb', 'a\nb\nb\n'],
  ['', '\nb\n'],
])('behind %j a line begins on its own', async (before, after) => {
  const { path, files } = await open(before);
  await files.append(path, bytesOf('b\n'));
  expect(await readFile(path, 'utf8')).toBe(after);
});

test('a file is written anew, private, with nothing left beside it', async () => {
  const { folder, path, files } = await open('a\nb\n');
  await files.rewrite(path, second);
  expect([await readFile(path, 'utf8'), await modeOf(path), await readdir(folder)]).toEqual([
    'b\n',
    '600',
    ['lines'],
  ]);
});

test('what is appended at the last moment before the new file takes its place comes behind it', async () => {
  const { path, files } = await open('a\nb\n', () => ({
    rename: async (from, to) => {
      await appendFile(to, 'late\n');
      await rename(from, to);
    },
  }));
  await files.rewrite(path, second);
  expect(await readFile(path, 'utf8')).toBe('b\nlate\n');
});

test('where somebody has appended before the last look at it, the old file stays', async () => {
  const { path, files } = await open('a\nb\n');
  const failure = await failureOf(
    files.rewrite(path, (bytes) => {
      appendFileSync(path, 'early\n');
      return second(bytes);
    }),
  );
  expect([failure, await readFile(path, 'utf8')]).toEqual([
    { code: 'storage/conflict', subject: path },
    'a\nb\nearly\n',
  ]);
});

test('a line that went into a file which was replaced at that moment is appended to the new one', async () => {
  let isFirst = true;
  const { path, files } = await open('a\n', () => ({
    open: async (at, flags, mode) => {
      const handle = await system.open(at, flags, mode);
      if (isFirst) {
        isFirst = false;
        await writeFile(`${String(at)}.new`, 'new\n');
        await rename(`${String(at)}.new`, String(at));
      }
      return handle;
    },
  }));
  await files.append(path, bytesOf('b\n'));
  expect(await readFile(path, 'utf8')).toBe('new\nb\n');
});

test('no file grows beyond its measure, and none is made', async () => {
  const { folder, path, files } = await open(`${'a'.repeat(98)}\n`);
  const failures = [
    await failureOf(files.append(path, bytesOf('b\n'))),
    await failureOf(files.append(`${path}.other`, bytesOf('b\n'))),
    await failureOf(files.rewrite(`${path}.other`, second)),
  ];
  expect([failures, await readdir(folder)]).toEqual([
    [
      { code: 'storage/write-failed', subject: path, detail: 'too large' },
      { code: 'storage/write-failed', subject: `${path}.other`, detail: 'ENOENT' },
      { code: 'storage/write-failed', subject: `${path}.other`, detail: 'ENOENT' },
    ],
    ['lines'],
  ]);
});
