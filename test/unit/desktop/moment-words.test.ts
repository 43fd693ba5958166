// A moment as the tray says it: as exact as it has to be to mean one moment only.
import { expect, test, vi } from 'vitest';
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

test('says it by the clocks of where the computer is now, on a journey too', () => {
  const at = Date.UTC(2026, 10, 25, 1);
  const fiveHoursBefore = at - 5 * hour;
  const day = { day: 'numeric', month: 'short' } as const;
  const inZone = (timeZone: string, options: Intl.DateTimeFormatOptions): string =>
    format(at, { ...options, timeZone });
  const wordsIn = (zone: string): readonly string[] => {
    vi.stubEnv('TZ', zone);
    return [fiveHoursBefore, 0].map((then) => momentWords(at, then));
  };
  const words = [wordsIn('Europe/Berlin'), wordsIn('America/New_York')];
  vi.unstubAllEnvs();
  expect(words).toEqual([
    [inZone('Europe/Berlin', { weekday: 'short', ...clock }), inZone('Europe/Berlin', day)],
    [inZone('America/New_York', clock), inZone('America/New_York', day)],
  ]);
});
