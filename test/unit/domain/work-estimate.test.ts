// What work will take: by what is most alike, newer work counting more, and never from too little.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consumerId } from '../../../main/domain/ids.ts';
import {
  estimateFor,
  fits,
  usualLengthMs,
  type Fit,
  type FitInput,
  type SeenWork,
  type WorkEstimate,
  type WorkKey,
} from '../../../main/domain/work-estimate.ts';
import type { FinishedWork } from '../../../main/ports-broker.ts';
import { claudeId, noonMs as now, openaiId } from '../../fakes/accounts.ts';
import { limits, percent, tokens } from './lease-samples.ts';

const dayMs = 86_400_000;
const [code, codex] = [consumerId('code'), consumerId('codex')];
/** As the broker keeps it. */
const base: FinishedWork = {
  at: now - 1000,
  provider: claudeId,
  consumer: code,
  task: 'review',
  unit: 'percent',
  used: 5,
  lengthMs: 60_000,
};

/** Pieces of work that took so much, all of the same day. */
const works = (used: readonly number[], changes: Partial<SeenWork> = {}): SeenWork[] =>
  used.map((each) => ({ ...base, used: each, ...changes }));

const key: WorkKey = { provider: claudeId, consumer: code, task: 'review' };
const three = (used: number, changes: Partial<SeenWork> = {}): SeenWork[] =>
  works([used, used, used], changes);
const is = (value: number, seen = 3, unit: WorkEstimate['unit'] = 'percent'): WorkEstimate => ({
  unit,
  usual: value,
  cautious: value,
  seen,
});

const everything = [
  ...three(1),
  ...three(2, { consumer: codex }),
  ...three(3, { provider: openaiId }),
  ...three(4, { provider: openaiId, consumer: codex }),
  ...three(5, { task: 'tests' }),
];

describe('an estimate', () => {
  test.each<[string, readonly SeenWork[], WorkKey, WorkEstimate | undefined]>([
    ['is of the same kind where that was seen', everything, key, is(1)],
    ['is by task and provider next', everything.slice(3), key, is(2)],
    ['is by task and program next', everything.slice(6), key, is(3)],
    ['is by task next', everything.slice(9), key, is(4)],
    ['is by program and provider next', everything.slice(12), key, is(5)],
    ['is by program next', three(6, { task: 'tests', provider: openaiId }), key, is(6)],
    ['is by provider at last', three(7, { task: 'tests', consumer: codex }), key, is(7)],
    ['asks for no task when none is named', everything, { consumer: codex, provider: openaiId }, is(4)],
    ['is none of too little', works([1, 2]), key, undefined],
    [
      'is none of other work',
      three(1, { task: 'tests', consumer: codex, provider: openaiId }),
      key,
      undefined,
    ],
    ['is none of nothing named', everything, {}, undefined],
    [
      'has the middle and the fourth fifth',
      works([9, 1, 2, 3, 4, 5, 6, 7, 8, 10]),
      key,
      { unit: 'percent', usual: 5, cautious: 8, seen: 10 },
    ],
    [
      'counts new work more',
      [...works([1, 1, 1, 1], { at: now - 28 * dayMs }), ...works([5, 5])],
      key,
      { unit: 'percent', usual: 5, cautious: 5, seen: 6 },
    ],
    [
      'goes by the newest fifty',
      [...works(Array<number>(60).fill(1), { at: now - 2000 }), ...works(Array<number>(50).fill(5))],
      key,
      is(5, 50),
    ],
    ['does not know the future', three(1, { at: now + 1 }), key, undefined],
    [
      'is of the unit counted last',
      [...three(1, { at: now - 5000 }), ...three(4000, { unit: 'tokens' })],
      key,
      is(4000, 3, 'tokens'),
    ],
    [
      'is of the unit that is asked for',
      [...three(1, { at: now - 5000 }), ...three(4000, { unit: 'tokens' })],
      { ...key, unit: 'percent' },
      is(1),
    ],
    [
      'is of the other unit when too little was counted in the newest',
      [...three(1, { at: now - 5000 }), ...works([4000], { unit: 'tokens' })],
      key,
      is(1),
    ],
    [
      'is of percent of the window that is asked for',
      [...three(1, { windowId: 'weekly' }), ...three(30, { windowId: 'five-hour' }), ...three(50)],
      { ...key, windowId: 'weekly' },
      is(1),
    ],
    [
      'is none of percent of which nobody knows what they were',
      three(30),
      { ...key, windowId: 'weekly' },
      undefined,
    ],
    [
      'is of tokens whatever the window',
      three(4000, { unit: 'tokens' }),
      { ...key, windowId: 'weekly' },
      is(4000, 3, 'tokens'),
    ],
    ['leaves out what cannot be', [...three(3), ...works([NaN, -1, Infinity, 101])], key, is(3)],
  ])('%s', (_case, seen, wanted, expected) => {
    expect(estimateFor(seen, wanted, now)).toEqual(expected);
  });

  test('is one of what was seen, in any order, and the cautious one is never below the usual', () => {
    const used = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 3, maxLength: 49 });
    fc.assert(
      fc.property(used, (values) => {
        const seen = values.map((value, index) => ({ ...base, used: value, at: now - index * dayMs }));
        const estimate = estimateFor(seen, key, now);
        const { usual = NaN, cautious = NaN } = estimate ?? {};
        expect([
          estimateFor(seen.toReversed(), key, now),
          values.includes(usual) && values.includes(cautious),
          usual <= cautious,
        ]).toEqual([estimate, true, true]);
      }),
    );
  });

  test('of the length goes by all work, however it was counted', () => {
    const seen = [1, 2, 3].map((lengthMs) => ({ ...base, lengthMs, unit: 'tokens' as const, used: -1 }));
    expect([usualLengthMs(seen, key, now), usualLengthMs(seen.slice(1), key, now)]).toEqual([2, undefined]);
  });
});

describe('work', () => {
  const learnt: WorkEstimate = { unit: 'percent', usual: 4, cautious: 8, seen: 12 };
  const input = (left: number | null, changes: Partial<FitInput> = {}): FitInput => ({
    capacity: { kind: 'metered', limits },
    remaining: { percent: left, tokens: null },
    ...changes,
  });
  const needs = { unit: 'percent', usual: 4, cautious: 8 } as const;
  const ofLearnt = { needs, seen: 12, basis: 'learnt' } as const;
  const ofAsked = { needs: { unit: 'percent', usual: 5, cautious: 5 }, seen: 0, basis: 'asked' } as const;

  test.each<[string, FitInput, Fit]>([
    [
      'fits when the cautious guess does',
      input(8, { learnt }),
      { verdict: 'fits', ...ofLearnt, available: 8 },
    ],
    ['may fit in between', input(7.9, { learnt }), { verdict: 'unknown', ...ofLearnt, available: 7.9 }],
    [
      'does not fit when the usual guess does not',
      input(3.9, { learnt }),
      { verdict: 'does-not-fit', ...ofLearnt, available: 3.9 },
    ],
    [
      'fits by what is asked, whatever was learnt',
      input(5, { learnt, asked: percent(5) }),
      { verdict: 'fits', ...ofAsked, available: 5 },
    ],
    [
      'does not fit by what is asked',
      input(4.9, { asked: percent(5) }),
      { verdict: 'does-not-fit', ...ofAsked, available: 4.9 },
    ],
    [
      'does not fit where the least is not left',
      input(0.9, { asked: percent(0.5) }),
      {
        verdict: 'does-not-fit',
        ...ofAsked,
        needs: { unit: 'percent', usual: 0.5, cautious: 0.5 },
        available: 0.9,
      },
    ],
    [
      'is not known to fit where nobody knows what is left',
      input(null, { learnt }),
      { verdict: 'unknown', ...ofLearnt, available: null },
    ],
    [
      'is not known to fit where the unit is not counted',
      input(50, { asked: tokens(5) }),
      {
        verdict: 'unknown',
        ...ofAsked,
        needs: { unit: 'tokens', usual: 5, cautious: 5 },
        available: null,
      },
    ],
    [
      'of which nothing is known may fit in what is left',
      input(1),
      { verdict: 'unknown', needs: null, seen: 0, basis: 'split', available: 1 },
    ],
    [
      'of which nothing is known does not fit in less than the least',
      input(0.9),
      { verdict: 'does-not-fit', needs: null, seen: 0, basis: 'split', available: 0.9 },
    ],
    [
      'of which nothing is known does not fit in nothing',
      input(0, { capacity: { kind: 'metered', limits: { ...limits, leastPercent: 0 } } }),
      { verdict: 'does-not-fit', needs: null, seen: 0, basis: 'split', available: 0 },
    ],
    [
      'that is billed by use fits',
      input(null, { learnt, capacity: { kind: 'unmetered', limits } }),
      { verdict: 'fits', ...ofLearnt, available: null },
    ],
    [
      'of which nothing is known, on an account of which nothing is, has no figures',
      input(null),
      { verdict: 'unknown', needs: null, seen: 0, basis: null, available: null },
    ],
  ])('%s', (_case, wanted, expected) => {
    expect(fits(wanted)).toEqual(expected);
  });
});
