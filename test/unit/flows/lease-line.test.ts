// Who waits for a lease, in which order, and when waiting is over: nobody overtakes, and nothing stays behind.
import { expect, test } from 'vitest';
import { Failure, toFailure } from '../../../main/domain/failure.ts';
import { leasePriorities } from '../../../main/domain/lease.ts';
import type { LeaseOrder } from '../../../main/flows/lease-desk.ts';
import type { Place } from '../../../main/flows/lease-places.ts';
import { claudeId, noonMs, openaiId } from '../../fakes/accounts.ts';
import {
  ada,
  bob,
  courseMoved,
  dan,
  environmentFor,
  leasesAtWork,
  never,
  orderFor,
  outcome,
  percent,
  type LeasesAtWork,
} from '../../fakes/agents.ts';
import { settle } from '../../fakes/time.ts';

const untold = (): void => undefined;

/** One agent at a time at `ada` alone. */
function oneAtATime() {
  return leasesAtWork({ entries: [ada], read: { ada: 0 }, settings: { agentsAtOnce: 1 } });
}

function named(label: string, changes: Parameters<typeof orderFor>[1] = {}) {
  return orderFor({}, { estimate: percent(1), ...changes, agent: { label } });
}

/** Waits, and writes down who got one. */
function waitsInto(
  got: string[],
  { line }: LeasesAtWork,
  order: LeaseOrder,
  signal: AbortSignal = never,
): Promise<void> {
  const { label } = order.agent;
  return line.wait(order, untold, signal).then(
    () => void got.push(label),
    (thrown: unknown) => void got.push(`${label}: ${toFailure(thrown).code}`),
  );
}

/** Ends the lease that was given last. */
async function endLast({ book, desk }: LeasesAtWork): Promise<void> {
  const last = book.all().at(-1);
  if (last !== undefined) await desk.end(last.id, 'released');
  await settle();
}

test('who does not want to wait gets it at once or hears why not', async () => {
  const work = oneAtATime();
  const first = await outcome(work.line.take(orderFor(), never));
  const second = await work.line.take(orderFor(), never).catch(toFailure);
  const { code, figures } = toFailure(second);
  expect([first, code, figures, work.line.waiting(), work.time.pendingMs.length]).toEqual([
    ada.account.id,
    'quota/concurrent-limit',
    { unit: 'agents', requested: 1, available: 0 },
    [],
    // That of the heartbeat.
    1,
  ]);
});

test('those who wait get one in the order in which they came, and who comes later waits behind them', async () => {
  const work = oneAtATime();
  const got: string[] = [];
  await work.line.take(named('first'), never);
  for (const label of ['one', 'two', 'three']) void waitsInto(got, work, named(label));
  await settle();
  const impatient = await outcome(work.line.take(named('late'), never));
  for (let ends = 0; ends < 3; ends += 1) await endLast(work);
  expect([impatient, got]).toEqual(['quota/concurrent-limit', ['one', 'two', 'three']]);
});

test('nobody overtakes with a wish that is small enough for what is left', async () => {
  const work = leasesAtWork({ entries: [ada], read: { ada: 0 } });
  const got: string[] = [];
  await work.line.take(named('running', { estimate: percent(60) }), never);
  void waitsInto(got, work, named('large', { estimate: percent(50) }));
  void waitsInto(got, work, named('small', { estimate: percent(10) }));
  await settle();
  const impatient = await outcome(work.line.take(named('tiny'), never));
  const before = [...got];
  await endLast(work);
  expect([impatient, before, got]).toEqual(['quota/concurrent-limit', [], ['large', 'small']]);
});

test('interactive goes before normal and normal before background', async () => {
  const work = oneAtATime();
  const got: string[] = [];
  await work.line.take(named('first'), never);
  for (const priority of leasePriorities.toReversed())
    void waitsInto(got, work, named(priority, { priority }));
  await settle();
  const order = work.line.waiting().map(({ label, position }) => [label, position]);
  for (let ends = 0; ends < 3; ends += 1) await endLast(work);
  expect([order, got]).toEqual([
    [
      ['interactive', 1],
      ['normal', 2],
      ['background', 3],
    ],
    ['interactive', 'normal', 'background'],
  ]);
});

test('who stops waiting leaves nothing behind, and who stood behind moves up', async () => {
  const work = leasesAtWork({ entries: [ada], read: { ada: 0 } });
  const got: string[] = [];
  const gone = new AbortController();
  await work.line.take(named('running', { estimate: percent(60) }), never);
  const left = waitsInto(got, work, named('large', { estimate: percent(90) }), gone.signal);
  void waitsInto(got, work, named('small'));
  await settle();
  gone.abort(new Failure('broker/cancelled'));
  await left;
  await settle();
  expect([got, work.line.waiting(), work.given().length]).toEqual([
    ['large: broker/cancelled', 'small'],
    [],
    2,
  ]);
});

test('who has gone already is not even put in line', async () => {
  const { line } = leasesAtWork();
  const gone = AbortSignal.abort(new Failure('broker/cancelled'));
  const answers = [line.take(orderFor(), gone), line.wait(orderFor(), untold, gone)].map(outcome);
  expect([await Promise.all(answers), line.waiting()]).toEqual([
    ['broker/cancelled', 'broker/cancelled'],
    [],
  ]);
});

test('waiting is over at once where it is of no use', async () => {
  const work = leasesAtWork({ entries: [ada], read: { ada: 0 } });
  const wish = { environment: environmentFor([openaiId]) };
  const tokens = orderFor({}, { estimate: { unit: 'tokens', value: 5 } });
  expect([
    await outcome(work.line.wait(orderFor(wish), untold, never)),
    await outcome(work.line.wait(tokens, untold, never)),
  ]).toEqual(['credential/missing', 'quota/not-found']);
});

test('a failing log lets the next in line have what was free', async () => {
  const work = oneAtATime();
  const held = Promise.withResolvers<undefined>();
  work.log.held = held.promise;
  work.log.failWith = new Failure('storage/write-failed');
  const got: string[] = [];
  void waitsInto(got, work, named('first'));
  void waitsInto(got, work, named('second'));
  await settle();
  held.resolve(undefined);
  await settle();
  work.log.failWith = undefined;
  const third = await outcome(work.line.take(named('third'), never));
  expect([got, third]).toEqual([
    ['first: storage/write-failed', 'second: storage/write-failed'],
    ada.account.id,
  ]);
});

test('after a switch each begins a step after the one before, whether patient or not', async () => {
  const work = leasesAtWork({ entries: [ada, bob] });
  work.store.dispatch(courseMoved({ standIns: { [claudeId]: bob.account.id } }));
  const at: number[] = [];
  const wish = { account: bob.account.id };
  const asked = [1, 2, 3, 4, 5].map((number) => {
    const order = orderFor(wish, { estimate: percent(1) });
    const given = number % 2 === 0 ? work.line.wait(order, untold, never) : work.line.take(order, never);
    return given.then(() => at.push(work.time.nowMs() - noonMs));
  });
  await settle();
  await work.time.advance(2_000);
  await Promise.all(asked);
  expect(at).toEqual([0, 250, 500, 750, 1_000]);
});

test('a part of a batch waits for its turn too, and what has no room says so', async () => {
  const work = leasesAtWork({ entries: [ada, bob] });
  work.store.dispatch(courseMoved({ standIns: { [claudeId]: bob.account.id } }));
  const orders = [1, 40, 80, 1].map((value) =>
    orderFor({ account: bob.account.id }, { estimate: percent(value) }),
  );
  const answers = work.line.batch(orders, 'partial', never);
  await work.time.advance(2_000);
  expect((await answers).map((each) => (each instanceof Failure ? each.code : each.lease.account))).toEqual([
    bob.account.id,
    bob.account.id,
    'quota/exceeded',
    bob.account.id,
  ]);
});

test('a turn that does not come within ten seconds and one more turn is not waited for by who does not want to wait', async () => {
  const work = leasesAtWork({ entries: [ada, bob] });
  work.store.dispatch(courseMoved({ standIns: { [claudeId]: bob.account.id } }));
  const wish = { account: bob.account.id };
  const asked = Array.from({ length: 45 }, () => outcome(work.line.take(orderFor(wish), never)));
  work.store.dispatch({
    type: 'settings.changed',
    settings: { ...work.store.state().settings, agentsAtOnce: 100 },
  });
  await work.time.advance(10_250);
  const answers = await Promise.all(asked);
  const counted = [bob.account.id, 'broker/busy'].map(
    (what) => answers.filter((answer) => answer === what).length,
  );
  expect([counted, work.line.waiting()]).toEqual([[42, 3], []]);
});

test('who waits for a turn that has stopped coming is told so', async () => {
  const work = leasesAtWork({ entries: [ada, bob], settings: { agentsAtOnce: 2 } });
  work.store.dispatch(courseMoved({ standIns: { [claudeId]: bob.account.id } }));
  const wish = { account: bob.account.id };
  await work.line.take(orderFor(wish), never);
  const order = orderFor(wish, { estimate: percent(1) });
  const second = outcome(work.line.take(order, never));
  void work.line.wait(order, untold, never).catch(untold);
  const fourth = outcome(work.line.take(order, never));
  await work.time.advance(500);
  const waiting = work.line.waiting().map(({ position }) => position);
  expect([await second, await fourth, waiting]).toEqual([bob.account.id, 'quota/concurrent-limit', [1]]);
});

test('who waits at one account is in nobody’s way at another that it would never get', async () => {
  const work = leasesAtWork({
    settings: { agentsAtOnce: 1, folderRules: [{ folder: '/home/ada/work', account: ada.account.id }] },
  });
  await work.line.take(orderFor({ account: ada.account.id }), never);
  void work.line.wait(orderFor({ folders: ['/home/ada/work'] }), untold, never).catch(untold);
  await settle();
  expect([
    await outcome(work.line.take(orderFor(), never)),
    await outcome(work.line.take(orderFor({ account: dan.account.id }), never)),
  ]).toEqual([bob.account.id, dan.account.id]);
});

test('a reading and the reset that was foretold let those who wait have another look', async () => {
  const work = leasesAtWork({ entries: [ada], read: { ada: 99.5 } });
  const got: string[] = [];
  void waitsInto(got, work, named('first', { estimate: percent(10) }));
  void waitsInto(got, work, named('second', { estimate: percent(60) }));
  await settle();
  const before = [...got];
  await work.time.advance(1_000);
  work.read(ada, 50, { resetsAt: noonMs + 7_200_000 });
  await settle();
  const afterReading = [...got];
  await work.time.advance(7_200_000);
  expect([before, afterReading, got]).toEqual([[], ['first'], ['first', 'second']]);
});

test('the place is told at once and when it changes, with the reset as the time', async () => {
  const work = leasesAtWork({ entries: [ada], read: { ada: 99.5 } });
  const places: Place[] = [];
  const gone = new AbortController();
  const first = work.line.wait(orderFor({}, { estimate: percent(10) }), untold, gone.signal);
  void work.line
    .wait(orderFor({}, { estimate: percent(10) }), (place) => places.push(place), never)
    .catch(untold);
  await settle();
  gone.abort(new Failure('broker/cancelled'));
  await first.catch(untold);
  await work.time.advance(1_000);
  expect(places.map(({ position, etaAt, why }) => [position, etaAt, why?.code])).toEqual([
    [2, noonMs + 3_600_000, 'quota/exceeded'],
    [1, noonMs + 3_600_000, 'quota/exceeded'],
  ]);
});

test('a batch of all waits for nobody’s place, and gives others what it did not get', async () => {
  const work = oneAtATime();
  const got: string[] = [];
  await work.line.take(named('first'), never);
  void waitsInto(got, work, named('waiting'));
  await settle();
  const closed = await work.line.batch([named('batch')], 'all', never);
  await endLast(work);
  expect([closed.map((each) => each instanceof Failure && each.detail), got]).toEqual([
    ['others wait already'],
    ['waiting'],
  ]);
});

test('at the end of the app nobody waits any more and no timer is left', async () => {
  const work = leasesAtWork({ entries: [ada], read: { ada: 99.9 } });
  const waiting = outcome(work.line.wait(orderFor(), untold, never));
  await settle();
  const before = work.time.pendingMs.length;
  work.line.stop();
  expect([before, await waiting, work.time.pendingMs]).toEqual([1, 'broker/cancelled', []]);
});

test('while it is locked, who waits keeps their place, and gets their turn once it is unlocked', async () => {
  const work = leasesAtWork({ entries: [ada], settings: { agentsAtOnce: 1 } });
  const first = await work.line.take(orderFor(), never);
  const waiting = outcome(work.line.wait(orderFor(), () => undefined, never));
  work.store.dispatch({ type: 'lock.changed', locked: true });
  await work.desk.end(first.lease.id, 'revoked');
  await settle();
  const meanwhile = [work.line.waiting().length, work.book.all().length];
  work.store.dispatch({ type: 'lock.changed', locked: false });
  expect([meanwhile, await waiting, work.line.waiting()]).toEqual([[1, 0], ada.account.id, []]);
});

test('who may use the reserve does not wait behind somebody who may not', async () => {
  const work = leasesAtWork({ entries: [ada], settings: { reservePercent: 20 } });
  work.read(ada, 70);
  void outcome(work.line.wait(orderFor({}, { estimate: percent(15) }), () => undefined, never));
  await work.time.advance(180_000);
  const order = orderFor({}, { estimate: percent(15), priority: 'interactive' });
  expect([await outcome(work.line.take(order, never)), work.line.waiting().length]).toEqual([
    ada.account.id,
    1,
  ]);
  work.line.stop();
});
