// Which moments of a history were like the present one, or like one that may come. Pure.
import type { UseHistory } from './use-history.ts';

const dayMs = 24 * 3_600_000;
/** Two moments are as alike as what was used before them, this many bins back. */
export const shortBins = 3;
export const middleBins = 12;
const longBins = 48;
const shortWeight = 2;
const longWeight = 0.5;
/** Differences of use are counted in this part of their usual spread. */
const partOfSpread = 0.25;
const leastSpread = 0.15;
/** Each worth one unit of unlikeness. */
const hoursApart = 1.5;
const daysAgo = 25;
const weekdaysApart = 0.32;
const farthestHours = 3;
const mostMoments = 200;
/** How fast a moment counts less when it is less alike than the best one. */
const likeness = 3;
const leastWeight = 0.01;
const jumpTries = 50;
const jumpChoices = 6;
const jumpHours = 2;
/** Differences count where little is used; among bursts they are the rule. */
const measure = (percent: number): number => Math.sqrt(percent + 1);

/** The history as questions are asked of it. A bin stands for the moment at which it begins. */
export interface Past {
  readonly bins: number;
  readonly perDay: number;
  readonly known: Uint8Array;
  readonly used: Float64Array;
  /** Percent used in the bins right before a moment. */
  before(bin: number, back: number): number;
  /** How much is usual on the weekday of a moment, which may be in the future; 1 on the average. */
  weekday(bin: number): number;
  /** What was used before each moment, and what difference in it counts. */
  readonly short: Lately;
  readonly middle: Lately;
  readonly long: Lately;
}

interface Lately {
  /** Of each moment, the present one last, as `measure` sees it. */
  readonly felt: Float64Array;
  readonly spread: number;
}

function latelyOf(sums: Float64Array, back: number): Lately {
  const felt = new Float64Array(sums.length);
  let [sum, squares] = [0, 0];
  for (let bin = 0; bin < sums.length; bin += 1) {
    const value = measure((sums[bin] ?? 0) - (sums[Math.max(0, bin - back)] ?? 0));
    felt[bin] = value;
    sum += value;
    squares += value * value;
  }
  const variance = squares / sums.length - (sum / sums.length) ** 2;
  return { felt, spread: partOfSpread * Math.sqrt(Math.max(0, variance)) + leastSpread };
}

function unlike({ felt, spread }: Lately, bin: number, value: number): number {
  return (((felt[bin] ?? 0) - value) / spread) ** 2;
}

export function pastOf({ used, known, binMs }: UseHistory): Past {
  const bins = used.length;
  const perDay = Math.round(dayMs / binMs);
  const sums = new Float64Array(bins + 1);
  // Days are counted back from the end of the history, so that none of them is cut.
  const dayOf = (bin: number): number => ((Math.floor((bins - 1 - bin) / perDay) % 7) + 7) % 7;
  const days = Array.from({ length: 7 }, () => ({ percent: 0, bins: 0 }));
  let knownBins = 0;
  for (let bin = 0; bin < bins; bin += 1) {
    sums[bin + 1] = (sums[bin] ?? 0) + (used[bin] ?? 0);
    const day = days[dayOf(bin)];
    if (known[bin] !== 1 || day === undefined) continue;
    day.percent += used[bin] ?? 0;
    day.bins += 1;
    knownBins += 1;
  }
  const mean = (sums[bins] ?? 0) / Math.max(1, knownBins);
  // A day that was hardly seen is taken for a usual one.
  const doubt = perDay / 2;
  const usual = days.map((day) =>
    mean === 0 ? 1 : Math.sqrt((day.percent + mean * doubt) / (day.bins + doubt) / mean),
  );
  return {
    bins,
    perDay,
    known,
    used,
    before: (bin, back) => (sums[bin] ?? 0) - (sums[Math.max(0, bin - back)] ?? 0),
    weekday: (bin) => usual[dayOf(bin)] ?? 1,
    short: latelyOf(sums, shortBins),
    middle: latelyOf(sums, middleBins),
    long: latelyOf(sums, longBins),
  };
}

interface Moment {
  readonly bin: number;
  readonly unlike: number;
}

function weekdaysUnlike(past: Past, left: number, right: number): number {
  return ((past.weekday(left) - past.weekday(right)) / weekdaysApart) ** 2;
}

/** @param within hours of the day between them, at most */
function momentsLikeNow(past: Past, within: number): readonly Moment[] {
  const { bins, perDay, known } = past;
  const { short, middle, long } = past;
  const [shortNow, middleNow, longNow] = [short, middle, long].map(({ felt }) => felt[bins] ?? 0);
  const found: Moment[] = [];
  for (let bin = 1; bin < bins; bin += 1) {
    if (known[bin] !== 1 || known[bin - 1] !== 1) continue;
    const around = (bins - bin) % perDay;
    const hours = (Math.min(around, perDay - around) * 24) / perDay;
    if (hours > within) continue;
    found.push({
      bin,
      unlike:
        (hours / hoursApart) ** 2 +
        ((bins - bin) / perDay / daysAgo) ** 2 +
        weekdaysUnlike(past, bin, bins) +
        shortWeight * unlike(short, bin, shortNow ?? 0) +
        unlike(middle, bin, middleNow ?? 0) +
        longWeight * unlike(long, bin, longNow ?? 0),
    });
  }
  return found.sort((left, right) => left.unlike - right.unlike).slice(0, mostMoments);
}

/** The moments at which runs begin, the more alike the more often. */
export function beginnings(past: Past, runs: number): readonly number[] {
  const near = momentsLikeNow(past, farthestHours);
  const moments = near.length < mostMoments ? momentsLikeNow(past, 24) : near;
  const least = moments[0]?.unlike ?? 0;
  const weights = moments.map(({ unlike }) => Math.exp((least - unlike) / (2 * likeness)) + leastWeight);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const chosen: number[] = [];
  let upTo = 0;
  moments.forEach(({ bin }, index) => {
    upTo += weights[index] ?? 0;
    while (chosen.length < runs && chosen.length + 0.5 <= (upTo / whole) * runs + 1e-9) chosen.push(bin);
  });
  return chosen;
}

/** Another moment of the history like one that a run has come to, with what it used before; undefined when there is none. */
export function jump(
  past: Past,
  target: number,
  short: number,
  middle: number,
  dice: () => number,
): number | undefined {
  const { bins, perDay, known } = past;
  const days = Math.ceil(bins / perDay);
  const [presentShort, presentMiddle] = [measure(short), measure(middle)];
  const ahead = Math.floor((target - bins) / perDay);
  let best: Moment | undefined;
  for (let tries = 0, choices = 0; tries < jumpTries && choices < jumpChoices; tries += 1) {
    const ago = Math.floor(dice() * (days + 1));
    const aside = Math.round(((dice() + dice() - 1) * jumpHours * perDay) / 24);
    const bin = target + aside - perDay * (ago + ahead);
    if (bin < 1 || bin >= bins || known[bin] !== 1) continue;
    if (dice() > Math.exp(-(weekdaysUnlike(past, bin, target) + (ago / daysAgo) ** 2) / 2)) continue;
    choices += 1;
    const apart =
      shortWeight * unlike(past.short, bin, presentShort) + unlike(past.middle, bin, presentMiddle);
    if (best === undefined || apart < best.unlike) best = { bin, unlike: apart };
  }
  if (best !== undefined) return best.bin;
  for (let tries = 0; tries < jumpTries; tries += 1) {
    const bin = Math.floor(dice() * bins);
    if (known[bin] === 1) return bin;
  }
  return undefined;
}
