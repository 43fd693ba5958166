// What the page History says, in German.
import type { historyMessages as english } from '../en/history.ts';
import type { Texts } from '../texts.ts';
import type { HistoryDays } from '../../../preload/view.ts';
import type { ChartReading, CourseFacts } from '../kinds.ts';
import { calendarDay, shortMoment } from './time.ts';
import { percent as exactPercent } from './words.ts';

const spans: Readonly<Record<HistoryDays, string>> = { 1: '24 Std.', 7: '7 Tage', 90: '90 Tage' };
/** As they stand after "in" and "in den letzten". */
const spansAfter: Readonly<Record<HistoryDays, string>> = { 1: '24 Stunden', 7: '7 Tagen', 90: '90 Tagen' };

/** Rounded down: 99.6 % is not used up. */
function percent(usedPercent: number): string {
  return exactPercent(Math.floor(usedPercent));
}

function resetCount(count: number): string {
  return count === 0 ? 'nie erneuert' : `${count}-mal erneuert`;
}

function courseWords({ nowPercent, highestPercent, resets, days, pace }: CourseFacts): string {
  // Commas, as German lists of short statements have them; Intl puts "und" before the last.
  const figures = [
    ...(nowPercent === null ? [] : [`jetzt ${percent(nowPercent)}`]),
    `höchstens ${percent(highestPercent)}`,
    `in ${spansAfter[days]} ${resetCount(resets)}`,
  ].join(', ');
  return pace === null ? figures : `${figures}. ${pace}`;
}

function readingWords(reading: ChartReading): string {
  const when = shortMoment().format(reading.at);
  switch (reading.kind) {
    case 'read':
      return `${when}: ${percent(reading.usedPercent)} genutzt`;
    case 'highest':
      return `${calendarDay().format(reading.at)}: höchstens ${percent(reading.usedPercent)}`;
    case 'foreseen': {
      const { lowPercent, likelyPercent, highPercent } = reading;
      const likely = `${when}: wahrscheinlich ${percent(likelyPercent)}`;
      return percent(lowPercent) === percent(highPercent)
        ? likely
        : `${likely}, zwischen ${percent(lowPercent)} und ${percent(highPercent)}`;
    }
    case 'unknown':
      return `${when}: nicht gelesen`;
  }
}

export const historyMessages: Texts<typeof english> = {
  historyEffect:
    'Wie viel von jedem Kontingent genutzt war; wo es sich zu oft erneuert hat, um das zu zeigen, der höchste Stand ' +
    'jedes Tages. Senkrechte Striche: Hier hat es sich erneuert. Rechts von jetzt zeigt die gestrichelte Linie, was ' +
    'wahrscheinlich ist, und die Fläche darum, was möglich ist.',
  historyAccount: 'Konto',
  historyAccountOf: (provider: string, account: string): string => `${provider}: ${account}`,
  historySpan: 'Gezeigte Zeit',
  historySpanOf: (days: HistoryDays): string => spans[days],
  readingHistory: 'Der Verlauf wird gelesen…',
  noMetered: 'Hier stehen Werte, sobald du bei einem Konto mit Kontingent angemeldet bist.',
  noReadings: (days: HistoryDays): string =>
    `In den letzten ${spansAfter[days]} wurde nichts gelesen. Jeder gelesene Stand kommt hier hinzu.`,
  courseOf: (label: string, facts: CourseFacts): string => `${label}: ${courseWords(facts)}`,
  course: (facts: CourseFacts): string => courseWords(facts).replace(/^./, (first) => first.toUpperCase()),
  chartReading: readingWords,
  axisPercent: percent,
  /** Its code is fetched after the first picture of the window. */
  noChart:
    'Das Bild war nicht zu lesen: Gatehouse wurde inzwischen aktualisiert. Bitte beenden und neu starten; die Tabelle nennt dieselben Werte.',

  showTable: 'Als Tabelle zeigen',
  /** Behind it, for those who do not see below which heading it stands. */
  tableOf: (label: string): string => `für ${label}`,
  tableUpTo: 'Bis',
  tableUsed: 'Genutzt',
  tableHighest: 'Höchster Stand',
  tableResets: 'Erneuert',
  notReadThen: 'Nicht gelesen',
  tablePercent: percent,

  exportHistory: 'Als CSV exportieren',
  exportedHistory: (path: string): string => `Gespeichert als ${path}`,
};
