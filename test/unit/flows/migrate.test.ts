// An existing set-up brought along: everything or nothing, and every byte back when it is nothing.
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { managedFiles } from '../../../main/consumers/list.ts';
import type { FoundLogin } from '../../../main/consumers/description.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import type { MigrationResult } from '../../../main/domain/migration.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { LoginAtHand } from '../../../main/flows/find-logins.ts';
import { migrate, type MigrateOrder, type MigrateParts } from '../../../main/flows/migrate.ts';
import { sharedFacts } from '../../../main/flows/shared-facts.ts';
import { takeLogins } from '../../../main/flows/take-logins.ts';
import { findProvider } from '../../../main/providers/list.ts';
import { claudeEntry, claudeId, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { claudeAuthPath, codexPath, filesAtWork, unifiedPath } from '../../fakes/flows.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';

const places = { home: '/home/ada', data: '/data', environment: {} };
const managed = managedFiles(places);
const codexText = '{"tokens": {"access_token":"canary_of_codex"},  "odd": 1.50}\n';
const configText = '{"model": "x"}';

const codexLogin: FoundLogin = {
  kind: 'login',
  identity: { provider: openaiId, subject: 'user-1.acc-1', label: 'ada@example.test' },
  at: { folder: '/home/ada/.codex', place: 'usual' },
  where: codexPath,
};
const key: FoundLogin = {
  kind: 'api-key',
  provider: claudeId,
  key: new Secret('canary_key_wxyz'),
  where: 'ANTHROPIC_API_KEY',
};

function atHand(id: string, found: FoundLogin): LoginAtHand {
  const label = found.kind === 'login' ? found.identity.label : '…wxyz';
  const provider = found.kind === 'login' ? found.identity.provider : found.provider;
  return {
    listed: { id, kind: found.kind, provider, label, owner: 'X', where: [found.where], state: 'new' },
    found,
    owner: consumerId('codex'),
  };
}

const everything = [atHand('login-1', codexLogin), atHand('key-1', key)];

interface World {
  readonly parts?: Partial<MigrateParts>;
  /** What the provider says to the key. */
  readonly accept?: () => Promise<void>;
  /** What is found, look after look. */
  readonly finds?: readonly (readonly LoginAtHand[])[];
  readonly present?: Readonly<Record<string, string>>;
}

function open({
  parts = {},
  accept = async () => undefined,
  finds = [everything],
  present = { [codexPath]: codexText, '/home/ada/.codex/auth_config.json': configText },
}: World = {}) {
  const work = filesAtWork({ entries: [], present });
  const { store, book, disk, shared, time, log } = work;
  const preferences = new MemoryPreferences();
  // As in the app: whoever signs in is put in use, and who signs out is followed by the files.
  store.subscribe((_state, event) => {
    if (event.type === 'account.signed-in') {
      const { provider, id } = event.account;
      preferences.change({ activeAccounts: { ...preferences.settings().activeAccounts, [provider]: id } });
      store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
    }
    if (event.type === 'account.signed-out') void shared.follow();
  });
  const copies: unknown[] = [];
  const bytesAt = (path: string): Uint8Array | undefined => {
    const text = disk.texts.get(path);
    return text === undefined ? undefined : new TextEncoder().encode(text);
  };
  let looks = 0;
  const all: MigrateParts = {
    managed,
    places,
    isOn: ({ file }) => store.state().settings.sharedFiles[file.id] ?? file.isOnByDefault,
    whole: {
      read: async (path) => bytesAt(path),
      keepCopies: async (files, note) => {
        const kept = files.flatMap(({ path, bytes }) =>
          bytes === undefined ? [] : [[path, new TextDecoder().decode(bytes)]],
        );
        copies.push([Object.fromEntries(kept), note]);
        return '/data/backups/set-up';
      },
      putBack: async ({ path }, bytes) => {
        disk.place(path, bytes === undefined ? undefined : new TextDecoder().decode(bytes));
      },
    },
    findLogins: async () => {
      const found = finds[Math.min(looks, finds.length - 1)] ?? [];
      looks += 1;
      return found;
    },
    takeLogins: (found, only, signal) =>
      takeLogins(
        found,
        only,
        {
          book,
          desk: {
            begin: () => ({
              account: accept().then(async () => {
                await book.keep(claudeEntry());
                store.dispatch({ type: 'account.signed-in', account: claudeEntry().account });
                return claudeEntry().account;
              }),
            }),
          },
          find: findProvider,
          store,
          clock: time,
          log,
        },
        signal,
      ),
    book,
    files: shared,
    facts: () =>
      sharedFacts(
        store.state(),
        [
          { id: claudeId, label: 'Claude' },
          { id: openaiId, label: 'OpenAI' },
        ],
        time.nowMs(),
      ),
    preferences,
    store,
    log,
    ...parts,
  };
  const run = (order: Partial<MigrateOrder> = {}, signal = new AbortController().signal) =>
    migrate({ keys: {}, dryRun: false, ...order }, all, signal);
  /** Everything that a migration may change. */
  const everythingNow = (): unknown => [
    Object.fromEntries(disk.texts),
    work.vault.stored.map(({ account }) => account.id),
    store.state().accounts,
    store.state().settings,
    preferences.settings(),
  ];
  return { ...work, run, copies, everythingNow, preferences };
}

function changesOf({ files }: MigrationResult): unknown {
  return Object.fromEntries(
    files.filter(({ change }) => change !== 'none').map(({ path, change }) => [path, change]),
  );
}

test('a dry run says what would be done, and does nothing', async () => {
  const { run, everythingNow, copies } = open();
  const before = everythingNow();
  const { outcome, plan, taken } = await run({ dryRun: true });
  expect([
    outcome,
    plan.take.map(({ id }) => id),
    Object.fromEntries(
      plan.files
        .filter(({ path }) => [codexPath, unifiedPath].includes(path))
        .map((file) => [file.path, file.action]),
    ),
    [taken, copies, everythingNow()],
  ]).toEqual([
    'planned',
    ['login-1', 'key-1'],
    { [codexPath]: 'leave', [unifiedPath]: 'write' },
    [[], [], before],
  ]);
});

test('logins and keys are taken in, our files written, and the login of the program stays byte for byte', async () => {
  const { run, disk, copies, vault } = open();
  const result = await run();
  expect([
    [result.outcome, result.failed],
    result.taken.map(({ login, outcome }) => [login.id, outcome]),
    vault.stored.map(({ account }) => [account.id, account.kind]),
    disk.texts.get(codexPath),
    disk.json(claudeAuthPath)?.['ANTHROPIC_API_KEY'],
    disk.json(unifiedPath)?.['schema'],
    [result.backup, copies],
  ]).toEqual([
    ['done', undefined],
    [
      ['login-1', 'taken'],
      ['key-1', 'taken'],
    ],
    [
      ['openai:user-1.acc-1', 'delegated'],
      [claudeEntry().account.id, 'api-key'],
    ],
    codexText,
    'canary_key_wxyz',
    1,
    [
      '/data/backups/set-up',
      [[{ [codexPath]: codexText, '/home/ada/.codex/auth_config.json': configText }, { accounts: [] }]],
    ],
  ]);
});

test('a login in a folder of ours that was forgotten is taken in, after which it is no find any more', async () => {
  const folder = '/data/logins/codex/1';
  const kept = atHand('login-kept', { ...codexLogin, at: { folder, place: 'private' }, where: folder });
  const { run, vault } = open({ finds: [[kept], []] });
  const { outcome, failed } = await run();
  expect([outcome, failed, vault.stored.map(({ account }) => account.id)]).toEqual([
    'done',
    undefined,
    ['openai:user-1.acc-1'],
  ]);
});

test('only the logins that are named are taken in', async () => {
  const { run, vault } = open();
  await run({ only: ['login-1'] });
  expect(vault.stored.map(({ account }) => account.kind)).toEqual(['delegated']);
});

test('a login that is not there is refused before anything happens', async () => {
  const { run, everythingNow } = open();
  const before = everythingNow();
  expect([await failureOf(run({ only: ['nothing'] })), everythingNow()]).toEqual([
    { code: 'broker/bad-request', detail: 'there is no login nothing' },
    before,
  ]);
});

describe('whatever fails, everything is as it was', () => {
  const full = (path: string): Failure =>
    new Failure('storage/write-failed', { subject: path, detail: 'ENOSPC' });
  type Spoil = (world: ReturnType<typeof open>) => void;

  test.each<[string, World, Spoil, string, string]>([
    [
      'the copies cannot be kept',
      {
        parts: {
          whole: {
            read: async () => undefined,
            keepCopies: () => Promise.reject(full('/data/backups')),
            putBack: () => Promise.reject(full('/x')),
          },
        },
      },
      () => undefined,
      'backup',
      'storage/write-failed',
    ],
    [
      'a key is not accepted',
      { accept: () => Promise.reject(new Failure('credential/key-rejected', { subject: 'Claude' })) },
      () => undefined,
      'take',
      'credential/key-rejected',
    ],
    [
      'a file cannot be written',
      {},
      ({ disk }) => disk.broken.set(unifiedPath, full(unifiedPath)),
      'write',
      'storage/write-failed',
    ],
    [
      'another login stands at the end where one was',
      { finds: [everything, [atHand('login-2', codexLogin)]] },
      () => undefined,
      'verify',
      'storage/conflict',
    ],
    [
      'an account cannot be read again',
      {},
      ({ vault, store }) => {
        store.subscribe((_state, event) => {
          if (event.type === 'account.signed-in') vault.put(event.account.id, undefined);
        });
      },
      'verify',
      'storage/unreadable',
    ],
  ])('when %s', async (_name, world, spoil, step, code) => {
    const opened = open(world);
    spoil(opened);
    const before = opened.everythingNow();
    const { outcome, failed } = await opened.run();
    expect([outcome, failed?.step, failed?.failure.code, opened.everythingNow()]).toEqual([
      'rolled-back',
      step,
      code,
      before,
    ]);
  });

  test('when the caller goes away in the middle', async () => {
    const gone = new AbortController();
    const opened = open({
      accept: async () => {
        gone.abort(new Failure('broker/cancelled'));
      },
    });
    const before = opened.everythingNow();
    const { outcome, failed } = await opened.run({}, gone.signal);
    expect([outcome, failed?.step, failed?.failure.code, opened.everythingNow()]).toEqual([
      'rolled-back',
      'take',
      'broker/cancelled',
      before,
    ]);
  });

  test('but the settings that the person changed meanwhile stay', async () => {
    const opened = open({ finds: [everything, []] });
    const { store, preferences, run } = opened;
    const before = { [claudeId]: accountId('claude:before'), [openaiId]: accountId('openai:before') };
    preferences.change({ activeAccounts: before });
    const chosen = accountId('openai:chosen');
    store.subscribe((_state, event) => {
      if (event.type !== 'account.signed-in' || event.account.provider !== claudeId) return;
      const { activeAccounts } = preferences.settings();
      preferences.change({ notify: false, activeAccounts: { ...activeAccounts, [openaiId]: chosen } });
    });
    const { outcome } = await run();
    const { notify, activeAccounts } = preferences.settings();
    expect([outcome, notify, activeAccounts, store.state().settings.activeAccounts]).toEqual([
      'rolled-back',
      false,
      { [claudeId]: before[claudeId], [openaiId]: chosen },
      activeAccounts,
    ]);
  });

  test('and preferences that cannot be written keep no file from being put back', async () => {
    const opened = open({ finds: [everything, []] });
    const { disk, store, preferences, run, log } = opened;
    store.subscribe((_state, event) => {
      if (event.type === 'account.signed-out') preferences.failWith = new Error('full');
    });
    const before = Object.fromEntries(disk.texts);
    const { outcome } = await run();
    expect([outcome, Object.fromEntries(disk.texts), log.warnings]).toEqual([
      'rolled-back',
      before,
      expect.arrayContaining(['settings not taken back']),
    ]);
  });

  test('and nothing in the log quotes a file that cannot be understood', async () => {
    const { run, log } = open({
      parts: { files: { chosen: async () => undefined, follow: async () => undefined } },
      present: { [unifiedPath]: 'canary_text that is no JSON' },
    });
    const { outcome, failed } = await run({ only: ['login-1'] });
    expect([outcome, failed, inspect(log.lines, { depth: null })]).toEqual([
      'rolled-back',
      {
        step: 'verify',
        failure: { code: 'storage/unreadable', subject: unifiedPath, detail: 'not a JSON object' },
      },
      expect.not.stringContaining('canary'),
    ]);
  });

  test('but what another program wrote meanwhile is left to it', async () => {
    const opened = open({ finds: [everything, []] });
    const { disk, store, run } = opened;
    const renewed = '{"tokens":{"access_token":"canary_renewed_by_codex"}}';
    store.subscribe((_state, event) => {
      if (event.type === 'account.signed-in') disk.place(codexPath, renewed);
    });
    const result = await run();
    expect([result.outcome, changesOf(result), disk.texts.get(codexPath)]).toEqual([
      'rolled-back',
      expect.objectContaining({ [codexPath]: 'changed-elsewhere', [claudeAuthPath]: 'put-back' }),
      renewed,
    ]);
  });
});
