// Leases end with what they live with, soon after it, and nothing is looked at while there are none.
import { expect, test } from 'vitest';
import { Failure, toFailure } from '../../../main/domain/failure.ts';
import type { LeaseHolder } from '../../../main/domain/lease.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { leasesAtWork, never, orderFor, type LeasesAtWork } from '../../fakes/agents.ts';
import { MemoryLeaseLog } from '../../fakes/lease-log.ts';
import { leaseIdOf } from '../../fakes/lease-records.ts';
import { settle } from '../../fakes/time.ts';

const hourMs = 3_600_000;

async function withLease(holder: LeaseHolder, work = leasesAtWork()) {
  const { lease } = await work.line.take(orderFor({}, { holder }), never);
  return { ...work, lease };
}

const ends = ({ told }: LeasesAtWork) => told.flatMap((event) => (event.type === 'ended' ? [event.how] : []));

test('a process that has ended is noticed within half a second, and one that took its pid is another', async () => {
  const work = leasesAtWork();
  const { pid, startTime } = work.processes.start(4711);
  await withLease({ kind: 'process', pid, startTime }, work);
  await work.time.advance(60_000);
  const before = ends(work);
  work.processes.start(4711, 2000);
  await work.time.advance(499);
  expect([before, ends(work), work.book.all()]).toEqual([[], ['process-gone'], []]);
});

test('without a lease there is no timer, and with one that only has a heartbeat no process is looked at', async () => {
  const work = leasesAtWork();
  work.holders.reconsider();
  const none = work.time.pendingMs;
  const first = work.processes.start(4711);
  const { lease } = await withLease({ kind: 'process', ...first }, work);
  const second = await withLease({ kind: 'heartbeat' }, work);
  await work.time.advance(1_000);
  await work.desk.end(lease.id, 'released');
  await work.time.advance(400);
  const looks = work.processes.looks.length;
  await work.time.advance(10_000);
  const later = work.processes.looks.length;
  await work.desk.end(second.lease.id, 'released');
  expect([none, looks > 0, later - looks, work.time.pendingMs]).toEqual([[], true, 0, []]);
});

test('a look that is under way when everything ends is not followed by two at a time', async () => {
  const held = Promise.withResolvers<undefined>();
  const work = leasesAtWork();
  const stamp = work.processes.start(4711);
  const endedOf = work.processes.endedOf.bind(work.processes);
  const { lease } = await withLease({ kind: 'process', ...stamp }, work);
  work.processes.endedOf = async (processes) => {
    await held.promise;
    return endedOf(processes);
  };
  await work.time.advance(400);
  await work.desk.end(lease.id, 'released');
  await withLease({ kind: 'process', ...stamp }, work);
  held.resolve(undefined);
  await settle();
  work.processes.looks.length = 0;
  await work.time.advance(1_600);
  expect(work.processes.looks).toHaveLength(4);
});

test('processes that cannot be looked at now are looked at again', async () => {
  const work = leasesAtWork();
  const stamp = work.processes.start(4711);
  const endedOf = work.processes.endedOf.bind(work.processes);
  await withLease({ kind: 'process', ...stamp }, work);
  work.processes.endedOf = () => Promise.reject(new Error('not now'));
  work.processes.end(4711);
  await work.time.advance(400);
  work.processes.endedOf = endedOf;
  await work.time.advance(400);
  expect([work.warnings.warnings, ends(work)]).toEqual([['processes were not looked at'], ['process-gone']]);
});

test('a heartbeat is worth an hour, and then the lease expires', async () => {
  const work = await withLease({ kind: 'heartbeat' });
  await work.time.advance(hourMs - 1);
  await work.desk.keepUntil(work.lease.id, work.time.nowMs() + hourMs);
  await work.time.advance(hourMs - 1);
  const before = ends(work);
  await work.time.advance(1);
  expect([before, ends(work)]).toEqual([[], ['expired']]);
});

test.each<[string, number]>([
  ['set back by a day', -24 * hourMs],
  ['set back by less than it lives', -hourMs / 2],
  ['set ahead', hourMs / 2],
])('with the clock %s nothing lives for more than two hours', async (_name, byMs) => {
  const work = await withLease({ kind: 'heartbeat' });
  await work.time.advance(hourMs / 4);
  work.time.setClock(byMs);
  await work.time.advance(2 * hourMs);
  expect([ends(work), work.book.all()]).toEqual([['expired'], []]);
});

test('a lease that is taken after the clock was set back keeps no earlier one alive', async () => {
  const work = await withLease({ kind: 'heartbeat' });
  await work.time.advance(hourMs / 4);
  work.time.setClock(-24 * hourMs);
  await withLease({ kind: 'heartbeat' }, work);
  await work.time.advance(hourMs);
  expect([ends(work), work.book.all()]).toEqual([['expired', 'expired'], []]);
});

test('a lease that was held goes on for an hour after that, whatever became of the clock meanwhile', async () => {
  const work = await withLease({ kind: 'heartbeat' });
  const stream = new AbortController();
  void work.holders.hold(work.lease.id, stream.signal);
  work.time.setClock(-24 * hourMs);
  stream.abort();
  await settle();
  await work.time.advance(hourMs);
  expect([ends(work), work.book.all()]).toEqual([['expired'], []]);
});

test('a held lease goes on with the clock set back', async () => {
  const work = await withLease({ kind: 'stream' });
  await withLease({ kind: 'heartbeat' }, work);
  void work.holders.hold(work.lease.id, never);
  work.time.setClock(-24 * hourMs);
  await work.time.advance(24 * hourMs);
  expect([ends(work), work.book.all().map(({ id }) => id)]).toEqual([['expired'], [work.lease.id]]);
});

test('a stream has ten seconds to hold its lease', async () => {
  const work = await withLease({ kind: 'stream' });
  await work.time.advance(9_999);
  const before = ends(work);
  await work.time.advance(1);
  expect([before, ends(work)]).toEqual([[], ['stream-closed']]);
});

test('a held lease lives as long as its stream, and ends when that closes', async () => {
  const work = await withLease({ kind: 'stream' });
  const stream = new AbortController();
  const held = work.holders.hold(work.lease.id, stream.signal);
  await work.time.advance(48 * hourMs);
  const before = ends(work);
  stream.abort();
  expect([before, await held, ends(work)]).toEqual([[], 'stream-closed', ['stream-closed']]);
});

test('a second stream takes the place of the first, whose end ends nothing any more', async () => {
  const work = await withLease({ kind: 'stream' });
  const [first, second] = [new AbortController(), new AbortController()];
  const one = work.holders.hold(work.lease.id, first.signal);
  const two = work.holders.hold(work.lease.id, second.signal);
  first.abort();
  await settle();
  const before = [await one, ends(work)];
  second.abort();
  expect([before, await two, ends(work)]).toEqual([['replaced', []], 'stream-closed', ['stream-closed']]);
});

test('a lease with a heartbeat that was held twice goes on for an hour after it, and no longer', async () => {
  const work = await withLease({ kind: 'heartbeat' });
  const [first, second] = [new AbortController(), new AbortController()];
  void work.holders.hold(work.lease.id, first.signal);
  await work.time.advance(2 * hourMs);
  void work.holders.hold(work.lease.id, second.signal);
  await work.time.advance(2 * hourMs);
  second.abort();
  await settle();
  const [left] = work.book.all().map(({ expiresAt }) => expiresAt - work.time.nowMs());
  await work.time.advance(hourMs);
  expect([left, ends(work)]).toEqual([hourMs, ['expired']]);
});

test('who holds a lease hears how it ended otherwise', async () => {
  const work = await withLease({ kind: 'stream' });
  const held = work.holders.hold(work.lease.id, never);
  await work.desk.end(work.lease.id, 'revoked');
  expect([await held, ends(work)]).toEqual(['revoked', ['revoked']]);
});

test('a stream that closes before it holds ends the lease all the same', async () => {
  const work = await withLease({ kind: 'stream' });
  expect([await work.holders.hold(work.lease.id, AbortSignal.abort()), ends(work)]).toEqual([
    'stream-closed',
    ['stream-closed'],
  ]);
});

test('there is nothing to hold of a lease that is gone', async () => {
  const { holders } = leasesAtWork();
  const failed = await holders.hold(leaseIdOf(7), never).catch(toFailure);
  expect(failed).toEqual(new Failure('broker/no-such-lease'));
});

test('a log that fails neither keeps a lease alive nor lets a held one go', async () => {
  const work = await withLease({ kind: 'stream' });
  work.log.failWith = new Failure('storage/write-failed');
  const stream = new AbortController();
  const held = work.holders.hold(work.lease.id, stream.signal);
  await work.time.advance(hourMs);
  const running = work.book.all().length;
  stream.abort();
  await settle();
  expect([running, await held, work.book.all(), work.warnings.warnings]).toEqual([
    1,
    'stream-closed',
    [],
    ['how long a lease lives was not written down', 'the end of a lease was not written down'],
  ]);
});

test('after a crash what has died meanwhile is ended at the first look, and the rest lives on', async () => {
  const before = leasesAtWork();
  const alive = before.processes.start(1);
  const dead = before.processes.start(2);
  for (const stamp of [alive, dead]) await withLease({ kind: 'process', ...stamp }, before);
  const { lease } = await withLease({ kind: 'stream' }, before);
  void before.holders.hold(lease.id, never);
  await settle();
  before.processes.end(2);
  const log = new MemoryLeaseLog(before.log.kept);
  const after = leasesAtWork({ log, processes: before.processes, time: before.time });
  before.holders.stop();
  await after.desk.restore();
  await after.holders.look();
  after.holders.reconsider();
  const first = after.book.all().map(({ holder }) => holder);
  await after.time.advance(10_000);
  expect([first, ends(after), after.book.all().map(({ holder }) => holder)]).toEqual([
    [{ kind: 'process', ...alive }, { kind: 'stream' }],
    ['process-gone', 'stream-closed'],
    [{ kind: 'process', ...alive }],
  ]);
});

test('after the end of the app nothing is looked at any more', async () => {
  const work = leasesAtWork();
  await withLease({ kind: 'process', ...work.processes.start(4711) }, work);
  work.holders.stop();
  work.holders.reconsider();
  expect([work.time.pendingMs, work.time.nowMs()]).toEqual([[], noonMs]);
});
