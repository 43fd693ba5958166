// What finished work has taken: as it said itself, or by the readings before and after it.
import { expect, test } from 'vitest';
import { claudeId, noonMs, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { ada, bob, leasesAtWork, never, orderFor, percent, type LeasesAtWork } from '../../fakes/agents.ts';
import { leaseIdOf } from '../../fakes/lease-records.ts';
import type { FinishedWork } from '../../../main/ports.ts';
import type { Lease } from '../../../main/domain/lease.ts';

const minute = 60_000;
const review = { provider: claudeId, task: 'review' };

async function begin(work: LeasesAtWork, account = ada): Promise<Lease> {
  const order = orderFor(
    { account: account.account.id },
    { estimate: percent(10), agent: { label: 'claude', task: 'review' } },
  );
  return (await work.line.take(order, never)).lease;
}

const windowId = quotaWindow().id;
const kept = ({ notes }: LeasesAtWork) =>
  notes.kept.map((work) => [work.task, work.unit, work.windowId, work.used, work.lengthMs]);

/** A lease of five minutes on an account of which 20 percent are used before, and a reading a minute after it. */
async function fiveMinutes({
  during = () => undefined,
  after = (work) => {
    work.read(ada, 27);
  },
}: {
  during?: (work: LeasesAtWork) => Promise<void> | undefined;
  after?: (work: LeasesAtWork) => Promise<void> | void;
}): Promise<LeasesAtWork> {
  const work = leasesAtWork({ read: { ada: 20, bob: 0 } });
  const lease = await begin(work);
  await work.time.advance(5 * minute);
  await during(work);
  await work.desk.end(lease.id, 'released');
  await work.time.advance(minute);
  await after(work);
  await work.time.advance(minute);
  return work;
}

const measured = [['review', 'percent', windowId, 7, 5 * minute]];

test('what it has said itself counts, even above what it had reserved', async () => {
  const work = leasesAtWork();
  const lease = await begin(work);
  await work.desk.use(lease.id, 12.5);
  await work.time.advance(minute);
  await work.desk.end(lease.id, 'released');
  await work.time.advance(1_000);
  expect(kept(work)).toEqual([['review', 'percent', windowId, 12.5, minute]]);
});

test('percent that it has said are those of the window by which it was given out', async () => {
  const work = leasesAtWork({ read: { ada: 20 } });
  const lease = await begin(work);
  await work.desk.use(lease.id, 5);
  work.store.dispatch({
    type: 'quota.read',
    sample: sampleOf(
      ada,
      [quotaWindow({ usedPercent: 25 }), quotaWindow({ id: 'weekly', usedPercent: 60 })],
      work.time.nowMs() + 1,
    ),
  });
  await work.time.advance(minute);
  await work.desk.end(lease.id, 'released');
  await work.time.advance(1_000);
  expect(kept(work)).toEqual([['review', 'percent', windowId, 5, minute]]);
});

test('of one that has said nothing, the difference of the readings before and after it counts', async () => {
  expect(kept(await fiveMinutes({}))).toEqual(measured);
});

test('a reset that the provider computes anew wanders by a little and is the same', async () => {
  const after = (work: LeasesAtWork): void => {
    work.read(ada, 27, { resetsAt: noonMs + 60 * minute + 1_500 });
  };
  expect(kept(await fiveMinutes({ after }))).toEqual(measured);
});

test('a reading of another account says nothing', async () => {
  const after = (work: LeasesAtWork): void => {
    work.read(bob, 30);
    work.read(ada, 27);
  };
  expect(kept(await fiveMinutes({ after }))).toEqual(measured);
});

test.each<[string, Parameters<typeof fiveMinutes>[0]]>([
  [
    'a reset in between',
    {
      after: (work) => {
        work.read(ada, 27, { resetsAt: noonMs + 300 * minute });
      },
    },
  ],
  [
    'another window that has become the fullest',
    {
      after: (work) => {
        work.read(ada, 27, { id: 'weekly' });
      },
    },
  ],
  [
    'another lease of the account at the same time',
    {
      during: async (work) => {
        const other = await begin(work);
        await work.desk.end(other.id, 'released');
      },
    },
  ],
  [
    'another lease before the reading',
    {
      after: async (work) => {
        await begin(work);
        work.read(ada, 27);
      },
    },
  ],
  [
    'a reading that comes too late',
    {
      after: async (work) => {
        await work.time.advance(10 * minute);
        work.read(ada, 27);
      },
    },
  ],
  [
    'a sign-out before the reading',
    {
      after: (work) => {
        work.store.dispatch({ type: 'account.signed-out', account: ada.account.id });
        work.store.dispatch({ type: 'account.signed-in', account: ada.account });
        work.read(ada, 27);
      },
    },
  ],
])('%s: nothing is learnt', async (_name, given) => {
  expect(kept(await fiveMinutes(given))).toEqual([]);
});

test('a reading from before its end says nothing, the next one does', async () => {
  const work = leasesAtWork({ read: { ada: 20 } });
  const lease = await begin(work);
  await work.time.advance(5 * minute);
  const early = sampleOf(ada, [quotaWindow({ usedPercent: 25 })], work.time.nowMs() - 1);
  await work.desk.end(lease.id, 'released');
  work.store.dispatch({ type: 'quota.read', sample: early });
  await work.time.advance(minute);
  work.read(ada, 27);
  await work.time.advance(minute);
  expect(kept(work)).toEqual(measured);
});

test('one that runs since before this start keeps others from being measured', async () => {
  const work = leasesAtWork({ read: { ada: 20 } });
  const [one, other] = [await begin(work), await begin(work)];
  for (const { id } of [one, other]) await work.desk.end(id, 'released');
  work.learn.resumed({ ...one, id: leaseIdOf(99) });
  const lease = await begin(work);
  await work.desk.end(lease.id, 'released');
  await work.time.advance(minute);
  work.read(ada, 27);
  await work.time.advance(minute);
  expect(kept(work)).toEqual([]);
});

test.each([
  [10, measured],
  [10.1, []],
])('a reading of %d minutes before the beginning: what is learnt', async (minutes, expected) => {
  const work = leasesAtWork({ read: { ada: 20 } });
  await work.time.advance(minutes * minute);
  const lease = await begin(work);
  await work.time.advance(5 * minute);
  await work.desk.end(lease.id, 'released');
  await work.time.advance(minute);
  work.read(ada, 27);
  await work.time.advance(minute);
  expect(kept(work)).toEqual(expected);
});

test('tokens are of no window', async () => {
  const work = leasesAtWork();
  work.learn.ended({ ...(await begin(work)), amount: { unit: 'tokens', value: 900 } }, 700);
  await work.time.advance(minute);
  expect(kept(work)).toEqual([['review', 'tokens', undefined, 700, 0]]);
});

test('what is billed by use is not learnt from', async () => {
  const work = leasesAtWork();
  work.learn.ended({ ...(await begin(work)), basis: 'unmetered' }, 3);
  await work.time.advance(minute);
  expect(kept(work)).toEqual([]);
});

test('an estimate rests on what was kept and on what has ended since', async () => {
  const work = leasesAtWork();
  const seen = (used: number): FinishedWork => ({
    at: noonMs - minute,
    provider: claudeId,
    task: 'review',
    unit: 'percent',
    windowId,
    used,
    lengthMs: minute,
  });
  work.notes.kept.push(seen(4), seen(6));
  await work.learn.load();
  const before = [work.learn.estimate(review, ada.account.id), work.learn.usualMs(review)];
  const lease = await begin(work);
  await work.desk.use(lease.id, 8);
  await work.time.advance(minute);
  await work.desk.end(lease.id, 'released');
  await work.time.advance(6_000);
  expect([before, work.learn.estimate(review, ada.account.id), work.learn.usualMs(review)]).toEqual([
    [undefined, null],
    { unit: 'percent', usual: 6, cautious: 8, seen: 3 },
    minute,
  ]);
});

test('percent of one window are no estimate while another one is the fullest', async () => {
  const work = leasesAtWork({ read: {} });
  work.notes.kept.push(
    ...[1, 2, 3].map((number): FinishedWork => ({
      at: noonMs - number * minute,
      provider: claudeId,
      task: 'review',
      unit: 'percent',
      windowId: 'five-hour',
      used: 30,
      lengthMs: minute,
    })),
  );
  await work.learn.load();
  const estimateWhere = (weekly: number): unknown => {
    const windows = [
      quotaWindow({ id: 'five-hour', usedPercent: 40 }),
      quotaWindow({ id: 'weekly', usedPercent: weekly }),
    ];
    work.store.dispatch({ type: 'quota.read', sample: sampleOf(ada, windows, work.time.nowMs()) });
    return work.learn.estimate(review, ada.account.id);
  };
  expect([estimateWhere(20), estimateWhere(75), work.learn.usualMs(review)]).toEqual([
    { unit: 'percent', usual: 30, cautious: 30, seen: 3 },
    undefined,
    minute,
  ]);
});

test('what ended a moment before the end of the app is kept', async () => {
  const work = leasesAtWork();
  const lease = await begin(work);
  await work.desk.use(lease.id, 8);
  await work.desk.end(lease.id, 'released');
  work.learn.stop();
  expect(kept(work)).toEqual([['review', 'percent', windowId, 8, 0]]);
});
