// The band of what is foreseen: begins at what is used, ends at the reset, and never contradicts the forecast.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { forecastBand, type BandWindow } from '../../../main/domain/forecast-band.ts';
import type { Forecast } from '../../../main/domain/forecast.ts';
import { noonMs } from '../../fakes/accounts.ts';

const hour = 3_600_000;
const resetsAt = noonMs + 6 * hour;

const foreseen = (
  exhaustsAt: Partial<Forecast['exhaustsAt']>,
  percentPerHour: number | null = 5,
): Forecast => ({
  madeAt: noonMs,
  percentPerHour,
  percentPerWorkingHour: percentPerHour,
  exhaustsAt: { early: null, likely: null, late: null, ...exhaustsAt },
  runsOutBeforeReset: null,
});

/** What stands at the beginning, in the middle and at the end. */
function ends(forecast: Forecast, window: BandWindow = { usedPercent: 40, resetsAt }): unknown {
  const band = forecastBand(window, forecast, noonMs, noonMs + 12 * hour);
  const three = (line: readonly number[] | undefined): unknown => [line?.[0], line?.[12], line?.at(-1)];
  return {
    hours: three(band?.at.map((at) => (at - noonMs) / hour)),
    low: three(band?.low),
    likely: three(band?.likely),
    high: three(band?.high),
  };
}

describe('a window of which 40 % is used', () => {
  test('runs from now to its reset, straight to where each of the three is used up', () => {
    const at = { early: noonMs + 3 * hour, likely: noonMs + 6 * hour, late: noonMs + 12 * hour };
    expect(ends(foreseen(at))).toEqual({
      hours: [0, 3, 6],
      low: [40, 55, 70],
      likely: [40, 70, 100],
      high: [40, 100, 100],
    });
  });

  test('that will last grows at its present rate, and may stay as it is', () => {
    expect(ends(foreseen({}))).toEqual({
      hours: [0, 3, 6],
      low: [40, 40, 40],
      likely: [40, 55, 70],
      high: [40, 55, 70],
    });
  });

  test('that will last is not drawn as used up before its reset, whatever the present rate', () => {
    expect(ends(foreseen({}, 90))).toMatchObject({ likely: [40, 70, 100], high: [40, 70, 100] });
  });

  test('of which only the early end is known is likely no faster than that', () => {
    expect(ends(foreseen({ early: noonMs + 6 * hour }, 90))).toMatchObject({
      likely: [40, 70, 100],
      high: [40, 70, 100],
    });
  });

  test.each([null, 0, -3])('at a rate of %s stays as it is', (rate) => {
    expect(ends(foreseen({}, rate))).toMatchObject({ likely: [40, 40, 40], high: [40, 40, 40] });
  });

  test('without a reset is drawn for as long as was asked', () => {
    expect(ends(foreseen({}), { usedPercent: 40, resetsAt: null })).toMatchObject({
      hours: [0, 6, 12],
      likely: [40, 70, 100],
    });
  });
});

test('what is used up stays so until the reset', () => {
  const at = { early: noonMs, likely: noonMs, late: noonMs };
  expect(ends(foreseen(at), { usedPercent: 130, resetsAt })).toMatchObject({
    low: [100, 100, 100],
    high: [100, 100, 100],
  });
});

test.each([
  ['after its reset', noonMs, noonMs + hour],
  ['without time to draw', null, noonMs],
])('%s there is nothing to foresee', (_name, reset, until) => {
  expect(forecastBand({ usedPercent: 40, resetsAt: reset }, foreseen({}), noonMs, until)).toBeUndefined();
});

test('of any forecast: moments ascend from now, and low ≤ likely ≤ high within 0–100', () => {
  const end = fc.option(fc.integer({ min: -5, max: 400 }).map((minutes) => noonMs + minutes * 60_000));
  const any = fc.record({
    usedPercent: fc.double({ min: 0, max: 150, noNaN: true }),
    resetsAt: fc.option(fc.integer({ min: 1, max: 10 * hour }).map((ms) => noonMs + ms)),
    exhaustsAt: fc.record({ early: end, likely: end, late: end }),
    rate: fc.option(fc.double({ min: -5, max: 500, noNaN: true })),
  });
  fc.assert(
    fc.property(any, ({ usedPercent, resetsAt: reset, exhaustsAt, rate }) => {
      const band = forecastBand(
        { usedPercent, resetsAt: reset },
        foreseen(exhaustsAt, rate),
        noonMs,
        noonMs + 8 * hour,
      );
      if (band === undefined) throw new Error('there was time to draw');
      const rows = band.at.map((at, index) => ({
        at,
        before: band.at[index - 1] ?? -Infinity,
        low: band.low[index] ?? NaN,
        likely: band.likely[index] ?? NaN,
        high: band.high[index] ?? NaN,
      }));
      const wrong = rows.filter(
        ({ at, before, low, likely, high }) =>
          !(before < at && 0 <= low && low <= likely && likely <= high && high <= 100),
      );
      expect([wrong, band.at[0], band.at.at(-1)]).toEqual([
        [],
        noonMs,
        Math.min(reset ?? Infinity, noonMs + 8 * hour),
      ]);
    }),
  );
});
