// What is believed when several sources speak: the newest, the better one of two at once, and no fall without a reason.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decisivePercent,
  fuseQuota,
  isDoubted,
  knownUntil,
  unconfirmedIn,
} from '../../../main/domain/fuse-quota.ts';
import type { KnownQuota, QuotaWindow, Sample, SourceKind } from '../../../main/domain/quota-window.ts';
import { sourceKinds } from '../../../main/domain/quota-window.ts';
import { noonMs, openaiEntry, quotaWindow, sampleOf } from '../../fakes/accounts.ts';

const minute = 60_000;
const hour = 60 * minute;
const resetsAt = noonMs + 3 * hour;

const entry = openaiEntry();
const window = (usedPercent: number | null, changes: Partial<QuotaWindow> = {}): QuotaWindow =>
  quotaWindow({ usedPercent, resetsAt, ...changes });

/** A sample of one window after so many minutes. */
function reading(
  minutes: number,
  usedPercent: number | null,
  { kind = 'api', ...changes }: Partial<QuotaWindow> & { readonly kind?: SourceKind } = {},
): Sample {
  return {
    ...sampleOf(entry, [window(usedPercent, changes)], noonMs + minutes * minute),
    kind,
    source: kind,
  };
}

function fused(...samples: readonly Sample[]): KnownQuota {
  const known = samples.reduce<KnownQuota | undefined>(fuseQuota, undefined);
  if (known === undefined) throw new Error('no sample');
  return known;
}

/** Percent, source and age in minutes of the one window. */
function believed(...samples: readonly Sample[]): readonly unknown[] {
  const [only] = fused(...samples).windows;
  return [only?.usedPercent, only?.kind, only && (only.at - noonMs) / minute];
}

test('the first sample is believed as it is', () => {
  const [only] = fused(reading(0, 42)).windows;
  expect(only).toEqual({ ...window(42), at: noonMs, kind: 'api', source: 'api' });
});

test.each<[string, readonly Sample[], readonly unknown[]]>([
  ['the newer of two', [reading(0, 42), reading(5, 50)], [50, 'api', 5]],
  [
    'that there is no limit any more',
    [reading(0, 100), reading(5, null, { unlimited: true, resetsAt: null })],
    [null, 'api', 5],
  ],
  ['not one that comes late', [reading(5, 50), reading(0, 42)], [50, 'api', 5]],
  [
    'the better source of two at the same moment',
    [reading(0, 50, { kind: 'program' }), reading(0.5, 51)],
    [50, 'program', 0],
  ],
  [
    'who agrees with a status line of the same moment',
    [reading(0, 97, { kind: 'status-line' }), reading(0.5, 97)],
    [97, 'api', 0.5],
  ],
  [
    'who says of the same moment what a status line has rounded',
    [reading(0, 97, { kind: 'status-line' }), reading(0.5, 96.4)],
    [96.4, 'api', 0.5],
  ],
  [
    'the status line where another source lags behind it',
    [reading(0, 60, { kind: 'status-line' }), reading(0.5, 50), reading(5, 51)],
    [60, 'status-line', 0],
  ],
  [
    'who was asked at once whether it is used up, and says no twice',
    [
      reading(0, 100, { kind: 'status-line' }),
      reading(0.5, 60, { kind: 'screen' }),
      reading(10, 100, { kind: 'status-line' }),
      reading(10.5, 61, { kind: 'screen' }),
    ],
    [61, 'screen', 10.5],
  ],
  [
    'the worse source when it is newer',
    [reading(0, 50, { kind: 'status-line' }), reading(5, 51, { kind: 'screen' })],
    [51, 'screen', 5],
  ],
  ['a figure that falls by rounding', [reading(0, 42.6), reading(5, 42)], [42, 'api', 5]],
  [
    'what was known where the newer answer leaves it open',
    [reading(0, 42), reading(5, null)],
    [42, 'api', 0],
  ],
  [
    'that nothing is known when the reset is past and the answer leaves it open',
    [reading(0, 42), reading(181, null, { resetsAt: null })],
    [null, 'api', 181],
  ],
  [
    'a fall after the reset',
    [reading(0, 95), reading(185, 3, { resetsAt: resetsAt + 5 * hour })],
    [3, 'api', 185],
  ],
  [
    'a fall when the reset has moved on early',
    [reading(0, 95), reading(5, 0, { resetsAt: resetsAt + 24 * hour })],
    [0, 'api', 5],
  ],
  ['no fall without a reason', [reading(0, 60), reading(5, 0)], [60, 'api', 0]],
  ['no false zero', [reading(0, 60), reading(5, 0), reading(10, 61)], [61, 'api', 10]],
  ['a fall that a second reading confirms', [reading(0, 60), reading(5, 3), reading(10, 4)], [4, 'api', 10]],
  [
    'no fall that two readings disagree about',
    [reading(0, 60), reading(5, 3), reading(10, 30)],
    [60, 'api', 0],
  ],
  [
    'no fall because the reset wanders by seconds',
    [reading(0, 60), reading(5, 0, { resetsAt: resetsAt + 40_000 })],
    [60, 'api', 0],
  ],
  [
    'the source that confirmed that it is used up, when a status line repeats it',
    [reading(0, 100, { kind: 'screen' }), reading(5, 100, { kind: 'status-line' })],
    [100, 'screen', 0],
  ],
  [
    'nothing that somebody still shows of the period before',
    [reading(190, 2, { resetsAt: resetsAt + 5 * hour }), reading(195, 95, { kind: 'status-line' })],
    [2, 'api', 190],
  ],
  [
    'what was known where an answer shows the period before for a moment',
    [reading(0, 2, { resetsAt: resetsAt + 24 * hour }), reading(45, 95), reading(74, 95)],
    [2, 'api', 0],
  ],
  [
    'that the reset comes earlier where it is said for half an hour',
    [reading(0, 100, { resetsAt: resetsAt + 24 * hour }), reading(20, 12), reading(50, 13)],
    [13, 'api', 50],
  ],
  [
    'that nothing is known any more where the figure is left open for half an hour',
    [reading(0, 100), reading(20, null), reading(50, null)],
    [null, 'api', 50],
  ],
  [
    'what was known where a status line leaves it open',
    [reading(0, 42), reading(60, null, { kind: 'status-line' })],
    [42, 'api', 0],
  ],
  [
    'the second of two screens that agree, although a status line spoke between them',
    [
      reading(0, 100, { kind: 'status-line' }),
      reading(5, 60, { kind: 'screen' }),
      reading(6, 100, { kind: 'status-line' }),
      reading(10, 61, { kind: 'screen' }),
    ],
    [61, 'screen', 10],
  ],
  [
    'no lower figure of an older session',
    [reading(0, 60), reading(5, 40, { kind: 'status-line' }), reading(6, 40, { kind: 'status-line' })],
    [60, 'api', 0],
  ],
])('believed is %s', (_name, samples, expected) => {
  expect(believed(...samples)).toEqual(expected);
});

test('a doubt is told as long as it lasts', () => {
  const steps = [reading(0, 60), reading(5, 0), reading(10, 60)];
  expect(steps.map((_sample, index) => isDoubted(fused(...steps.slice(0, index + 1))))).toEqual([
    false,
    true,
    false,
  ]);
});

describe('a window that is missing', () => {
  const two = (minutes: number, kind: SourceKind = 'api'): Sample => ({
    ...sampleOf(entry, [window(10), window(20, { id: 'weekly' })], noonMs + minutes * minute),
    kind,
  });
  const idsOf = (quota: KnownQuota): readonly string[] => quota.windows.map(({ id }) => id);

  test.each<[string, readonly Sample[], readonly string[]]>([
    ['for a moment stays', [two(0), reading(5, 11)], ['length-18000', 'weekly']],
    ['once stays, however long nobody has looked', [two(0), reading(45, 11)], ['length-18000', 'weekly']],
    ['for half an hour is gone', [two(0), reading(45, 11), reading(75, 12)], ['length-18000']],
    [
      'in the usage screen for half an hour is gone',
      [two(0, 'screen'), reading(5, 11, { kind: 'screen' }), reading(35, 11, { kind: 'screen' })],
      ['length-18000'],
    ],
    [
      'in a source that never says all stays',
      [two(0), reading(60, 11, { kind: 'status-line' })],
      ['length-18000', 'weekly'],
    ],
    [
      'after its reset is gone',
      [two(0), reading(181, 11, { kind: 'status-line', resetsAt: resetsAt + 5 * hour })],
      ['length-18000'],
    ],
  ])('%s', (_name, samples, ids) => {
    expect(idsOf(fused(...samples))).toEqual(ids);
  });
});

test('a status line alone that says used up has to be confirmed', () => {
  const line = reading(0, 100, { kind: 'status-line' });
  const screen = (minutes: number): Sample => reading(minutes, 100, { kind: 'screen' });
  expect([
    unconfirmedIn(fused(reading(0, 99, { kind: 'status-line' }))).length,
    unconfirmedIn(fused(line)).length,
    unconfirmedIn(fused(line, screen(0.05))).length,
    unconfirmedIn(fused(line, screen(5))).length,
  ]).toEqual([0, 1, 0, 0]);
});

test('figures of the future are of this moment, what comes a little late is left as it is', () => {
  const known = fused(reading(0, 42), reading(8, 20, { id: 'weekly', kind: 'status-line' }));
  const ages = (now: number): readonly number[] => {
    const { at, windows } = knownUntil(noonMs + now * minute, known);
    return [at, ...windows.map((each) => each.at)].map((each) => (each - noonMs) / minute);
  };
  expect([ages(-10), ages(0), ages(3)]).toEqual([
    [-10, -10, -10],
    [0, 0, 0],
    [8, 8, 0],
  ]);
});

test('once the clock was set back, figures of before are told apart from those of another period', () => {
  const before = fused(reading(60, 42, { resetsAt: noonMs + 240 * minute }));
  // By two hours, half an hour after that.
  const after = reading(-27, 47, { resetsAt: noonMs + 120 * minute });
  expect(fuseQuota(knownUntil(after.at, before), after).windows).toMatchObject([
    { at: after.at, usedPercent: 47, resetsAt: noonMs + 120 * minute },
  ]);
});

test('once the clock was set back, status lines alone end a figure of before with the period that they name', () => {
  const before = fused(reading(60, 100, { kind: 'screen', resetsAt: noonMs + 120 * minute }));
  const line = (minutes: number, usedPercent: number, resetMinutes: number): Sample =>
    reading(minutes, usedPercent, { kind: 'status-line', resetsAt: noonMs + resetMinutes * minute });
  const first = line(-27, 3, 270);
  const known = fuseQuota(knownUntil(first.at, before), first);
  expect([known, fuseQuota(known, line(300, 5, 570))].map(({ windows: [only] }) => only)).toMatchObject([
    { usedPercent: 100, resetsAt: noonMs + 270 * minute },
    { usedPercent: 5, kind: 'status-line' },
  ]);
});

test('once the clock was set back, what status lines leave out goes with the length of its period', () => {
  const before = fused(reading(60, 90, { id: 'weekly', lengthMs: 5 * hour, kind: 'screen' }));
  const line = (minutes: number): Sample => reading(minutes, 3, { kind: 'status-line' });
  const known = fuseQuota(knownUntil(line(-27).at, before), line(-27));
  expect([known, fuseQuota(known, line(300))].map(({ windows }) => windows.length)).toEqual([2, 1]);
});

test('when a window is reset stays known when its figure no longer is', () => {
  const open = [20, 50, 55].map((minutes) => reading(minutes, null, { resetsAt: null }));
  expect(fused(reading(0, 100), ...open).windows).toMatchObject([{ usedPercent: null, resetsAt }]);
});

test('an answer that is right again begins the half hour anew', () => {
  const samples = [reading(0, 42), reading(10, null), reading(35, 43), reading(41, null)];
  expect(believed(...samples)).toEqual([43, 'api', 35]);
});

test('what the plan has stays known when a source says nothing of it', () => {
  const { features } = fused({ ...reading(0, 42), features: ['credits'] }, reading(5, 43));
  expect(features).toEqual(['credits']);
});

test('the age of the whole is that of the newest sample that was believed', () => {
  const newest = fused(reading(0, 60), reading(5, 0));
  expect([newest.at, newest.source, fused(reading(0, 60), reading(5, 61)).at]).toEqual([
    noonMs,
    'api',
    noonMs + 5 * minute,
  ]);
});

test('whatever comes in whatever order: no figure is invented, none appears twice, and nothing gets older', () => {
  const sample = fc.record({
    minutes: fc.integer({ min: 0, max: 600 }),
    kind: fc.constantFrom(...sourceKinds),
    used: fc.option(fc.integer({ min: 0, max: 130 }), { nil: null }),
    reset: fc.option(fc.integer({ min: -60, max: 900 }), { nil: null }),
    id: fc.constantFrom('five-hour', 'weekly'),
  });
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 20 }), (given) => {
      const samples = given.map(({ minutes, kind, used, reset, id }) =>
        reading(minutes, used, { kind, id, resetsAt: reset === null ? null : noonMs + reset * minute }),
      );
      let known: KnownQuota | undefined;
      for (const one of samples) {
        const next = fuseQuota(known, one);
        const ids = next.windows.map(({ id }) => id);
        expect(ids).toEqual([...new Set(ids)]);
        for (const { id, at, kind, usedPercent } of next.windows) {
          const stated = samples.some(
            (other) =>
              other.at === at &&
              other.kind === kind &&
              other.windows.some((each) => each.id === id && each.usedPercent === usedPercent),
          );
          expect(stated).toBe(true);
        }
        expect(next.at).toBeGreaterThanOrEqual(known?.at ?? 0);
        known = next;
      }
    }),
  );
});

test.each([
  [42, 'api', 5, 42],
  [100, 'api', 5, 100],
  [100, 'status-line', 5, 95],
  [97, 'status-line', 5, 95],
  [100, 'status-line', 0, 99],
  [42, 'status-line', 5, 42],
  [null, 'status-line', 5, null],
] as const)(
  '%s %% by %s with %s %% in reserve counts as %s',
  (usedPercent, kind, reservePercent, counted) => {
    expect(decisivePercent({ usedPercent, kind }, reservePercent)).toBe(counted);
  },
);
