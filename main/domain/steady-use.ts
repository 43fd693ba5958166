// Use that goes on evenly: how straight the periods of a window are, and when the running one ends on its line. Pure.
//
// Who uses a window evenly is foreseen best by a line, and its slope is known from the periods before as well: the running
// one has few whole percents to tell it by.
import type { Point } from './quota-window.ts';
import { isSameReset } from './use-history.ts';

export interface SteadyInput {
  /** Of `readingsUntil`, the present one last. */
  readonly readings: readonly Point[];
  readonly lengthMs: number;
  /** Unix milliseconds; of the running period. */
  readonly resetsAt: number;
}

export interface SteadyUse {
  /** How far the line is to be believed: 1 where no more than rounding is to be seen, 0 where it bends. */
  readonly trust: number;
  /** How far any other foresight is to be moved towards the middle of the line, 0 not at all, 1 fully. */
  readonly pull: number;
  /** After how many milliseconds from now nothing is left, with this probability. */
  lastsMs(probability: number): number;
}

/** A period as a line from its begin, where nothing was used. */
interface Line {
  /** Percent per millisecond. */
  readonly slope: number;
  /** How far the readings lie off it, percent. */
  readonly bend: number;
}

const dayMs = 24 * 3_600_000;
/** Within hours the average so far tells something whatever it is made of; over days it is mostly nights. */
const pullOfHours = 0.4;
/** A line through less says nothing. */
const leastPercent = 10;
const leastRises = 3;
/** Habits change: as many periods before count. */
const mostPeriods = 20;
/** What readings are usually off by because they are whole percents. */
const roundingPercent = 0.3;
/** What they are short of, on the average, where a provider cuts them off. */
const cutPercent = 0.5;
/** Straight up to here, bent from twice as much. */
const straightPercent = 1;
/** How much the slope of one period tells of the next (a factor of e to this) while no other was seen. */
const unseenSpread = 0.04;
/** The spread of what lies evenly about the middle, by the middle distance from it. */
const spreadByDistance = 1.48;

function middleOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.floor(sorted.length / 2)] ?? 0)) / 2
  );
}

function periodsOf(readings: readonly Point[]): readonly (readonly Point[])[] {
  const periods: Point[][] = [];
  for (const reading of readings) {
    const running = periods.at(-1);
    if (reading.resetsAt === null) continue;
    if (running !== undefined && isSameReset(running[0]?.resetsAt ?? null, reading.resetsAt))
      running.push(reading);
    else periods.push([reading]);
  }
  return periods;
}

/** The readings at which it had risen: those between say the same, and after the last one nobody worked any more. */
function risesOf(period: readonly Point[]): readonly Point[] {
  let top = 0;
  return period.filter(({ usedPercent }) => {
    const rises = usedPercent > top && usedPercent < 100;
    top = Math.max(top, usedPercent);
    return rises;
  });
}

const trustIn = (bend: number): number => Math.max(0, Math.min(1, 2 - bend / straightPercent));

/** A period in which enough was used to see a line in it. */
interface Track {
  /** Unix milliseconds. */
  readonly startsAt: number;
  readonly rises: readonly Point[];
}

function showsLine({ startsAt, rises }: Track): boolean {
  const [first, last] = [rises[0], rises.at(-1)];
  if (first === undefined || last === undefined || rises.length < leastRises) return false;
  return last.usedPercent >= leastPercent && startsAt < first.at && first.at < last.at;
}

/** How far below nothing the readings begin: all of them are less than was used by so much. */
function shortOf({ startsAt, rises }: Track): number {
  const meanAt = rises.reduce((sum, { at }) => sum + at, 0) / rises.length;
  const meanPercent = rises.reduce((sum, { usedPercent }) => sum + usedPercent, 0) / rises.length;
  let [products, squares] = [0, 0];
  for (const { at, usedPercent } of rises) {
    products += (at - meanAt) * (usedPercent - meanPercent);
    squares += (at - meanAt) ** 2;
  }
  return (products / squares) * (meanAt - startsAt) - meanPercent;
}

function lineOf({ startsAt, rises }: Track, short: number): Line {
  let [products, squares] = [0, 0];
  for (const { at, usedPercent } of rises) {
    products += (at - startsAt) * (usedPercent + short);
    squares += (at - startsAt) ** 2;
  }
  const slope = products / squares;
  const off = rises.reduce(
    (sum, { at, usedPercent }) => sum + (usedPercent + short - slope * (at - startsAt)) ** 2,
    0,
  );
  return { slope, bend: Math.sqrt(off / rises.length) };
}

/** The slopes of the periods before, as logarithms. */
function usualSlope(lines: readonly Line[]): { readonly middle: number; readonly spread: number } {
  const slopes = lines.map(({ slope }) => Math.log(slope));
  const middle = middleOf(slopes);
  const distance = middleOf(slopes.map((slope) => Math.abs(slope - middle)));
  return { middle, spread: Math.hypot(spreadByDistance * distance, unseenSpread / lines.length) };
}

/** @returns undefined where no line can be seen: too little was used, or it was read too rarely */
export function steadyUseOf({ readings, lengthMs, resetsAt }: SteadyInput): SteadyUse | undefined {
  const present = readings.at(-1);
  const startsAt = resetsAt - lengthMs;
  if (present === undefined || present.at <= startsAt) return undefined;
  const tracks = periodsOf(readings).map((period) => ({
    startsAt: (period[0]?.resetsAt ?? 0) - lengthMs,
    rises: risesOf(period),
  }));
  // The present reading is in the last one.
  const last = tracks.at(-1);
  // It may have stopped since it rose last.
  const own = last?.rises.at(-1) === present ? last : { startsAt, rises: [...(last?.rises ?? []), present] };
  const before = tracks.slice(0, -1).filter(showsLine).slice(-mostPeriods);
  const seen = showsLine(own) ? [...before, own] : before;
  if (seen.length === 0) return undefined;
  const short = Math.max(0, Math.min(cutPercent, middleOf(seen.map(shortOf))));
  const lines = seen.map((track) => lineOf(track, short));
  const ownBend = showsLine(own) ? (lines.at(-1)?.bend ?? 0) : 0;
  const bend = Math.max(middleOf(lines.map((line) => line.bend)), ownBend);
  const straight = lines.slice(0, before.length).filter((line) => trustIn(line.bend) > 0);
  const usual = straight.length === 0 ? undefined : usualSlope(straight);
  const usedPercent = present.usedPercent + short;
  // Each slope counts by how finely it is known.
  const ownSlope = Math.log(Math.max(usedPercent, roundingPercent) / (present.at - startsAt));
  const ownWeight = (usedPercent / roundingPercent) ** 2;
  const usualWeight = usual === undefined ? 0 : 1 / usual.spread ** 2;
  const weight = ownWeight + usualWeight;
  const slope = Math.exp((ownWeight * ownSlope + usualWeight * (usual?.middle ?? 0)) / weight);
  // Readings may make no sense together.
  if (!(slope > 0 && slope < Infinity && bend < Infinity)) return undefined;
  const leftPercent = Math.max(0, 100 - usedPercent);
  // What is still to come wanders from the line as whole periods do from each other.
  const walkPercent = (usual?.spread ?? 0) * Math.sqrt(100 * leftPercent);
  const spreadPercent = Math.hypot(roundingPercent, bend, walkPercent, leftPercent / Math.sqrt(weight));
  return {
    trust: trustIn(bend),
    pull: lengthMs < dayMs ? pullOfHours : 0,
    // Logistic, near enough to normal.
    lastsMs: (probability) =>
      Math.max(0, leftPercent + (spreadPercent * Math.log(probability / (1 - probability))) / 1.7) / slope,
  };
}
