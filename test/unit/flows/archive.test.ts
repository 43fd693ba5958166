// Backup and restore: what goes in, what comes back, and what is never overwritten.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createArchive, type BackupOrder, type RestoreOrder } from '../../../main/flows/archive.ts';
import type { PassphraseCipher } from '../../../main/ports.ts';
import { findProvider } from '../../../main/providers/list.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId, revealed } from '../../fakes/accounts.ts';
import { FakePerson } from '../../fakes/ask-person.ts';
import { failureOf } from '../../fakes/failures.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { parsed } from '../../fakes/parsed.ts';
import { FakeTime } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

/** Keeps the text in the open beside its passphrase: what is sealed is the business of the real one. */
const openCipher: PassphraseCipher = {
  seal: async (text, passphrase) => JSON.stringify([passphrase.reveal(), text]),
  open: async (sealed, passphrase) => {
    const found = parsed(sealed);
    if (!Array.isArray(found) || found[0] !== passphrase.reveal())
      throw new Failure('storage/passphrase-wrong');
    return String(found[1]);
  },
};

const passphrase = new Secret('canary_passphrase');
/** What protects the keys here. */
const vaultPassphrase = new Secret('canary_of_the_vault');
const oauth = (obtainedAt: number, token = `canary_refresh_${String(obtainedAt)}`): SignedInAccount =>
  openaiEntry({}, { obtainedAt, refreshToken: new Secret(token) });
const delegated: SignedInAccount = {
  account: {
    id: accountId('claude:user-1'),
    provider: claudeId,
    label: 'ada@example.test',
    kind: 'delegated',
  },
  credential: {
    kind: 'delegated',
    origin: 'imported',
    destinations: [],
    obtainedAt: noonMs,
    owner: consumerId('claude-code'),
    folder: '/home/ada/.claude',
    place: 'usual',
  },
};

interface World {
  readonly entries?: readonly SignedInAccount[];
  /** Signed in, with keys that the key store does not open. */
  readonly closed?: readonly SignedInAccount[];
  /** What the file of a program has renewed, found when it is looked at. */
  readonly renewed?: SignedInAccount;
}

/** It has gone when this aborts. */
const { signal } = new AbortController();

function open({ entries = [], closed = [], renewed }: World = {}) {
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  for (const entry of entries) book.opened(entry);
  const all = [...entries, ...closed].map(({ account }) => account);
  const store = createStore({
    ...initialState,
    accounts: all,
    settings: { ...defaultSettings, notify: false, sharedFiles: { 'codex-auth': true, 'code-auth': false } },
  });
  const changes: unknown[] = [];
  const log = new RecordingLog();
  const person = new FakePerson();
  const archive = createArchive({
    book,
    store,
    cipher: openCipher,
    adopt: async () => {
      if (renewed !== undefined) await book.keep(renewed);
    },
    changeSettings: (settings) => {
      changes.push(settings);
    },
    usedBy: () => ['Codex'],
    find: findProvider,
    prove: async (given) => {
      if (given.reveal() !== vaultPassphrase.reveal()) throw new Failure('storage/passphrase-wrong');
    },
    ask: person,
    language: () => 'en',
    clock: new FakeTime(noonMs),
    log,
  });
  const left: string[] = [];
  store.subscribe((_state, event) => {
    if (event.type === 'account.backed-up') left.push(`${event.account} by ${event.by}`);
  });
  const backup = (order: Partial<BackupOrder> = {}, until = signal) =>
    archive.backup({ passphrase, by: 'cli', ...order }, until);
  const restore = (sealed: string, order: Partial<RestoreOrder> = {}) =>
    archive.restore({ sealed, passphrase, force: false, settings: false, ...order }, signal);
  return { backup, vault, book, store, log, changes, restore, person, left };
}

async function backupOf(...entries: readonly SignedInAccount[]): Promise<string> {
  return (await open({ entries }).backup()).sealed;
}

describe('a backup', () => {
  test('holds what was selected, says what is in it, and comes back on an empty machine', async () => {
    const { backup } = open({
      entries: [oauth(5), claudeEntry(), delegated],
      closed: [openaiEntry({ id: accountId('openai:user-9'), label: 'closed' })],
    });
    const { sealed, accounts } = await backup();
    const there = open();
    const restored = await there.restore(sealed, { settings: true });
    expect([
      accounts.map(({ account, content }) => [account.label, content]),
      restored.accounts.map(({ account, outcome, otherCopies }) => [account.label, outcome, otherCopies]),
      there.vault.saved.map(revealed),
      there.store.state().accounts.map(({ label }) => label),
      [restored.settings, there.changes],
    ]).toEqual([
      [
        ['ada@example.test', 'keys'],
        [claudeEntry().account.label, 'keys'],
        ['ada@example.test', 'identity'],
        ['closed', 'closed'],
      ],
      [
        ['ada@example.test', 'restored', ['Codex']],
        [claudeEntry().account.label, 'restored', undefined],
        ['ada@example.test', 'left-to-program', undefined],
      ],
      [oauth(5), claudeEntry()].map(revealed),
      ['ada@example.test', claudeEntry().account.label],
      // A file that is on is not switched on by it: that would put our keys in the place of whoever signed in there.
      ['restored', [expect.objectContaining({ notify: false, sharedFiles: { 'code-auth': false } })]],
    ]);
  });

  test('holds the keys that a program has renewed by then', async () => {
    const { backup } = open({ entries: [oauth(5)], renewed: oauth(6) });
    const { sealed } = await backup();
    expect([sealed.includes('canary_refresh_6'), sealed.includes('canary_refresh_5')]).toEqual([true, false]);
  });

  test('of one provider or one account leaves the others out', async () => {
    const { backup } = open({ entries: [oauth(5), claudeEntry()] });
    const labels = async (order: object): Promise<readonly string[]> =>
      (await backup(order)).accounts.map(({ account }) => account.id);
    expect([
      await labels({ provider: openaiId }),
      await labels({ account: claudeEntry().account.label }),
    ]).toEqual([[openaiEntry().account.id], [claudeEntry().account.id]]);
  });

  test.each<[string, object, unknown]>([
    [
      'under a short passphrase',
      { passphrase: new Secret('canary') },
      { code: 'broker/bad-request', detail: 'a passphrase has at least 8 characters' },
    ],
    ['of nobody', { provider: claudeId }, { code: 'credential/missing', subject: 'Claude' }],
    [
      'of an unknown account',
      { account: 'nobody' },
      { code: 'selection/unknown-account', subject: 'nobody' },
    ],
  ])('%s is refused', async (_name, order, failure) => {
    const { backup } = open({ entries: [oauth(5)] });
    expect(await failureOf(backup(order))).toEqual(failure);
  });
});

describe('the keys leave in a backup', () => {
  const ada = openaiEntry().account.id;

  test('only after a yes to exactly these accounts, and that is written down', async () => {
    const { backup, person, left } = open({ entries: [oauth(5), claudeEntry()], closed: [delegated] });
    await backup({ provider: openaiId });
    expect([person.asked, left]).toEqual([
      [
        {
          title: 'Put the keys of these accounts into a backup?',
          detail: expect.stringMatching(/^Account: ada@example\.test\n\nA program asks for it/) as string,
          confirm: 'Back up',
        },
      ],
      [`${ada} by cli`],
    ]);
  });

  test('never without it', async () => {
    const { backup, person, left } = open({ entries: [oauth(5)] });
    person.says = false;
    expect([await failureOf(backup()), left]).toEqual([
      { code: 'broker/not-confirmed', detail: 'no backup was made' },
      [],
    ]);
  });

  test('without a question under the passphrase that protects them here', async () => {
    const { backup, person, left } = open({ entries: [oauth(5)] });
    await backup({ passphrase: vaultPassphrase });
    expect([person.asked, left]).toEqual([[], [`${ada} by cli`]]);
  });

  test('not while it is locked, nor when it is locked meanwhile; nobody is asked in vain', async () => {
    const locked = open({ entries: [oauth(5)] });
    locked.store.dispatch({ type: 'lock.changed', locked: true });
    const later = open({ entries: [oauth(5)] });
    later.person.meanwhile = () => {
      later.store.dispatch({ type: 'lock.changed', locked: true });
    };
    expect([
      await failureOf(locked.backup({ passphrase: vaultPassphrase })),
      await failureOf(locked.backup()),
      locked.person.asked,
      await failureOf(later.backup()),
      [...locked.left, ...later.left],
    ]).toEqual([{ code: 'broker/locked' }, { code: 'broker/locked' }, [], { code: 'broker/locked' }, []]);
  });

  test('not to who has gone by then', async () => {
    const { backup, person, left } = open({ entries: [oauth(5)] });
    const gone = new AbortController();
    person.meanwhile = () => {
      gone.abort(new Failure('broker/cancelled'));
    };
    expect([await failureOf(backup({}, gone.signal)), left]).toEqual([{ code: 'broker/cancelled' }, []]);
  });
});

describe('restoring', () => {
  test('takes no settings over while it is locked, which could put other keys into a file', async () => {
    const sealed = await backupOf(oauth(5));
    const there = open();
    there.store.dispatch({ type: 'lock.changed', locked: true });
    const refused = await failureOf(there.restore(sealed, { settings: true }));
    const before = [there.vault.saved.length, there.changes];
    const { settings } = await there.restore(sealed);
    expect([refused, before, settings, there.vault.saved.length]).toEqual([
      { code: 'broker/locked' },
      [0, []],
      'kept',
      1,
    ]);
  });

  const outcomes = async (sealed: string, world: World, force: boolean) => {
    const there = open(world);
    const { accounts } = await there.restore(sealed, { force });
    return [accounts.map(({ outcome, failure }) => [outcome, failure?.code]), there.vault.saved.length];
  };

  test.each<[string, World, boolean, string, string | undefined, number]>([
    ['keeps an account that is here', { entries: [oauth(4)] }, false, 'kept', undefined, 0],
    ['replaces an older sign-in by force', { entries: [oauth(4)] }, true, 'replaced', undefined, 1],
    ['keeps a newer sign-in even then', { entries: [oauth(6)] }, true, 'kept-newer', 'credential/spent', 0],
    ['keeps one as new even then', { entries: [oauth(5)] }, true, 'kept-newer', 'credential/spent', 0],
    [
      'keeps one that its program has renewed meanwhile',
      { entries: [oauth(4)], renewed: oauth(6) },
      true,
      'kept-newer',
      'credential/spent',
      1,
    ],
    ['leaves one alone whose keys are closed', { closed: [oauth(4)] }, false, 'kept', undefined, 0],
    ['replaces that by force', { closed: [oauth(9)] }, true, 'replaced', undefined, 1],
    [
      'leaves a login to its program even by force',
      {
        entries: [
          { account: { ...openaiEntry().account, kind: 'delegated' }, credential: delegated.credential },
        ],
      },
      true,
      'left-to-program',
      undefined,
      0,
    ],
  ])('%s', async (_name, world, force, outcome, code, saved) => {
    expect(await outcomes(await backupOf(oauth(5)), world, force)).toEqual([[[outcome, code]], saved]);
  });

  test('replaces a key by force: there is nothing to spend in it', async () => {
    const key = claudeEntry();
    expect(await outcomes(await backupOf(key), { entries: [key] }, true)).toEqual([
      [['replaced', undefined]],
      1,
    ]);
  });

  test('takes the accounts that are named, and none when one of the names is unknown', async () => {
    const sealed = await backupOf(oauth(5), claudeEntry());
    const there = open();
    const refused = await failureOf(there.restore(sealed, { accounts: ['ada@example.test', 'nobody'] }));
    const before = there.vault.saved.length;
    await there.restore(sealed, { accounts: ['ada@example.test'] });
    expect([refused, before, there.vault.saved.map(({ account }) => account.id)]).toEqual([
      { code: 'selection/unknown-account', subject: 'nobody' },
      0,
      [openaiEntry().account.id],
    ]);
  });

  test('under another passphrase changes nothing', async () => {
    const there = open();
    const refused = there.restore(await backupOf(oauth(5)), { passphrase: new Secret('canary_other') });
    expect([await failureOf(refused), there.vault.saved]).toEqual([
      { code: 'storage/passphrase-wrong', subject: 'the backup' },
      [],
    ]);
  });

  test('tells which account could not be kept, and goes on with the others', async () => {
    const there = open();
    there.vault.failSavingWith = new Failure('storage/write-failed', { subject: '/vault.json' });
    const { accounts } = await there.restore(await backupOf(oauth(5), claudeEntry()));
    expect([
      accounts.map(({ outcome, failure }) => [outcome, failure?.code]),
      there.store.state().accounts,
    ]).toEqual([
      [
        ['failed', 'storage/write-failed'],
        ['failed', 'storage/write-failed'],
      ],
      [],
    ]);
  });

  test('tells which account of the backup cannot be read, and brings back the others', async () => {
    const { sealed } = await open({ entries: [oauth(5), claudeEntry()] }).backup();
    const later = sealed.replace('browser-sign-in', 'canary-sign-in');
    const there = open();
    const { accounts } = await there.restore(later);
    expect([
      accounts.map(({ account, outcome, failure }) => [account.id, outcome, failure]),
      there.vault.saved.map(revealed),
      there.log.warnings,
    ]).toEqual([
      [
        [
          openaiEntry().account.id,
          'failed',
          {
            code: 'storage/unreadable',
            subject: 'ada@example.test',
            detail: 'field accounts.0.credential.origin',
          },
        ],
        [claudeEntry().account.id, 'restored', undefined],
      ],
      [revealed(claudeEntry())],
      ['account not restored'],
    ]);
  });

  test('leaves the settings alone unless they are asked for', async () => {
    const there = open();
    const { settings } = await there.restore(await backupOf(oauth(5)));
    expect([settings, there.changes]).toEqual(['kept', []]);
  });
});
