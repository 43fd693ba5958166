// Every byte of the shared files back: switched off first, one outcome each.
import { expect, test } from 'vitest';
import { managedFiles } from '../../../main/consumers/list.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { restoreFiles, type RestoreFilesParts } from '../../../main/flows/restore-files.ts';
import type { WriteOutcome } from '../../../main/ports.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';

const places = { home: '/home/ada', data: '/data', environment: {} };
const managed = managedFiles(places);
const codexPath = '/home/ada/.codex/auth.json';
const codex = managed.find(({ path }) => path === codexPath);
if (codex === undefined) throw new Error('Codex has a file');

/** @param touched what happens when each of these is restored */
function open(touched: Readonly<Record<string, WriteOutcome | Failure>>, switchOff = async () => undefined) {
  const asked: string[] = [];
  const parts: RestoreFilesParts = {
    managed,
    places,
    writer: {
      original: async (path) => (path in touched ? { at: 1, bytes: undefined } : undefined),
      restoreOriginal: async ({ path, locks = [] }) => {
        asked.push(`restore ${path} under ${String(locks.length)} locks`);
        const outcome = touched[path] ?? 'unchanged';
        if (outcome instanceof Failure) throw outcome;
        return outcome;
      },
    },
    switchOff: async (files) => {
      asked.push(`switch off ${files.join()}`);
      await switchOff();
    },
    log: new RecordingLog(),
  };
  return { asked, restore: (only?: string) => restoreFiles(only, parts) };
}

const lockCount = codex.file.locks?.(places).length ?? 0;

test('what we touched is switched off first and then restored under its locks; the rest is left alone', async () => {
  const { asked, restore } = open({ [codexPath]: 'written', '/data/auth.json': 'removed' });
  const results = await restore();
  expect([
    results.filter(({ outcome }) => outcome !== 'untouched').map(({ path, outcome }) => [path, outcome]),
    results.length,
    asked[0],
    asked.slice(1).sort(),
  ]).toEqual([
    [
      [codexPath, 'restored'],
      ['/data/auth.json', 'removed'],
    ],
    managed.length,
    `switch off ${codex.file.id},unified-view`,
    [`restore ${codexPath} under ${String(lockCount)} locks`, 'restore /data/auth.json under 0 locks'].sort(),
  ]);
});

test('one that fails says why, and the others are restored', async () => {
  const failure = new Failure('storage/conflict', { subject: codexPath });
  const { restore } = open({ [codexPath]: failure, '/data/auth.json': 'unchanged' });
  const results = (await restore()).filter(({ outcome }) => outcome !== 'untouched');
  expect(results.map(({ outcome, failure: why }) => [outcome, why?.code])).toEqual([
    ['failed', 'storage/conflict'],
    ['unchanged', undefined],
  ]);
});

test('one file can be named', async () => {
  const { asked, restore } = open({ [codexPath]: 'written', '/data/auth.json': 'written' });
  expect([(await restore('unified-view')).map(({ path }) => path), asked[0]]).toEqual([
    ['/data/auth.json'],
    'switch off unified-view',
  ]);
});

test('a file that two of ours are parts of comes back as a whole, once', async () => {
  const shared = managed.filter(({ path }) =>
    managed.some(
      (other) => other.path === path && other.file !== managed.find((each) => each.path === path)?.file,
    ),
  );
  const [first] = shared;
  if (first === undefined || shared.length !== 2) throw new Error('OpenCode has one file for two providers');
  const { asked, restore } = open({ [first.path]: 'written' });
  const results = await restore(first.file.id);
  expect([results.map(({ id, outcome }) => [id, outcome]), asked.length, asked[0]]).toEqual([
    shared.map(({ file }) => [file.id, 'restored']),
    2,
    `switch off ${shared.map(({ file }) => file.id).join()}`,
  ]);
});

test('nothing is restored when it cannot be switched off, or is not there', async () => {
  const { asked, restore } = open({ [codexPath]: 'written' }, () =>
    Promise.reject(new Failure('storage/write-failed', { subject: 'the preferences' })),
  );
  expect([(await failureOf(restore())).code, await failureOf(restore('nothing')), asked.length]).toEqual([
    'storage/write-failed',
    { code: 'broker/bad-request', detail: 'there is no shared file nothing' },
    1,
  ]);
});
