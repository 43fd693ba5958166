// Whatever happens in whatever order: never more is given out than there is, decisions are those of a slow and plain model,
// and the records make the same book again.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLeaseBook, type LeaseBook } from '../../../main/domain/lease-book.ts';
import type { LeaseDecision } from '../../../main/domain/lease-decision.ts';
import type { AccountCapacity, Lease, LeaseRecord, LeaseWish } from '../../../main/domain/lease.ts';
import { noonMs } from '../../fakes/accounts.ts';
import { ada, capacity, dayOf, hourMs, lease, leaseId, percent, wish } from './lease-samples.ts';

type Step =
  | { readonly do: 'wish'; readonly estimate: number | null; readonly interactive: boolean }
  | { readonly do: 'use'; readonly of: number; readonly part: number }
  | { readonly do: 'end' | 'heartbeat'; readonly of: number }
  | { readonly do: 'measure'; readonly percent: number }
  | { readonly do: 'read' | 'switch' | 'again' }
  | { readonly do: 'wait'; readonly ms: number };

const of = fc.nat({ max: 30 });
/** Two places of a percent. */
const amount = fc.integer({ min: 1, max: 6000 }).map((hundredths) => hundredths / 100);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('wish' as const),
        estimate: fc.option(amount),
        interactive: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('use' as const), of, part: fc.constantFrom(0, 0.1, 0.5, 1) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('end' as const, 'heartbeat' as const), of }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('measure' as const), percent: fc.constantFrom(0, 0.3, 100) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('read' as const, 'switch' as const, 'again' as const) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant('wait' as const),
        ms: fc.constantFrom(1, 100, 300, 70_000, 5 * hourMs),
      }),
    },
  ),
  { maxLength: 60 },
);

const daily = percent(90);
const micro = (value: number): number => Math.round(value * 1e6);

/** Everything that ever happened, asked anew for every question. */
class Model {
  now = noonMs;
  /** What the provider has really counted, and what the last reading said. */
  spent = 0;
  reading = { at: noonMs, spent: 0 };
  readonly records: LeaseRecord[] = [];
  private switchedAt: number | undefined;
  private grantsAtSwitch = 0;

  switched(): void {
    this.switchedAt = this.now;
    this.grantsAtSwitch = this.grants().length;
  }

  private grants(): readonly Lease[] {
    return this.records.flatMap((record) => (record.type === 'granted' ? [record.lease] : []));
  }

  leases(): readonly {
    lease: Lease;
    reports: { at: number; used: number }[];
    ended: boolean;
    /** What was said of it after its end. */
    measured: number | undefined;
  }[] {
    return this.grants().map((lease) => {
      const own = this.records.filter((record) => 'id' in record && record.id === lease.id);
      const end = own.findIndex(({ type }) => type === 'ended');
      const usesIn = (records: readonly LeaseRecord[]) =>
        records.flatMap((record) => (record.type === 'used' ? [{ at: record.at, used: record.used }] : []));
      return {
        lease,
        reports: usesIn(end < 0 ? own : own.slice(0, end)),
        ended: end >= 0,
        measured: usesIn(end < 0 ? [] : own.slice(end))[0]?.used,
      };
    });
  }

  /** The last that has ended and has not said that it took nothing, where nothing was said of it yet. */
  unmeasured(): Lease['id'] | undefined {
    const leases = this.leases();
    const last = this.records
      .flatMap((record) =>
        record.type === 'ended' ? leases.filter(({ lease }) => lease.id === record.id) : [],
      )
      .findLast(({ reports }) => reports.at(-1)?.used !== 0);
    return last?.reports.length === 0 && last.measured === undefined ? last.lease.id : undefined;
  }

  running(): readonly Lease[] {
    return this.leases().flatMap((each) => (each.ended ? [] : [each.lease]));
  }

  usedOf(id: Lease['id']): number {
    return (
      this.leases()
        .find((each) => each.lease.id === id)
        ?.reports.at(-1)?.used ?? 0
    );
  }

  capacity(): AccountCapacity {
    return capacity(
      { leftPercent: 100 - this.reading.spent, readAt: this.reading.at },
      { daily, concurrent: 6 },
    );
  }

  private pending(): number {
    return this.leases()
      .flatMap(({ reports }) =>
        reports.map(({ at, used }, index) => ({
          at,
          more: micro(used) - micro(reports[index - 1]?.used ?? 0),
        })),
      )
      .reduce((sum, { at, more }) => sum + (at >= this.reading.at ? more : 0), 0);
  }

  /** In millionths: what running leases may still use, really or as they say. */
  outstanding(): number {
    return this.running().reduce(
      (sum, each) => sum + micro(each.amount.value) - micro(this.usedOf(each.id)),
      0,
    );
  }

  private today(): number {
    const { start, end } = dayOf(this.now);
    return this.leases()
      .filter((each) => each.lease.grantedAt >= start && each.lease.grantedAt < end)
      .reduce(
        (sum, { lease: { amount: reserved }, ended, reports, measured }) =>
          sum + micro((ended ? (measured ?? reports.at(-1)?.used) : undefined) ?? reserved.value),
        0,
      );
  }

  private rampEnd(): number | undefined {
    const since = this.switchedAt;
    if (since === undefined || this.now - since >= 60_000) return undefined;
    const last = this.grants().slice(this.grantsAtSwitch).at(-1);
    if (last === undefined) return undefined;
    const end = last.grantedAt + 250;
    return this.now < end ? end : undefined;
  }

  decide({ estimate, priority }: LeaseWish): LeaseDecision['kind'] | `${string} ${number}` {
    const running = this.running().length;
    if (running >= 6) return 'quota/concurrent-limit 6';
    const reserve = priority === 'interactive' ? 0 : micro(5);
    const left = Math.max(0, micro(100 - this.reading.spent) - reserve - this.outstanding() - this.pending());
    const leftToday = Math.max(0, micro(daily.value) - this.today());
    const even = Math.min(Math.floor(left / (6 - running)), leftToday);
    const wanted = Math.max(micro(1), estimate === undefined ? even : micro(estimate.value));
    if (wanted > left) return `quota/exceeded ${left / 1e6}`;
    if (wanted > leftToday) return `quota/daily-limit ${leftToday / 1e6}`;
    const ramp = this.rampEnd();
    return ramp === undefined ? `grantable ${wanted / 1e6}` : `later ${ramp}`;
  }
}

function told(decision: LeaseDecision): string {
  switch (decision.kind) {
    case 'grantable':
      return `grantable ${decision.amount.value}`;
    case 'later':
      return `later ${decision.at}`;
    case 'refused': {
      const { refusal } = decision;
      if (refusal.code === 'quota/concurrent-limit') return `${refusal.code} ${refusal.limit}`;
      return `${refusal.code} ${'available' in refusal ? String(refusal.available) : ''}`;
    }
  }
}

/** Both do it. */
function write(model: Model, book: LeaseBook, record: LeaseRecord): void {
  model.records.push(record);
  book.apply(record);
}

function grant(model: Model, book: LeaseBook, wanted: LeaseWish): void {
  const decision = book.decide(wanted, model.capacity(), model.now);
  expect(told(decision)).toBe(model.decide(wanted));
  if (decision.kind !== 'grantable') return;
  const number = model.records.length;
  const { amount: granted, basis } = decision;
  const holder = { kind: 'process', pid: number % 3, startTime: 1 } as const;
  const times = { grantedAt: model.now, expiresAt: model.now + hourMs };
  write(model, book, { type: 'granted', lease: lease(number, { amount: granted, basis, holder, ...times }) });
}

/** Agents tell the truth here and take no more than was reserved, so that the provider's count can be foretold. */
function touch(model: Model, book: LeaseBook, step: Extract<Step, { of: number }>): void {
  const running = model.running();
  const chosen = running[step.of % Math.max(1, running.length)];
  if (chosen === undefined) return;
  const { id } = chosen;
  if (step.do === 'use') {
    const before = model.usedOf(id);
    const used = (micro(before) + Math.floor((micro(chosen.amount.value) - micro(before)) * step.part)) / 1e6;
    model.spent = (micro(model.spent) + micro(used) - micro(before)) / 1e6;
    write(model, book, { type: 'used', id, used, at: model.now });
  } else if (step.do === 'end') write(model, book, { type: 'ended', id, how: 'released', at: model.now });
  else write(model, book, { type: 'heartbeat', id, expiresAt: model.now + hourMs });
}

function take(model: Model, book: LeaseBook, step: Step): void {
  switch (step.do) {
    case 'wish':
      grant(
        model,
        book,
        wish({
          priority: step.interactive ? 'interactive' : 'background',
          ...(step.estimate !== null && { estimate: percent(step.estimate) }),
        }),
      );
      return;
    case 'use':
    case 'end':
    case 'heartbeat':
      touch(model, book, step);
      return;
    case 'measure': {
      const id = model.unmeasured();
      if (id !== undefined) write(model, book, { type: 'used', id, used: step.percent, at: model.now });
      return;
    }
    case 'read':
      model.reading = { at: model.now, spent: model.spent };
      book.settle(ada, model.now, model.now);
      return;
    case 'switch':
      model.switched();
      book.switched(ada, model.now);
      return;
    case 'again':
      for (const record of model.records.slice(-3)) if (record.type === 'granted') book.apply(record);
      return;
    case 'wait':
      model.now += step.ms;
  }
}

const asked = [0.01, 1, 5, 20, 60].map((value) => wish({ estimate: percent(value) }));

/** All that can be asked of it, but who is first in a list of equals. */
function picture(book: LeaseBook, model: Model): unknown {
  const leases = [...book.all()].sort((one, other) => (one.id < other.id ? -1 : 1));
  const pids = book.processes().map(({ pid }) => pid);
  return {
    leases,
    reported: leases.map(({ id }) => book.reported(id)),
    outstanding: book.outstanding(ada),
    pids: pids.sort((one, other) => one - other),
    expiry: book.nextExpiryAt(),
    expired: [...book.expired(model.now)].map(({ id }) => id).sort(),
    // Long after any switch, which is not in the records.
    decisions: [wish(), ...asked].map((each) => book.decide(each, model.capacity(), model.now)),
  };
}

function replayed(records: readonly LeaseRecord[]): LeaseBook {
  const book = createLeaseBook({ dayOf, rampMs: 0 });
  for (const record of records) book.apply(record);
  return book;
}

test('decides like the model, and what is used and what may be used is never more than there is', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const model = new Model();
      const book = createLeaseBook({ dayOf });
      for (const step of all) {
        take(model, book, step);
        expect(micro(model.spent) + model.outstanding()).toBeLessThanOrEqual(micro(100));
      }
    }),
    { numRuns: 150 },
  );
});

test('its records and the whole log make the same book', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const model = new Model();
      const book = createLeaseBook({ dayOf, rampMs: 0 });
      for (const step of all) if (step.do !== 'switch') take(model, book, step);
      const expected = picture(book, model);
      expect(picture(replayed(book.records()), model)).toEqual(expected);
      expect(picture(replayed(model.records), model)).toEqual(expected);
      expect(replayed(book.records()).records()).toHaveLength(book.records().length);
    }),
    { numRuns: 150 },
  );
});

test('a lease that says more than it reserved is remembered as it said', () => {
  const book = replayed([
    { type: 'granted', lease: lease(1) },
    { type: 'used', id: leaseId(1), used: 14, at: noonMs },
  ]);
  book.settle(ada, noonMs + 1, noonMs + 2);
  const again = replayed(book.records());
  expect([again.reported(leaseId(1)), again.remaining(capacity({ readAt: noonMs + 1 }), 'normal')]).toEqual([
    14,
    { percent: 50, tokens: null },
  ]);
});
