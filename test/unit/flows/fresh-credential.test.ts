// The only way to usable keys: re-read first, spend once, adopt what others have renewed, leave to the owner what is its.
import { describe, expect, test } from 'vitest';
import type { OAuthAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createFreshCredentials } from '../../../main/flows/fresh-credential.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  revealed,
  type OAuthEntry,
} from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import {
  chatgpt,
  claudeAuthPath,
  codexPath,
  filesAtWork,
  registered,
  type FilesAtWork,
} from '../../fakes/flows.ts';
import { noHttp } from '../../fakes/http.ts';
import { exampleProvider } from '../../fakes/provider.ts';
import { settle } from '../../fakes/time.ts';
import { openaiIdToken } from '../../fakes/tokens.ts';

const minute = 60_000;
const hour = 60 * minute;
const { id } = chatgpt.account;
const rejected = new Failure('credential/rejected', { subject: 'ada@example.test', detail: 'invalid_grant' });
const offline = new Failure('network/offline', { subject: 'Example' });
const leftToOwner = { code: 'credential/left-to-owner', subject: 'ada@example.test' };
const refused = { code: 'credential/rejected', subject: 'ada@example.test' };

/** Keys with this long left, of eight hours. */
function endingIn(leftMs: number, entry: OAuthEntry = chatgpt): OAuthEntry {
  return openaiEntry(entry.account, {
    ...entry.credential,
    obtainedAt: noonMs + leftMs - 8 * hour,
    expiresAt: noonMs + leftMs,
  });
}

/** The keys that the n-th refresh brings. */
function renewal(entry: OAuthAccount, count: number, nowMs: number): OAuthAccount {
  return {
    account: entry.account,
    credential: {
      ...entry.credential,
      accessToken: new Secret(`canary_access_${String(count)}`),
      refreshToken: new Secret(`canary_refresh_${String(count)}`),
      idToken: openaiIdToken('user-1', 'acc-1', `canary_id_${String(count)}`),
      obtainedAt: nowMs,
      expiresAt: nowMs + 8 * hour,
    },
  };
}

/** A provider that refreshes, unless the answers say otherwise; the last answer stays. */
function keysAtWork(
  entry: OAuthEntry,
  {
    answers = [undefined],
    during = async () => undefined,
    ...given
  }: {
    answers?: readonly (Failure | undefined)[];
    during?: (parts: FilesAtWork) => Promise<unknown>;
  } & Parameters<typeof filesAtWork>[0] = {},
) {
  const parts = filesAtWork({ entries: [entry], ...given });
  const { book, shared, store, time, log } = parts;
  const spent: string[] = [];
  const provider = exampleProvider([], {
    refresh: async (old) => {
      const answer = answers[Math.min(spent.length, answers.length - 1)];
      spent.push(old.credential.refreshToken.reveal());
      await during(parts);
      if (answer !== undefined) throw answer;
      return renewal(old, spent.length, time.nowMs());
    },
  });
  const fresh = createFreshCredentials({
    book,
    files: shared,
    find: () => provider,
    toolsFor: () => ({ http: noHttp, clock: time, log }),
    store,
    clock: time,
    timer: time,
    log,
  });
  return { ...parts, fresh, spent };
}

function codexFileOf({ account, credential }: OAuthAccount): Record<string, string | null | object> {
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: credential.idToken?.reveal() ?? '',
      access_token: credential.accessToken.reveal(),
      refresh_token: credential.refreshToken.reveal(),
      oauth_provenance: { issuer: credential.issuer, client_id: credential.clientId },
      account_id: account.workspaceId ?? null,
    },
    last_refresh: new Date(credential.obtainedAt).toISOString(),
  };
}
const file = (entry: OAuthAccount): { [codexPath]: string } => ({
  [codexPath]: JSON.stringify(codexFileOf(entry)),
});
const shown = (entry: Parameters<typeof revealed>[0]): unknown => revealed(entry);

describe('asking for keys', () => {
  test('gives those that are fresh as they are', async () => {
    const { fresh, spent } = keysAtWork(endingIn(hour));
    expect([shown(await fresh.get(id)), spent]).toEqual([shown(endingIn(hour)), []]);
  });

  test('gives an API key as it is', async () => {
    const key = claudeEntry();
    const { fresh, book, spent } = keysAtWork(chatgpt);
    book.opened(key);
    expect([await fresh.get(key.account.id), spent]).toEqual([key, []]);
  });

  test('refreshes those that are due: kept before they are given, and the account counts as usable', async () => {
    const due = endingIn(10 * minute);
    const { fresh, spent, vault, events } = keysAtWork(due);
    const given = await fresh.get(id);
    expect([shown(given), vault.stored.map(shown), spent, events]).toEqual([
      shown(renewal(due, 1, noonMs)),
      [shown(renewal(due, 1, noonMs))],
      ['canary_refresh'],
      [{ type: 'account.usable', account: id }],
    ]);
  });

  test('spends a token once, however many ask at the same time', async () => {
    const { fresh, spent } = keysAtWork(endingIn(-hour), { during: () => settle() });
    const all = await Promise.all(Array.from({ length: 50 }, () => fresh.get(id)));
    expect([spent, new Set(all).size]).toEqual([['canary_refresh'], 1]);
  });

  test('writes what was renewed into the file that holds the account', async () => {
    const due = endingIn(20 * minute);
    const { fresh, disk } = keysAtWork(due, { present: file(due) });
    await fresh.get(id);
    expect(disk.json(codexPath)).toEqual(codexFileOf(renewal(due, 1, noonMs)));
  });

  test('writes a renewed access token into the file that has no refresh token', async () => {
    const due = endingIn(hour, registered);
    const { fresh, shared, disk, time } = keysAtWork(due);
    await shared.claim(claudeId);
    await time.advance(55 * minute);
    await fresh.get(due.account.id);
    expect(disk.json(claudeAuthPath)).toMatchObject({ oauth_tokens: { access_token: 'canary_access_1' } });
  });

  test('for an account that is not here says so', async () => {
    const { fresh } = keysAtWork(chatgpt);
    expect(await failureOf(fresh.get(claudeEntry().account.id))).toEqual({
      code: 'credential/missing',
      subject: claudeEntry().account.id,
    });
  });

  test('passes on a failure that may be over soon, and the next one who asks tries again', async () => {
    const { fresh, spent, book } = keysAtWork(endingIn(0), { answers: [offline, undefined] });
    const failure = await failureOf(fresh.get(id));
    const kept = book.all();
    await fresh.get(id);
    expect([failure, kept.map(shown), spent]).toEqual([
      offline.toValue(),
      [shown(endingIn(0))],
      ['canary_refresh', 'canary_refresh'],
    ]);
  });

  test('a renewal that cannot be kept is not lost: keeping is tried again, the spent token is not', async () => {
    const due = endingIn(0);
    const { fresh, spent, vault } = keysAtWork(due);
    vault.failWith = new Failure('storage/write-failed', { detail: 'ENOSPC' });
    const failure = await failureOf(fresh.get(id));
    vault.failWith = undefined;
    expect([failure, shown(await fresh.get(id)), vault.stored.map(shown), spent]).toEqual([
      { code: 'storage/write-failed', detail: 'ENOSPC' },
      shown(renewal(due, 1, noonMs)),
      [shown(renewal(due, 1, noonMs))],
      ['canary_refresh'],
    ]);
  });
});

describe('keys in the file of a program that refreshes by itself', () => {
  test('are read again before they are spent: newer ones are taken over instead', async () => {
    const old = endingIn(0);
    const newer = renewal(old, 7, noonMs - minute);
    const { fresh, spent, vault } = keysAtWork(old, { present: file(newer) });
    expect([(await fresh.get(id)).credential, spent, vault.saved.length]).toEqual([
      expect.objectContaining({ refreshToken: newer.credential.refreshToken }),
      [],
      1,
    ]);
  });

  test.each([
    ['fresh', 31 * minute, []],
    ['renewed early', 30 * minute, ['canary_refresh']],
    ['renewed early', 6 * minute + 1, ['canary_refresh']],
    ['given as they are, and left to the program', 6 * minute, []],
    ['given as they are, and left to the program', 1, []],
  ])('are %s with %s ms left', async (_what, leftMs, expected) => {
    const entry = endingIn(leftMs);
    const { fresh, spent } = keysAtWork(entry, { present: file(entry) });
    await fresh.get(id);
    expect(spent).toEqual(expected);
  });

  test('are left to it when they are over', async () => {
    const entry = endingIn(0);
    const { fresh, spent } = keysAtWork(entry, { present: file(entry) });
    expect([await failureOf(fresh.get(id)), spent]).toEqual([leftToOwner, []]);
  });
});

describe('a refresh token that the provider refuses', () => {
  test('is offered once only', async () => {
    const { fresh, spent } = keysAtWork(endingIn(0), { answers: [rejected] });
    const failures = await Promise.all([failureOf(fresh.get(id)), failureOf(fresh.get(id))]);
    expect([failures, spent]).toEqual([[rejected.toValue(), refused], ['canary_refresh']]);
  });

  test('may have been spent by its own program first: what that put into the file is used', async () => {
    const old = endingIn(20 * minute);
    const newer = renewal(old, 7, noonMs);
    const { fresh, spent, vault, events } = keysAtWork(old, {
      present: file(old),
      answers: [rejected],
      during: async ({ disk }) => {
        disk.put(codexPath, JSON.stringify(codexFileOf(newer)));
      },
    });
    const given = await fresh.get(id);
    expect([given.credential, spent, vault.saved.length, events.map(({ type }) => type)]).toEqual([
      expect.objectContaining({ accessToken: newer.credential.accessToken }),
      ['canary_refresh'],
      1,
      ['file.held', 'account.renewed'],
    ]);
  });

  test('does not stand in the way of a newer sign-in', async () => {
    const { fresh, book, spent } = keysAtWork(endingIn(0), { answers: [rejected, undefined] });
    await failureOf(fresh.get(id));
    await book.keep(
      openaiEntry(chatgpt.account, { ...endingIn(0).credential, refreshToken: new Secret('canary_other') }),
    );
    await fresh.get(id);
    expect(spent).toEqual(['canary_refresh', 'canary_other']);
  });

  test('of a provider that cannot refresh counts as refused', async () => {
    const parts = filesAtWork({ entries: [endingIn(0)] });
    const { book, shared, store, time, log } = parts;
    const fresh = createFreshCredentials({
      book,
      files: shared,
      find: () => exampleProvider([]),
      toolsFor: () => ({ http: noHttp, clock: time, log }),
      store,
      clock: time,
      timer: time,
      log,
    });
    expect(await failureOf(fresh.get(id))).toEqual(refused);
  });
});

describe('keys that the provider has just refused', () => {
  test('are renewed although they looked fresh', async () => {
    const entry = endingIn(hour);
    const { fresh, spent } = keysAtWork(entry);
    expect([shown(await fresh.replace(entry)), spent]).toEqual([
      shown(renewal(entry, 1, noonMs)),
      ['canary_refresh'],
    ]);
  });

  test('are not renewed twice: who is late gets what the first one got', async () => {
    const entry = endingIn(hour);
    const { fresh, spent } = keysAtWork(entry);
    const [first, second] = await Promise.all([fresh.replace(entry), fresh.replace(entry)]);
    expect([first, spent]).toEqual([second, ['canary_refresh']]);
  });

  test('are left to the program whose file they live in, or taken over from it', async () => {
    const entry = endingIn(hour);
    const { fresh, disk, spent } = keysAtWork(entry, { present: file(entry) });
    const failure = await failureOf(fresh.replace(entry));
    const newer = renewal(entry, 7, noonMs);
    disk.put(codexPath, JSON.stringify(codexFileOf(newer)));
    expect([failure, (await fresh.replace(entry)).credential, spent]).toEqual([
      leftToOwner,
      expect.objectContaining({ accessToken: newer.credential.accessToken }),
      [],
    ]);
  });

  test('that are an API key cannot be replaced', async () => {
    const { fresh } = keysAtWork(chatgpt);
    expect(await failureOf(fresh.replace(claudeEntry()))).toEqual({
      code: 'credential/rejected',
      subject: 'API key …wxyz',
    });
  });
});

describe('without anybody asking', () => {
  test('keys are renewed in time, again and again', async () => {
    const { fresh, spent, time } = keysAtWork(endingIn(hour));
    fresh.follow(id);
    await settle();
    await time.advance(50 * minute - 1);
    const early = [...spent];
    await time.advance(1);
    await time.advance(8 * hour - 10 * minute);
    expect([early, spent, time.pendingMs]).toEqual([[], ['canary_refresh', 'canary_refresh_1'], [6 * hour]]);
  });

  test('keys of an earlier day are renewed at once', async () => {
    const { fresh, spent, time } = keysAtWork(endingIn(-24 * hour));
    fresh.follow(id);
    await settle();
    await time.advance(0);
    expect(spent).toEqual(['canary_refresh']);
  });

  test('keys in a program’s file are renewed half an hour early', async () => {
    const entry = endingIn(hour);
    const { fresh, shared, spent, time } = keysAtWork(entry, { present: file(entry) });
    await shared.start();
    fresh.follow(id);
    await settle();
    await time.advance(30 * minute);
    expect(spent).toEqual(['canary_refresh']);
  });

  test('keys whose access token alone is in a file are ours to renew, also when they are over', async () => {
    const entry = endingIn(-hour, registered);
    const present = {
      [claudeAuthPath]: { oauth_tokens: { access_token: entry.credential.accessToken.reveal() } },
    };
    const { fresh, shared, spent, time } = keysAtWork(entry, { present });
    await shared.start();
    fresh.follow(entry.account.id);
    await settle();
    await time.advance(0);
    expect(spent).toEqual(['canary_refresh']);
  });

  test('a failure is tried again after one minute, then two, without marking the account', async () => {
    const { fresh, spent, time, events } = keysAtWork(endingIn(0), {
      answers: [offline, offline, undefined],
    });
    fresh.follow(id);
    await settle();
    await time.advance(0);
    const first = spent.length;
    await time.advance(minute - 1);
    const early = spent.length;
    await time.advance(3 * minute + 1);
    expect([first, early, spent.length, events]).toEqual([
      1,
      1,
      3,
      [{ type: 'account.usable', account: id }],
    ]);
  });

  test('a refusal marks the account and ends the trying', async () => {
    const { fresh, spent, time, events } = keysAtWork(endingIn(0), { answers: [rejected] });
    fresh.follow(id);
    await settle();
    await time.advance(24 * hour);
    expect([spent, events, time.pendingMs]).toEqual([
      ['canary_refresh'],
      [{ type: 'account.unusable', account: id, failure: rejected.toValue() }],
      [],
    ]);
  });

  test('nothing runs for an API key, an unknown account, or after the stop', async () => {
    const { fresh, book, spent, time } = keysAtWork(endingIn(hour));
    book.opened(claudeEntry());
    fresh.follow(claudeEntry().account.id);
    fresh.follow(openaiEntry({ id: 'openai:nobody' as typeof id }).account.id);
    await settle();
    const none = time.pendingMs;
    fresh.follow(id);
    await settle();
    await fresh.stop();
    await time.advance(9 * hour);
    expect([none, spent, time.pendingMs]).toEqual([[], [], []]);
  });

  test('the end waits for a refresh that is under way and keeps what it brings', async () => {
    const answered = Promise.withResolvers<undefined>();
    const { fresh, book, vault } = keysAtWork(endingIn(0), { during: () => answered.promise });
    const asking = fresh.get(id);
    await settle();
    const stopping = fresh.stop();
    answered.resolve(undefined);
    await stopping;
    expect([vault.saved.length, book.get(id)]).toEqual([1, await asking]);
  });

  test('a renewal that could not be kept is kept also when its own program would be next to renew', async () => {
    const entry = endingIn(20 * minute);
    const { fresh, spent, vault, disk, time } = keysAtWork(entry, {
      present: file(entry),
    });
    vault.failWith = new Failure('storage/write-failed');
    await fresh.get(id).catch(() => undefined);
    await time.advance(17 * minute);
    vault.failWith = undefined;
    const renewed = renewal(entry, 1, noonMs);
    expect([shown(await fresh.get(id)), spent, disk.json(codexPath)]).toMatchObject([
      shown(renewed),
      ['canary_refresh'],
      { tokens: { refresh_token: renewed.credential.refreshToken.reveal() } },
    ]);
  });

  test('a newer sign-in takes the timer of the older', async () => {
    const { fresh, book, time } = keysAtWork(endingIn(hour));
    fresh.follow(id);
    await book.keep(endingIn(2 * hour));
    fresh.follow(id);
    await settle();
    expect(time.pendingMs).toEqual([110 * minute]);
  });
});

test('neither the log nor the state ever sees a token', async () => {
  const { fresh, log, events, store } = keysAtWork(endingIn(0), { answers: [offline, undefined] });
  await failureOf(fresh.get(id));
  await fresh.get(id);
  expect(JSON.stringify([log.lines, events, store.state(), openaiId])).not.toContain('canary');
});
