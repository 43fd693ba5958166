// Who waits for a lease: priorities, first come first served, nobody for ever, and until when about.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountId } from '../../../main/domain/ids.ts';
import { etaOf, type RunningWork, type Wait } from '../../../main/domain/lease-eta.ts';
import { createLeaseQueue, type LeaseQueue, type QueuedWish } from '../../../main/domain/lease-queue.ts';
import { leasePriorities, type LeasePriority } from '../../../main/domain/lease.ts';
import { noonMs as now } from '../../fakes/accounts.ts';
import { ada, percent } from './lease-samples.ts';

const bob = accountId('claude:bob');
const minuteMs = 60_000;

type Arrival = readonly [
  id: string,
  priority: LeasePriority,
  minutes: number,
  accounts?: QueuedWish['accounts'],
];

function queueOf(...arrivals: readonly Arrival[]): LeaseQueue {
  const queue = createLeaseQueue();
  for (const [id, priority, minutes, accounts = [ada]] of arrivals)
    queue.add({ id, priority, accounts, since: now + minutes * minuteMs });
  return queue;
}

const ids = (queue: LeaseQueue): readonly string[] => queue.all().map(({ id }) => id);

describe('the queue', () => {
  test.each<[string, readonly Arrival[], readonly string[]]>([
    [
      'goes by priority, and within one by arrival',
      [
        ['b1', 'background', 0],
        ['n1', 'normal', 0],
        ['i1', 'interactive', 1],
        ['n2', 'normal', 1],
        ['i2', 'interactive', 1],
      ],
      ['i1', 'i2', 'n1', 'n2', 'b1'],
    ],
    [
      'lets nobody wait for ever: two minutes are worth a level',
      [
        ['b', 'background', 0],
        ['n', 'normal', 1.9],
        ['n late', 'normal', 2.1],
        ['i', 'interactive', 3.8],
        ['i late', 'interactive', 4],
      ],
      ['i', 'n', 'b', 'i late', 'n late'],
    ],
    [
      'goes by arrival when the clock is set back',
      [
        ['first', 'normal', 10],
        ['second', 'normal', 0],
      ],
      ['first', 'second'],
    ],
    [
      'keeps who waits already where it is',
      [
        ['n1', 'normal', 0],
        ['n2', 'normal', 0],
        ['n1', 'interactive', 0],
      ],
      ['n1', 'n2'],
    ],
  ])('%s', (_case, arrivals, expected) => {
    expect(ids(queueOf(...arrivals))).toEqual(expected);
  });

  test('holds nobody up who can use another account', () => {
    const queue = queueOf(
      ['a1', 'normal', 0],
      ['a2', 'interactive', 0],
      ['either', 'normal', 1, [ada, bob]],
      ['b', 'background', 0, [bob]],
    );
    const before = [
      queue.first(ada)?.id,
      queue.first(bob)?.id,
      ['a1', 'a2', 'either', 'b', 'nobody'].map((id) => queue.position(id)),
      queue.positionAt('either', ada),
      queue.positionAt('b', ada),
    ];
    queue.remove('either');
    expect([...before, queue.first(bob)?.id, queue.remove('either'), queue.size]).toEqual([
      'a2',
      'either',
      [2, 1, 1, 2, undefined],
      3,
      undefined,
      'b',
      false,
      3,
    ]);
  });

  test('forgets an account that nobody waits for', () => {
    const queue = queueOf(['a', 'normal', 0], ['b', 'normal', 0, [bob]]);
    queue.remove('a');
    expect([queue.accounts(), queue.first(ada)]).toEqual([[bob], undefined]);
  });

  test('is the sorted list of those who wait, whoever comes and leaves', () => {
    const step = fc.record({
      comes: fc.boolean(),
      priority: fc.constantFrom(...leasePriorities),
      account: fc.constantFrom([ada], [bob], [ada, bob]),
      minutes: fc.nat({ max: 2 }),
      leaves: fc.nat({ max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const queue = createLeaseQueue();
        let waiting: (QueuedWish & { turn: number })[] = [];
        let at = now;
        steps.forEach(({ comes, priority, account, minutes, leaves }, index) => {
          at += minutes * minuteMs;
          const leaving = comes ? undefined : waiting[leaves % Math.max(1, waiting.length)];
          if (leaving !== undefined) queue.remove(leaving.id);
          waiting = waiting.filter((each) => each !== leaving);
          if (!comes) return;
          const wanted = { id: String(index), priority, accounts: account, since: at };
          queue.add(wanted);
          waiting.push({ ...wanted, turn: at + leasePriorities.indexOf(priority) * 2 * minuteMs });
          waiting = waiting.toSorted((one, other) => one.turn - other.turn);
        });
        const lines = [ada, bob].map((account) =>
          waiting.filter(({ accounts }) => accounts.includes(account)),
        );
        expect({
          all: ids(queue),
          first: [queue.first(ada)?.id, queue.first(bob)?.id],
          positions: lines.map((line, index) =>
            line.map(({ id }) => queue.positionAt(id, [ada, bob][index] ?? ada)),
          ),
        }).toEqual({
          all: waiting.map(({ id }) => id),
          first: lines.map((line) => line[0]?.id),
          positions: lines.map((line) => line.map((_each, index) => index + 1)),
        });
      }),
    );
  });
});

const work = (startedMinutes: number, usualMinutes: number | null, givesBack = 0): RunningWork => ({
  grantedAt: now + startedMinutes * minuteMs,
  usualMs: usualMinutes === null ? null : usualMinutes * minuteMs,
  givesBack,
});

describe('the wait', () => {
  const full = { code: 'quota/concurrent-limit', limit: 3, running: 3 } as const;
  const running = [work(-5, 20), work(-5, null), work(-5, 7), work(-9, 3)];
  const spent = {
    code: 'quota/exceeded',
    requested: percent(5),
    available: 1,
    resetsAt: now + 30 * minuteMs,
  } as const;
  const returning = [work(-5, 10, 4), work(-5, 15, 5), work(-5, null, 50)];

  test.each<[string, Wait, number | null]>([
    ['for a place ends with the running work, overdue work first', { position: 1, why: full, running }, 0],
    ['for the second place ends with the second of them', { position: 2, why: full, running }, 2],
    ['for the third with the third', { position: 3, why: full, running }, 15],
    [
      'for more places than are known to come ends nobody knows when',
      { position: 4, why: full, running },
      null,
    ],
    [
      'for a place takes longer when more run than may',
      { position: 1, why: { ...full, running: 4 }, running },
      2,
    ],
    ['for quota ends when enough is given back', { position: 1, why: spent, running: returning }, 5],
    ['for quota includes what those before take', { position: 2, why: spent, running: returning }, 10],
    ['for quota ends at the reset', { position: 3, why: spent, running: returning }, 30],
    [
      'for quota without a reset ends nobody knows when',
      { position: 3, why: { ...spent, resetsAt: null }, running },
      null,
    ],
    [
      'for the next day ends at midnight',
      {
        position: 3,
        why: {
          code: 'quota/daily-limit',
          requested: percent(5),
          available: 1,
          resetsAt: now + 60 * minuteMs,
        },
        running,
      },
      60,
    ],
    [
      'for the ramp ends after those before',
      { position: 3, why: { code: 'ramp', at: now + minuteMs, stepMs: minuteMs }, running },
      3,
    ],
    [
      'for what is not counted never ends',
      { position: 1, why: { code: 'quota/not-found', unit: 'tokens' }, running },
      null,
    ],
    ['never ended in the past', { position: 1, why: { ...spent, resetsAt: now - minuteMs }, running: [] }, 0],
  ])('%s', (_case, wait, minutes) => {
    expect(etaOf(wait, now)).toBe(minutes === null ? null : now + minutes * minuteMs);
  });
});
