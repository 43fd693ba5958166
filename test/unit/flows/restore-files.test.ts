// Every byte of the shared files back: switched off first, one outcome each.
import { describe, expect, test } from 'vitest';
import type { ManagedFile, SharedFacts } from '../../../main/consumers/description.ts';
import { managedFiles } from '../../../main/consumers/list.ts';
import { isKeyedAccount, type SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { restoreFiles, type RestoreFilesParts } from '../../../main/flows/restore-files.ts';
import type { WriteOutcome } from '../../../main/ports.ts';
import { openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';

const places = { home: '/home/ada', data: '/data', environment: {} };
const managed = managedFiles(places);
const codexPath = '/home/ada/.codex/auth.json';
const codex = managed.find(({ path }) => path === codexPath);
if (codex === undefined) throw new Error('Codex has a file');

interface World {
  readonly switchOff?: () => Promise<undefined>;
  readonly entries?: readonly SignedInAccount[];
  /** What stood in each file that we touched. */
  readonly original?: Uint8Array;
  readonly files?: readonly ManagedFile[];
  /** Why keys that a program has renewed in its file cannot be stored. */
  readonly undurable?: Failure;
}

/** @param touched what happens when each of these is restored */
function open(
  touched: Readonly<Record<string, WriteOutcome | Failure>>,
  { switchOff = async () => undefined, entries = [], original, files = managed, undurable }: World = {},
) {
  const asked: string[] = [];
  const parts: RestoreFilesParts = {
    managed: files,
    places,
    writer: {
      original: async (path) => (path in touched ? { at: 1, bytes: original } : undefined),
      restoreOriginal: async ({ path, locks = [] }) => {
        asked.push(`restore ${path} under ${String(locks.length)} locks`);
        const outcome = touched[path] ?? 'unchanged';
        if (outcome instanceof Failure) throw outcome;
        return outcome;
      },
    },
    book: {
      all: () => entries,
      requireDurable: async () => {
        if (undurable !== undefined) throw undurable;
      },
    },
    switchOff: async (files) => {
      asked.push(`switch off ${files.join()}`);
      await switchOff();
    },
    log: new RecordingLog(),
  };
  return { asked, restore: (only?: string, force = false) => restoreFiles(only, force, parts) };
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

test('a file that several of ours are parts of comes back as a whole, once', async () => {
  const shared = managed.filter(({ path }) =>
    managed.some(
      (other) => other.path === path && other.file !== managed.find((each) => each.path === path)?.file,
    ),
  );
  const [first] = shared;
  if (first === undefined || shared.length < 2) throw new Error('OpenCode has one file for all providers');
  const { asked, restore } = open({ [first.path]: 'written' });
  const results = await restore(first.file.id);
  expect([results.map(({ id, outcome }) => [id, outcome]), asked.length, asked[0]]).toEqual([
    shared.map(({ file }) => [file.id, 'restored']),
    2,
    `switch off ${shared.map(({ file }) => file.id).join()}`,
  ]);
});

test('nothing is restored when it cannot be switched off, or is not there', async () => {
  const { asked, restore } = open(
    { [codexPath]: 'written' },
    { switchOff: () => Promise.reject(new Failure('storage/write-failed', { subject: 'the preferences' })) },
  );
  expect([(await failureOf(restore())).code, await failureOf(restore('nothing')), asked.length]).toEqual([
    'storage/write-failed',
    { code: 'broker/bad-request', detail: 'there is no shared file nothing' },
    1,
  ]);
});

describe('a file that held an older sign-in of an account that is here', () => {
  const facts: SharedFacts = {
    providers: [],
    logins: new Map(),
    folderRules: [],
    preferred: undefined,
    selected: undefined,
    reason: '',
    mayFallBack: false,
    notify: false,
  };
  const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const ada = openaiEntry({}, { idToken: openaiIdToken() });
  const grace = openaiEntry({ id: accountId('openai:user-2.acc-1') }, { idToken: openaiIdToken('user-2') });
  const touched = { [codexPath]: 'written', '/data/auth.json': 'written' } as const;
  if (codex.file.kind !== 'credential' || !isKeyedAccount(ada)) throw new Error('it holds tokens');
  const original = bytes(codex.file.content(ada, facts, undefined));

  test('stays as it is, on, and says why; the others are restored', async () => {
    const { asked, restore } = open(touched, { entries: [ada], original });
    const results = (await restore()).filter(({ outcome }) => outcome !== 'untouched');
    expect([results, asked]).toEqual([
      [
        {
          id: codex.file.id,
          path: codexPath,
          outcome: 'spent',
          failure: { code: 'credential/spent', subject: ada.account.label },
        },
        { id: 'unified-view', path: '/data/auth.json', outcome: 'restored' },
      ],
      ['switch off unified-view', 'restore /data/auth.json under 0 locks'],
    ]);
  });

  test('is not restored over keys that are nowhere else', async () => {
    const undurable = new Failure('storage/read-only');
    const { asked, restore } = open({ [codexPath]: 'written' }, { entries: [ada], undurable });
    expect([await restore(codex.file.id), asked]).toEqual([
      [{ id: codex.file.id, path: codexPath, outcome: 'failed', failure: { code: 'storage/read-only' } }],
      [`switch off ${codex.file.id}`],
    ]);
  });

  const { rotated: _rotated, ...withoutRefreshToken } = codex.file;
  const accessOnly = [{ ...codex, file: withoutRefreshToken }];

  test.each<[string, World, boolean]>([
    ['where it carries no refresh token', { entries: [ada], original, files: accessOnly }, false],
    ['by force', { entries: [ada], original }, true],
    ['where another account was', { entries: [grace], original }, false],
    ['where nobody is signed in here', { entries: [], original }, false],
    ['where no JSON stood', { entries: [ada], original: new Uint8Array([123, 255]) }, false],
    ['where there was none', { entries: [ada] }, false],
  ])('is restored %s', async (_name, world, force) => {
    const { restore } = open({ [codexPath]: 'written' }, world);
    expect((await restore(codex.file.id, force)).map(({ outcome }) => outcome)).toEqual(['restored']);
  });
});
