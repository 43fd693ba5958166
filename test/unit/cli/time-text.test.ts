// Moments by the clock on the wall; spans and ages are seen where they are used.
import { expect, test } from 'vitest';
import { momentText } from '../../../main/cli/time-text.ts';

/** Local time, as the person sees it. 2026-11-24 is a Tuesday. */
const local = (day: number, hour: number, minute = 0, month = 10): number =>
  new Date(2026, month, day, hour, minute).getTime();
const now = local(24, 12);

test.each<[string, number, string]>([
  ['later today', local(24, 15, 40), '15:40'],
  ['this morning', local(24, 0, 5), '00:05'],
  ['tomorrow night', local(25, 0, 5), 'Wed 00:05'],
  ['some days ago', local(20, 9, 30), 'Fri 09:30'],
  ['in a week', local(31, 12, 0, 11), '31 Dec 2026'],
  ['months ago', local(1, 9, 0, 8), '1 Sep 2026'],
])('a moment %s is said as people say it', (_name, at, text) => {
  expect(momentText(at, now)).toBe(text);
});
