// One lock file on a real disk: made in one step or not at all, and taken away by its owner alone.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { letGo, lockFailure, lookAt, newOwner, place } from '../../main/adapters/node/lock-file.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, temporaryFolder } from '../fakes/temporary-folder.ts';

async function open() {
  const folder = await temporaryFolder();
  return { folder, path: join(folder, 'a.lock'), temporary: join(folder, 'a.tmp') };
}

test('a lock that is made says whose it is, and is gone once its owner lets go', async () => {
  const { folder, path, temporary } = await open();
  const owner = await newOwner('claude of ada');
  const made = await place('make', path, temporary, owner);
  const [during, seen] = [await readdir(folder), await lookAt(path)];
  await letGo(path, owner);
  await letGo(path, owner);
  expect([made, during, seen, await lookAt(path), await readdir(folder)]).toEqual([
    true,
    ['a.lock'],
    { kind: 'held', owner },
    { kind: 'free' },
    [],
  ]);
});

test('one who comes too late gets nothing, leaves nothing, and cannot let go of the lock of the other', async () => {
  const { folder, path, temporary } = await open();
  const [first, second] = [await newOwner('a'), await newOwner('a')];
  const made = [await place('make', path, temporary, first), await place('make', path, temporary, second)];
  const before = await contentOf(folder);
  await letGo(path, second);
  expect([made, Object.keys(before), await contentOf(folder)]).toEqual([[true, false], ['a.lock'], before]);
});

test('a dead one is replaced in one step', async () => {
  const { folder, path, temporary } = await open();
  const [dead, next] = [await newOwner('a'), await newOwner('a')];
  await place('make', path, temporary, dead);
  const replaced = await place('replace', path, temporary, next);
  expect([replaced, await lookAt(path), await readdir(folder)]).toEqual([
    true,
    { kind: 'held', owner: next },
    ['a.lock'],
  ]);
});

test('what cannot be understood is nobody’s to let go', async () => {
  const { path } = await open();
  await writeFile(path, '{"pid":1}');
  const state = await lookAt(path);
  await letGo(path, await newOwner('a'));
  expect([state, await readFile(path, 'utf8')]).toEqual([{ kind: 'unreadable' }, '{"pid":1}']);
});

test('a lock whose place has gone meanwhile is looked at again; any other hindrance is said', async () => {
  const { folder, path, temporary } = await open();
  await mkdir(join(folder, 'taken'));
  await writeFile(join(folder, 'file'), '');
  const owner = await newOwner('a');
  const again = await place('make', join(folder, 'gone', 'a.lock'), temporary, owner);
  const below = join(folder, 'file', 'a.lock');
  expect([
    again,
    await failureOf(place('make', below, temporary, owner)),
    await failureOf(place('replace', join(folder, 'taken'), temporary, owner)),
    await lookAt(path),
    (await readdir(folder)).sort(),
  ]).toEqual([
    false,
    { code: 'storage/write-failed', subject: below, detail: 'ENOTDIR' },
    { code: 'storage/write-failed', subject: join(folder, 'taken'), detail: 'EISDIR' },
    { kind: 'free' },
    ['file', 'taken'],
  ]);
});

const thrown = (code: string, syscall?: string): Error =>
  Object.assign(new Error(`${code}: made up`), { code }, syscall !== undefined && { syscall });

test.each<[string, unknown, string]>([
  ...['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].map((code): [string, unknown, string] => [
    `a link that ends with ${code}`,
    thrown(code, 'link'),
    `the file system has no hard links: ${code}`,
  ]),
  ['a link on a full disk', thrown('ENOSPC', 'link'), 'ENOSPC'],
  ['a file that may not be opened', thrown('EPERM', 'open'), 'EPERM'],
  ['a call without a name', thrown('EPERM'), 'EPERM'],
  ['anything else', 'thrown', 'unknown error'],
])('%s is told as what a person can do something about', (_name, cause, detail) => {
  expect(lockFailure('/home/ada/a.lock', cause).toValue()).toEqual({
    code: 'storage/write-failed',
    subject: '/home/ada/a.lock',
    detail,
  });
});
