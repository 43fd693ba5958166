// The past of a window and what is foreseen as the columns of one chart. Pure.
import type { WindowHistoryView } from '../preload/view.ts';
import { highestPercent } from './history-steps.ts';
import type { ChartReading } from './messages/kinds.ts';

type Column = (number | null)[];

/** Moments, used percent, the upper and the lower edge of the band, and what is likely. */
export type ChartData = [number[], Column, Column, Column, Column];

type Course = Pick<WindowHistoryView, 'at' | 'used' | 'resets' | 'forecast'>;

interface Row {
  readonly at: number;
  readonly used: number | null;
  /** Whether `used` is the highest of the day that ends there. */
  readonly isHighest?: true;
  readonly foreseen: { readonly low: number; readonly likely: number; readonly high: number } | null;
}

const full = 100;
const dayMs = 86_400_000;
/** With more periods than that a line would be one block: then the highest of each day is drawn. */
const mostPeriods = 60;

/** One for each day back from the last moment. */
function dayRows({ at, used }: Course): readonly Row[] {
  const [first = 0, last = 0] = [at[0], at.at(-1)];
  const days = Math.floor((last - first) / dayMs) + 1;
  return Array.from({ length: days }, (_, index): Row => {
    const end = last - (days - 1 - index) * dayMs;
    const within = used.filter((_value, place) => {
      const moment = at[place] ?? 0;
      return moment > end - dayMs && moment <= end;
    });
    return { at: end, used: highestPercent({ used: within }), isHighest: true, foreseen: null };
  });
}

/** The past up to where the forecast begins; at that moment both stand. */
function rowsOf(course: Course): readonly Row[] {
  const { at, used, resets, forecast } = course;
  const past =
    resets.length > mostPeriods
      ? dayRows(course)
      : at.map((moment, index): Row => ({ at: moment, used: used[index] ?? null, foreseen: null }));
  const ahead = (forecast?.at ?? []).map((moment, index): Row => {
    const likely = forecast?.likely[index] ?? 0;
    const foreseen = { low: forecast?.low[index] ?? likely, likely, high: forecast?.high[index] ?? likely };
    return { at: moment, used: null, foreseen };
  });
  const begin = ahead[0];
  if (begin === undefined) return past;
  const meeting = past.find((row) => row.at === begin.at);
  return [
    ...past.filter((row) => row.at < begin.at),
    { ...meeting, ...begin, used: meeting?.used ?? null },
    ...ahead.slice(1),
  ];
}

/** What is over the limit is drawn at it. */
export function chartData(course: Course): ChartData {
  const rows = rowsOf(course);
  return [
    rows.map(({ at }) => at),
    rows.map(({ used }) => (used === null ? null : Math.min(full, used))),
    rows.map(({ foreseen }) => foreseen?.high ?? null),
    rows.map(({ foreseen }) => foreseen?.low ?? null),
    rows.map(({ foreseen }) => foreseen?.likely ?? null),
  ];
}

/** @param index of a moment of `chartData` */
export function readingAt(course: Course, index: number): ChartReading | null {
  const row = rowsOf(course)[index];
  if (row === undefined) return null;
  const { at, used, isHighest, foreseen } = row;
  if (used !== null) return { kind: isHighest === true ? 'highest' : 'read', at, usedPercent: used };
  if (foreseen === null) return { kind: 'unknown', at };
  const { low, likely, high } = foreseen;
  return { kind: 'foreseen', at, lowPercent: low, likelyPercent: likely, highPercent: high };
}
