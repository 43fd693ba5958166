// The only way to usable keys: re-read first, spend once, adopt what others have renewed, leave to the owner what is its.
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { createFreshCredentials } from '../../../main/flows/fresh-credential.ts';
import { claudeEntry, claudeId, noonMs, openaiEntry, openaiId, revealed } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { chatgpt, claudeAuthPath, codexPath, filesAtWork, registered } from '../../fakes/flows.ts';
import { noHttp } from '../../fakes/http.ts';
import { MemoryJournal } from '../../fakes/journal.ts';
import { codexFileOf, codexFileWith, endingIn, keysAtWork, renewal } from '../../fakes/keys-at-work.ts';
import { MemoryLock } from '../../fakes/lock.ts';
import { exampleProvider } from '../../fakes/provider.ts';
import { settle } from '../../fakes/time.ts';

const minute = 60_000;
const hour = 60 * minute;
const { id } = chatgpt.account;
const rejected = new Failure('credential/rejected', { subject: 'ada@example.test', detail: 'invalid_grant' });
const offline = new Failure('network/offline', { subject: 'Example' });
const leftToOwner = { code: 'credential/left-to-owner', subject: 'ada@example.test' };
const refused = { code: 'credential/rejected', subject: 'ada@example.test' };

describe('asking for keys', () => {
  test('gives those that are fresh as they are', async () => {
    const { fresh, spent, lock } = keysAtWork(endingIn(hour));
    expect([revealed(await fresh.get(id)), spent, lock.held]).toEqual([revealed(endingIn(hour)), [], []]);
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
    expect([revealed(given), vault.stored.map(revealed), spent, events]).toEqual([
      revealed(renewal(due, 1, noonMs)),
      [revealed(renewal(due, 1, noonMs))],
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
    const { fresh, disk } = keysAtWork(due, { present: codexFileWith(due) });
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

  test('passes on a failure that may be over soon, to all who ask in that moment, and tries again after a pause', async () => {
    const { fresh, spent, book, time } = keysAtWork(endingIn(0), { answers: [offline, undefined] });
    const failures = await Promise.all([1, 2, 3].map(() => failureOf(fresh.get(id))));
    const kept = book.all();
    await time.advance(10_000);
    await fresh.get(id);
    expect([failures, kept.map(revealed), spent]).toEqual([
      [offline.toValue(), offline.toValue(), offline.toValue()],
      [revealed(endingIn(0))],
      ['canary_refresh', 'canary_refresh'],
    ]);
  });

  test('a refresh that fails while the keys still work does not matter to who asks', async () => {
    const due = endingIn(10 * minute);
    const { fresh, spent } = keysAtWork(due, { answers: [offline] });
    expect([revealed(await fresh.get(id)), revealed(await fresh.get(id)), spent]).toEqual([
      revealed(due),
      revealed(due),
      ['canary_refresh'],
    ]);
  });

  test('goes by the provider’s clock, not by that of this computer', async () => {
    const { fresh, spent } = keysAtWork(endingIn(hour), { providerAheadMs: 2 * hour });
    await fresh.get(id);
    expect(spent).toEqual(['canary_refresh']);
  });

  test('a renewal that cannot be kept is not lost: keeping is tried again, the spent token is not', async () => {
    const due = endingIn(0);
    const { fresh, spent, vault, journal } = keysAtWork(due);
    const full = new Failure('storage/write-failed', { detail: 'ENOSPC' });
    vault.failSavingWith = full;
    journal.failWith = full;
    const failure = await failureOf(fresh.get(id));
    vault.failSavingWith = undefined;
    expect([failure, revealed(await fresh.get(id)), vault.stored.map(revealed), spent]).toEqual([
      { code: 'storage/write-failed', detail: 'ENOSPC' },
      revealed(renewal(due, 1, noonMs)),
      [revealed(renewal(due, 1, noonMs))],
      ['canary_refresh'],
    ]);
  });
});

describe('keys in the file of a program that refreshes by itself', () => {
  test('are read again before they are spent: newer ones are taken over instead', async () => {
    const old = endingIn(0);
    const newer = renewal(old, 7, noonMs - minute);
    const { fresh, spent, vault } = keysAtWork(old, { present: codexFileWith(newer) });
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
    const { fresh, spent } = keysAtWork(entry, { present: codexFileWith(entry) });
    await fresh.get(id);
    expect(spent).toEqual(expected);
  });

  test('are left to it when they are over: it is asked to renew them, and what it renews is used', async () => {
    const entry = endingIn(0);
    const newer = renewal(entry, 7, noonMs);
    const { fresh, spent } = keysAtWork(entry, {
      present: codexFileWith(entry),
      askProgram: async (item, disk) => {
        disk.place(item.path, JSON.stringify(codexFileOf(newer)));
      },
    });
    expect([(await fresh.get(id)).credential, spent]).toEqual([
      expect.objectContaining({ accessToken: newer.credential.accessToken }),
      [],
    ]);
  });

  test('are over when the program cannot be asked, and that is said', async () => {
    const entry = endingIn(0);
    const { fresh, spent } = keysAtWork(entry, { present: codexFileWith(entry) });
    expect([await failureOf(fresh.get(id)), spent]).toEqual([leftToOwner, []]);
  });
});

describe('a refresh token that the provider refuses', () => {
  test('is offered once only', async () => {
    const { fresh, spent } = keysAtWork(endingIn(0), { answers: [rejected] });
    const failures = await Promise.all([failureOf(fresh.get(id)), failureOf(fresh.get(id))]);
    expect([failures, spent]).toEqual([[rejected.toValue(), rejected.toValue()], ['canary_refresh']]);
  });

  test('is not offered again however much later somebody asks', async () => {
    const { fresh, spent, time } = keysAtWork(endingIn(0), { answers: [rejected] });
    const first = await failureOf(fresh.get(id));
    await time.advance(3 * hour);
    expect([first, await failureOf(fresh.get(id)), spent.length]).toEqual([first, first, 1]);
  });

  test('may have been spent by its own program first: what that put into the file is used', async () => {
    const old = endingIn(20 * minute);
    const newer = renewal(old, 7, noonMs);
    const { fresh, spent, vault, events } = keysAtWork(old, {
      present: codexFileWith(old),
      answers: [rejected],
      during: async ({ disk }) => {
        disk.place(codexPath, JSON.stringify(codexFileOf(newer)));
      },
    });
    const given = await fresh.get(id);
    expect([given.credential, spent, vault.saved.length, events.map(({ type }) => type)]).toEqual([
      expect.objectContaining({ accessToken: newer.credential.accessToken }),
      ['canary_refresh'],
      1,
      ['file.held', 'account.renewed', 'file.changed-elsewhere', 'account.usable'],
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
      journal: new MemoryJournal(),
      lock: new MemoryLock(),
      store,
      timer: time,
      random: () => 0,
      log,
    });
    expect(await failureOf(fresh.get(id))).toEqual(refused);
  });
});

describe('keys that the provider has just refused', () => {
  test('are renewed although they looked fresh', async () => {
    const entry = endingIn(hour);
    const { fresh, spent } = keysAtWork(entry);
    expect([revealed(await fresh.replace(entry)), spent]).toEqual([
      revealed(renewal(entry, 1, noonMs)),
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
    const { fresh, disk, spent } = keysAtWork(entry, { present: codexFileWith(entry) });
    const failure = await failureOf(fresh.replace(entry));
    const newer = renewal(entry, 7, noonMs);
    disk.place(codexPath, JSON.stringify(codexFileOf(newer)));
    expect([failure, (await fresh.replace(entry)).credential, spent]).toEqual([
      leftToOwner,
      expect.objectContaining({ accessToken: newer.credential.accessToken }),
      [],
    ]);
  });

  test('are renewed also when they were renewed in time before', async () => {
    const { fresh, spent } = keysAtWork(endingIn(0));
    const first = await fresh.get(id);
    await fresh.replace(first);
    expect(spent).toEqual(['canary_refresh', 'canary_refresh_1']);
  });

  test('leave others in their place, which are renewed in time like any', async () => {
    const { fresh, spent, time } = keysAtWork(endingIn(hour));
    await fresh.replace(endingIn(hour));
    await time.advance(8 * hour);
    await fresh.get(id);
    expect(spent).toEqual(['canary_refresh', 'canary_refresh_1']);
  });

  test('are refused again right after they were renewed: that is the end, not a circle', async () => {
    const { fresh, book, spent } = keysAtWork(endingIn(hour));
    const first = await fresh.replace(endingIn(hour));
    const failure = await failureOf(fresh.replace(first));
    await book.keep(endingIn(2 * hour));
    await fresh.replace(endingIn(2 * hour));
    expect([failure, spent.length]).toEqual([
      {
        code: 'provider/forbidden',
        subject: 'ada@example.test',
        detail: 'refused again right after they were renewed',
      },
      2,
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
    expect([early, spent, time.pendingMs]).toEqual([[], ['canary_refresh', 'canary_refresh_1'], [minute]]);
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
    const { fresh, shared, spent, time } = keysAtWork(entry, { present: codexFileWith(entry) });
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

  test('a fault is tried again after one minute, then two, without marking the account', async () => {
    const fault = new Failure('provider/unavailable', { subject: 'Example' });
    const { fresh, spent, time, events } = keysAtWork(endingIn(0), { answers: [fault, fault, undefined] });
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

  test('nothing is tried before the provider wants to be asked again', async () => {
    const limited = new Failure('provider/rate-limited', { retryAt: noonMs + 30 * minute });
    const { fresh, spent, time } = keysAtWork(endingIn(0), { answers: [limited, undefined] });
    fresh.follow(id);
    await settle();
    await time.advance(30 * minute - 1);
    const early = spent.length;
    await time.advance(1);
    expect([early, spent.length]).toEqual([1, 2]);
  });

  test('keys that are left to their program wait for its file, and for no timer', async () => {
    const entry = endingIn(5 * minute);
    const { fresh, spent, time } = keysAtWork(entry, { present: codexFileWith(entry) });
    fresh.follow(id);
    await settle();
    expect([time.pendingMs, spent]).toEqual([[], []]);
  });

  test('what could not be kept is tried again also after its program would be next to renew', async () => {
    const entry = endingIn(20 * minute);
    const { fresh, spent, vault, journal, time } = keysAtWork(entry, { present: codexFileWith(entry) });
    const full = new Failure('storage/write-failed');
    vault.failSavingWith = full;
    journal.failWith = full;
    fresh.follow(id);
    await settle();
    await time.advance(17 * minute);
    vault.failSavingWith = undefined;
    await time.advance(hour);
    expect([spent, vault.stored.map(revealed)]).toEqual([
      ['canary_refresh'],
      [revealed(renewal(entry, 1, noonMs))],
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
    const left = time.pendingMs;
    await time.advance(9 * hour);
    expect([none, spent, left, time.pendingMs]).toEqual([[], [], [], []]);
  });

  test('nothing is planned any more by what was begun before the end', async () => {
    const { fresh, time } = keysAtWork(endingIn(hour));
    fresh.follow(id);
    await fresh.stop();
    await settle();
    expect(time.pendingMs).toEqual([]);
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

  test('after the end nothing is offered to a provider, whoever had asked before', async () => {
    const { fresh, spent, lock } = keysAtWork(endingIn(0));
    const held = Promise.withResolvers<undefined>();
    void lock.hold('refresh https://auth.openai.com app_test', () => held.promise);
    const asking = failureOf(fresh.get(id));
    await settle();
    const stopping = fresh.stop();
    held.resolve(undefined);
    await stopping;
    expect([await asking, spent]).toEqual([{ code: 'broker/cancelled', subject: 'ada@example.test' }, []]);
  });

  test('an end that comes while the vault is asked for room comes before the token is spent', async () => {
    const { fresh, spent, vault } = keysAtWork(endingIn(0));
    const room = Promise.withResolvers<undefined>();
    vault.roomSaid = room.promise;
    const asking = failureOf(fresh.get(id));
    await settle();
    const stopping = fresh.stop();
    room.resolve(undefined);
    await stopping;
    expect([await asking, spent]).toEqual([{ code: 'broker/cancelled', subject: 'ada@example.test' }, []]);
  });

  test('the end does not wait for a provider that never answers', async () => {
    const { fresh, time } = keysAtWork(endingIn(0), { during: () => new Promise(() => undefined) });
    void fresh.get(id);
    await settle();
    const stopping = fresh.stop();
    await time.advance(4_000);
    await stopping;
    expect(time.pendingMs).toEqual([]);
  });

  test('a renewal that could not be kept is kept also when its own program would be next to renew', async () => {
    const entry = endingIn(20 * minute);
    const { fresh, spent, vault, disk, time } = keysAtWork(entry, {
      present: codexFileWith(entry),
    });
    vault.failSavingWith = new Failure('storage/write-failed');
    await fresh.get(id).catch(() => undefined);
    await time.advance(17 * minute);
    vault.failSavingWith = undefined;
    const renewed = renewal(entry, 1, noonMs);
    expect([revealed(await fresh.get(id)), spent, disk.json(codexPath)]).toMatchObject([
      revealed(renewed),
      ['canary_refresh'],
      { tokens: { refresh_token: renewed.credential.refreshToken.reveal() } },
    ]);
  });

  test('a newer sign-in takes the timer of the older', async () => {
    const { fresh, book, time, spent } = keysAtWork(endingIn(hour));
    fresh.follow(id);
    await book.keep(endingIn(2 * hour));
    fresh.follow(id);
    await settle();
    // The wall clock is looked at every minute: timers stand still while the computer sleeps.
    expect(time.pendingMs).toEqual([minute]);
    await time.advance(110 * minute - 1);
    const early = spent.length;
    await time.advance(1);
    expect([early, spent.length]).toEqual([0, 1]);
  });

  test('without a network the keys are tried every few seconds, and renewed soon after it is back', async () => {
    const { fresh, spent, time } = keysAtWork(endingIn(0), {
      answers: [offline, offline, offline, offline, undefined],
    });
    fresh.follow(id);
    await settle();
    await time.advance(50_000);
    expect(spent.length).toBe(5);
  });

  test('after a sleep what was put off is tried at once, one time', async () => {
    const fault = new Failure('provider/unavailable', { subject: 'Example' });
    const { fresh, spent, time } = keysAtWork(endingIn(0), { answers: [fault, undefined] });
    fresh.follow(id);
    await settle();
    await time.advance(0);
    const before = spent.length;
    fresh.woken();
    await settle();
    await time.advance(0);
    const atOnce = spent.length;
    await time.advance(hour);
    expect([before, atOnce, spent.length]).toEqual([1, 2, 2]);
  });

  test('after a sleep the provider is still left alone for as long as it has asked, and no longer', async () => {
    const limited = new Failure('provider/rate-limited', { retryAt: noonMs + 10_000 });
    const { fresh, spent, time } = keysAtWork(endingIn(0), { answers: [limited, undefined] });
    fresh.follow(id);
    await settle();
    await time.advance(0);
    fresh.woken();
    await settle();
    await time.advance(9_999);
    const early = spent.length;
    await time.advance(1);
    expect([early, spent.length]).toEqual([1, 2]);
  });

  test('a key store that is open again is used at once', async () => {
    const { fresh, spent, vault, time } = keysAtWork(endingIn(0));
    await vault.save(endingIn(0));
    const locked = new Failure('storage/key-store-locked', { subject: 'ada' });
    vault.failWith = locked;
    fresh.follow(id);
    await settle();
    await time.advance(40 * minute);
    const before = await failureOf(fresh.get(id));
    vault.failWith = undefined;
    fresh.keyStoreOpened();
    await settle();
    await time.advance(0);
    expect([before, spent]).toEqual([locked.toValue(), ['canary_refresh']]);
  });

  test('a key store that is open again hurries nothing that has failed otherwise', async () => {
    const fault = new Failure('provider/unavailable', { subject: 'Example' });
    const { fresh, spent, time } = keysAtWork(endingIn(0), { answers: [fault, undefined] });
    fresh.follow(id);
    await settle();
    await time.advance(0);
    fresh.keyStoreOpened();
    await settle();
    await time.advance(minute - 1);
    expect(spent.length).toBe(1);
  });

  test('a clock that is set back by hours holds no renewal up', async () => {
    const { fresh, spent, time } = keysAtWork(endingIn(hour), { answers: [offline, undefined] });
    time.setClock(8 * hour);
    fresh.follow(id);
    await settle();
    await time.advance(0);
    const before = [...spent];
    time.setClock(-8 * hour);
    await time.advance(hour);
    expect([before.length, spent.length]).toEqual([1, 2]);
  });
});

describe('other processes of ours', () => {
  test('have renewed meanwhile: their keys are used and none are spent', async () => {
    const old = endingIn(0);
    const newer = renewal(old, 7, noonMs);
    const { fresh, spent, vault, lock } = keysAtWork(old);
    vault.put(id, newer);
    expect([revealed(await fresh.get(id)), spent, lock.held]).toEqual([
      revealed(newer),
      [],
      ['refresh https://auth.openai.com app_test'],
    ]);
  });

  test('have renewed keys that are refused here: theirs are used and none are spent', async () => {
    const old = endingIn(60);
    const newer = renewal(old, 7, noonMs);
    const { fresh, spent, vault } = keysAtWork(old);
    vault.put(id, newer);
    expect([revealed(await fresh.replace(old)), spent]).toEqual([revealed(newer), []]);
  });

  test('hold the lock too long: nothing is spent, and who is renewing is said', async () => {
    const { fresh, spent, lock } = keysAtWork(endingIn(0));
    lock.taken.add('refresh https://auth.openai.com app_test');
    expect([await failureOf(fresh.get(id)), spent]).toEqual([
      { code: 'storage/lock-held', subject: 'ada@example.test', detail: 'process 4211' },
      [],
    ]);
  });

  test('have signed the account out: nothing is spent', async () => {
    const { fresh, spent, vault } = keysAtWork(endingIn(0));
    vault.put(id, undefined);
    expect([await failureOf(fresh.get(id)), spent]).toEqual([
      { code: 'credential/missing', subject: id },
      [],
    ]);
  });

  test('left an answer in the journal when they were killed: it is taken, the spent token is not offered', async () => {
    const old = endingIn(0);
    const newer = renewal(old, 7, noonMs);
    const { fresh, spent, vault, journal } = keysAtWork(old);
    await journal.note(old, newer);
    expect([revealed(await fresh.get(id)), spent, vault.stored.map(revealed), [...journal.notes]]).toEqual([
      revealed(newer),
      [],
      [revealed(newer)],
      [],
    ]);
  });
});

test('an answer that a killed process left in the journal is taken at the start, and the files follow', async () => {
  const old = endingIn(hour);
  const newer = renewal(old, 7, noonMs);
  const { fresh, spent, vault, journal, disk } = keysAtWork(old, { present: codexFileWith(old) });
  await journal.note(old, newer);
  fresh.follow(id);
  await settle();
  expect([spent, vault.stored.map(revealed), disk.json(codexPath), [...journal.notes]]).toEqual([
    [],
    [revealed(newer)],
    codexFileOf(newer),
    [],
  ]);
});

test('a journal that cannot be read at the start is said, and keys are renewed in time all the same', async () => {
  const { fresh, journal, log, time } = keysAtWork(endingIn(hour));
  const failure = new Failure('storage/key-store-locked', { subject: 'gnome_libsecret' });
  journal.successorOf = () => Promise.reject(failure);
  fresh.follow(id);
  await settle();
  expect([log.lines, time.pendingMs]).toEqual([
    [{ level: 'warn', message: 'journal not taken over', facts: { account: id, failure } }],
    [minute],
  ]);
});

describe('the answer of the provider', () => {
  test('is in the journal before it is anywhere else, and no longer when it is kept', async () => {
    const order: string[] = [];
    const { fresh, vault, journal } = keysAtWork(endingIn(0));
    const note = journal.note.bind(journal);
    journal.note = async (spent, renewed) => {
      order.push(`journal, vault ${String(vault.saved.length)}`);
      await note(spent, renewed);
    };
    await fresh.get(id);
    expect([order, vault.saved.length, [...journal.notes]]).toEqual([['journal, vault 0'], 1, []]);
  });

  test('reaches the files also when its note cannot be taken away', async () => {
    const due = endingIn(20 * minute);
    const { fresh, journal, disk } = keysAtWork(due, { present: codexFileWith(due) });
    journal.clear = () => Promise.reject(new Failure('storage/write-failed'));
    await fresh.get(id);
    expect(disk.json(codexPath)).toEqual(codexFileOf(renewal(due, 1, noonMs)));
  });

  test('does not take the place of what its own program was given later', async () => {
    const entry = endingIn(20 * minute);
    const later = renewal(entry, 7, noonMs + minute);
    const { fresh, vault } = keysAtWork(entry, {
      present: codexFileWith(entry),
      during: async ({ shared, disk }) => {
        disk.place(codexPath, JSON.stringify(codexFileOf(later)));
        await shared.adopt(id);
      },
    });
    const given = await fresh.get(id);
    expect([given.credential, vault.saved.map(({ credential }) => credential)]).toEqual([
      expect.objectContaining({ refreshToken: later.credential.refreshToken }),
      // Kept once, and never written over in between.
      [expect.objectContaining({ refreshToken: later.credential.refreshToken })],
    ]);
  });

  test('that the sign-in was ended is said as such', async () => {
    const ended = new Failure('credential/revoked', { subject: 'ada@example.test' });
    const { fresh } = keysAtWork(endingIn(0), { answers: [ended] });
    expect([await failureOf(fresh.get(id)), await failureOf(fresh.get(id))]).toEqual([
      ended.toValue(),
      ended.toValue(),
    ]);
  });
});

test('neither the log nor the state ever sees a token', async () => {
  const { fresh, log, events, store, time } = keysAtWork(endingIn(0), { answers: [offline, undefined] });
  await failureOf(fresh.get(id));
  await time.advance(10_000);
  await fresh.get(id);
  expect(JSON.stringify([log.lines, events, store.state(), openaiId])).not.toContain('canary');
});

describe('in safe mode', () => {
  test('keys that still work are given, nothing is renewed, and afterwards it is', async () => {
    const { fresh, spent, store, time } = keysAtWork(endingIn(minute));
    store.dispatch({ type: 'safe-mode.changed', on: true });
    fresh.follow(id);
    const given = revealed(await fresh.get(id));
    await time.advance(2 * minute);
    const refusal = await failureOf(fresh.get(id));
    const before = [...spent, ...time.pendingMs];
    store.dispatch({ type: 'safe-mode.changed', on: false });
    fresh.follow(id);
    await settle();
    await time.advance(minute);
    expect([given, refusal, before, spent.length]).toEqual([
      revealed(endingIn(minute)),
      { code: 'app/safe-mode', subject: 'ada@example.test' },
      [],
      1,
    ]);
  });
});

describe('where a newer version has written the vault', () => {
  const readOnly = new Failure('storage/read-only', { subject: 'vault.json' });

  test('keys that still work are given, and none is renewed', async () => {
    const { fresh, spent, vault } = keysAtWork(endingIn(minute));
    vault.readOnly = readOnly;
    expect([revealed(await fresh.get(id)), spent]).toEqual([revealed(endingIn(minute)), []]);
  });

  test('keys that have ended are refused with the reason, and their refresh token is not spent', async () => {
    const { fresh, spent, vault, journal } = keysAtWork(endingIn(-minute));
    vault.readOnly = readOnly;
    const failure = await failureOf(fresh.get(id));
    expect([failure, spent, journal.notes.size]).toEqual([readOnly.toValue(), [], 0]);
  });

  test('keys that their own program has renewed in its file are used, for they are durable there', async () => {
    const newer = renewal(endingIn(-minute), 7, noonMs + 1);
    const { fresh, spent, vault } = keysAtWork(endingIn(-minute), { present: codexFileWith(newer) });
    const before = vault.stored;
    vault.readOnly = readOnly;
    const used = await fresh.get(id);
    expect([used.credential, spent, vault.stored]).toEqual([
      expect.objectContaining({ refreshToken: newer.credential.refreshToken }),
      [],
      before,
    ]);
  });
});

test('where keys are kept in memory alone, a vault that cannot be read stops no renewal', async () => {
  const { fresh, spent, vault } = keysAtWork(endingIn(-minute));
  vault.fileless = new Failure('storage/unreadable', { subject: 'vault.json' });
  await fresh.get(id);
  expect([spent.length, vault.saved.length]).toEqual([1, 1]);
});
