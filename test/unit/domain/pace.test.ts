// What a forecast means: it lasts, it may not, it will not, or nobody knows.
import { expect, test } from 'vitest';
import type { Forecast } from '../../../main/domain/forecast.ts';
import { paceOf, type Pace, type PaceInput } from '../../../main/domain/pace.ts';

const now = Date.UTC(2026, 10, 24, 12);
const minute = 60_000;
const hour = 60 * minute;
const resetsAt = now + 4 * hour;
const at = now + 2 * hour;

const made: Forecast = {
  madeAt: now - 5 * minute,
  percentPerHour: 20,
  percentPerWorkingHour: 15,
  exhaustsAt: { early: at - hour, likely: at, late: null },
  runsOutBeforeReset: 0.8,
};
const nothing = { early: null, likely: null, late: null };

function pace(forecast: Partial<Forecast> | undefined, changes: Partial<PaceInput> = {}): Pace {
  return paceOf({
    usedPercent: 50,
    resetsAt,
    forecast: forecast && { ...made, ...forecast },
    now,
    ...changes,
  });
}

test.each<[string, Pace, Pace]>([
  ['probably used up before the reset', pace({}), { kind: 'runs-out', at }],
  ['from 65 % on', pace({ runsOutBeforeReset: 0.65 }), { kind: 'runs-out', at }],
  ['perhaps used up before the reset', pace({ runsOutBeforeReset: 0.64 }), { kind: 'tight', at }],
  ['from 20 % on', pace({ runsOutBeforeReset: 0.2 }), { kind: 'tight', at }],
  ['probably not used up', pace({ runsOutBeforeReset: 0.19 }), { kind: 'lasts' }],
  [
    'nothing being used',
    pace({ runsOutBeforeReset: 0, percentPerHour: 0, exhaustsAt: nothing }),
    { kind: 'idle' },
  ],
  ['a rest before much work, as usual at this hour', pace({ percentPerHour: 0 }), { kind: 'runs-out', at }],
  [
    'a chance without a present rate',
    pace({ percentPerHour: null, runsOutBeforeReset: 0 }),
    { kind: 'lasts' },
  ],
  [
    'neither chance nor rate',
    pace({ percentPerHour: null, runsOutBeforeReset: null, exhaustsAt: nothing }),
    { kind: 'unknown' },
  ],
  ['no reset, but an end', pace({ runsOutBeforeReset: null }, { resetsAt: null }), { kind: 'runs-out', at }],
  [
    'no reset and no end to be seen',
    pace({ runsOutBeforeReset: null, exhaustsAt: nothing }, { resetsAt: null }),
    { kind: 'lasts' },
  ],
  [
    'a likely time that is over',
    pace({}, { now: at, forecast: { ...made, madeAt: at - minute } }),
    { kind: 'unknown' },
  ],
  ['a reset that is over', pace({}, { resetsAt: now }), { kind: 'unknown' }],
  ['an old forecast', pace({ madeAt: now - hour - 1 }), { kind: 'unknown' }],
  ['no forecast', pace(undefined), { kind: 'unknown' }],
  ['an unknown use', pace({}, { usedPercent: null }), { kind: 'unknown' }],
  ['nothing left, with or without a forecast', pace(undefined, { usedPercent: 100 }), { kind: 'used-up' }],
])('%s', (_case, actual, expected) => {
  expect(actual).toEqual(expected);
});
