// Whole files put back exactly, and copies of a set-up, on a real disk.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileLockName } from '../../main/adapters/node/file-lock.ts';
import { createWholeFiles } from '../../main/adapters/node/whole-files.ts';
import type { ForeignLocks, Lock } from '../../main/ports.ts';
import { failureOf } from '../fakes/failures.ts';
import { parsed } from '../fakes/parsed.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

/** A lock that writes down what it is held for, around what the locks of others are held for. */
function recordingLock(held: string[]): Lock {
  return {
    hold: async (name, work) => {
      held.push(name);
      const value = await work();
      held.push('let go');
      return value;
    },
  };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function open() {
  const folder = await temporaryFolder();
  const held: string[] = [];
  const foreignLocks: ForeignLocks = {
    holding: async (wanted, work) => {
      held.push(...wanted.map(({ path }) => path));
      return work();
    },
  };
  const file = join(folder, 'auth.json');
  return {
    folder,
    file,
    held,
    whole: createWholeFiles(join(folder, 'backups'), { lock: recordingLock(held), foreignLocks }),
  };
}

test('what stands there is read, put back byte for byte under our lock and the locks of others, and taken away when there was none', async () => {
  const { file, held, whole } = await open();
  // The name that the writer holds too.
  const aroundOurs = [await fileLockName(file), '/lock', 'let go'];
  const missing = await whole.read(file);
  await writeFile(file, 'after');
  const target = { path: file, locks: [{ kind: 'flock', path: '/lock' }] } as const;
  await whole.putBack(target, new Uint8Array([0, 255, 10]), bytes('after'));
  const back = [...(await readFile(file))];
  await whole.putBack(target, undefined, new Uint8Array([0, 255, 10]));
  expect([missing, back, await whole.read(file), held]).toEqual([
    undefined,
    [0, 255, 10],
    undefined,
    [...aroundOurs, ...aroundOurs],
  ]);
});

test.each<[string, Uint8Array | undefined]>([
  ['put back', bytes('before')],
  ['taken away', undefined],
])('what another program has written since is not %s', async (_name, before) => {
  const { file, whole } = await open();
  await writeFile(file, 'renewed');
  const refused = await failureOf(whole.putBack({ path: file }, before, bytes('after')));
  expect([refused.code, await readFile(file, 'utf8')]).toEqual(['storage/conflict', 'renewed']);
});

test('copies are private, whole and listed; each set has a folder of its own', async () => {
  const { folder, whole } = await open();
  await mkdir(join(folder, 'backups'), { mode: 0o700 });
  const files = [
    { path: '/a', bytes: bytes('canary_a') },
    { path: '/b', bytes: undefined },
  ];
  const place = await whole.keepCopies(files, { accounts: ['openai:user-1'] });
  const names = (await readdir(place)).sort();
  expect([
    names,
    (await stat(place)).isDirectory(),
    [await modeOf(place), await Promise.all(names.map((name) => modeOf(join(place, name))))],
    await readFile(join(place, '0.copy'), 'utf8'),
    parsed(await readFile(join(place, 'list.json'), 'utf8')),
  ]).toEqual([
    ['0.copy', 'list.json'],
    true,
    ['700', ['600', '600']],
    'canary_a',
    {
      accounts: ['openai:user-1'],
      files: [
        { path: '/a', copy: '0.copy' },
        { path: '/b', copy: null },
      ],
    },
  ]);
});
