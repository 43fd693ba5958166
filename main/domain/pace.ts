// What a forecast means for the person, as one of a few cases that words and colours are made from. Pure.
import type { Forecast } from './forecast.ts';

/** Times in Unix milliseconds. */
export type Pace =
  | { readonly kind: 'unknown' }
  /** Nothing is being used. */
  | { readonly kind: 'idle' }
  /** Until the reset, or for as long as can be foreseen. */
  | { readonly kind: 'lasts' }
  /** It may be used up before the reset. */
  | { readonly kind: 'tight'; readonly at: number }
  /** It will be used up before the reset, most likely at this time. */
  | { readonly kind: 'runs-out'; readonly at: number }
  | { readonly kind: 'used-up' };

export interface PaceInput {
  readonly usedPercent: number | null;
  readonly resetsAt: number | null;
  readonly forecast: Forecast | undefined;
  readonly now: number;
}

const runsOutFrom = 0.65;
const tightFrom = 0.2;
/** A forecast older than this says nothing about now. */
const validMs = 60 * 60_000;

/** When the pace that was foreseen says nothing any more, Unix milliseconds: one of these is the first. */
export function paceEnds(forecast: Forecast | undefined): readonly number[] {
  if (forecast === undefined) return [];
  const { madeAt, exhaustsAt } = forecast;
  const at = exhaustsAt.likely ?? exhaustsAt.early;
  return [madeAt + validMs + 1, ...(at === null ? [] : [at])];
}

export function paceOf({ usedPercent, resetsAt, forecast, now }: PaceInput): Pace {
  if (usedPercent === null) return { kind: 'unknown' };
  if (usedPercent >= 100) return { kind: 'used-up' };
  if (forecast === undefined || now - forecast.madeAt > validMs) return { kind: 'unknown' };
  if (resetsAt !== null && resetsAt <= now) return { kind: 'unknown' };
  const { percentPerHour, runsOutBeforeReset, exhaustsAt } = forecast;
  const at = exhaustsAt.likely ?? exhaustsAt.early;
  // Without a reset there is no end to last until.
  const chance = runsOutBeforeReset ?? (resetsAt === null && exhaustsAt.likely !== null ? 1 : null);
  if (chance !== null && at !== null && chance >= tightFrom) {
    // The time has come and the figure is one of before: nobody knows.
    if (at <= now) return { kind: 'unknown' };
    return { kind: chance >= runsOutFrom ? 'runs-out' : 'tight', at };
  }
  if (percentPerHour !== null && percentPerHour <= 0) return { kind: 'idle' };
  return chance === null && percentPerHour === null ? { kind: 'unknown' } : { kind: 'lasts' };
}
