// A moment as the tray says it: as exact as it has to be to mean one moment only.
import { expect, test } from 'vitest';
import { momentWords } from '../../../main/desktop/moment-words.ts';

const hour = 3_600_000;
const now = new Date(2026, 10, 24, 12).getTime();
const format = (at: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(undefined, options).format(at);
const clock = { hour: '2-digit', minute: '2-digit' } as const;

test.each<[string, number, Intl.DateTimeFormatOptions]>([
  ['today by the clock', 3 * hour, clock],
  ['within days by its weekday', 27 * hour, { weekday: 'short', ...clock }],
  [
    'a week ahead, where the weekday would mean today, by its date',
    7 * 24 * hour,
    { day: 'numeric', month: 'short' },
  ],
  ['next month by its date', 30 * 24 * hour, { day: 'numeric', month: 'short' }],
])('says a moment %s', (_name, ahead, options) => {
  expect(momentWords(now + ahead, now)).toBe(format(now + ahead, options));
});
