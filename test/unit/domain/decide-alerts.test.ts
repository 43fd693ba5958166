// Each notice is called for once per threshold, window and reset, and never by a figure that is not known.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noteIn, noteText, type AlertNote } from '../../../main/domain/alert-notes.ts';
import type { Alert, AlertFacts } from '../../../main/domain/alert-policy.ts';
import { decideAlerts, dueAlerts, nextMoment } from '../../../main/domain/decide-alerts.ts';
import type { Forecast } from '../../../main/domain/forecast.ts';
import type { KnownWindow } from '../../../main/domain/quota-window.ts';
import { knownWindow, noonMs, openaiEntry } from '../../fakes/accounts.ts';

const { id: account } = openaiEntry().account;
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const ends = noonMs + 4 * hour;

function five(usedPercent: number | null, changes: Partial<KnownWindow> = {}): KnownWindow {
  return knownWindow({ id: 'five-hour', label: '5-hour', usedPercent, resetsAt: ends, ...changes });
}

function weekly(usedPercent: number | null, changes: Partial<KnownWindow> = {}): KnownWindow {
  const longer = { id: 'weekly', label: 'Weekly', lengthMs: 7 * day, resetsAt: noonMs + 3 * day };
  return knownWindow({ ...longer, usedPercent, ...changes });
}

function factsWith(windows: readonly KnownWindow[], changes: Partial<AlertFacts> = {}): AlertFacts {
  return {
    account,
    readings: 5,
    windows,
    before: [],
    forecasts: new Map(),
    thresholdsOf: () => [80, 95, 100],
    planOrder: ['plus', 'pro'],
    ...changes,
  };
}

function words(alert: Alert): string {
  if (alert.kind === 'threshold') return `${alert.window.label} ${alert.thresholdPercent}`;
  return 'window' in alert ? `${alert.window.label} ${alert.kind}` : alert.kind;
}

type Step = readonly KnownWindow[];
type Series = readonly Step[];

/** As in the app: one reading after the other, five minutes apart, every notice told, what was noticed written and read. */
function said(series: Series, changes: Partial<AlertFacts> = {}): readonly (readonly string[])[] {
  let lines: readonly string[] = [];
  let before: Step = [];
  return series.map((step, index) => {
    const now = noonMs + index * 5 * minute;
    const windows = step.map((window) => ({ ...window, at: now }));
    const notes = lines.flatMap((line) => noteIn(line) ?? []);
    const decision = decideAlerts(factsWith(windows, { before, ...changes }), notes, now);
    before = windows;
    lines = decision.notes.map((note) => noteText({ ...note, isWaiting: false }));
    return decision.alerts.map(words);
  });
}

describe('a threshold', () => {
  test.each<[string, Series, readonly (readonly string[])[]]>([
    ['nothing below it', [[five(0)], [five(79.99)]], [[], []]],
    ['once when it is reached exactly', [[five(79)], [five(80)], [five(81)]], [[], ['5-hour 80'], []]],
    [
      'not again when use flaps around it',
      [[five(79)], [five(80)], [five(79)], [five(80)]],
      [[], ['5-hour 80'], [], []],
    ],
    [
      'once more for each higher one',
      [[five(81)], [five(96)], [five(130)]],
      [['5-hour 80'], ['5-hour 95'], ['5-hour 100']],
    ],
    [
      'only the highest of several, and the lower ones not later',
      [[five(99)], [five(82)], [five(99)]],
      [['5-hour 95'], [], []],
    ],
    [
      'again after the reset',
      [[five(85)], [five(3, { resetsAt: ends + 5 * hour })], [five(90, { resetsAt: ends + 5 * hour })]],
      [['5-hour 80'], ['5-hour reset'], ['5-hour 80']],
    ],
    [
      'again in a new period that is low at once, without a word of a reset',
      [[five(85)], [five(85, { resetsAt: ends + 5 * hour })]],
      [['5-hour 80'], ['5-hour 80']],
    ],
    ['of each window for itself', [[five(85), weekly(96)]], [['5-hour 80', 'Weekly 95']]],
    [
      'nothing while use is unknown',
      [[five(null)], [five(85)], [five(null)], []],
      [[], ['5-hour 80'], [], []],
    ],
    [
      'once for a window without a reset, also when it gets one',
      [
        [five(85, { resetsAt: null })],
        [five(86, { resetsAt: null })],
        [five(87)],
        [five(88, { resetsAt: null })],
      ],
      [['5-hour 80'], [], [], []],
    ],
    [
      'nothing of a period that has ended',
      [[five(96, { resetsAt: noonMs })], [five(96, { resetsAt: noonMs })]],
      [[], []],
    ],
    [
      'of a window of one model like of any other, and of what lies beyond the plan its end alone',
      [
        [five(96, { id: 'opus', label: 'Opus', scope: 'Opus' }), five(96, { id: 'extra', beyondPlan: true })],
        [five(100, { id: 'extra', label: 'Extra', beyondPlan: true })],
      ],
      [['Opus 95'], ['Extra 100']],
    ],
    [
      'by a status line alone never the end, until another source says so',
      [
        [five(100, { kind: 'status-line' })],
        [five(100, { kind: 'status-line' })],
        [five(100, { kind: 'program' })],
        [five(101, { kind: 'status-line' })],
      ],
      [['5-hour 95'], [], ['5-hour 100'], []],
    ],
  ])('says %s', (_name, series, expected) => {
    expect(said(series)).toEqual(expected);
  });

  test('is what the person chose, down to silence', () => {
    const thresholdsOf = (window: KnownWindow): readonly number[] => (window.id === 'weekly' ? [] : [50]);
    expect(
      said(
        [
          [five(49), weekly(100)],
          [five(51), weekly(100)],
        ],
        { thresholdsOf },
      ),
    ).toEqual([[], ['5-hour 50']]);
  });

  test('is nothing that an earlier run of the app has read', () => {
    expect(decideAlerts(factsWith([five(96)], { readings: 0 }), [], noonMs)).toEqual({
      alerts: [],
      notes: [],
    });
  });
});

describe('a reset', () => {
  test.each<[string, Series, readonly (readonly string[])[]]>([
    [
      'not when the reset wanders by minutes',
      [[five(85)], [five(85, { resetsAt: ends + 4 * minute })], [five(85, { resetsAt: ends - 4 * minute })]],
      [['5-hour 80'], [], []],
    ],
    ['not of a window that was not low', [[five(60)], [five(2, { resetsAt: ends + 5 * hour })]], [[], []]],
    [
      'when two readings agree, although its time has not moved; then the thresholds count anew',
      [[five(96)], [five(96, { doubted: { at: noonMs, usedPercent: 4 } })], [five(5)], [five(6)], [five(81)]],
      [['5-hour 95'], [], ['5-hour reset'], [], ['5-hour 80']],
    ],
    ['not when one reading has fallen', [[five(96)], [five(4)], [five(96)]], [['5-hour 95'], [], []]],
    ['not when use falls a little', [[five(96)], [five(60)], [five(96)]], [['5-hour 95'], [], []]],
    [
      'not when windows vanish or say nothing',
      [[five(96)], [], [five(null, { resetsAt: null })], [five(96)]],
      [['5-hour 95'], [], [], []],
    ],
    [
      'when its time is past and the provider names no new one',
      [
        [five(96, { resetsAt: noonMs + 4 * minute })],
        [five(0, { resetsAt: null })],
        [five(0, { resetsAt: null })],
      ],
      [['5-hour 95'], [], ['5-hour reset']],
    ],
  ])('is said %s', (_name, series, expected) => {
    // Reset-soon has its own tests.
    const without = said(series).map((step) => step.filter((text) => !text.endsWith('soon')));
    expect(without).toEqual(expected);
  });

  function noted(changes: Partial<AlertNote> = {}): AlertNote {
    return {
      account,
      about: 'five-hour',
      mark: 'used-80',
      period: noonMs - hour,
      isWaiting: false,
      ...changes,
    };
  }

  test('that happened while the app did not run is no news', () => {
    const first = decideAlerts(factsWith([five(3)], { readings: 1 }), [noted()], noonMs);
    const told = first.notes.map((note) => ({ ...note, isWaiting: false }));
    const second = decideAlerts(
      factsWith([five(3, { at: noonMs + 1 })], { before: [five(3)] }),
      told,
      noonMs + 1,
    );
    expect([first.alerts, first.notes, second.alerts]).toEqual([[], [], []]);
  });

  test('is not concluded from one first reading of the same period, but from two', () => {
    const notes = [noted({ period: ends })];
    const first = decideAlerts(factsWith([five(0)], { readings: 1 }), notes, noonMs);
    const second = decideAlerts(
      factsWith([five(0, { at: noonMs + 1 })], { before: [five(0)] }),
      first.notes,
      noonMs + 1,
    );
    expect([first.alerts, second.alerts.map(words)]).toEqual([[], ['5-hour reset']]);
  });

  test('is not concluded from one reading that is still there when the next one leaves the window out', () => {
    const kept = factsWith([five(0)], { before: [five(0)] });
    expect(decideAlerts(kept, [noted({ period: ends })], noonMs + 1).alerts).toEqual([]);
  });

  test('is kept from those who were not told that it was low', () => {
    const { alerts, notes } = decideAlerts(factsWith([five(3)]), [noted({ isWaiting: true })], noonMs);
    expect([alerts.map(words), notes]).toEqual([['5-hour reset'], []]);
  });

  test('that waits to be told is not lost by a second look at the same reading', () => {
    const facts = factsWith([five(3, { resetsAt: ends + 5 * hour })], { before: [five(96, { at: 1 })] });
    const first = decideAlerts(facts, [noted({ period: ends })], noonMs);
    const second = decideAlerts(facts, first.notes, noonMs);
    expect([
      first.alerts.map(words),
      second.alerts,
      dueAlerts(facts, second.notes, noonMs).alerts.map(words),
    ]).toEqual([['5-hour reset'], [], ['5-hour reset']]);
  });
});

describe('a reset that is near', () => {
  test('is said in the last five minutes of a window that is low, once', () => {
    const at = (now: number, used: number) => ({ now, facts: factsWith([five(used)]) });
    let notes: readonly AlertNote[] = [];
    const alerts = [
      at(ends - 5 * minute - 1, 85),
      at(ends - 5 * minute, 85),
      at(ends - minute, 85),
      at(ends - minute, 20),
    ].map(({ now, facts }) => {
      const decision = decideAlerts(facts, notes, now);
      notes = decision.notes;
      return decision.alerts.map(words);
    });
    expect(alerts).toEqual([['5-hour 80'], ['5-hour reset-soon'], [], []]);
  });

  test('is the next moment to look, beside the days before the end of a sign-in, and there is none without them', () => {
    const next = (windows: readonly KnownWindow[], changes: Partial<AlertFacts> = {}): number | undefined =>
      nextMoment(factsWith(windows, changes), noonMs);
    expect([
      next([five(85), weekly(99)]),
      next([five(20), weekly(99)]),
      next([five(20)]),
      next([five(85)], { readings: 0 }),
      next([five(85, { resetsAt: noonMs + 5 * minute })]),
      next([], { signInEndsAt: noonMs + 4 * day }),
    ]).toEqual([
      ends - 5 * minute,
      noonMs + 3 * day - 5 * minute,
      undefined,
      undefined,
      undefined,
      noonMs + day,
    ]);
  });
});

describe('a forecast', () => {
  const runsOut: Forecast = {
    madeAt: noonMs,
    percentPerHour: 30,
    percentPerWorkingHour: 30,
    exhaustsAt: { early: noonMs + hour, likely: noonMs + 2 * hour, late: noonMs + 3 * hour },
    runsOutBeforeReset: 0.9,
  };
  const forecasts = new Map([['five-hour', runsOut]]);

  test('is said once per window and reset', () => {
    expect(said([[five(50)], [five(55)], [five(60)]], { forecasts })).toEqual([['5-hour forecast'], [], []]);
  });

  test.each<[string, KnownWindow, Partial<AlertFacts>]>([
    ['it lasts', five(50), { forecasts: new Map([['five-hour', { ...runsOut, runsOutBeforeReset: 0.5 }]]) }],
    ['there is one reading since the start', five(50), { readings: 1 }],
    ['the person knows more', five(96), {}],
    ['the reset is near', five(50, { resetsAt: noonMs + 15 * minute }), {}],
    ['use is unknown', five(null), {}],
    ['the window lies beyond the plan', five(50, { beyondPlan: true }), {}],
    ['the person wants silence', five(50), { thresholdsOf: () => [] }],
  ])('is not said when %s', (_name, window, changes) => {
    const { alerts } = decideAlerts(factsWith([window], { forecasts, ...changes }), [], noonMs);
    expect(alerts.filter(({ kind }) => kind === 'forecast')).toEqual([]);
  });

  test('is not said after 95 % was, although use has fallen since', () => {
    const noted: AlertNote = { account, about: 'five-hour', mark: 'used-95', period: ends, isWaiting: false };
    expect(decideAlerts(factsWith([five(90)], { forecasts }), [noted], noonMs).alerts).toEqual([]);
  });
});

describe('about an account', () => {
  function over(steps: readonly (Partial<AlertFacts> & { readonly now?: number })[]) {
    let notes: readonly AlertNote[] = [];
    return steps.map(({ now = noonMs, ...changes }) => {
      const decision = decideAlerts(factsWith([], changes), notes, now);
      notes = decision.notes.map((note) => ({ ...note, isWaiting: false }));
      return decision.alerts;
    });
  }

  test('the end of a sign-in is said seven, three and one day before it, each once', () => {
    const signInEndsAt = noonMs + 10 * day;
    const days = [0, 2.9, 3, 4, 7, 7.5, 9, 9.5, 12];
    const alerts = over(days.map((later) => ({ signInEndsAt, now: noonMs + later * day })));
    expect(alerts.map(([alert]) => alert?.kind === 'sign-in-ends' && alert.days)).toEqual([
      false,
      false,
      7,
      false,
      3,
      false,
      1,
      false,
      false,
    ]);
  });

  test('keys that no longer work are said once until they have worked again', () => {
    const rejected = { code: 'credential/rejected' } as const;
    const changed = { code: 'credential/owner-changed' } as const;
    const silent = { code: 'credential/owner-silent' } as const;
    const kinds = over([
      { failure: silent, failedTries: 9 },
      { failure: changed, failedTries: 1 },
      { failure: changed, failedTries: 2 },
      { failure: changed, failedTries: 3 },
      { failure: rejected, failedTries: 1 },
      { failure: rejected, failedTries: 2 },
      { failure: { code: 'network/offline' }, failedTries: 9 },
      {},
      { failure: rejected, failedTries: 1 },
      { failedTries: 0 },
      { failure: rejected, failedTries: 1 },
    ]).map(([alert]) => alert?.kind === 'refresh-failing' && alert.failure.code);
    expect(kinds).toEqual([
      false,
      false,
      changed.code,
      false,
      rejected.code,
      false,
      false,
      false,
      false,
      false,
      rejected.code,
    ]);
  });

  test('a plan that has ended or become smaller is said once, a larger one not', () => {
    const changed = (before: string, plan: string) => ({
      plan: { plan, readAt: noonMs, before: { plan: before, until: noonMs } },
    });
    const kinds = over([
      changed('pro', 'plus'),
      changed('pro', 'plus'),
      changed('plus', 'pro'),
      changed('plus', 'free'),
      { plan: { plan: 'plus', readAt: noonMs } },
    ]).map(([alert]) => alert?.kind === 'plan-changed' && alert.change);
    expect(kinds).toEqual(['smaller', false, false, 'ended', false]);
  });

  test('that it serves now is said when it has come to that by itself', () => {
    const serves = { reason: 'In use: OpenAI.' };
    const alerts = over([
      { serves: { ...serves, isNew: false } },
      { serves: { ...serves, isNew: true } },
    ]).map(([alert]) => alert?.kind === 'switched' && alert.reason);
    expect(alerts).toEqual([false, 'In use: OpenAI.']);
  });
});

describe('what waits to be told', () => {
  const noted = (percent: number, isWaiting: boolean): AlertNote => ({
    account,
    about: 'five-hour',
    mark: `used-${percent}`,
    period: ends,
    isWaiting,
  });

  function due(window: KnownWindow, notes: readonly AlertNote[], changes: Partial<AlertFacts> = {}) {
    const decision = dueAlerts(factsWith([window], changes), notes, noonMs + minute);
    const left = decision.notes.map(({ mark, isWaiting }) => `${mark} ${isWaiting ? 'waits' : 'told'}`);
    return [decision.alerts.map(words), left];
  }

  test('is told, and then not again', () => {
    const waits = decideAlerts(factsWith([five(96)]), [], noonMs).notes;
    const told = dueAlerts(factsWith([five(97)]), waits, noonMs + minute);
    const again = dueAlerts(factsWith([five(97)]), told.notes, noonMs + minute);
    expect([told.alerts.map(words), again.alerts, again.notes === told.notes]).toEqual([
      ['5-hour 95'],
      [],
      true,
    ]);
  });

  test('is told as far as it holds: a figure that has fallen below lets the rest wait', () => {
    expect([
      due(five(97), [noted(80, true), noted(95, true)]),
      due(five(82), [noted(95, true)]),
      due(five(82), [noted(80, false), noted(95, true)]),
      due(five(null), [noted(95, true)]),
      due(five(97), [noted(95, true)], { readings: 0 }),
    ]).toEqual([
      [['5-hour 95'], ['used-80 told', 'used-95 told']],
      [['5-hour 80'], ['used-95 waits', 'used-80 told']],
      [[], ['used-80 told', 'used-95 waits']],
      [[], ['used-95 waits']],
      [[], ['used-95 waits']],
    ]);
  });

  test('is forgotten when its period is over', () => {
    const next = five(3, { resetsAt: ends + 5 * hour });
    expect(decideAlerts(factsWith([next]), [noted(95, true)], noonMs + minute).notes).toEqual([]);
  });

  test('that holds no more is forgotten, so that it may arise anew', () => {
    const forecast: AlertNote = {
      account,
      about: 'five-hour',
      mark: 'forecast',
      period: ends,
      isWaiting: true,
    };
    expect([
      due(five(40), [forecast], { before: [five(40)] }),
      due(five(40), [{ ...forecast, isWaiting: false }], { before: [five(40)] }),
    ]).toEqual([
      [[], []],
      [[], ['forecast told']],
    ]);
  });

  test('is not given up before anything is known of it', () => {
    const givenUp = (about: string, mark: string, facts: AlertFacts): boolean => {
      const notes = [{ account, about, mark, period: 0, isWaiting: true }];
      return dueAlerts(facts, notes, noonMs).notes !== notes;
    };
    const nothing = factsWith([], { readings: 0 });
    const first = factsWith([five(50)], { readings: 1 });
    const known = factsWith([five(50)], {
      before: [five(96)],
      signInEndsAt: noonMs + 30 * day,
      failedTries: 2,
      plan: { plan: 'plus', readAt: noonMs },
    });
    const ofWindows: readonly (readonly [string, string])[] = [
      ['five-hour', 'forecast'],
      ['five-hour', 'reset'],
    ];
    const ofAccounts: readonly (readonly [string, string])[] = [
      ['sign-in-ends', '7'],
      ['keys', 'credential/rejected'],
      ['plan', 'ended'],
    ];
    const all = [...ofWindows, ...ofAccounts];
    expect([
      all.map(([about, mark]) => givenUp(about, mark, nothing)),
      ofWindows.map(([about, mark]) => givenUp(about, mark, first)),
      all.map(([about, mark]) => givenUp(about, mark, known)),
    ]).toEqual([all.map(() => false), ofWindows.map(() => false), all.map(() => true)]);
  });
});

describe('whatever the provider answers', () => {
  const used = fc.double({ min: 0, max: 150, noNaN: true });

  test('an unknown figure never alerts', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(), { nil: null })), (resets) => {
        const windows = resets.map((resetsAt, index) => five(null, { id: String(index), resetsAt }));
        expect(said([windows], { thresholdsOf: () => [1] })).toEqual([[]]);
      }),
    );
  });

  test('a reset that wanders by minutes is still the same reset', () => {
    const wander = fc.integer({ min: -5 * minute, max: 5 * minute });
    fc.assert(
      fc.property(fc.array(fc.tuple(used, wander), { minLength: 2, maxLength: 8 }), (readings) => {
        const series = readings.map(([percent, ms]) => [
          weekly(Math.max(45, percent), { resetsAt: noonMs + day + ms }),
        ]);
        const alerts = said(series, { thresholdsOf: () => [80] }).flat();
        expect(alerts).toEqual(readings.some(([percent]) => percent >= 80) ? ['Weekly 80'] : []);
      }),
    );
  });

  test('nothing is decided twice from the same facts', () => {
    const window = fc.record({
      usedPercent: fc.option(used),
      resetsAt: fc.option(fc.integer({ min: noonMs - day, max: noonMs + day })),
    });
    fc.assert(
      fc.property(fc.array(window, { minLength: 1, maxLength: 6 }), (readings) => {
        let notes: readonly AlertNote[] = [];
        let before: Step = [];
        readings.forEach((changes, index) => {
          const now = noonMs + index * hour;
          const windows = [five(50, { ...changes, at: now })];
          const facts = factsWith(windows, { before });
          const first = decideAlerts(facts, notes, now);
          const second = decideAlerts(facts, first.notes, now);
          before = windows;
          notes = second.notes;
          expect(second.alerts).toEqual([]);
        });
      }),
    );
  });
});
