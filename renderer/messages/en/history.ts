// What the page History says.
import { once } from '../once.ts';
import type { HistoryDays } from '../../../preload/view.ts';
import type { ChartReading, CourseFacts } from '../kinds.ts';
import { calendarDay, shortMoment } from './time.ts';
import { counted, percent as exactPercent } from './words.ts';

const spans: Readonly<Record<HistoryDays, string>> = { 1: '24 h', 7: '7 days', 90: '90 days' };

/** Statements side by side: "42% now, highest 88%, 3 resets in 7 days". */
const statements = once(() => new Intl.ListFormat('en-GB', { type: 'unit' }));

/** Rounded down: 99.6 % is not used up. */
function percent(usedPercent: number): string {
  return exactPercent(Math.floor(usedPercent));
}

function resetCount(count: number): string {
  return count === 0 ? 'no reset' : counted(count, 'reset', 'resets');
}

function courseWords({ nowPercent, highestPercent, resets, days, pace }: CourseFacts): string {
  const figures = statements().format([
    ...(nowPercent === null ? [] : [`${percent(nowPercent)} now`]),
    `highest ${percent(highestPercent)}`,
    `${resetCount(resets)} in ${spans[days]}`,
  ]);
  return pace === null ? figures : `${figures}. ${pace}`;
}

function readingWords(reading: ChartReading): string {
  const when = shortMoment().format(reading.at);
  switch (reading.kind) {
    case 'read':
      return `${when}: ${percent(reading.usedPercent)} used`;
    case 'highest':
      return `${calendarDay().format(reading.at)}: highest ${percent(reading.usedPercent)}`;
    case 'foreseen': {
      const { lowPercent, likelyPercent, highPercent } = reading;
      const likely = `${when}: likely ${percent(likelyPercent)}`;
      return percent(lowPercent) === percent(highPercent)
        ? likely
        : `${likely}, between ${percent(lowPercent)} and ${percent(highPercent)}`;
    }
    case 'unknown':
      return `${when}: not read`;
  }
}

export const historyMessages = {
  historyEffect:
    'How much of each window was used; where there are too many resets to tell apart, the highest of each day. Upright ' +
    'marks are resets; to the right of now the dashed line is what is likely, and the area round it what is possible.',
  historyAccount: 'Account',
  historyAccountOf: (provider: string, account: string): string => `${provider}: ${account}`,
  historySpan: 'Time shown',
  historySpanOf: (days: HistoryDays): string => spans[days],
  readingHistory: 'Reading the history…',
  noMetered: 'Figures appear here once you are signed in to an account that has a quota.',
  noReadings: (days: HistoryDays): string =>
    `Nothing was read in the last ${spans[days]}. Each reading of the quota is added here.`,
  courseOf: (label: string, facts: CourseFacts): string => `${label}: ${courseWords(facts)}`,
  course: courseWords,
  chartReading: readingWords,
  axisPercent: percent,
  /** Its code is fetched after the first picture of the window. */
  noChart:
    'The picture could not be read: Gatehouse was updated meanwhile. Quit it and start it again; the table has the same figures.',

  showTable: 'Show as table',
  /** Behind it, for those who do not see below which heading it stands. */
  tableOf: (label: string): string => `of ${label}`,
  tableUpTo: 'Up to',
  tableUsed: 'Used',
  tableHighest: 'Highest',
  tableResets: 'Resets',
  notReadThen: 'Not read',
  tablePercent: percent,

  exportHistory: 'Export as CSV',
  exportedHistory: (path: string): string => `Saved as ${path}`,
} as const;
