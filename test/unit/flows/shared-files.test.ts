// The files of other programs: ours are kept in step, foreign ones are left alone, renewed keys are taken over.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { accountId } from '../../../main/domain/ids.ts';
import type { JsonObject } from '../../../main/domain/json.ts';
import { consumerId } from '../../../main/domain/ids.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { delegatedAccount } from '../../../main/flows/sign-in-by-program.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId, revealed } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import {
  authConfigPath,
  chatgpt,
  claudeAuthPath,
  codexConfigPath,
  codexPath,
  filesAtWork,
  registered,
  unifiedPath,
} from '../../fakes/flows.ts';
import { settle } from '../../fakes/time.ts';
import { accessTokenUntil, openaiIdToken } from '../../fakes/tokens.ts';

const hour = 3_600_000;
const key = claudeEntry();
const grace = openaiEntry(
  { id: accountId('openai:user-2.acc-2'), label: 'grace@example.test' },
  { idToken: openaiIdToken('user-2', 'acc-2'), refreshToken: new Secret('canary_refresh_grace') },
);

/** What Codex keeps for an account, with what only Codex writes. */
function codexFileOf({ account, credential }: typeof chatgpt, changes: JsonObject = {}): JsonObject {
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: credential.idToken?.reveal() ?? '',
      access_token: credential.accessToken.reveal(),
      refresh_token: credential.refreshToken.reveal(),
      oauth_provenance: { issuer: 'https://auth.openai.com', client_id: 'app_test' },
      account_id: account.workspaceId ?? null,
    },
    last_refresh: new Date(credential.obtainedAt).toISOString(),
    ...changes,
  };
}

/** The same account after Codex has renewed it, an hour later. */
const rotated = openaiEntry(chatgpt.account, {
  idToken: openaiIdToken('user-1', 'acc-1', 'canary_id_2'),
  accessToken: accessTokenUntil(noonMs + 9 * hour, 'canary_access_2'),
  refreshToken: new Secret('canary_refresh_2'),
  expiresAt: noonMs + 9 * hour,
  obtainedAt: noonMs + hour,
});
/** Somebody signed in with Codex itself; no account of ours. */
const foreign = codexFileOf(
  openaiEntry({ workspaceId: 'acc-9' }, { idToken: openaiIdToken('user-9', 'acc-9') }),
);

/** A login that Codex keeps, as an account here. */
function keptByCodex(subject: string, label: string): SignedInAccount {
  return delegatedAccount(
    { provider: openaiId, subject, label },
    {
      origin: 'imported',
      owner: consumerId('codex'),
      folder: '/home/ada/.codex',
      place: 'usual',
      obtainedAt: noonMs,
    },
  );
}

function held(file: string, holder?: SignedInAccount): unknown {
  return { type: 'file.held', file, ...(holder !== undefined && { holder: holder.account.id }) };
}
const gone = { type: 'problem.gone', about: 'codex-auth' };
function problem(failure: Failure): unknown {
  return { type: 'problem.found', about: 'codex-auth', failure: failure.toValue() };
}

const writtenElsewhere = (by: string): object => ({
  type: 'file.changed-elsewhere',
  file: 'codex-auth',
  write: { by, at: noonMs },
});

describe('claiming', () => {
  test('puts the keys of the account in use where they belong, and says whose they are', async () => {
    const { shared, disk, events } = filesAtWork({ entries: [chatgpt, key] });
    await shared.claim(openaiId);
    expect([disk.json(codexPath), disk.touched, events]).toEqual([
      codexFileOf(chatgpt),
      [`written ${codexPath}`, `written ${authConfigPath}`, `written ${unifiedPath}`],
      [held('codex-auth', chatgpt)],
    ]);
  });

  test('takes the place of a foreign sign-in, and leaves what else stands there', async () => {
    const { shared, disk } = filesAtWork({ present: { [codexPath]: { ...foreign, mine: 1 } } });
    await shared.claim(openaiId);
    expect(disk.json(codexPath)).toEqual(codexFileOf(chatgpt, { mine: 1 }));
  });

  test.each<[string, JsonObject, string]>([
    ['a foreign sign-in', foreign, 'it is signed in itself as ada@example.test'],
    ['a key that is no account', { OPENAI_API_KEY: 'canary_foreign' }, 'it is signed in itself'],
  ])('that nobody has asked for leaves %s, and says so', async (_name, present, detail) => {
    const { shared, disk, store } = filesAtWork({ present: { [codexPath]: present } });
    await shared.claim(openaiId, 'policy');
    // Whoever opens the window has not asked for it either.
    await shared.retry();
    await shared.follow();
    const told = store.state().problems.get('codex-auth');
    disk.place(codexPath, { mine: 1 });
    await shared.retry();
    expect([told, disk.json(codexPath), store.state().problems]).toEqual([
      { code: 'storage/managed-elsewhere', subject: 'Codex', detail },
      codexFileOf(chatgpt, { mine: 1 }),
      new Map(),
    ]);
  });

  test('has nothing to say of a login of its own where nothing is to be written', async () => {
    const kept = keptByCodex('cli/user-9/acc-9', 'eve@example.test');
    const { shared, disk, store } = filesAtWork({
      entries: [kept],
      present: { [codexPath]: foreign },
    });
    await shared.claim(openaiId, 'policy');
    expect([disk.json(codexPath), store.state().problems]).toEqual([foreign, new Map()]);
  });

  test('of several accounts writes the one in use', async () => {
    const { shared, disk } = filesAtWork({
      entries: [chatgpt, grace],
      settings: { activeAccounts: { [openaiId]: grace.account.id } },
    });
    await shared.claim(openaiId);
    expect(disk.json(codexPath)).toEqual(codexFileOf(grace));
  });

  test('takes over what the program has renewed before it writes', async () => {
    const { shared, disk, vault } = filesAtWork({ present: { [codexPath]: codexFileOf(rotated) } });
    await shared.claim(openaiId);
    expect([
      vault.stored.map(revealed),
      disk.json(codexPath),
      disk.touched.includes(`written ${codexPath}`),
    ]).toEqual([[revealed(rotated)], codexFileOf(rotated), false]);
  });

  test('takes over what the program has renewed for the account that loses the file', async () => {
    const { shared, vault, disk } = filesAtWork({
      entries: [chatgpt, grace],
      present: { [codexPath]: codexFileOf(rotated) },
      settings: { activeAccounts: { [openaiId]: grace.account.id } },
    });
    await shared.claim(openaiId);
    expect([vault.stored.map(revealed), disk.json(codexPath)]).toEqual([
      [revealed(rotated), revealed(grace)],
      codexFileOf(grace),
    ]);
  });

  test('writes nothing for a provider without an account, or into files that are switched off', async () => {
    const nobody = filesAtWork({ entries: [] });
    await nobody.shared.claim(openaiId);
    const off = filesAtWork({
      settings: { sharedFiles: { 'codex-auth': false, 'code-auth-config': false, 'unified-view': false } },
    });
    await off.shared.claim(openaiId);
    expect([nobody.disk.touched, nobody.events, off.disk.touched, off.events]).toEqual([[], [], [], []]);
  });

  test('does not put keys into one file that are meant for another', async () => {
    const { shared, disk } = filesAtWork({ entries: [openaiEntry({}, { destinations: [] })] });
    await shared.claim(openaiId);
    expect(disk.touched).toEqual([`written ${authConfigPath}`, `written ${unifiedPath}`]);
  });
});

describe('a program that keeps its sign-in in the keyring', () => {
  const managed = new Failure('storage/managed-elsewhere', { subject: 'Codex' });
  const keyring = { [codexConfigPath]: 'cli_auth_credentials_store = "keyring"' };

  test('is respected, and said', async () => {
    const { shared, disk, events } = filesAtWork({ present: keyring });
    await shared.claim(openaiId);
    expect([disk.json(codexPath), events]).toEqual([undefined, [problem(managed)]]);
  });

  test('stays said while a foreign file stands there, whatever is followed meanwhile', async () => {
    const { shared, disk, store } = filesAtWork({ present: { ...keyring, [codexPath]: foreign } });
    await shared.claim(openaiId);
    await shared.follow();
    expect([store.state().problems, disk.json(codexPath)]).toEqual([
      new Map([['codex-auth', managed.toValue()]]),
      foreign,
    ]);
  });

  test('whose settings cannot be read is a problem, never taken for one without', async () => {
    const unreadable = new Failure('storage/unreadable', { subject: codexConfigPath, detail: 'EACCES' });
    const { shared, disk, events } = filesAtWork();
    disk.unreadable.set(codexConfigPath, unreadable);
    await shared.claim(openaiId);
    expect([disk.json(codexPath), events]).toEqual([undefined, [problem(unreadable)]]);
  });
});

describe('following', () => {
  test('brings renewed keys to the file that holds the account, also when another one is in use', async () => {
    const { shared, disk, book } = filesAtWork({
      entries: [chatgpt, grace],
      present: { [codexPath]: codexFileOf(grace) },
    });
    const renewed = {
      account: grace.account,
      credential: { ...grace.credential, refreshToken: new Secret('canary_renewed') },
    };
    await book.keep(renewed);
    await shared.follow();
    expect(disk.json(codexPath)).toEqual(codexFileOf(renewed));
  });

  test.each<[string, Record<string, JsonObject | string>]>([
    ['a missing file', {}],
    ['a foreign sign-in', { [codexPath]: foreign }],
    ['the keys of another account of ours', { [codexPath]: codexFileOf(grace) }],
    ['a foreign API key', { [codexPath]: { auth_mode: 'apikey', OPENAI_API_KEY: 'canary_foreign' } }],
    ['an empty object', { [codexPath]: {} }],
  ])('never touches %s', async (_name, present) => {
    const { shared, disk } = filesAtWork({ entries: [chatgpt, grace], present });
    const before = disk.texts.get(codexPath);
    await shared.follow();
    expect([disk.texts.get(codexPath), disk.touched]).toEqual([
      before,
      [`written ${authConfigPath}`, `written ${unifiedPath}`],
    ]);
  });

  test('writes renewed keys into the file that holds the account', async () => {
    const { shared, disk, book } = filesAtWork({ present: { [codexPath]: codexFileOf(chatgpt) } });
    await book.keep(rotated);
    await shared.follow();
    expect(disk.json(codexPath)).toEqual(codexFileOf(rotated));
  });

  test('writes a renewed access token into the file that had the one before', async () => {
    const { shared, disk, book } = filesAtWork({ entries: [registered] });
    await shared.claim(claudeId);
    await book.keep(
      openaiEntry(registered.account, {
        ...registered.credential,
        accessToken: new Secret('canary_access_2'),
        obtainedAt: noonMs + hour,
      }),
    );
    await shared.follow();
    expect(disk.json(claudeAuthPath)).toMatchObject({ oauth_tokens: { access_token: 'canary_access_2' } });
  });

  test('also after a restart writes a renewed access token into the file that had the one before', async () => {
    const first = filesAtWork({ entries: [registered] });
    await first.shared.claim(claudeId);
    const present = { [claudeAuthPath]: first.disk.json(claudeAuthPath) ?? {} };
    const { shared, disk, book } = filesAtWork({ entries: [registered], present });
    await shared.start();
    await book.keep(
      openaiEntry(registered.account, {
        ...registered.credential,
        accessToken: new Secret('canary_access_2'),
        obtainedAt: noonMs + hour,
      }),
    );
    await shared.follow();
    expect(disk.json(claudeAuthPath)).toMatchObject({ oauth_tokens: { access_token: 'canary_access_2' } });
  });

  test('after a crash between vault and file, keys of ours that nobody has any more follow too', async () => {
    const first = filesAtWork({ entries: [registered] });
    await first.shared.claim(claudeId);
    const renewed = openaiEntry(registered.account, {
      ...registered.credential,
      accessToken: new Secret('canary_access_2'),
    });
    const again = filesAtWork({ entries: [renewed], disk: first.disk });
    await again.shared.start();
    await again.shared.follow();
    expect(again.disk.json(claudeAuthPath)).toMatchObject({
      oauth_tokens: { access_token: 'canary_access_2' },
    });
  });

  test('writes nothing twice', async () => {
    const { shared, disk } = filesAtWork();
    await shared.claim(openaiId);
    const before = [...disk.touched];
    await shared.follow();
    expect(disk.touched).toEqual(before);
  });

  test('leaves a file that Codex has just renewed as it is', async () => {
    const spelled = codexFileOf(rotated, { last_refresh: '2026-11-24T13:00:00.737704868Z' });
    const { shared, disk, vault } = filesAtWork({ present: { [codexPath]: spelled } });
    await shared.follow();
    expect([disk.json(codexPath), vault.saved.length, disk.touched.includes(`written ${codexPath}`)]).toEqual(
      [spelled, 1, false],
    );
  });

  test('soon happens once for everything until then', async () => {
    const { shared, disk, time } = filesAtWork();
    shared.followSoon();
    shared.followSoon();
    const waiting = time.pendingMs;
    await time.advance(200);
    shared.followSoon();
    expect([waiting, disk.touched, time.pendingMs]).toEqual([
      [200],
      [`written ${authConfigPath}`, `written ${unifiedPath}`],
      [200],
    ]);
  });

  test('says nothing to nobody: without an account no file is made', async () => {
    const { shared, disk } = filesAtWork({ entries: [] });
    await shared.follow();
    expect(disk.texts).toEqual(new Map());
  });

  test('says that nobody is left to a file that we wrote', async () => {
    const { shared, disk, store } = filesAtWork();
    await shared.follow();
    const before = disk.json(unifiedPath);
    store.dispatch({ type: 'account.signed-out', account: chatgpt.account.id });
    await shared.follow();
    expect([before, disk.json(unifiedPath)]).toMatchObject([
      { providers: { openai: { signed_in: true } } },
      { providers: { openai: { signed_in: false } } },
    ]);
  });

  test('without an account leaves a file that another program wrote as it is', async () => {
    const odd = '{ "preferred_provider" :"openai",  "mine": [1,  2] }';
    const { shared, disk } = filesAtWork({ entries: [], present: { [authConfigPath]: odd } });
    await shared.follow();
    expect(disk.texts).toEqual(new Map([[authConfigPath, odd]]));
  });
});

describe('a file that cannot be written', () => {
  const full = new Failure('storage/write-failed', { subject: codexPath, detail: 'ENOSPC' });

  test('is a problem, stops nothing else, and is written when it can be', async () => {
    const { shared, disk, events, log } = filesAtWork();
    disk.broken.set(codexPath, full);
    await shared.claim(openaiId);
    const before = [...disk.touched];
    disk.broken.clear();
    await shared.retry();
    await shared.retry();
    expect([before, disk.touched.slice(before.length), events, log.warnings]).toEqual([
      [`written ${authConfigPath}`, `written ${unifiedPath}`],
      [`written ${codexPath}`],
      [problem(full), held('codex-auth', chatgpt), gone],
      ['shared file not written'],
    ]);
  });

  test('is tried again although a foreign sign-in was seen there meanwhile', async () => {
    const { shared, disk, store } = filesAtWork({ present: { [codexPath]: foreign } });
    disk.broken.set(codexPath, full);
    await shared.claim(openaiId);
    await shared.follow();
    const problems = store.state().problems;
    disk.broken.clear();
    await shared.retry();
    expect([problems, disk.json(codexPath)]).toEqual([
      new Map([['codex-auth', full.toValue()]]),
      codexFileOf(chatgpt),
    ]);
  });

  test('and was only followed is not claimed later', async () => {
    const { shared, disk } = filesAtWork({ present: { [codexPath]: '{"half' } });
    await shared.follow();
    disk.place(codexPath, foreign);
    await shared.retry();
    expect(disk.json(codexPath)).toEqual(foreign);
  });

  test('has its failure in the log, and never what stands in it', async () => {
    const { shared, disk, log } = filesAtWork();
    disk.broken.set(codexPath, full);
    await shared.claim(openaiId);
    disk.broken.clear();
    await shared.retry();
    expect(JSON.stringify(log.lines)).not.toContain('canary');
  });
});

describe('releasing', () => {
  test('takes the keys out of every file that holds them, leaves the rest, and names who lost them', async () => {
    const { shared, disk, events } = filesAtWork({
      present: {
        [codexPath]: codexFileOf(chatgpt, { mine: 1 }),
        [claudeAuthPath]: { ANTHROPIC_API_KEY: 'canary_x' },
      },
    });
    await shared.start();
    expect([await shared.release(chatgpt), disk.json(codexPath), disk.json(claudeAuthPath), events]).toEqual([
      { lost: ['Codex'], failures: [] },
      { mine: 1 },
      { ANTHROPIC_API_KEY: 'canary_x' },
      [held('codex-auth', chatgpt), held('codex-auth')],
    ]);
  });

  test('takes a file away that holds nothing else', async () => {
    const { shared, disk } = filesAtWork({ present: { [codexPath]: codexFileOf(chatgpt) } });
    expect([await shared.release(chatgpt), disk.texts.has(codexPath)]).toEqual([
      { lost: ['Codex'], failures: [] },
      false,
    ]);
  });

  test.each<[string, Record<string, JsonObject | string>]>([
    ['a foreign sign-in', { [codexPath]: foreign }],
    ['another account of ours', { [codexPath]: codexFileOf(grace) }],
    ['no file', {}],
  ])('leaves %s alone', async (_name, present) => {
    const { shared, disk } = filesAtWork({ entries: [chatgpt, grace], present });
    const before = new Map(disk.texts);
    expect([await shared.release(chatgpt), disk.texts]).toEqual([{ lost: [], failures: [] }, before]);
  });

  test('reaches files that are switched off: keys in them are keys', async () => {
    const { shared, disk } = filesAtWork({
      present: { [codexPath]: codexFileOf(chatgpt) },
      settings: { sharedFiles: { 'codex-auth': false } },
    });
    expect([await shared.release(chatgpt), disk.texts.has(codexPath)]).toEqual([
      { lost: ['Codex'], failures: [] },
      false,
    ]);
  });

  describe('an API key in a file that is switched off', () => {
    const off = { sharedFiles: { 'code-claude-auth': false } };
    const opencodePath = '/home/ada/.local/share/opencode/auth.json';
    const own = { ANTHROPIC_API_KEY: key.credential.key.reveal(), mine: 1 };
    const left = (...paths: readonly string[]) => ({
      lost: [],
      failures: [{ code: 'credential/left-in-file', subject: key.account.label, detail: paths.join(', ') }],
    });
    /** Our keys in the place of what the person had there; then it is switched off. */
    async function writtenOver(present: Readonly<Record<string, JsonObject>>) {
      const work = filesAtWork({ entries: [key], present });
      await work.shared.claim(claudeId);
      work.store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, ...off } });
      return work;
    }

    test('stays where nobody says that we have put it there, and the person is told where', async () => {
      const opencode = { anthropic: { type: 'api', key: key.credential.key.reveal() } };
      const forBoth = claudeEntry({}, { destinations: ['code', 'opencode'].map((id) => consumerId(id)) });
      const { shared, disk } = filesAtWork({
        entries: [forBoth],
        present: { [claudeAuthPath]: own, [opencodePath]: opencode },
        settings: off,
      });
      expect([
        await shared.release(forBoth),
        disk.json(claudeAuthPath),
        disk.json(opencodePath),
        disk.touched,
      ]).toEqual([left(claudeAuthPath, opencodePath), own, opencode, []]);
    });

    test('stays where it stood before our first touch', async () => {
      const { shared, disk } = await writtenOver({ [claudeAuthPath]: own });
      const before = disk.json(claudeAuthPath);
      expect([await shared.release(key), disk.json(claudeAuthPath)]).toEqual([left(claudeAuthPath), before]);
    });

    test('stays where its program has written since', async () => {
      const { shared, disk } = await writtenOver({});
      disk.place(claudeAuthPath, own);
      expect([await shared.release(key), disk.json(claudeAuthPath)]).toEqual([left(claudeAuthPath), own]);
    });

    test('stays in a part that was never switched on, beside one that we write', async () => {
      const opencodeId = consumerId('opencode');
      const theirs = claudeEntry({}, { destinations: [opencodeId] });
      const written = claudeEntry(
        { id: accountId('openai:key-0011223344ff'), provider: openaiId },
        { destinations: [opencodeId], key: new Secret('canary_key_of_openai') },
      );
      const { shared, disk } = filesAtWork({
        entries: [theirs, written],
        settings: { sharedFiles: { 'opencode-openai': true } },
      });
      const own = { anthropic: { type: 'api', key: theirs.credential.key.reveal() } };
      await shared.claim(openaiId);
      disk.place(opencodePath, own);
      await shared.claim(openaiId);
      expect([await shared.release(theirs), disk.json(opencodePath)]).toEqual([
        left(opencodePath),
        { ...own, openai: { type: 'api', key: 'canary_key_of_openai' } },
      ]);
    });

    test('goes where we have put it there', async () => {
      const { shared, disk } = await writtenOver({ [claudeAuthPath]: { mine: 1 } });
      expect([await shared.release(key), disk.json(claudeAuthPath)]).toEqual([
        { lost: ['Every Code'], failures: [] },
        { mine: 1 },
      ]);
    });

    test('also stays when it could not be taken out while that was on', async () => {
      const { shared, disk, book, store, time } = filesAtWork({
        entries: [key],
        present: { [claudeAuthPath]: own },
      });
      disk.broken.set(claudeAuthPath, new Failure('storage/write-failed', { subject: claudeAuthPath }));
      await shared.release(key);
      await book.forget(key.account.id);
      store.dispatch({ type: 'settings.changed', settings: { ...defaultSettings, ...off } });
      disk.broken.clear();
      await time.advance(15_000);
      expect([disk.json(claudeAuthPath), time.pendingMs]).toEqual([own, []]);
    });
  });

  test('that fails is a problem, and nobody is said to have lost anything', async () => {
    const full = new Failure('storage/write-failed', { subject: codexPath });
    const { shared, disk, events, book, time } = filesAtWork({
      present: { [codexPath]: codexFileOf(chatgpt) },
    });
    disk.broken.set(codexPath, full);
    expect([await shared.release(chatgpt), events]).toEqual([
      { lost: [], failures: [full.toValue()] },
      [problem(full)],
    ]);
    // Nothing is forgotten: the keys go as soon as they can, without anybody asking.
    await book.forget(chatgpt.account.id);
    disk.broken.clear();
    await time.advance(15_000);
    await shared.follow();
    expect(disk.texts.has(codexPath)).toBe(false);
  });

  test('that goes well later makes room for the account that is in use then', async () => {
    const { shared, disk, book, store, time } = filesAtWork({
      entries: [chatgpt, grace],
      present: { [codexPath]: codexFileOf(chatgpt) },
      settings: { activeAccounts: { [openaiId]: grace.account.id } },
    });
    disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    await shared.release(chatgpt);
    await book.forget(chatgpt.account.id);
    disk.broken.clear();
    await shared.claim(openaiId, 'policy');
    await time.advance(15_000);
    expect([disk.json(codexPath), store.state().problems, time.pendingMs]).toEqual([
      codexFileOf(grace),
      new Map(),
      [],
    ]);
  });

  test('that fails again is still said, whatever is followed meanwhile', async () => {
    const full = new Failure('storage/write-failed', { subject: codexPath });
    const { shared, disk, book, store, time } = filesAtWork({
      present: { [codexPath]: codexFileOf(chatgpt) },
    });
    disk.broken.set(codexPath, full);
    await shared.release(chatgpt);
    await book.forget(chatgpt.account.id);
    await time.advance(15_000);
    disk.broken.clear();
    await shared.follow();
    const told = store.state().problems.get('codex-auth');
    await time.advance(30_000);
    expect([told, store.state().problems, disk.texts.has(codexPath)]).toEqual([
      full.toValue(),
      new Map(),
      false,
    ]);
  });

  test('that failed does not take out what the person has signed in with since', async () => {
    const { shared, disk, book } = filesAtWork({ present: { [codexPath]: codexFileOf(chatgpt) } });
    disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    await shared.release(chatgpt);
    await book.forget(chatgpt.account.id);
    disk.broken.clear();
    await book.keep(rotated);
    await shared.claim(openaiId);
    await shared.retry();
    expect(disk.json(codexPath)).toEqual(codexFileOf(rotated));
  });
});

describe('a write that failed, tried again by itself', () => {
  const full = new Failure('storage/write-failed', { subject: codexPath });

  test('brings renewed keys to the file that holds the account, as soon as that can be written', async () => {
    const { shared, disk, book, time } = filesAtWork({ present: { [codexPath]: codexFileOf(chatgpt) } });
    await book.keep(rotated);
    disk.broken.set(codexPath, full);
    await shared.follow();
    await time.advance(15_000);
    disk.broken.clear();
    await time.advance(30_000);
    expect([disk.json(codexPath), time.pendingMs]).toEqual([codexFileOf(rotated), []]);
  });

  test('never takes the place of somebody who has signed in there meanwhile', async () => {
    const { shared, disk, time } = filesAtWork();
    disk.broken.set(codexPath, full);
    await shared.claim(openaiId);
    disk.broken.clear();
    disk.place(codexPath, foreign);
    await time.advance(15_000);
    expect([disk.json(codexPath), time.pendingMs]).toEqual([foreign, []]);
  });

  test('is none where time changes nothing', async () => {
    const { shared, time } = filesAtWork({
      present: { [codexConfigPath]: 'cli_auth_credentials_store = "keyring"' },
    });
    await shared.claim(openaiId);
    expect(time.pendingMs).toEqual([]);
  });
});

test('keys that could not be taken out stay when the person has signed in again, also where nothing is written', async () => {
  const { shared, disk, book } = filesAtWork({
    present: { [codexPath]: codexFileOf(chatgpt) },
    settings: { sharedFiles: { 'codex-auth': false } },
  });
  disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
  await shared.release(chatgpt);
  await book.forget(chatgpt.account.id);
  disk.broken.clear();
  await book.keep(chatgpt);
  await shared.retry();
  expect(disk.json(codexPath)).toEqual(codexFileOf(chatgpt));
});

describe('asking the program to renew', () => {
  const spent = codexFileOf(chatgpt);

  test('never has it redeem a token that we know is spent: the file is brought up to date first', async () => {
    const asked: unknown[] = [];
    const { shared, book } = filesAtWork({
      present: { [codexPath]: spent },
      askProgram: async (item, disk) => {
        asked.push(disk.json(item.path));
      },
    });
    await shared.start();
    await book.keep(rotated);
    await shared.askOwner(chatgpt.account.id);
    expect(asked).toEqual([codexFileOf(rotated)]);
  });

  test('asks nobody while the newest token cannot be written there', async () => {
    const asked: unknown[] = [];
    const { shared, book, disk } = filesAtWork({
      present: { [codexPath]: spent },
      askProgram: async (item) => {
        asked.push(item.path);
      },
    });
    await shared.start();
    await book.keep(rotated);
    disk.broken.set(codexPath, new Failure('storage/write-failed', { subject: codexPath }));
    expect([await failureOf(shared.askOwner(chatgpt.account.id)), asked]).toEqual([
      { code: 'credential/left-to-owner', subject: 'Codex' },
      [],
    ]);
  });

  test('asks nobody about a file that is not understood, and only whoever was there last is left to it', async () => {
    const asked: unknown[] = [];
    const { shared } = filesAtWork({
      entries: [chatgpt, grace],
      present: { [codexPath]: '{"tokens": ' },
      askProgram: async (item) => {
        asked.push(item.path);
      },
    });
    expect([
      await shared.adopt(chatgpt.account.id),
      await shared.adopt(grace.account.id),
      await failureOf(shared.askOwner(chatgpt.account.id)),
      asked,
    ]).toEqual(['owner', 'vault', { code: 'credential/left-to-owner', subject: 'Codex' }, []]);
  });
});

test('a login that the person keeps as an account of its program is not written over', async () => {
  const kept = keptByCodex('cli/user-2/acc-2', 'grace@example.test');
  const { shared, disk, store } = filesAtWork({
    entries: [chatgpt, kept],
    present: { [codexPath]: codexFileOf(grace) },
  });
  await shared.claim(openaiId);
  expect([disk.json(codexPath), store.state().problems.get('codex-auth')]).toEqual([
    codexFileOf(grace),
    {
      code: 'storage/managed-elsewhere',
      subject: 'Codex',
      detail: 'it is signed in itself as grace@example.test',
    },
  ]);
});

test('a token that is being spent is not written anywhere until that is over', async () => {
  const { shared, disk, book } = filesAtWork();
  const spending = Promise.withResolvers<undefined>();
  const renewing = book.inTurn(chatgpt.account.id, async () => {
    await spending.promise;
    await book.keep(rotated);
  });
  const claiming = shared.claim(openaiId);
  await settle();
  const early = disk.json(codexPath);
  spending.resolve(undefined);
  await Promise.all([renewing, claiming]);
  expect([early, disk.json(codexPath)]).toEqual([undefined, codexFileOf(rotated)]);
});

describe('adopting', () => {
  test('takes over newer keys of the file that carries the refresh token, and says where it lives', async () => {
    const { shared, vault, book, events } = filesAtWork({ present: { [codexPath]: codexFileOf(rotated) } });
    expect([await shared.adopt(chatgpt.account.id), vault.stored.map(revealed), book.all(), events]).toEqual([
      'file',
      [revealed(rotated)],
      vault.stored,
      [
        { type: 'account.renewed', account: chatgpt.account.id, by: 'Codex', at: noonMs + hour },
        writtenElsewhere('Codex'),
        held('codex-auth', chatgpt),
      ],
    ]);
  });

  test.each<[string, SignedInAccount, Record<string, JsonObject | string>, string]>([
    ['no file', chatgpt, {}, 'vault'],
    ['a foreign sign-in', chatgpt, { [codexPath]: foreign }, 'vault'],
    ['its own keys, already known', chatgpt, { [codexPath]: codexFileOf(chatgpt) }, 'file'],
    ['older keys', rotated, { [codexPath]: codexFileOf(chatgpt) }, 'file'],
    [
      'an access token alone',
      registered,
      { [claudeAuthPath]: { oauth_tokens: { access_token: registered.credential.accessToken.reveal() } } },
      'vault',
    ],
  ])('with %s changes nothing', async (_name, entry, present, home) => {
    const { shared, vault } = filesAtWork({ entries: [entry], present });
    expect([await shared.adopt(entry.account.id), vault.saved]).toEqual([home, []]);
  });

  test('from a file that is switched off leaves the token to its program: what we renew would not get there', async () => {
    const { shared } = filesAtWork({
      present: { [codexPath]: codexFileOf(chatgpt) },
      settings: { sharedFiles: { 'codex-auth': false } },
    });
    expect(await shared.adopt(chatgpt.account.id)).toBe('owner');
  });

  test('from a half-written file changes nothing, and nobody but its program may spend the token', async () => {
    const { shared, vault, disk, store } = filesAtWork({ present: { [codexPath]: codexFileOf(chatgpt) } });
    await shared.start();
    disk.place(codexPath, JSON.stringify(codexFileOf(rotated)).slice(0, -30));
    expect([await shared.adopt(chatgpt.account.id), vault.saved, store.state().problems]).toEqual([
      'owner',
      [],
      new Map(),
    ]);
  });

  test('that cannot be kept changes nothing, and the token that was known is not to be spent', async () => {
    const { shared, vault, book, events } = filesAtWork({ present: { [codexPath]: codexFileOf(rotated) } });
    vault.failWith = new Failure('storage/write-failed');
    expect([await shared.adopt(chatgpt.account.id), book.all(), events]).toEqual(['owner', [chatgpt], []]);
  });
});

describe('watching', () => {
  test('notices what Codex renews, signs in and signs out, and keeps it in the history', async () => {
    const { shared, disk, vault, events, history } = filesAtWork({
      present: { [codexPath]: codexFileOf(chatgpt) },
    });
    await shared.start();
    disk.place(codexPath, codexFileOf(rotated));
    await settle();
    disk.place(codexPath, foreign);
    await settle();
    disk.place(codexPath, undefined);
    await settle();
    expect([vault.stored.map(revealed), events, history]).toEqual([
      [revealed(rotated)],
      [
        held('codex-auth', chatgpt),
        { type: 'account.renewed', account: chatgpt.account.id, by: 'Codex', at: noonMs + hour },
        writtenElsewhere('Codex'),
        writtenElsewhere('another program'),
        held('codex-auth'),
        writtenElsewhere('another program'),
      ],
      [
        { path: codexPath, by: 'Codex' },
        { path: codexPath, by: 'another program' },
        { path: codexPath, by: 'another program' },
      ],
    ]);
  });

  test('takes what we wrote ourselves for nobody else’s work', async () => {
    const { shared, events, disk } = filesAtWork();
    await shared.start();
    await shared.claim(openaiId);
    await shared.claim(claudeId);
    disk.place(codexPath, disk.json(codexPath));
    await settle();
    expect(events.filter(({ type }) => type === 'file.changed-elsewhere')).toEqual([]);
  });

  test('what another part of ours has written is no news', async () => {
    const { shared, disk, events } = filesAtWork({ present: { [codexPath]: codexFileOf(chatgpt) } });
    await shared.start();
    await shared.alone(async () => {
      disk.place(codexPath, { ...codexFileOf(chatgpt), mine: 2 });
      await shared.wrote(codexPath);
    });
    await settle();
    expect(events.map(({ type }) => type)).toEqual(['file.held']);
  });

  test('a file that is half-written is not taken over until it is whole', async () => {
    const { shared, disk, vault } = filesAtWork({ present: { [codexPath]: codexFileOf(chatgpt) } });
    await shared.start();
    const text = JSON.stringify(codexFileOf(rotated));
    disk.place(codexPath, text.slice(0, 200));
    await settle();
    const early = [...vault.saved];
    disk.place(codexPath, text);
    await settle();
    expect([early, vault.stored.map(revealed)]).toEqual([[], [revealed(rotated)]]);
  });

  test('starts once for each file with keys, again where it is asked for, and stops', async () => {
    const { shared, disk, time } = filesAtWork();
    await shared.start();
    await shared.start();
    const watched = disk.watched;
    shared.followSoon();
    await shared.stop();
    expect([watched, disk.watched, time.pendingMs]).toEqual([
      [
        codexPath,
        claudeAuthPath,
        '/home/ada/.code/auth.json',
        '/home/ada/.claude/.credentials.json',
        '/home/ada/.local/share/opencode/auth.json',
      ],
      [],
      [],
    ]);
  });
});

describe('a file that the person switches', () => {
  test('on is written, a foreign sign-in included', async () => {
    const { shared, disk } = filesAtWork({ present: { [codexPath]: foreign } });
    await shared.chosen('codex-auth');
    expect([disk.json(codexPath), disk.touched]).toEqual([codexFileOf(chatgpt), [`written ${codexPath}`]]);
  });

  test('off is left as it is, and its problem is none any more', async () => {
    const { shared, disk, store } = filesAtWork({
      present: { [codexPath]: codexFileOf(chatgpt) },
      settings: { sharedFiles: { 'codex-auth': false } },
    });
    store.dispatch({ type: 'problem.found', about: 'codex-auth', failure: { code: 'storage/conflict' } });
    await shared.chosen('codex-auth');
    expect([disk.touched, store.state().problems]).toEqual([[], new Map()]);
  });
});
