// Leases are written down before they are told of, and given by the rules of every choice.
import { expect, test } from 'vitest';
import { Failure, toFailure } from '../../../main/domain/failure.ts';
import { claudeId } from '../../fakes/accounts.ts';
import {
  ada,
  bob,
  cleo,
  courseMoved,
  dan,
  environmentFor,
  leasesAtWork,
  never,
  orderFor,
  percent,
  type LeasesAtWork,
} from '../../fakes/agents.ts';
import { leaseIdOf } from '../../fakes/lease-records.ts';
import { MemoryLeaseLog } from '../../fakes/lease-log.ts';
import { settle } from '../../fakes/time.ts';
import type { LeaseOrder } from '../../../main/flows/lease-desk.ts';

const nobodyWaits: ReadonlySet<never> = new Set();
const full = new Failure('storage/write-failed', { subject: 'leases' });
const atOnce = async (): Promise<void> => undefined;

async function give({ desk }: LeasesAtWork, order: LeaseOrder = orderFor()) {
  const room = desk.room(order, nobodyWaits);
  if (room.kind !== 'grantable') throw room.kind === 'refused' ? room.failure : new Error(room.kind);
  return desk.give(order, room);
}

/** Who would get it, and why; or why not. */
function looked({ desk }: LeasesAtWork, order: LeaseOrder) {
  const room = desk.room(order, nobodyWaits);
  if (room.kind === 'later') return room;
  if (room.kind === 'grantable') return [room.choice.account.label, room.choice.fallenBack];
  const { code, subject, figures } = room.failure;
  return [code, subject, figures];
}

test('a lease is told of when the log has it, and not a moment before', async () => {
  const work = leasesAtWork();
  const held = Promise.withResolvers<undefined>();
  work.log.held = held.promise;
  let isGiven = false;
  const given = give(work).then(() => {
    isGiven = true;
  });
  await settle();
  const before = [isGiven, work.told.length, work.log.kept.length, work.given().length];
  held.resolve(undefined);
  await given;
  expect([before, isGiven, work.told.length, work.log.kept.length]).toEqual([[false, 0, 0, 1], true, 1, 1]);
});

test('where the log fails nothing is given, nobody hears of it, and all of it is free again', async () => {
  const work = leasesAtWork();
  work.log.failWith = full;
  const order = orderFor({}, { estimate: percent(100) });
  const failed = await give(work, order).catch(toFailure);
  work.log.failWith = undefined;
  expect([failed, work.told, work.book.all(), looked(work, order)]).toEqual([full, [], [], ['ada', false]]);
});

test('a lease that ends while it is written down is given to nobody, and neither begin nor end is told', async () => {
  const work = leasesAtWork();
  const held = Promise.withResolvers<undefined>();
  work.log.held = held.promise;
  const given = give(work).catch(toFailure);
  const ended = work.desk.end(leaseIdOf(1), 'revoked');
  held.resolve(undefined);
  await ended;
  expect([toFailure(await given).code, work.told, work.log.kept.map(({ type }) => type)]).toEqual([
    'broker/lease-ended',
    [],
    ['granted', 'used', 'ended'],
  ]);
});

test('of several written down together none is given when one of them has ended meanwhile', async () => {
  const work = leasesAtWork();
  const held = Promise.withResolvers<undefined>();
  work.log.held = held.promise;
  const given = work.desk.giveAllOrNone([orderFor(), orderFor()], () => nobodyWaits, atOnce).catch(toFailure);
  await settle();
  const ended = work.desk.end(leaseIdOf(1), 'revoked');
  held.resolve(undefined);
  await ended;
  const failure = await given;
  const records = work.log.kept.map((record) => [record.type, 'id' in record && record.id]);
  expect([failure instanceof Failure && failure.code, work.told, work.book.all(), records]).toEqual([
    'broker/lease-ended',
    [],
    [],
    [
      ['granted', false],
      ['granted', false],
      ['used', leaseIdOf(1)],
      ['ended', leaseIdOf(1)],
      ['used', leaseIdOf(2)],
      ['ended', leaseIdOf(2)],
    ],
  ]);
});

test.each([
  ['an account without room is passed over for another of its provider', {}, { ada: 97 }, {}, ['bob', true]],
  [
    'and that for another provider where the program can use it',
    {},
    { ada: 97, bob: 98 },
    {},
    ['cleo', true],
  ],
  [
    'but never for one that the program cannot use, and the first account says why',
    { environment: environmentFor([claudeId]) },
    { ada: 97, bob: 99 },
    {},
    ['quota/exceeded', 'ada', { unit: 'percent', requested: 5, available: 3 }],
  ],
  [
    'nor for another account where that is not allowed',
    { environment: environmentFor([claudeId]) },
    { ada: 97 },
    { otherAccounts: { [claudeId]: false } },
    ['quota/exceeded', 'ada', { unit: 'percent', requested: 5, available: 3 }],
  ],
  [
    'nor from a provider that may not fall back',
    {},
    { ada: 97, bob: 98 },
    { fallBackFrom: { [claudeId]: false } },
    ['quota/exceeded', 'ada', { unit: 'percent', requested: 5, available: 3 }],
  ],
  [
    'an account that was named is never replaced',
    { account: bob.account.id },
    { bob: 98 },
    {},
    ['quota/exceeded', 'bob', { unit: 'percent', requested: 5, available: 2 }],
  ],
  [
    'nor one that a folder belongs to',
    { folders: ['/home/ada/work/deep'] },
    { dan: 98 },
    { folderRules: [{ folder: '/home/ada/work', account: dan.account.id }] },
    ['quota/exceeded', 'dan', { unit: 'percent', requested: 5, available: 2 }],
  ],
  [
    'a folder has its account whatever is preferred',
    { folders: ['/home/ada/work'] },
    {},
    { folderRules: [{ folder: '/home/ada/work', account: dan.account.id }] },
    ['dan', false],
  ],
])('%s', (_name, wish, used, settings, expected) => {
  const work = leasesAtWork({ read: { ada: 0, bob: 0, cleo: 0, dan: 0, ...used }, settings });
  expect(looked(work, orderFor(wish, { estimate: percent(5) }))).toEqual(expected);
});

test('all or none: those before the one without room are free again, and each hears why', async () => {
  const work = leasesAtWork({ read: { ada: 50 }, entries: [ada] });
  const third = orderFor({}, { estimate: percent(20) });
  const orders = [third, third, third];
  const answers = await work.desk.giveAllOrNone(orders, () => nobodyWaits, atOnce);
  expect([
    answers.map((each) => each instanceof Failure && [each.code, each.figures?.available, each.detail]),
    work.book.outstanding(ada.account.id),
    work.log.kept,
    work.told,
  ]).toEqual([
    [
      ['quota/exceeded', undefined, 'not all of them at once'],
      ['quota/exceeded', undefined, 'not all of them at once'],
      ['quota/exceeded', 10, undefined],
    ],
    { percent: 0, tokens: 0, running: 0 },
    [],
    [],
  ]);
});

test('all or none: none is given where the log fails', async () => {
  const work = leasesAtWork();
  work.log.failWith = full;
  const answers = await work.desk
    .giveAllOrNone([orderFor(), orderFor()], () => nobodyWaits, atOnce)
    .catch(toFailure);
  expect([answers, work.book.all(), work.told]).toEqual([full, [], []]);
});

test('all of them are written down in one go, and after a switch one by one', async () => {
  const work = leasesAtWork({ entries: [ada, bob] });
  work.store.dispatch(courseMoved({ standIns: { [claudeId]: bob.account.id } }));
  await work.line.take(orderFor({ account: bob.account.id }), never);
  const orders = [1, 2].map(() => orderFor({ account: bob.account.id }, { estimate: percent(1) }));
  const answers = work.line.batch(orders, 'all', never);
  await work.time.advance(249);
  const early = work.log.groups.length;
  await work.time.advance(251);
  const given = await answers;
  const now = work.time.nowMs();
  expect([
    early,
    given.map((each) => !(each instanceof Failure) && each.lease.expiresAt - now),
    work.log.groups.map((group) => group.length),
  ]).toEqual([1, [3_600_000, 3_600_000], [1, 2]]);
});

test('a restart brings back what runs, and of a log that cannot be written anew as well', async () => {
  const first = leasesAtWork();
  const { lease } = await give(first, orderFor({}, { estimate: percent(30) }));
  await first.desk.use(lease.id, 10);
  const { lease: gone } = await give(first);
  await first.desk.end(gone.id, 'released');
  const log = new MemoryLeaseLog(first.log.kept);
  log.failWith = full;
  const second = leasesAtWork({ log, time: first.time });
  const failed = await second.desk.restore().catch(toFailure);
  expect([failed, second.book.all(), second.book.outstanding(ada.account.id)]).toEqual([
    full,
    [{ ...lease, used: 10 }],
    { percent: 20, tokens: 0, running: 1 },
  ]);
});

test('what was not used is given back at the end, and the end of one that is gone gives nothing', async () => {
  const work = leasesAtWork();
  const { lease } = await give(work, orderFor({}, { estimate: percent(30) }));
  await work.desk.use(lease.id, 12);
  const last = [await work.desk.end(lease.id, 'released'), await work.desk.end(lease.id, 'released')];
  const ended = work.told.at(-1);
  expect([last, ended?.type === 'ended' && [ended.how, ended.reported], work.book.all()]).toEqual([
    [percent(18), undefined],
    ['released', 12],
    [],
  ]);
});

const onlyAda = { account: ada.account.id };
const tenPercent = orderFor(onlyAda, { estimate: percent(10) });
const twentyADay = { entries: [ada], settings: { dailyLimits: { [ada.account.id]: percent(20) } } };

const minuteMs = 60_000;

/** An agent that works for five minutes, tells nothing of it, and has really taken so much; or why there was none. */
async function silentAgent(
  work: LeasesAtWork,
  before: number,
  took: number,
  { readMsBefore = 0, readMsAfter = 2_000 } = {},
): Promise<unknown> {
  work.read(ada, before);
  await work.time.advance(readMsBefore);
  const given = await give(work, tenPercent).catch(toFailure);
  if (given instanceof Failure) return [given.code, given.figures?.available];
  await work.time.advance(5 * minuteMs);
  await work.desk.end(given.lease.id, 'process-gone');
  await work.time.advance(readMsAfter);
  work.read(ada, before + took);
  return 'given';
}

test.each([
  ['at once', {}],
  ['11 minutes before them', { readMsBefore: 11 * minuteMs }],
  ['11 minutes after them', { readMsAfter: 11 * minuteMs }],
])(
  'a daily limit holds for agents that tell nothing: what the readings around them show counts, %s',
  async (_when, readings) => {
    const work = leasesAtWork(twentyADay);
    const each: unknown[] = [];
    for (const used of [0, 4, 8, 12]) {
      each.push(await silentAgent(work, used, 4, readings));
      await work.time.advance(1_000);
    }
    expect(each).toEqual(['given', 'given', 'given', ['quota/daily-limit', 8]]);
  },
);

test('what the person took meanwhile is no more than was reserved for the agent', async () => {
  const work = leasesAtWork(twentyADay);
  await silentAgent(work, 0, 40, { readMsBefore: 11 * minuteMs });
  expect(looked(work, tenPercent)).toEqual(['ada', false]);
});

test('and where no reading can tell it, what was reserved for them, after a restart too', async () => {
  const work = leasesAtWork(twentyADay);
  const both = [await give(work, tenPercent), await give(work, tenPercent)];
  for (const { lease } of both) await work.desk.end(lease.id, 'process-gone');
  work.read(ada, 3);
  const again = leasesAtWork({ ...twentyADay, log: new MemoryLeaseLog(work.log.kept), time: work.time });
  await again.desk.restore();
  const refused = ['quota/daily-limit', 'ada', { unit: 'percent', requested: 10, available: 0 }];
  expect([looked(work, tenPercent), looked(again, tenPercent)]).toEqual([refused, refused]);
});

test('what a reading has told is known after a restart', async () => {
  const work = leasesAtWork(twentyADay);
  const each = [await silentAgent(work, 0, 1), await silentAgent(work, 1, 7)];
  const again = leasesAtWork({ ...twentyADay, log: new MemoryLeaseLog(work.log.kept), time: work.time });
  await again.desk.restore();
  const order = orderFor(onlyAda, { estimate: percent(13) });
  const refused = ['quota/daily-limit', 'ada', { unit: 'percent', requested: 13, available: 12 }];
  expect([each, looked(work, order), looked(again, order)]).toEqual([['given', 'given'], refused, refused]);
});

test('what nobody was told of takes nothing of a day', async () => {
  const work = leasesAtWork(twentyADay);
  await work.desk.giveAllOrNone([tenPercent, tenPercent, tenPercent], () => nobodyWaits, atOnce);
  work.log.failWith = full;
  await give(work, tenPercent).catch(toFailure);
  expect(looked(work, orderFor(onlyAda, { estimate: percent(20) }))).toEqual(['ada', false]);
});

test.each(['use', 'keepUntil'] as const)('there is nothing to %s of a lease that is gone', async (what) => {
  const work = leasesAtWork();
  expect(toFailure(await work.desk[what](leaseIdOf(9), 1).catch(toFailure))).toEqual(
    new Failure('broker/no-such-lease'),
  );
});

test('a lease that ends while its use is written down was used all the same', async () => {
  const work = leasesAtWork();
  const { lease } = await give(work, orderFor({}, { estimate: percent(30) }));
  const [used] = await Promise.all([work.desk.use(lease.id, 7), work.desk.end(lease.id, 'released')]);
  expect([used.used, work.told.at(-1)]).toMatchObject([7, { type: 'ended', reported: 7 }]);
});

test('accounts that others wait for are passed over, and with nothing else it says so', () => {
  const work = leasesAtWork();
  const closed = new Set([ada.account.id, bob.account.id]);
  const other = work.desk.room(orderFor(), closed);
  const none = work.desk.room(orderFor({ account: ada.account.id }), closed);
  expect([
    other.kind === 'grantable' && other.choice.account,
    none.kind === 'refused' && [none.failure.code, none.failure.detail],
  ]).toEqual([cleo.account, ['quota/concurrent-limit', 'others wait already']]);
});
