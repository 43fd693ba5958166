// Logins of other programs are looked at again: what has changed is shown, and nobody is asked all the time.
import { expect, test } from 'vitest';
import { Failure } from '../../../main/domain/failure.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { createFollowLogins } from '../../../main/flows/follow-logins.ts';
import { delegatedAccount } from '../../../main/flows/sign-in-by-program.ts';
import { initialState, type Event } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { adaAtProgram, exampleProgram, FakeOwners } from '../../fakes/owner.ts';
import { FakeTime } from '../../fakes/time.ts';
import { MemoryVault } from '../../fakes/vault.ts';

const entry = delegatedAccount(adaAtProgram, {
  origin: 'owner-sign-in',
  owner: exampleProgram,
  folder: '/data/logins/example-program/1',
  place: 'private',
  obtainedAt: noonMs,
});
const changed = {
  type: 'account.unusable',
  account: entry.account.id,
  failure: { code: 'credential/owner-changed', subject: 'ada@example.test' },
};

function desk() {
  const store = createStore({ ...initialState, accounts: [entry.account] });
  const events: Event[] = [];
  store.subscribe((_state, event) => events.push(event));
  const vault = new MemoryVault();
  const book = createAccountBook(vault);
  book.opened(entry);
  const owners = new FakeOwners();
  const time = new FakeTime(noonMs);
  const log = new RecordingLog();
  const logins = createFollowLogins({ book, owners, store, clock: time, log });
  return { look: () => logins.look(), owners, book, vault, events, time, log };
}

test('a login that is as it was changes nothing, and is not looked at again for ten minutes', async () => {
  const { look, owners, events, time } = desk();
  await look();
  await look();
  await time.advance(10 * 60_000);
  await look();
  expect([owners.asked.length, events]).toEqual([2, []]);
});

test('a plan that was changed and a login that lasts longer are taken over', async () => {
  const { look, owners, vault, book, events } = desk();
  owners.found = { ...adaAtProgram, plan: 'pro', loginExpiresAt: 1_900_000_000_000 };
  await look();
  expect([book.get(entry.account.id), vault.saved.length, events]).toMatchObject([
    { account: { plan: 'pro' }, credential: { loginExpiresAt: 1_900_000_000_000 } },
    1,
    [
      { type: 'plan.read', plan: { plan: 'pro' } },
      { type: 'account.signed-in', account: { plan: 'pro' } },
    ],
  ]);
});

test('nobody, or somebody else, at the program is said on the card, and no longer when that is over', async () => {
  const { look, owners, events, time } = desk();
  const looks = [undefined, { ...adaAtProgram, subject: 'cli/grace@example.test/org-1' }, adaAtProgram];
  for (const found of looks) {
    owners.found = found;
    await look();
    await time.advance(10 * 60_000);
  }
  expect(events).toEqual([changed, changed, { type: 'account.usable', account: entry.account.id }]);
});

test('a program that is not there says nothing about its login', async () => {
  const { look, owners, events, log } = desk();
  owners.read = () => Promise.reject(new Failure('sign-in/program-missing', { subject: 'Example' }));
  await look();
  expect([events, log.warnings]).toEqual([[], []]);
});
