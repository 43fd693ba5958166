// A series of readings of one account, each known by its number, and which of them a history still holds.
import type { KnownQuota, Point } from '../../main/domain/quota-window.ts';
import { accountId } from '../../main/domain/ids.ts';

export const seriesAccount = accountId('openai:user-1.series');

const startMs = Date.UTC(2026, 0, 1);
/** Two an hour, so that a few dozen make a day. */
const stepMs = 1_800_000;

/** Unix milliseconds of the reading with this number. */
export function timeOf(number: number): number {
  return startMs + number * stepMs;
}

/** It is fuller each time, and reset after a hundred. */
export function readingOf(number: number): KnownQuota {
  const at = timeOf(number);
  return {
    account: seriesAccount,
    at,
    source: 'OpenAI',
    windows: [
      {
        id: 'weekly',
        label: 'Weekly',
        usedPercent: number % 100,
        lengthMs: null,
        resetsAt: null,
        at,
        kind: 'api',
        source: 'OpenAI',
      },
    ],
  };
}

/** The numbers of these readings; NaN for one that is not of the series. */
export function numbersOf(points: readonly Point[]): readonly number[] {
  return points.map(({ at, usedPercent }) => {
    const number = (at - startMs) / stepMs;
    return number % 100 === usedPercent ? number : Number.NaN;
  });
}

/**
 * Of the readings up to this number, those that a history must still hold: all of the last week, and of the days before
 * that the last of each hour.
 */
export function expectedNumbers(upTo: number): readonly number[] {
  const weekAgo = upTo - 7 * 48;
  const oldest = Math.max(0, upTo - 89 * 48);
  const all = Array.from({ length: upTo - oldest + 1 }, (_empty, index) => oldest + index);
  return all.filter((number) => number >= weekAgo || number % 2 === 1);
}
