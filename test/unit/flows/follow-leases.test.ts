// What becomes of leases when accounts are read, switched and signed out.
import { expect, test } from 'vitest';
import { claudeId, noonMs, openaiId } from '../../fakes/accounts.ts';
import {
  ada,
  bob,
  cleo,
  courseMoved,
  leasesAtWork,
  never,
  orderFor,
  outcome,
  percent,
  type LeasesAtWork,
} from '../../fakes/agents.ts';
import { settle } from '../../fakes/time.ts';

/** When each of three leases of the account that were asked for at once began, in milliseconds from now. */
async function threeBeginnings(
  work: LeasesAtWork,
  account: typeof ada.account.id,
): Promise<readonly number[]> {
  const start = work.time.nowMs();
  const at: number[] = [];
  const asked = [1, 2, 3].map(() =>
    work.line
      .take(orderFor({ account }, { estimate: percent(1) }), never)
      .then(() => at.push(work.time.nowMs() - start)),
  );
  await settle();
  await work.time.advance(1_000);
  await Promise.all(asked);
  return at;
}

test('a sign-out ends the leases of that account alone, and who waits for it is told', async () => {
  const work = leasesAtWork({ settings: { agentsAtOnce: 1 } });
  for (const { account } of [ada, bob]) await work.line.take(orderFor({ account: account.id }), never);
  const waiting = outcome(work.line.wait(orderFor({ account: ada.account.id }), () => undefined, never));
  await settle();
  work.store.dispatch({ type: 'account.signed-out', account: ada.account.id });
  expect([await waiting, work.given()]).toEqual(['credential/missing', [bob.account.id]]);
});

test('who waits for an account without a lease hears of its sign-out as well', async () => {
  const work = leasesAtWork({ read: { ada: 100 } });
  const order = orderFor({ account: ada.account.id });
  const waiting = outcome(work.line.wait(order, () => undefined, never));
  await settle();
  work.store.dispatch({ type: 'account.signed-out', account: ada.account.id });
  expect(await waiting).toBe('credential/missing');
});

test('a sign-out while a lease is written down leaves none', async () => {
  const work = leasesAtWork();
  const held = Promise.withResolvers<undefined>();
  work.log.held = held.promise;
  const asked = outcome(work.line.take(orderFor(), never));
  await settle();
  work.store.dispatch({ type: 'account.signed-out', account: ada.account.id });
  held.resolve(undefined);
  expect([await asked, work.book.all(), work.told]).toEqual(['broker/lease-ended', [], []]);
});

test('a reading shows what was reported before it, which is then counted once', async () => {
  const work = leasesAtWork({ entries: [ada], read: { ada: 50 } });
  const { lease } = await work.line.take(orderFor({}, { estimate: percent(20) }), never);
  await work.time.advance(1_000);
  await work.desk.use(lease.id, 10);
  const before = work.book.remaining(work.capacityOf(ada.account), 'normal').percent;
  await work.time.advance(1_000);
  work.read(ada, 60);
  const after = work.book.remaining(work.capacityOf(ada.account), 'normal').percent;
  const kept = work.book
    .records()
    .map((record) => (record.type === 'used' ? [record.used, record.at] : record.type));
  // What a reading shows is kept as used before every reading.
  expect([before, after, kept]).toEqual([30, 30, ['granted', [10, 0]]]);
});

test('after a switch to another account its leases begin one by one, those of others do not', async () => {
  const work = leasesAtWork();
  work.store.dispatch(courseMoved({ standIns: { [claudeId]: bob.account.id } }));
  expect([await threeBeginnings(work, bob.account.id), await threeBeginnings(work, cleo.account.id)]).toEqual(
    [
      [0, 250, 500],
      [0, 0, 0],
    ],
  );
});

test('after a switch to another provider the leases of its account begin one by one', async () => {
  const work = leasesAtWork({ settings: { preferredProvider: claudeId } });
  const { settings } = work.store.state();
  work.store.dispatch({ type: 'settings.changed', settings: { ...settings, preferredProvider: openaiId } });
  work.store.dispatch(courseMoved({}));
  expect(await threeBeginnings(work, cleo.account.id)).toEqual([0, 250, 500]);
});

test('what the start brings is no switch', async () => {
  const work = leasesAtWork({ isLoaded: false });
  const accounts = [ada, bob, cleo].map(({ account }) => account);
  work.store.dispatch({ type: 'accounts.loaded', accounts });
  work.store.dispatch(courseMoved({}));
  expect([await threeBeginnings(work, ada.account.id), await threeBeginnings(work, cleo.account.id)]).toEqual(
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
});

test('the first switch after the start is one', async () => {
  const work = leasesAtWork({ isLoaded: false });
  work.store.dispatch({ type: 'accounts.loaded', accounts: [ada.account, bob.account] });
  work.store.dispatch(courseMoved({ standIns: { [claudeId]: bob.account.id } }));
  expect(await threeBeginnings(work, bob.account.id)).toEqual([0, 250, 500]);
});

test.each([
  ['an account that can be used again', { type: 'account.usable', account: ada.account.id }],
  ['one that is signed in again', { type: 'account.signed-in', account: ada.account }],
] as const)('%s lets those who wait have another look', async (_name, event) => {
  const work = leasesAtWork({ entries: [ada], read: { ada: 0 }, settings: { agentsAtOnce: 1 } });
  const { lease } = await work.line.take(orderFor(), never);
  const got: string[] = [];
  void work.line.wait(orderFor(), () => undefined, never).then(({ lease: { account } }) => got.push(account));
  await settle();
  // The end of the lease that nobody has told the line of.
  work.book.apply({ type: 'ended', id: lease.id, how: 'revoked', at: noonMs });
  const before = [...got];
  work.store.dispatch(event);
  await settle();
  expect([before, got]).toEqual([[], [ada.account.id]]);
});
