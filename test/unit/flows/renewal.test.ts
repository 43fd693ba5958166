// One sign-in is renewed under its lock: what counts there, which answer is kept and as what, and what the log says of it.
import { describe, expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { claudeEntry, noonMs, revealed } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { chatgpt, codexPath } from '../../fakes/flows.ts';
import { codexFileOf, codexFileWith, endingIn, keysAtWork, renewal } from '../../fakes/keys-at-work.ts';
import { settle } from '../../fakes/time.ts';

type KeysAtWork = ReturnType<typeof keysAtWork>;

const minute = 60_000;
const { id } = chatgpt.account;
const full = new Failure('storage/write-failed', { detail: 'ENOSPC' });

function refreshTokenOf({ credential }: SignedInAccount): string | undefined {
  return credential.kind === 'oauth' ? credential.refreshToken.reveal() : undefined;
}

/** Asks for keys, and while that waits for the lock of their chain, something else happens. */
async function askedBefore({ fresh, lock }: KeysAtWork, happens: () => Promise<unknown>) {
  const held = Promise.withResolvers<undefined>();
  void lock.hold('refresh https://auth.openai.com app_test', () => held.promise);
  const asked = fresh.get(id);
  const done = asked.catch(() => undefined);
  await settle();
  await happens();
  held.resolve(undefined);
  await done;
  return asked;
}

describe('after the wait for the lock', () => {
  test('keys that their program is about to renew are given as they are, and it is not asked', async () => {
    const entry = endingIn(20 * minute);
    const asked: string[] = [];
    const work = keysAtWork(entry, {
      present: codexFileWith(entry),
      askProgram: async ({ path }) => void asked.push(path),
    });
    const given = await askedBefore(work, () => work.time.advance(15 * minute));
    const usable = work.events.filter(({ type }) => type === 'account.usable');
    expect([revealed(given), work.spent, asked, usable]).toEqual([revealed(entry), [], [], []]);
  });

  test('no program is asked to renew keys any more when the app ends', async () => {
    const entry = endingIn(0);
    const asked: string[] = [];
    const work = keysAtWork(entry, {
      present: codexFileWith(entry),
      askProgram: async ({ path }) => void asked.push(path),
    });
    const failure = await failureOf(
      askedBefore(work, async () => {
        void work.fresh.stop();
      }),
    );
    expect([failure, asked]).toEqual([{ code: 'broker/cancelled', subject: 'ada@example.test' }, []]);
  });

  test('a key that another process has put in the place of the sign-in is given as it is', async () => {
    const key = claudeEntry({ id });
    const work = keysAtWork(endingIn(0));
    const given = await askedBefore(work, async () => {
      work.vault.put(id, key);
    });
    expect([given, work.spent]).toEqual([key, []]);
  });
});

describe('an answer that neither vault nor journal has taken', () => {
  /** The provider has answered, and nothing could be written. */
  async function unkept(leftMs: number, isInFile: boolean): Promise<KeysAtWork> {
    const entry = endingIn(leftMs);
    const work = keysAtWork(entry, isInFile ? { present: codexFileWith(entry) } : {});
    work.vault.failSavingWith = full;
    work.journal.failWith = full;
    await work.fresh.get(id).catch(() => undefined);
    return work;
  }

  test('is kept also when its own program would be next to renew', async () => {
    const work = await unkept(20 * minute, true);
    await work.time.advance(17 * minute);
    work.vault.failSavingWith = undefined;
    const renewed = renewal(endingIn(20 * minute), 1, noonMs);
    expect([revealed(await work.fresh.get(id)), work.spent, work.disk.json(codexPath)]).toEqual([
      revealed(renewed),
      ['canary_refresh'],
      codexFileOf(renewed),
    ]);
  });

  test('is kept also after the app was told to end', async () => {
    const work = await unkept(0, false);
    await work.fresh.stop();
    work.vault.failSavingWith = undefined;
    await work.fresh.get(id);
    expect([work.vault.stored.map(revealed), work.spent]).toEqual([
      [revealed(renewal(endingIn(0), 1, noonMs))],
      ['canary_refresh'],
    ]);
  });
});

describe('a note in the journal', () => {
  test('that cannot be opened now leaves the token unspent, for it may say that it is spent', async () => {
    const { fresh, journal, spent } = keysAtWork(endingIn(0));
    const locked = new Failure('storage/key-store-locked', { subject: 'gnome_libsecret' });
    journal.successorOf = () => Promise.reject(locked);
    expect([await failureOf(fresh.get(id)), spent]).toEqual([locked.toValue(), []]);
  });

  test('that is damaged leaves it to the provider whether the token is spent', async () => {
    const { fresh, journal, spent } = keysAtWork(endingIn(0));
    journal.successorOf = () => Promise.reject(new Failure('storage/unreadable'));
    const given = await fresh.get(id);
    expect([revealed(given), spent]).toEqual([revealed(renewal(endingIn(0), 1, noonMs)), ['canary_refresh']]);
  });
});

test.each([
  ['before ours', noonMs - minute],
  ['in the moment of ours', noonMs],
])('the answer takes the place of what its own program was given %s', async (_when, issuedAt) => {
  const entry = endingIn(20 * minute);
  const { fresh, vault } = keysAtWork(entry, {
    present: codexFileWith(entry),
    during: async ({ shared, disk }) => {
      disk.place(codexPath, JSON.stringify(codexFileOf(renewal(entry, 7, issuedAt))));
      await shared.adopt(id);
    },
  });
  const given = await fresh.get(id);
  const ours = 'canary_refresh_1';
  expect([given, ...vault.stored].map(refreshTokenOf)).toEqual([ours, ours]);
});

test.each<[string, (work: KeysAtWork) => Promise<void>]>([
  ['from the provider', async () => undefined],
  ['from the journal', ({ journal }) => journal.note(endingIn(0), renewal(endingIn(0), 7, noonMs))],
])(
  'what comes %s is kept as a renewal of the sign-in, so that what belongs to it stays',
  async (_whence, first) => {
    const work = keysAtWork(endingIn(0));
    await first(work);
    await work.fresh.get(id);
    expect(work.vault.savedAs).toEqual(['renewed']);
  },
);

test('nothing is said of an account that has no keys to renew', async () => {
  const { fresh, book, events, log } = keysAtWork(endingIn(60 * minute));
  const key = claudeEntry();
  book.opened(key);
  fresh.follow(key.account.id);
  await book.forget(id);
  fresh.follow(id);
  await settle();
  expect([events, log.lines]).toEqual([[], []]);
});

describe('the log says', () => {
  const refreshed = ['info', 'keys refreshed', undefined];

  test.each<[string, (work: KeysAtWork) => unknown, readonly unknown[][]]>([
    ['that keys were renewed', () => undefined, [refreshed]],
    [
      'that the answer could not be noted',
      ({ journal }) => (journal.failWith = full),
      [['warn', 'answer not journaled', 'storage/write-failed'], refreshed],
    ],
    [
      'that a note could not be taken away',
      ({ journal }) => (journal.clear = () => Promise.reject(full)),
      [['warn', 'journal not cleared', 'storage/write-failed'], refreshed],
    ],
    [
      'that a note is damaged',
      ({ journal }) => (journal.successorOf = () => Promise.reject(new Failure('storage/unreadable'))),
      [['warn', 'journal not understood', 'storage/unreadable'], refreshed],
    ],
    [
      'that an earlier run had the answer',
      ({ journal }) => journal.note(endingIn(0), renewal(endingIn(0), 7, noonMs)),
      [['info', 'answer of an earlier run taken from the journal', undefined]],
    ],
    [
      'why keys were not renewed',
      ({ vault }) => (vault.readOnly = new Failure('storage/read-only')),
      [['warn', 'keys not refreshed', 'storage/read-only']],
    ],
    [
      'why their program has not renewed them',
      ({ disk }) => {
        disk.place(codexPath, JSON.stringify(codexFileOf(endingIn(0))));
      },
      [['warn', 'owner did not renew', 'sign-in/program-missing']],
    ],
  ])('%s, and of which account', async (_what, first, expected) => {
    const work = keysAtWork(endingIn(0));
    await first(work);
    await work.fresh.get(id).catch(() => undefined);
    // What is written into files is said elsewhere.
    const lines = work.log.lines.filter(({ message }) => message !== 'shared file');
    const said = lines.map(({ level, message, facts: { account, failure } }) => [
      level,
      message,
      failure instanceof Failure ? failure.code : failure,
      account,
    ]);
    expect(said).toEqual(expected.map((line) => [...line, id]));
  });
});
