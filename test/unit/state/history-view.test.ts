// What the page on the past gets: the windows in their order, their course within the time, and a forecast that still holds.
import { describe, expect, test } from 'vitest';
import type { Forecast } from '../../../main/domain/forecast.ts';
import type { KnownWindow, Point } from '../../../main/domain/quota-window.ts';
import { historyView, readWindows, type HistoryFacts } from '../../../main/state/history-view.ts';
import { knownWindow, noonMs, openaiEntry } from '../../fakes/accounts.ts';

const hour = 3_600_000;
const day = 24 * hour;
const { account } = openaiEntry();
const resetsAt = noonMs + 4 * hour;
const fiveHour = knownWindow({ id: 'five', usedPercent: 40, resetsAt });
const weekly = knownWindow({
  id: 'weekly',
  label: 'Weekly (Opus)',
  scope: 'Opus',
  usedPercent: 10,
  resetsAt,
});

const foreseen = (changes: Partial<Forecast> = {}): Forecast => ({
  madeAt: noonMs,
  percentPerHour: 20,
  percentPerWorkingHour: 20,
  exhaustsAt: { early: noonMs + 2 * hour, likely: noonMs + 3 * hour, late: null },
  runsOutBeforeReset: 0.9,
  ...changes,
});

const read = (hours: number, usedPercent = 40): Point => ({
  at: noonMs - hours * hour,
  usedPercent,
  resetsAt,
});

function factsOf(changes: Partial<HistoryFacts> = {}): HistoryFacts {
  return {
    account: account.id,
    windows: [fiveHour, weekly],
    points: new Map([
      ['gone', [read(3)]],
      ['weekly', [read(2, 10)]],
      ['five', [read(30, 5), read(1)]],
    ]),
    forecasts: new Map([['five', foreseen()]]),
    days: 1,
    now: noonMs,
    ...changes,
  };
}

describe('the view', () => {
  test('has the windows in their order, with their course, and those that are gone at the end', () => {
    const { windows, ...rest } = historyView(factsOf());
    expect({ ...rest, windows: windows.map(({ forecast, ...window }) => window) }).toEqual({
      account: account.id,
      from: noonMs - day,
      to: noonMs,
      windows: [
        { id: 'five', label: '5-hour', scope: null, at: [noonMs - hour, noonMs], used: [40, 40], resets: [] },
        {
          id: 'weekly',
          label: 'Weekly (Opus)',
          scope: 'Opus',
          at: [noonMs - 2 * hour, noonMs],
          used: [10, 10],
          resets: [],
        },
        { id: 'gone', label: 'gone', scope: null, at: [noonMs - 3 * hour], used: [40], resets: [] },
      ],
    });
  });

  test('leaves out a window without a reading in that time', () => {
    const points = new Map([['five', [read(25)]]]);
    expect(
      [1, 7].map((days) => historyView(factsOf({ points, days: days === 1 ? 1 : 7 })).windows.length),
    ).toEqual([0, 1]);
  });
});

describe('what is foreseen', () => {
  const endOf = (changes: Partial<HistoryFacts>): number | undefined => {
    const at = historyView(factsOf(changes)).windows[0]?.forecast?.at.at(-1);
    return at === undefined ? undefined : (at - noonMs) / hour;
  };
  const withForecast = (changes: Partial<Forecast>): number | undefined =>
    endOf({ forecasts: new Map([['five', foreseen(changes)]]) });
  const withWindow = (changes: Partial<KnownWindow>): number | undefined =>
    endOf({ windows: [{ ...fiveHour, ...changes }] });

  test('reaches to the reset, but not further than a third of the time that is shown', () => {
    expect([withWindow({}), withWindow({ resetsAt: noonMs + 2 * day })]).toEqual([4, 7.2]);
  });

  test.each<[string, number | undefined]>([
    ['a forecast of long ago', withForecast({ madeAt: noonMs - 1.1 * hour })],
    [
      'one whose time has come',
      withForecast({ exhaustsAt: { early: noonMs - hour, likely: noonMs - 1, late: null } }),
    ],
    ['no use', withWindow({ usedPercent: null })],
    ['a reset that is past', withWindow({ resetsAt: noonMs })],
    ['no forecast', endOf({ forecasts: new Map() })],
    ['no window any more', endOf({ windows: [] })],
  ])('is nothing with %s', (_name, end) => {
    expect(end).toBeUndefined();
  });
});

test('what is exported are the readings of that time in the same order, none of the future', () => {
  const points = new Map([
    ['gone', [read(3)]],
    ['five', [read(30, 5), read(1), read(-1, 50)]],
  ]);
  expect(readWindows(factsOf({ points }))).toEqual([
    { id: 'five', label: '5-hour', scope: null, points: [read(1)] },
    { id: 'weekly', label: 'Weekly (Opus)', scope: 'Opus', points: [] },
    { id: 'gone', label: 'gone', scope: null, points: [read(3)] },
  ]);
});
