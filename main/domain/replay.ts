// How a window may be used from now on: what followed moments like this one in its own history, replayed. Pure.
//
// Each run begins at one of the moments that were most like now, by use just before, hour and weekday, and goes on as the
// history did. Where the history breaks off (nothing was left, nobody watched, it is today), and after a day, the run jumps
// to another moment that is like the one it has come to. Bursts, pauses and nights are so those of the person.
import { beginnings, jump, middleBins, pastOf, shortBins, type Past } from './like-moments.ts';
import type { UseHistory } from './use-history.ts';

export interface ReplayInput {
  readonly history: UseHistory;
  readonly leftPercent: number;
  /** From the end of the history. */
  readonly horizonMs: number;
  readonly runs: number;
}

/** How far a run is made to go at the present pace instead of the one it has found: 0 not at all, 1 fully. */
const ownPace = 0.8;
const pacePercent = 2;
/** Readings are whole percents. */
const roundingPercent = 1;
/** How much faster or slower (a factor of e to this) it may go than anything seen, after one day of watching. */
const unseenSpread = 0.2;

/** Numbers from 0 up to, and without, 1, always the same ones: a forecast must not waver by itself. */
function steadyDice(): () => number {
  let state = 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Run {
  readonly from: number;
  readonly leftPercent: number;
  /** How much faster everything goes than it did. */
  readonly factor: number;
  readonly steps: number;
}

/** @returns after how many bins nothing is left; Infinity when something is left at the end */
function runOf(past: Past, { from, leftPercent, factor, steps }: Run, dice: () => number): number {
  const { bins, perDay, known, used } = past;
  /** What was used lately, the oldest one overwritten next. */
  const latest = used.slice(Math.max(0, bins - middleBins));
  const room = latest.length;
  let middle = past.before(bins, middleBins);
  const paceAt = (bin: number): number =>
    ((middle + pacePercent) / (past.before(bin, middleBins) + pacePercent)) ** ownPace;
  let bin = from;
  let pace = paceAt(bin);
  let sinceJump = 0;
  let left = leftPercent;
  for (let step = 0; step < steps; step += 1) {
    if (bin >= bins || known[bin] !== 1 || sinceJump >= perDay) {
      let short = 0;
      for (let back = 1; back <= Math.min(shortBins, room); back += 1)
        short += latest[(step + room - back) % room] ?? 0;
      const next = jump(past, bins + step, short, middle, dice);
      if (next === undefined) return Infinity;
      bin = next;
      pace = paceAt(bin);
      sinceJump = 0;
    }
    const percent = (used[bin] ?? 0) * pace;
    if (percent > 0 && percent * factor >= left) return step + Math.max(0, left) / (percent * factor);
    left -= percent * factor;
    middle = Math.max(0, middle + percent - (latest[step % room] ?? 0));
    latest[step % room] = percent;
    bin += 1;
    sinceJump += 1;
  }
  return Infinity;
}

/**
 * After how many milliseconds from the end of the history nothing is left, one for each run, in order; Infinity beyond the
 * horizon. Empty without a moment to begin at.
 */
export function replay({ history, leftPercent, horizonMs, runs }: ReplayInput): Float64Array {
  const past = pastOf(history);
  const dice = steadyDice();
  const daysSeen = history.known.reduce((sum, one) => sum + one, 0) / past.perDay;
  const spread = unseenSpread / Math.sqrt(1 + daysSeen);
  const lasts = beginnings(past, runs).map((from, index) => {
    // Two even spreads over the runs that have nothing to do with each other.
    const chance = 0.001 + 0.998 * ((index * 0.6180339887) % 1);
    const rounding = ((index * 0.7548776662) % 1) - 0.5;
    const run = {
      from,
      leftPercent: leftPercent + rounding * roundingPercent,
      // Logistic, near enough to normal.
      factor: (chance / (1 - chance)) ** (spread / 1.7),
      steps: Math.ceil(horizonMs / history.binMs),
    };
    return runOf(past, run, dice) * history.binMs;
  });
  return Float64Array.from(lasts).sort();
}
