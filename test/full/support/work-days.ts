// How people and their agents use up a five-hour and a weekly window over some weeks: minutes of work first, then what a
// provider would have told of them. It knows nothing of forecasts.
import type { Point } from '../../../main/domain/quota-window.ts';
import { createRandom, type Random } from './random.ts';

export const traceKinds = ['constant-rate', 'bursty', 'meetings', 'overnight'] as const;
export type TraceKind = (typeof traceKinds)[number];

/** Times in Unix milliseconds. */
export interface Period {
  readonly startsAt: number;
  /** Its reset. */
  readonly endsAt: number;
  /** When the last of it was used; null when something was left at the reset. */
  readonly usedUpAt: number | null;
}

export interface WindowTrace {
  readonly lengthMs: number;
  readonly periods: readonly Period[];
  /** What a provider told, about every five minutes, in whole percent. */
  readonly readings: readonly Point[];
}

export interface Trace {
  readonly kind: TraceKind;
  readonly fiveHour: WindowTrace;
  readonly weekly: WindowTrace;
}

export const readingMs = 5 * 60_000;
const minuteMs = 60_000;
const dayMinutes = 24 * 60;
const weekMinutes = 7 * dayMinutes;
const fiveHourMinutes = 5 * 60;
const days = 35;
const minutes = days * dayMinutes;
/** A Monday, midnight. */
const firstAt = Date.UTC(2026, 8, 7);

interface Dice extends Random {
  chance(probability: number): boolean;
  /** Around 1: half of all lie below, and about two thirds within a factor of e^spread. */
  factor(spread: number): number;
  waiting(mean: number): number;
}

function diceOf(seed: number): Dice {
  const random = createRandom(seed);
  const unit = (): number => random.between(1e-12, 1);
  const normal = (): number => Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit());
  return {
    ...random,
    chance: (probability) => unit() < probability,
    factor: (spread) => Math.exp(spread * normal()),
    waiting: (mean) => -mean * Math.log(unit()),
  };
}

/** Work wanted in each minute of the trace, in units of its own. */
type Demand = Float64Array;

function add(demand: Demand, from: number, to: number, perMinute: (minute: number) => number): void {
  const [first, end] = [Math.max(0, Math.round(from)), Math.min(minutes, Math.round(to))];
  for (let minute = first; minute < end; minute += 1)
    demand[minute] = (demand[minute] ?? 0) + perMinute(minute);
}

/** The days at work with their first and last minute. */
function workDays(
  dice: Dice,
): readonly { readonly day: number; readonly from: number; readonly to: number }[] {
  const [start, length] = [dice.between(7.5, 10.5) * 60, dice.between(7, 10) * 60];
  const weekend = dice.chance(0.3) ? 0.6 : 0.1;
  return Array.from({ length: days }, (_empty, day) => day)
    .filter((day) => dice.chance(day % 7 < 5 ? 0.95 : weekend))
    .map((day) => {
      const from = day * dayMinutes + start + dice.between(-40, 40);
      return { day, from, to: from + length * dice.factor(0.12) };
    });
}

function constantRate(dice: Dice, demand: Demand): void {
  const noise = dice.between(0.02, 0.3);
  const steady = (): number => dice.factor(noise);
  if (dice.chance(0.5)) add(demand, 0, minutes, steady);
  else for (const { from, to } of workDays(dice)) add(demand, from, to, steady);
}

function bursts(dice: Dice, demand: Demand, from: number, to: number, idle: number, strength: number): void {
  let at = from + dice.waiting(idle);
  while (at < to) {
    const end = Math.min(to, at + dice.between(5, 40));
    const rate = strength * dice.factor(0.5);
    add(demand, at, end, () => rate * dice.factor(0.25));
    at = end + dice.waiting(idle);
  }
}

function bursty(dice: Dice, demand: Demand): void {
  const idle = dice.between(8, 40);
  for (const { from, to } of workDays(dice)) bursts(dice, demand, from, to, idle, dice.factor(0.35));
}

function meetings(dice: Dice, demand: Demand): void {
  const halfHour = (): number => dice.below(16) * 30;
  const lengths = [30, 45, 60, 90];
  const meeting = (): { at: number; length: number } => ({
    at: halfHour(),
    length: lengths[dice.below(lengths.length)] ?? 30,
  });
  const everyWeek = Array.from({ length: 7 }, () => Array.from({ length: 1 + dice.below(3) }, meeting));
  for (const { day, from, to } of workDays(dice)) {
    const lunch = { at: 4 * 60 + dice.between(-30, 30), length: dice.between(30, 75) };
    const others = Array.from({ length: dice.below(3) }, meeting);
    const holes = [lunch, ...others, ...(everyWeek[day % 7] ?? [])];
    const rate = dice.factor(0.25);
    let pace = 1;
    add(demand, from, to, (minute) => {
      if (minute % 10 === 0) pace = dice.factor(0.4);
      const here = minute - from;
      return holes.some(({ at, length }) => here >= at && here < at + length) ? 0 : rate * pace;
    });
  }
}

function overnight(dice: Dice, demand: Demand): void {
  const [start, often] = [dice.between(20, 25) * 60, dice.between(0.5, 0.95)];
  const byDay = dice.between(0.1, 0.4);
  for (const { from, to } of workDays(dice)) bursts(dice, demand, from, to, 45, byDay * dice.factor(0.3));
  for (let day = 0; day < days; day += 1) {
    if (!dice.chance(often)) continue;
    let at = day * dayMinutes + start + dice.between(-45, 45);
    for (let batches = 1 + dice.below(3); batches > 0; batches -= 1) {
      const end = at + dice.between(50, 180);
      const rate = dice.factor(0.35);
      add(demand, at, end, () => rate * dice.factor(0.2));
      at = end + dice.between(5, 40);
    }
  }
}

const kinds: Readonly<Record<TraceKind, (dice: Dice, demand: Demand) => void>> = {
  'constant-rate': constantRate,
  bursty,
  meetings,
  overnight,
};

interface Meter {
  readonly periods: readonly Period[];
  /** True percent at the end of each minute. */
  readonly used: Float64Array;
  /** Minute of the reset of the period that runs at the end of each minute; -1 while none runs. */
  readonly resets: Int32Array;
}

interface Metering {
  readonly lengthMinutes: number;
  /** Begins by itself, one after the other, from this minute on; undefined: with the first use after the last one. */
  readonly fixedFrom?: number;
  /** Of the demand's units. */
  readonly capacity: number;
}

interface Running {
  readonly start: number;
  readonly end: number;
  used: number;
  usedUpAt: number | null;
}

interface OpenMeter extends Meter {
  readonly periods: Period[];
  running: Running | undefined;
}

const begun = (start: number, lengthMinutes: number): Running => ({
  start,
  end: start + lengthMinutes,
  used: 0,
  usedUpAt: null,
});

/** Runs the work against the meters; nothing is done in a minute in which one of them is used up. */
function meter(demand: Demand, meterings: readonly Metering[]): readonly Meter[] {
  const meters = meterings.map((metering): Metering & OpenMeter => ({
    ...metering,
    periods: [],
    used: new Float64Array(minutes),
    resets: new Int32Array(minutes).fill(-1),
    running: undefined,
  }));
  const timeOf = (minute: number): number => firstAt + minute * minuteMs;
  for (let minute = 0; minute < minutes; minute += 1) {
    const wanted = demand[minute] ?? 0;
    for (const one of meters) {
      const { running, periods, fixedFrom, lengthMinutes } = one;
      if (running !== undefined && minute >= running.end) {
        const { start, end, usedUpAt } = running;
        periods.push({
          startsAt: timeOf(start),
          endsAt: timeOf(end),
          usedUpAt: usedUpAt === null ? null : timeOf(usedUpAt),
        });
        one.running = undefined;
      }
      if (fixedFrom === undefined || one.running !== undefined) continue;
      const since = (((minute - fixedFrom) % lengthMinutes) + lengthMinutes) % lengthMinutes;
      one.running = begun(minute - since, lengthMinutes);
    }
    const works = wanted > 0 && meters.every(({ running }) => (running?.usedUpAt ?? null) === null);
    for (const one of meters) {
      if (works) {
        one.running ??= begun(minute, one.lengthMinutes);
        const more = (100 * wanted) / one.capacity;
        const left = 100 - one.running.used;
        one.running.used = Math.min(100, one.running.used + more);
        if (more >= left) one.running.usedUpAt = minute + left / more;
      }
      one.used[minute] = one.running?.used ?? 0;
      one.resets[minute] = one.running?.end ?? -1;
    }
  }
  // What still runs at the end of the trace has no outcome.
  return meters;
}

/** Readings are missing one by one, and for hours while the computer sleeps. */
function readingsOf(meters: readonly Meter[], dice: Dice): readonly (readonly Point[])[] {
  const round = dice.chance(0.5) ? Math.round : Math.floor;
  const moments: number[] = [];
  let asleepUntil = 0;
  for (let minute = 5; minute < minutes - 1; minute += 5) {
    if (dice.chance(1 / 400)) asleepUntil = minute + dice.between(20, 300);
    if (minute > asleepUntil && !dice.chance(0.03)) moments.push(minute);
  }
  return meters.map(({ used, resets }) =>
    moments.map((minute) => {
      const reset = resets[minute - 1] ?? -1;
      return {
        at: firstAt + minute * minuteMs + Math.round(dice.between(0, 20_000)),
        usedPercent: round(used[minute - 1] ?? 0),
        resetsAt: reset < 0 ? null : firstAt + reset * minuteMs + Math.round(dice.between(-2000, 2000)),
      };
    }),
  );
}

/** The mean over the five hours that follow each minute in which work begins to be wanted. */
function usualFiveHours(demand: Demand): number {
  let [sum, count] = [0, 0];
  for (let minute = 0; minute < minutes;) {
    if (demand[minute] === 0) {
      minute += 1;
      continue;
    }
    for (let end = Math.min(minutes, minute + fiveHourMinutes); minute < end; minute += 1)
      sum += demand[minute] ?? 0;
    count += 1;
  }
  return sum / Math.max(1, count);
}

/** Five weeks of one person, the same for the same seed; the weekly window's resets lie anywhere in the week. */
export function makeTrace(kind: TraceKind, seed: number): Trace {
  const dice = diceOf(seed);
  const demand = new Float64Array(minutes);
  kinds[kind](dice, demand);
  const fiveHour = {
    lengthMinutes: fiveHourMinutes,
    capacity: usualFiveHours(demand) / dice.between(0.6, 1.8),
  };
  // A plan that is a little too small or a little too large for the person.
  const [alone] = meter(demand, [fiveHour]);
  const done = (alone?.periods ?? []).reduce(
    (sum, { endsAt }) => sum + (alone?.used[(endsAt - firstAt) / minuteMs - 1] ?? 0),
    0,
  );
  const weekly = {
    lengthMinutes: weekMinutes,
    fixedFrom: dice.below(weekMinutes),
    capacity: ((done * fiveHour.capacity) / 100 / (days / 7)) * dice.between(0.6, 1.4),
  };
  const meters = meter(demand, [fiveHour, weekly]);
  const readings = readingsOf(meters, dice);
  const traceOf = (index: number, lengthMinutes: number): WindowTrace => ({
    lengthMs: lengthMinutes * minuteMs,
    periods: meters[index]?.periods ?? [],
    readings: readings[index] ?? [],
  });
  return { kind, fiveHour: traceOf(0, fiveHourMinutes), weekly: traceOf(1, weekMinutes) };
}
