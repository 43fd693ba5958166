// The lease book: what it gives out and what it refuses, how records change it, and what each question costs.
import { describe, expect, test } from 'vitest';
import type { Day } from '../../../main/domain/lease-account.ts';
import { createLeaseBook, type LeaseBook } from '../../../main/domain/lease-book.ts';
import type { LeaseDecision } from '../../../main/domain/lease-decision.ts';
import type { AccountCapacity, Lease, LeaseRecord, LeaseWish } from '../../../main/domain/lease.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { noonMs as now } from '../../fakes/accounts.ts';
import {
  ada,
  capacity,
  dayOf,
  grantAll,
  hourMs,
  lease,
  leaseId,
  percent,
  tokens,
  wish,
} from './lease-samples.ts';

const midnight = dayOf(now).end;
const later = (ms: number): number => now + ms;

function bookWith(...leases: readonly Lease[]): LeaseBook {
  const book = createLeaseBook({ dayOf });
  grantAll(book, leases);
  return book;
}

const grantable = (
  value: number,
  basis: Lease['basis'],
  unit: 'percent' | 'tokens' = 'percent',
): LeaseDecision => ({
  kind: 'grantable',
  amount: { unit, value },
  basis,
});

const exceeded = (
  requested: number,
  available: number,
  unit: 'percent' | 'tokens' = 'percent',
): LeaseDecision => ({
  kind: 'refused',
  refusal: {
    code: 'quota/exceeded',
    requested: { unit, value: requested },
    available,
    resetsAt: now + hourMs,
  },
});

const daily = (requested: number, available: number): LeaseDecision => ({
  kind: 'refused',
  refusal: { code: 'quota/daily-limit', requested: percent(requested), available, resetsAt: midnight },
});

const full = (limit: number, running: number): LeaseDecision => ({
  kind: 'refused',
  refusal: { code: 'quota/concurrent-limit', limit, running },
});

const notFound = (unit: 'percent' | 'tokens'): LeaseDecision => ({
  kind: 'refused',
  refusal: { code: 'quota/not-found', unit },
});

type Case = readonly [string, readonly Lease[], LeaseWish, AccountCapacity, LeaseDecision];

const asked = (value: number): LeaseWish => wish({ estimate: percent(value) });
const both = { leftPercent: 50, leftTokens: 1_000_000 };

describe('a wish', () => {
  test.each<Case>([
    ['gets what it asks for', [], asked(7.5), capacity(), grantable(7.5, 'asked')],
    ['gets at least the least', [], asked(0.1), capacity(), grantable(1, 'asked')],
    ['gets the last of what is left', [], asked(50), capacity(), grantable(50, 'asked')],
    ['does not get what is reserved', [], asked(50.000001), capacity(), exceeded(50.000001, 50)],
    [
      'that is interactive gets what is reserved',
      [],
      wish({ estimate: percent(55), priority: 'interactive' }),
      capacity(),
      grantable(55, 'asked'),
    ],
    [
      'does not get what others may still use',
      [lease(1, { amount: percent(0.1) }), lease(2, { amount: percent(0.2) })],
      asked(49.8),
      capacity(),
      exceeded(49.8, 49.7),
    ],
    [
      'fits to the last millionth beside others, whatever their floating sum',
      [lease(1, { amount: percent(0.1) }), lease(2, { amount: percent(0.2) })],
      asked(49.7),
      capacity(),
      grantable(49.7, 'asked'),
    ],
    ['gets what was learnt', [], wish({ learnt: percent(4) }), capacity(), grantable(4, 'learnt')],
    [
      'gets what it asks for rather than what was learnt',
      [],
      wish({ estimate: percent(3), learnt: percent(4) }),
      capacity(),
      grantable(3, 'asked'),
    ],
    [
      'is refused when what was learnt is not left',
      [],
      wish({ learnt: percent(60) }),
      capacity(),
      exceeded(60, 50),
    ],
    [
      'gets the split when what was learnt is counted otherwise',
      [],
      wish({ learnt: tokens(4000) }),
      capacity(),
      grantable(5, 'split'),
    ],
    ['gets its part of what is left', [], wish(), capacity(), grantable(5, 'split')],
    [
      'gets its part among the places that are free',
      [lease(1), lease(2)],
      wish(),
      capacity(),
      grantable(3.75, 'split'),
    ],
    [
      'gets the least where its part is less',
      [],
      wish(),
      capacity({ leftPercent: 8 }),
      grantable(1, 'split'),
    ],
    [
      'is refused with less than the least left',
      [],
      wish(),
      capacity({ leftPercent: 5.999999 }),
      exceeded(1, 0.999999),
    ],
    [
      'is refused with nothing left, though nothing is the least',
      [],
      wish(),
      capacity({ leftPercent: 5 }, { leastPercent: 0 }),
      exceeded(0.000001, 0),
    ],
    [
      'never has less than nothing left',
      [lease(1, { amount: percent(90) })],
      asked(2),
      capacity(),
      exceeded(2, 0),
    ],
    [
      'for tokens gets tokens, without the reserve',
      [],
      wish({ estimate: tokens(900_000) }),
      capacity(both),
      grantable(900_000, 'asked', 'tokens'),
    ],
    [
      'for tokens is refused what is reserved of them',
      [lease(1, { amount: tokens(100_000) })],
      wish({ estimate: tokens(800_001) }),
      capacity(both),
      exceeded(800_001, 800_000, 'tokens'),
    ],
    [
      'for a few tokens gets the least in tokens',
      [],
      wish({ estimate: tokens(5) }),
      capacity(both),
      grantable(20_000, 'asked', 'tokens'),
    ],
    [
      'gets tokens where only those are counted',
      [],
      wish(),
      capacity({ leftPercent: null, leftTokens: 1005 }),
      grantable(100, 'split', 'tokens'),
    ],
    [
      'for tokens finds none where they are not counted',
      [],
      wish({ estimate: tokens(1) }),
      capacity(),
      notFound('tokens'),
    ],
    [
      'for percent finds none where only tokens are counted',
      [],
      asked(1),
      capacity({ leftPercent: null, leftTokens: 1000 }),
      notFound('percent'),
    ],
    [
      'waits for a place',
      [lease(1, { amount: percent(1) }), lease(2, { amount: percent(1) })],
      wish(),
      capacity({}, { concurrent: 2 }),
      full(2, 2),
    ],
    [
      'of an account billed by use reserves nothing',
      [],
      asked(7),
      capacity({ kind: 'unmetered', leftPercent: null }),
      grantable(0, 'unmetered'),
    ],
    [
      'of an account billed by use waits for a place',
      [lease(1, { amount: percent(0), basis: 'unmetered' })],
      wish(),
      capacity({ kind: 'unmetered', leftPercent: null }, { concurrent: 1 }),
      full(1, 1),
    ],
    [
      'gets what it asks for where nobody knows',
      [lease(1, { amount: percent(90) })],
      asked(40),
      capacity({ kind: 'unknown', leftPercent: null }),
      grantable(40, 'asked'),
    ],
    [
      'gets the least and nothing made up where nobody knows',
      [],
      wish({ learnt: percent(30) }),
      capacity({ kind: 'unknown', leftPercent: null }),
      grantable(1, 'split'),
    ],
    [
      'waits for a place where nobody knows',
      [lease(1)],
      wish(),
      capacity({ kind: 'unknown', leftPercent: null }, { concurrent: 1 }),
      full(1, 1),
    ],
    [
      'is refused what the day does not allow',
      [lease(1, { amount: percent(10) })],
      asked(10.5),
      capacity({}, { daily: percent(20) }),
      daily(10.5, 10),
    ],
    [
      'is refused what the day does not allow, where nobody knows what is left',
      [lease(1, { amount: percent(10) })],
      asked(10.5),
      capacity({ kind: 'unknown', leftPercent: null }, { daily: percent(20) }),
      daily(10.5, 10),
    ],
    [
      'is split by what the day allows',
      [lease(1, { amount: percent(10) })],
      wish(),
      capacity({ leftPercent: 100 }, { daily: percent(12) }),
      grantable(2, 'split'),
    ],
    [
      'does not count what was given out on other days',
      [lease(1, { amount: percent(20), grantedAt: now - 24 * hourMs })],
      asked(20),
      capacity({}, { daily: percent(20) }),
      grantable(20, 'asked'),
    ],
    [
      'is not held up by a daily limit in the other unit',
      [],
      asked(20),
      capacity({}, { daily: tokens(1) }),
      grantable(20, 'asked'),
    ],
  ])('%s', (_case, leases, wanted, left, expected) => {
    expect(bookWith(...leases).decide(wanted, left, now)).toEqual(expected);
  });

  test('of a process is refused when that one holds too many', () => {
    const holder = { kind: 'process', pid: 7, startTime: 1 } as const;
    const book = createLeaseBook({ dayOf, mostPerProcess: 1 });
    grantAll(book, [lease(1, { holder, amount: percent(1) })]);
    const decide = (startTime: number): LeaseDecision =>
      book.decide(wish({ holder: { ...holder, startTime } }), capacity(), now);
    expect([decide(1), decide(2).kind]).toEqual([full(1, 1), 'grantable']);
  });
});

describe('use', () => {
  const available = (book: LeaseBook, readAt: number, left = 55): number | null =>
    book.remaining(capacity({ readAt, leftPercent: left }), 'normal').percent;
  const used = (id: number, value: number, at: number): LeaseRecord => ({
    type: 'used',
    id: leaseId(id),
    used: value,
    at,
  });
  const ended = (id: number, at: number): LeaseRecord => ({
    type: 'ended',
    id: leaseId(id),
    how: 'released',
    at,
  });

  test('that was reported is not given out again before a reading shows it', () => {
    const book = bookWith(lease(1));
    book.apply(used(1, 4, later(10)));
    const whileRunning = [available(book, now), available(book, later(10)), available(book, later(11), 51)];
    book.apply(ended(1, later(20)));
    const afterwards = [available(book, now), available(book, later(10)), available(book, later(11), 51)];
    expect([whileRunning, afterwards]).toEqual([
      [40, 40, 40],
      [46, 46, 46],
    ]);
  });

  test('beyond what was reserved counts as well, but never takes from others twice', () => {
    const book = bookWith(lease(1));
    book.apply(used(1, 14, later(10)));
    expect([
      available(book, now),
      book.get(leaseId(1))?.used,
      book.reported(leaseId(1)),
      book.outstanding(ada),
    ]).toEqual([36, 10, 14, { percent: 0, tokens: 0, running: 1 }]);
  });

  test('that is said to be less than before changes nothing', () => {
    const book = bookWith(lease(1));
    const changed = [book.apply(used(1, 4, now)), book.apply(used(1, 3, now)), book.apply(used(1, 4, now))];
    expect([changed, book.reported(leaseId(1)), available(book, now)]).toEqual([[true, false, false], 4, 40]);
  });

  test('of a future that was a wrong clock is forgotten with the next reading', () => {
    const book = bookWith(lease(1));
    book.apply(used(1, 4, later(1000 * hourMs)));
    const before = available(book, later(10), 51);
    book.settle(ada, later(10), later(20));
    expect([before, available(book, later(10), 51)]).toEqual([36, 40]);
  });

  test('of an account billed by use stands nowhere as pending', () => {
    const book = bookWith(lease(1, { amount: percent(0), basis: 'unmetered' }));
    book.apply(used(1, 4, later(10)));
    expect([book.reported(leaseId(1)), available(book, now)]).toEqual([4, 50]);
  });

  const leftToday = (book: LeaseBook, at = now): unknown => {
    const unread = capacity({ kind: 'unknown', leftPercent: null }, { daily: percent(40) });
    const decision = book.decide(asked(100), unread, at);
    return decision.kind === 'refused' && 'available' in decision.refusal && decision.refusal.available;
  };

  test.each<[string, readonly LeaseRecord[], number]>([
    ['of which nothing was said is what was reserved', [ended(1, later(20))], 30],
    ['that was said to be nothing is nothing', [used(1, 0, later(10)), ended(1, later(20))], 40],
    ['is what was said at last', [used(1, 0, later(10)), used(1, 4, later(11)), ended(1, later(20))], 36],
    ['beyond what was reserved is all of it, while it runs', [used(1, 14, later(10))], 26],
    ['and afterwards', [used(1, 14, later(10)), ended(1, later(20))], 26],
    [
      'of which nothing was said is what a reading has told',
      [ended(1, later(20)), used(1, 3, later(30))],
      37,
    ],
    ['even more than was reserved', [ended(1, later(20)), used(1, 25, later(30))], 15],
    [
      'that was said is not told again by a reading',
      [used(1, 4, later(10)), ended(1, later(20)), used(1, 3, later(30))],
      36,
    ],
    ['is told by a reading once', [ended(1, later(20)), used(1, 3, later(30)), used(1, 9, later(40))], 37],
    [
      'is told of the last one alone',
      [ended(1, later(20)), { type: 'granted', lease: lease(2) }, ended(2, later(25)), used(1, 3, later(30))],
      20,
    ],
    [
      'is told by a reading also after one that was taken back',
      [
        ended(1, later(20)),
        { type: 'granted', lease: lease(2) },
        used(2, 0, later(25)),
        ended(2, later(25)),
        used(1, 3, later(30)),
      ],
      37,
    ],
  ])('of a day %s', (_case, records, left) => {
    const book = bookWith(lease(1));
    for (const record of records) book.apply(record);
    const again = createLeaseBook({ dayOf });
    for (const record of book.records()) again.apply(record);
    expect([leftToday(book), leftToday(again)]).toEqual([left, left]);
  });

  test('counts for the day in whichever time zone that is asked for', () => {
    let westMs = 0;
    const travelling = (at: number): Day => {
      const { start, end } = dayOf(at - westMs);
      return { start: start + westMs, end: end + westMs };
    };
    const book = createLeaseBook({ dayOf: travelling });
    grantAll(book, [lease(1)]);
    westMs = 5 * hourMs;
    book.apply(used(1, 4, later(10)));
    book.apply(ended(1, later(20)));
    grantAll(book, [lease(2, { grantedAt: later(13 * hourMs) })]);
    const leftAt = (at: number): unknown => {
      const unread = capacity({ kind: 'unknown', leftPercent: null }, { daily: percent(40) });
      const decision = book.decide(asked(100), unread, at);
      return decision.kind === 'refused' && 'available' in decision.refusal && decision.refusal.available;
    };
    expect([-8, 1, 16, 18].map((hours) => leftAt(later(hours * hourMs)))).toEqual([40, 26, 26, 40]);
  });

  test('counts for the day of the newest lease of it, also when it is read again', () => {
    let westMs = 0;
    const travelling = (at: number): Day => {
      const { start, end } = dayOf(at - westMs);
      return { start: start + westMs, end: end + westMs };
    };
    const book = createLeaseBook({ dayOf: travelling });
    for (const [each, at] of [-11 * hourMs, 8 * hourMs].entries()) {
      grantAll(book, [lease(each + 1, { grantedAt: later(at), amount: percent(20) })]);
      book.apply(used(each + 1, 20, later(at)));
      book.apply(ended(each + 1, later(at)));
      book.settle(lease(1).account, later(at + 1), later(at + 1));
    }
    const again = createLeaseBook({ dayOf: travelling });
    for (const record of book.records()) again.apply(record);
    westMs = 6 * hourMs;
    expect([book, again].map((each) => leftToday(each, later(9 * hourMs)))).toEqual([0, 0]);
  });

  test('of four zones in a day counts in each', () => {
    let eastMs = 0;
    const travelling = (at: number): Day => {
      const { start, end } = dayOf(at + eastMs);
      return { start: start - eastMs, end: end - eastMs };
    };
    const book = createLeaseBook({ dayOf: travelling });
    for (const zone of [0, 1, 2, 3]) {
      eastMs = zone * hourMs;
      grantAll(book, [lease(zone + 1, { grantedAt: later(zone), amount: percent(10) })]);
    }
    expect(leftToday(book)).toBe(0);
  });

  test('of an account billed by use counts for no day', () => {
    const book = bookWith(lease(1, { amount: percent(0), basis: 'unmetered' }));
    book.apply(used(1, 14, later(10)));
    book.apply(ended(1, later(20)));
    expect(leftToday(book)).toBe(40);
  });

  test('that was given back counts for the day no more, wherever it was reported', () => {
    const book = bookWith(lease(1), lease(2, { grantedAt: now - 24 * hourMs }));
    book.apply(used(1, 4, later(10)));
    book.apply(ended(1, later(20)));
    book.apply(ended(2, later(20)));
    const wanted = wish({ estimate: percent(17) });
    expect(book.decide(wanted, capacity({ leftPercent: 100 }, { daily: percent(20) }), later(30))).toEqual(
      daily(17, 16),
    );
  });
});

describe('after a switch', () => {
  const decideAt = (book: LeaseBook, ms: number): LeaseDecision => book.decide(wish(), capacity(), later(ms));

  test('leases of the account begin one by one for a minute', () => {
    const book = createLeaseBook({ dayOf });
    book.switched(ada, now);
    const first = decideAt(book, 0).kind;
    grantAll(book, [lease(1, { grantedAt: later(100) })]);
    const next = [decideAt(book, 100), decideAt(book, 349)];
    const afterwards = decideAt(book, 350).kind;
    grantAll(book, [lease(2, { grantedAt: later(59_900) })]);
    const ramp = { kind: 'later', at: later(350), why: 'ramp' };
    expect([first, next, afterwards, decideAt(book, 59_999).kind, decideAt(book, 60_000).kind]).toEqual([
      'grantable',
      [ramp, ramp],
      'grantable',
      'later',
      'grantable',
    ]);
  });

  test('nothing waits without a switch, for another account, or under a clock that was set back', () => {
    const book = bookWith(lease(1));
    const without = decideAt(book, 0).kind;
    book.switched(accountId('claude:bob'), now);
    const other = decideAt(book, 0).kind;
    book.switched(ada, now);
    grantAll(book, [lease(2, { grantedAt: later(1000) })]);
    expect([without, other, decideAt(book, 1000).kind, decideAt(book, 999).kind]).toEqual([
      'grantable',
      'grantable',
      'later',
      'grantable',
    ]);
  });

  test('who could have nothing anyway is told so', () => {
    const book = bookWith();
    book.switched(ada, now);
    grantAll(book, [lease(1)]);
    expect(book.decide(asked(45), capacity(), now)).toEqual(exceeded(45, 40));
  });
});

describe('records', () => {
  test('of what is not known, or was said before, change nothing', () => {
    const book = bookWith(lease(1));
    const before = book.records();
    const id = leaseId(9);
    const records: readonly LeaseRecord[] = [
      { type: 'granted', lease: lease(1, { amount: percent(40) }) },
      { type: 'used', id, used: 1, at: now },
      { type: 'heartbeat', id, expiresAt: now },
      { type: 'ended', id, how: 'expired', at: now },
      { type: 'heartbeat', id: leaseId(1), expiresAt: now + hourMs },
    ];
    expect([records.map((record) => book.apply(record)), book.records()]).toEqual([
      [false, false, false, false, false],
      before,
    ]);
  });

  test('bring no lease back that has ended', () => {
    const book = bookWith(lease(1));
    book.apply({ type: 'ended', id: leaseId(1), how: 'released', at: now });
    expect([book.apply({ type: 'granted', lease: lease(1) }), book.all()]).toEqual([false, []]);
  });

  test('say ended leases of a day in one, once a reading shows what they took', () => {
    const book = bookWith(...[1, 2, 3].map((number) => lease(number)));
    for (const number of [1, 2, 3]) {
      const id = leaseId(number);
      book.apply({ type: 'used', id, used: number, at: later(number) });
      book.apply({ type: 'ended', id, how: 'released', at: later(10) });
    }
    const pending = book.records().length;
    book.settle(ada, later(4), later(20));
    expect([pending, book.records()]).toEqual([
      9,
      [
        { type: 'granted', lease: lease(1, { amount: percent(6), used: 6 }) },
        { type: 'ended', id: leaseId(1), how: 'released', at: later(10) },
      ],
    ]);
  });

  test('never say more than a whole quota in one lease', () => {
    const book = bookWith();
    for (let number = 1; number <= 5; number += 1) {
      const id = leaseId(number);
      grantAll(book, [lease(number, { amount: percent(40), used: 40 })]);
      book.apply({ type: 'ended', id, how: 'released', at: now });
    }
    const amounts = book
      .records()
      .flatMap((record) => (record.type === 'granted' ? record.lease.amount.value : []));
    expect(amounts).toEqual([80, 80, 40]);
  });

  test('of days that are over are not kept', () => {
    const book = bookWith();
    for (let day = 0; day < 6; day += 1) {
      grantAll(book, [lease(day, { grantedAt: now + day * 24 * hourMs, amount: percent(1), used: 1 })]);
      book.apply({ type: 'ended', id: leaseId(day), how: 'released', at: now + day * 24 * hourMs });
    }
    expect(book.records().length).toBe(2 * 3);
  });
});

describe('questions', () => {
  const one = { pid: 7, startTime: 1 };
  const same = { pid: 7, startTime: 2 };
  const leases = [
    lease(1, { holder: { kind: 'process', ...one }, expiresAt: later(30) }),
    lease(2, { holder: { kind: 'process', ...one }, expiresAt: later(10) }),
    lease(3, {
      holder: { kind: 'process', ...same },
      expiresAt: later(20),
      account: accountId('claude:bob'),
    }),
    lease(4, { amount: tokens(500), used: 200, expiresAt: later(40) }),
  ];
  const numbers = (found: readonly Lease[]): readonly number[] => found.map(({ id }) => Number(id));

  test('are answered for accounts and processes', () => {
    const book = bookWith(...leases);
    expect([
      numbers(book.all()),
      numbers(book.ofAccount(ada)),
      book.outstanding(ada),
      numbers(book.ofProcess(one)),
      numbers(book.ofProcess(same)),
      book.processes(),
    ]).toEqual([[1, 2, 3, 4], [1, 2, 4], { percent: 20, tokens: 300, running: 3 }, [1, 2], [3], [one, same]]);
  });

  test('name a process as long as a lease lives with it', () => {
    const book = bookWith(...leases);
    book.apply({ type: 'ended', id: leaseId(1), how: 'process-gone', at: now });
    const before = book.processes();
    book.apply({ type: 'ended', id: leaseId(2), how: 'process-gone', at: now });
    expect([before, book.processes()]).toEqual([[one, same], [same]]);
  });

  test('say what has expired until it is ended, and what a heartbeat moved on', () => {
    const book = bookWith(...leases);
    book.apply({ type: 'heartbeat', id: leaseId(2), expiresAt: later(50) });
    book.apply({ type: 'heartbeat', id: leaseId(1), expiresAt: later(60) });
    book.apply({ type: 'heartbeat', id: leaseId(1), expiresAt: later(30) });
    const at = [book.nextExpiryAt(), numbers(book.expired(later(19))), numbers(book.expired(later(40)))];
    book.apply({ type: 'ended', id: leaseId(3), how: 'expired', at: later(40) });
    expect([...at, numbers(book.expired(later(40))), book.nextExpiryAt(), bookWith().nextExpiryAt()]).toEqual(
      [later(20), [], [3, 1, 4], [1, 4], later(30), null],
    );
  });

  test('cost much the same with ten thousand leases as with a hundred', () => {
    expect(roundMs(10_000) / roundMs(100)).toBeLessThan(10);
  });
});

/** The quickest of some rounds of all that happens to a lease, with so many others out. A linear book takes a hundredfold. */
function roundMs(count: number): number {
  const others = Array.from({ length: count }, (_empty, number) =>
    lease(number, {
      amount: percent(0.001),
      holder: { kind: 'process', pid: number, startTime: 1 },
      expiresAt: later(number + hourMs),
    }),
  );
  const book = bookWith(...others);
  for (const [index, { id }] of others.entries())
    book.apply({ type: 'used', id, used: 0.0005, at: later(index) });
  let number = count;
  const rounds = Array.from({ length: 8 }, () => {
    const startedAt = performance.now();
    for (const end = number + 200; number < end; number += 1) oneLife(book, number, later(number));
    return performance.now() - startedAt;
  });
  return Math.min(...rounds);
}

function oneLife(book: LeaseBook, number: number, at: number): void {
  const id = leaseId(number);
  book.decide(wish(), capacity({ readAt: at - 50 }, { concurrent: 1e6 }), at);
  grantAll(book, [lease(number)]);
  book.apply({ type: 'used', id, used: 1, at });
  book.apply({ type: 'heartbeat', id, expiresAt: at + hourMs });
  book.nextExpiryAt();
  book.expired(at);
  book.apply({ type: 'ended', id, how: 'released', at });
}
