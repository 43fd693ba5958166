// Signing out: the files first, then the provider with the newest token, then the vault; nothing of it is left that works.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { delegatedAccount } from '../../../main/flows/sign-in-by-program.ts';
import { signOut, type SignOutChoice } from '../../../main/flows/sign-out.ts';
import type { ProviderDescription } from '../../../main/providers/description.ts';
import { claudeEntry, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { chatgpt, codexPath, filesAtWork, unifiedPath } from '../../fakes/flows.ts';
import { noHttp } from '../../fakes/http.ts';
import { MemoryJournal } from '../../fakes/journal.ts';
import { MemoryLock } from '../../fakes/lock.ts';
import { adaAtProgram, exampleProgram, FakeOwners, MemoryFolders } from '../../fakes/owner.ts';
import { exampleProvider } from '../../fakes/provider.ts';
import { settle } from '../../fakes/time.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';

const { id } = chatgpt.account;
const grace = openaiEntry(
  { id: accountId('openai:user-2.acc-2'), label: 'grace@example.test' },
  { idToken: openaiIdToken('user-2', 'acc-2') },
);
const notRevoked = (detail: string) => ({
  code: 'credential/not-revoked',
  subject: 'ada@example.test',
  detail,
});

/** @param revoke what the provider does; the order of everything is written down */
function desk(
  revoke: ProviderDescription['revoke'] = async () => undefined,
  given: Parameters<typeof filesAtWork>[0] = {},
) {
  const parts = filesAtWork(given);
  const { book, shared, store, vault, disk, time, log } = parts;
  const order: string[] = [];
  const provider = exampleProvider([], {
    revoke: async (entry, tools, signal) => {
      const inFile = disk.texts.has(codexPath) ? 'in a file' : 'in no file';
      order.push(`revoked ${entry.credential.refreshToken.reveal()}, ${inFile}`);
      order.push(vault.removed.length === 0 ? 'still in the vault' : 'no longer in the vault');
      await revoke(entry, tools, signal);
    },
  });
  const owners = new FakeOwners();
  /** Folders in which a file holds an account of ours. */
  const ours = new Set<string>();
  const folders = new MemoryFolders();
  const journal = new MemoryJournal();
  const lock = new MemoryLock();
  const out = (account = id, choice: SignOutChoice = {}) =>
    signOut(account, choice, {
      owners,
      isOurs: (folder) => ours.has(folder),
      folders,
      journal,
      lock,
      book,
      files: shared,
      find: () => provider,
      toolsFor: () => ({ http: noHttp, clock: time, log }),
      store,
      timer: time,
      log,
    });
  return { ...parts, out, order, owners, ours, folders, journal, lock };
}

test('keys leave the files, then the provider is told, then the vault forgets them', async () => {
  const { out, order, shared, disk, vault, book, store, time } = desk();
  await shared.claim(openaiId);
  expect([
    await out(),
    order,
    disk.texts.has(codexPath),
    vault.removed,
    book.all(),
    store.state().accounts,
  ]).toEqual([
    { account: chatgpt.account, signedOutToo: ['Codex'], notes: [] },
    ['revoked canary_refresh, in no file', 'still in the vault'],
    false,
    [id],
    [],
    [],
  ]);
  expect([time.pendingMs, disk.json(unifiedPath)]).toEqual([
    [],
    expect.objectContaining({
      providers: expect.objectContaining({
        openai: expect.objectContaining({ signed_in: false }) as unknown,
      }) as unknown,
    }),
  ]);
});

test('what Codex has renewed meanwhile is what is revoked', async () => {
  const { out, order, shared, disk } = desk();
  await shared.claim(openaiId);
  const text = disk.texts.get(codexPath) ?? '';
  const time = new Date(noonMs).toISOString();
  disk.place(
    codexPath,
    text.replace('"canary_refresh"', '"canary_newest"').replace(time, '2026-11-24T12:30:00Z'),
  );
  await out();
  expect(order[0]).toBe('revoked canary_newest, in no file');
});

describe('a provider that cannot be told', () => {
  test('does not keep the person signed in, and is noted', async () => {
    const { out, vault, store, log } = desk(() =>
      Promise.reject(new Failure('network/offline', { subject: 'Example' })),
    );
    const { notes } = await out();
    expect([notes, vault.removed, store.state().accounts, log.warnings]).toEqual([
      [notRevoked('network/offline')],
      [id],
      [],
      ['sign-in not revoked'],
    ]);
  });

  test('is waited for five seconds, not longer', async () => {
    const { out, time } = desk(
      (_entry, _tools, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
          });
        }),
    );
    const signingOut = out();
    await settle();
    const waiting = time.pendingMs;
    await time.advance(5_000);
    expect([waiting, (await signingOut).notes]).toEqual([[5_000], [notRevoked('network/timed-out')]]);
  });
});

test('a vault that cannot forget keeps the account, and says so', async () => {
  const { out, vault, book, store } = desk();
  vault.failWith = new Failure('storage/write-failed', { detail: 'ENOSPC' });
  expect([await failureOf(out()), book.all(), store.state().accounts]).toEqual([
    { code: 'storage/write-failed', detail: 'ENOSPC' },
    [chatgpt],
    [chatgpt.account],
  ]);
});

test('a file that cannot be written is a problem, and the sign-in ends all the same', async () => {
  const { out, shared, disk, store } = desk();
  await shared.claim(openaiId);
  const full = new Failure('storage/write-failed', { subject: codexPath });
  disk.broken.set(codexPath, full);
  expect([
    (await out()).signedOutToo,
    store.state().accounts,
    store.state().problems.get('codex-auth'),
  ]).toEqual([[], [], full.toValue()]);
});

describe('with another account of the provider', () => {
  test('that one takes the place of the one in use', async () => {
    const { out, shared, disk, store } = desk(undefined, { entries: [chatgpt, grace] });
    await shared.claim(openaiId);
    await out();
    expect([disk.json(codexPath), store.state().holders]).toEqual([
      expect.objectContaining({
        tokens: expect.objectContaining({ id_token: grace.credential.idToken?.reveal() }) as unknown,
      }),
      new Map([['codex-auth', grace.account.id]]),
    ]);
  });

  test('that one does not take the place of somebody who has signed in there since', async () => {
    const foreign = { auth_mode: 'chatgpt', tokens: { id_token: openaiIdToken('user-9', 'acc-9').reveal() } };
    const { out, shared, disk, store } = desk(undefined, { entries: [chatgpt, grace] });
    await shared.claim(openaiId);
    disk.place(codexPath, foreign);
    await out();
    expect([disk.json(codexPath), store.state().problems.get('codex-auth')?.code]).toEqual([
      foreign,
      'storage/managed-elsewhere',
    ]);
  });

  test('signing out of one that is not in use changes no file', async () => {
    const foreign = { auth_mode: 'apikey', OPENAI_API_KEY: 'canary_foreign' };
    const { out, disk } = desk(undefined, { entries: [chatgpt, grace], present: { [codexPath]: foreign } });
    await out(grace.account.id);
    expect(disk.json(codexPath)).toEqual(foreign);
  });
});

test('an API key is only forgotten: there is nobody to tell', async () => {
  const key = claudeEntry();
  const { out, order, vault } = desk(undefined, { entries: [key] });
  expect([await out(key.account.id), order, vault.removed]).toEqual([
    { account: key.account, signedOutToo: [], notes: [] },
    [],
    [key.account.id],
  ]);
});

test('an API key that stands in a file that is switched off stays there, and that is noted', async () => {
  const key = claudeEntry({}, { destinations: [consumerId('opencode')] });
  const opencodePath = '/home/ada/.local/share/opencode/auth.json';
  const own = { anthropic: { type: 'api', key: key.credential.key.reveal() } };
  const { out, disk, store } = desk(undefined, { entries: [key], present: { [opencodePath]: own } });
  const note = { code: 'credential/left-in-file', subject: key.account.label, detail: opencodePath };
  const { notes, signedOutToo } = await out(key.account.id);
  expect([notes, signedOutToo, disk.json(opencodePath), store.state().problems]).toEqual([
    [note],
    [],
    own,
    new Map([['sign-out', note]]),
  ]);
});

test('nobody of ours renews what is being ended, and no journaled answer outlives it', async () => {
  const { out, lock, journal } = desk();
  await journal.note(chatgpt, chatgpt);
  await out();
  expect([lock.held, [...journal.notes]]).toEqual([['refresh https://auth.openai.com app_test'], []]);
});

describe('a login that its own program keeps', () => {
  const kept = (place: 'private' | 'usual') =>
    delegatedAccount(adaAtProgram, {
      origin: 'owner-sign-in',
      owner: exampleProgram,
      folder: '/data/logins/example-program/1',
      place,
      obtainedAt: noonMs,
    });

  test('is only forgotten: nobody is told, no folder is touched', async () => {
    const entry = kept('private');
    const { out, order, owners, folders, vault } = desk(undefined, { entries: [entry] });
    await folders.keep(entry.credential.folder);
    expect([await out(entry.account.id), order, owners.asked, [...folders.inUse], vault.removed]).toEqual([
      { account: entry.account, signedOutToo: [], notes: [] },
      [],
      [],
      [entry.credential.folder],
      [entry.account.id],
    ]);
  });

  test('ends with its program when the person wants that, and its private folder goes', async () => {
    const entry = kept('private');
    const { out, owners, folders, vault } = desk(undefined, { entries: [entry] });
    await folders.keep(entry.credential.folder);
    const { signedOutToo } = await out(entry.account.id, { alsoProgram: true });
    expect([signedOutToo, owners.asked, [...folders.inUse], vault.removed]).toEqual([
      ['Example Program'],
      [
        'whose login is at /data/logins/example-program/1',
        'example-program signs out at /data/logins/example-program/1, private',
      ],
      [],
      [entry.account.id],
    ]);
  });

  test('where the program keeps it anyway, the folder is the program’s', async () => {
    const entry = kept('usual');
    const { out, folders } = desk(undefined, { entries: [entry] });
    await folders.keep(entry.credential.folder);
    await out(entry.account.id, { alsoProgram: true });
    expect([...folders.inUse]).toEqual([entry.credential.folder]);
  });

  test('is left alone where somebody else is signed in now, or an account of ours', async () => {
    const entry = kept('usual');
    const other = desk(undefined, { entries: [entry] });
    other.owners.found = { ...adaAtProgram, subject: 'cli/grace@example.test/org-1' };
    const own = desk(undefined, { entries: [entry] });
    own.ours.add(entry.credential.folder);
    const results = [
      await other.out(entry.account.id, { alsoProgram: true }),
      await own.out(entry.account.id, { alsoProgram: true }),
    ];
    const changed = { code: 'credential/owner-changed', subject: 'ada@example.test' };
    const asked = [...other.owners.asked, ...own.owners.asked];
    expect([results.map(({ notes }) => notes), asked.filter((each) => each.includes('signs out'))]).toEqual([
      [[changed], [changed]],
      [],
    ]);
  });

  test('is only forgotten where nobody is signed in any more', async () => {
    const entry = kept('private');
    const { out, owners, vault } = desk(undefined, { entries: [entry] });
    owners.found = undefined;
    const { notes, signedOutToo } = await out(entry.account.id, { alsoProgram: true });
    expect([notes, signedOutToo, vault.removed]).toEqual([[], [], [entry.account.id]]);
  });

  test('that ended here alone is noted: its provider may not know of it', async () => {
    const entry = kept('private');
    const { out, owners, vault } = desk(undefined, { entries: [entry] });
    owners.signingOut = () => Promise.reject(new Failure('credential/not-revoked', { subject: 'Example' }));
    const { notes } = await out(entry.account.id, { alsoProgram: true });
    expect([notes, vault.removed]).toEqual([
      [{ code: 'credential/not-revoked', subject: 'ada@example.test' }],
      [entry.account.id],
    ]);
  });

  test('stays an account when its program would not sign out', async () => {
    const entry = kept('private');
    const { out, owners, book, store } = desk(undefined, { entries: [entry] });
    owners.signingOut = () => Promise.reject(new Failure('credential/owner-silent', { subject: 'Example' }));
    expect([
      await failureOf(out(entry.account.id, { alsoProgram: true })),
      book.all(),
      store.state().accounts,
    ]).toEqual([{ code: 'credential/owner-silent', subject: 'Example' }, [entry], [entry.account]]);
  });
});

test('an account whose keys could not be opened can be signed out too', async () => {
  const { out, order, vault, store } = desk(undefined, { entries: [] });
  store.dispatch({ type: 'accounts.loaded', accounts: [chatgpt.account] });
  const notes = [
    { code: 'credential/not-revoked', subject: chatgpt.account.label, detail: 'its keys are closed' },
  ];
  expect([await out(), order, vault.removed, store.state().accounts]).toEqual([
    { account: chatgpt.account, signedOutToo: [], notes },
    [],
    [id],
    [],
  ]);
});

test('keys that another program renews while the provider is told go as well', async () => {
  let renewed: string | undefined;
  const { out, order, shared, disk } = desk(async () => {
    if (renewed !== undefined) disk.place(codexPath, renewed);
    renewed = undefined;
  });
  await shared.claim(openaiId);
  const time = new Date(chatgpt.credential.obtainedAt).toISOString();
  renewed = disk.texts
    .get(codexPath)
    ?.replace('"canary_refresh"', '"canary_newest"')
    .replace(time, '2026-11-24T12:30:00Z');
  await out();
  expect([order.filter((step) => step.startsWith('revoked')), disk.texts.has(codexPath)]).toEqual([
    ['revoked canary_refresh, in no file', 'revoked canary_newest, in no file'],
    false,
  ]);
});

test('an unknown account is none', async () => {
  expect(await failureOf(desk(undefined, { entries: [] }).out())).toEqual({
    code: 'selection/unknown-account',
    subject: id,
  });
});

test('the log never sees a token', async () => {
  const { out, log } = desk(() =>
    Promise.reject(new Failure('network/offline', { cause: new Secret('canary_x') })),
  );
  await out();
  expect(JSON.stringify(log.lines)).not.toContain('canary');
});

test('where a newer version has written the vault, nothing is ended whose keys would stay', async () => {
  const { out, order, shared, vault, disk, store } = desk();
  await shared.claim(openaiId);
  const before = disk.json(codexPath);
  vault.readOnly = new Failure('storage/read-only', { subject: 'vault.json' });
  const failure = await failureOf(out());
  expect([failure.code, order, disk.json(codexPath), store.state().accounts.length]).toEqual([
    'storage/read-only',
    [],
    before,
    1,
  ]);
});
