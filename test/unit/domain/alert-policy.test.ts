// A notice is given once per threshold, window and reset, and never for a figure that is not known.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideAlerts } from '../../../main/domain/alert-policy.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { noonMs, openaiEntry, quotaWindow, sampleOf } from '../../fakes/accounts.ts';

const entry = openaiEntry();
const weekly = quotaWindow({
  id: 'length-604800',
  label: 'Weekly',
  lengthMs: 604_800_000,
  resetsAt: noonMs + 86_400_000,
});

/** Feeds readings one after the other, remembering what was said, as the app does. */
function said(
  readings: readonly (readonly QuotaWindow[])[],
  thresholdsPercent: readonly number[] = [80, 95],
): string[][] {
  const keys = new Set<string>();
  return readings.map((windows) => {
    const alerts = decideAlerts({ sample: sampleOf(entry, windows), thresholdsPercent, said: keys });
    for (const { key } of alerts) keys.add(key);
    return alerts.map(({ window, thresholdPercent }) => `${window.label} ${String(thresholdPercent)}`);
  });
}

function at(usedPercent: number | null, changes: Partial<QuotaWindow> = {}): QuotaWindow {
  return quotaWindow({ usedPercent, ...changes });
}

test.each<[string, (readonly QuotaWindow[])[], string[][]]>([
  ['nothing below the threshold', [[at(0)], [at(79.99)]], [[], []]],
  ['once when the threshold is reached exactly', [[at(79)], [at(80)], [at(81)]], [[], ['5-hour 80'], []]],
  [
    'not again when use flaps around the threshold',
    [[at(79)], [at(80)], [at(79)], [at(80)]],
    [[], ['5-hour 80'], [], []],
  ],
  [
    'once more for each higher threshold',
    [[at(81)], [at(96)], [at(130)]],
    [['5-hour 80'], ['5-hour 95'], []],
  ],
  ['only the highest of several passed at once', [[at(99)]], [['5-hour 95']]],
  [
    'again after the reset',
    [[at(85)], [at(3, { resetsAt: noonMs + 9e6 })], [at(90, { resetsAt: noonMs + 9e6 })]],
    [['5-hour 80'], [], ['5-hour 80']],
  ],
  ['each window for itself', [[at(85), { ...weekly, usedPercent: 96 }]], [['5-hour 80', 'Weekly 95']]],
  ['nothing while use is unknown', [[at(null)], [at(85)], [at(null)]], [[], ['5-hour 80'], []]],
  [
    'once for a window without a reset',
    [[at(85, { resetsAt: null })], [at(86, { resetsAt: null })]],
    [['5-hour 80'], []],
  ],
])('says %s', (_name, readings, expected) => {
  expect(said(readings)).toEqual(expected);
});

describe('whatever the provider answers', () => {
  const used = fc.double({ min: 0, max: 150, noNaN: true });

  test('an unknown figure never alerts', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(), { nil: null })), (resets) => {
        const windows = resets.map((resetsAt, index) => at(null, { id: String(index), resetsAt }));
        expect(said([windows], [0])).toEqual([[]]);
      }),
    );
  });

  test('a reset that wanders by a minute is still the same reset', () => {
    const wander = fc.integer({ min: -30_000, max: 30_000 });
    fc.assert(
      fc.property(
        fc.nat(604_800_000),
        fc.array(fc.tuple(used, wander), { minLength: 2, maxLength: 8 }),
        (aheadMs, readings) => {
          const windows = readings.map(([percent, ms]) => [at(percent, { resetsAt: noonMs + aheadMs + ms })]);
          const alerts = said(windows, [80]).flat();
          expect(alerts).toEqual(readings.some(([percent]) => percent >= 80) ? ['5-hour 80'] : []);
        },
      ),
      // Just before and just after the border between two quarters of an hour.
      {
        examples: [
          [
            450_000,
            [
              [85, -30_000],
              [86, 30_000],
            ],
          ],
        ],
      },
    );
  });
});
