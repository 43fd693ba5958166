// What the window says where it has to agree with what stands beside it, or with the place where the computer is.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { activityMessages as germanActivity } from '../../../renderer/messages/de/activity.ts';
import { quotaMessages as german } from '../../../renderer/messages/de/quota.ts';
import * as germanTime from '../../../renderer/messages/de/time.ts';
import { activityMessages as englishActivity } from '../../../renderer/messages/en/activity.ts';
import { quotaMessages as english } from '../../../renderer/messages/en/quota.ts';
import * as englishTime from '../../../renderer/messages/en/time.ts';

const hourMs = 3_600_000;

test('what is nearly used up is used up nowhere: percents of use are rounded down', () => {
  const trend = { from: 0, stepMs: hourMs, values: [12.6, 99.6] };
  expect([english, german].map((texts) => [texts.used(99.6), texts.trend(trend)])).toEqual([
    ['99% used', 'Last 2 h: from 12% to 99%'],
    ['99\u00a0% genutzt', 'Letzte 2 Std.: von 12\u00a0% auf 99\u00a0%'],
  ]);
});

describe('on a journey', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test.each([
    ['in English', englishTime, englishActivity],
    ['in German', germanTime, germanActivity],
  ])('moments are told by the clocks of where the computer is now, %s', (_name, time, activity) => {
    const at = Date.UTC(2026, 10, 24, 20);
    const told = (zone: string): readonly string[] => {
      vi.stubEnv('TZ', zone);
      return [
        time.moment().format(at),
        time.shortMoment().format(at),
        time.calendarDay().format(at),
        time.around(at, at),
        time.around(at, at + 24 * hourMs),
        activity.activityDay(at, at + 48 * hourMs),
        activity.activityTime(at),
      ];
    };
    told('Europe/Berlin');
    const afterJourney = told('Asia/Tokyo');
    // As a window says it that was opened there: 05:00 on the next day.
    const there = at + 9 * hourMs;
    vi.stubEnv('TZ', 'UTC');
    expect(afterJourney).toEqual([
      time.moment().format(there),
      time.shortMoment().format(there),
      time.calendarDay().format(there),
      time.around(there, there),
      time.around(there, there + 24 * hourMs),
      activity.activityDay(there, there + 48 * hourMs),
      activity.activityTime(there),
    ]);
  });
});
