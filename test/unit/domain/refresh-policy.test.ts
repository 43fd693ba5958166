// When a refresh token is spent, and when that is left to the program whose file it lives in (design §6, §7).
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideRefresh, type RefreshDecision } from '../../../main/domain/refresh-policy.ts';
import { noonMs } from '../../fakes/accounts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const due: RefreshDecision = { kind: 'due' };
const left = (expired: boolean): RefreshDecision => ({ kind: 'left-to-owner', expired });
/** Fresh until this long before the end. */
const freshUntil = (dueAt: number): RefreshDecision => ({ kind: 'fresh', dueAt });

/** Tokens with this life, looked at this long before their end. */
function before(
  home: 'vault' | 'file',
  lifeMs: number,
  leftMs: number,
): { decision: RefreshDecision; end: number } {
  const end = noonMs + leftMs;
  return { decision: decideRefresh({ now: noonMs, obtainedAt: end - lifeMs, expiresAt: end, home }), end };
}

describe('tokens that live only here', () => {
  test.each<[string, number, number, (end: number) => RefreshDecision]>([
    [
      'fresh while more than ten minutes are left',
      8 * hour,
      10 * minute + 1,
      (end) => freshUntil(end - 10 * minute),
    ],
    ['due at ten minutes', 8 * hour, 10 * minute, () => due],
    ['due after the end', 8 * hour, -day, () => due],
    ['of half an hour: due with a tenth left', 30 * minute, 3 * minute, () => due],
    ['of half an hour: fresh before', 30 * minute, 3 * minute + 1, (end) => freshUntil(end - 3 * minute)],
    ['of a minute: fresh until the end, one try a minute', minute, 7_000, (end) => freshUntil(end)],
    [
      'of five minutes: fresh until half a minute is left',
      5 * minute,
      minute,
      (end) => freshUntil(end - 30_000),
    ],
    ['that were over when they came: due', -minute, -2 * minute, () => due],
  ])('%s', (_name, lifeMs, leftMs, expected) => {
    const { decision, end } = before('vault', lifeMs, leftMs);
    expect(decision).toEqual(expected(end));
  });

  test.each<[string, number, RefreshDecision]>([
    ['fresh for eight days', 8 * day - 10 * minute - 1, freshUntil(noonMs + 1)],
    ['due ten minutes before eight days are over', 8 * day - 10 * minute, due],
  ])('without an end: %s', (_name, ageMs, expected) => {
    expect(decideRefresh({ now: noonMs, obtainedAt: noonMs - ageMs, home: 'vault' })).toEqual(expected);
  });
});

describe('tokens that another program refreshes too', () => {
  test.each<[string, number, number, (end: number) => RefreshDecision]>([
    [
      'fresh while more than thirty minutes are left',
      day,
      30 * minute + 1,
      (end) => freshUntil(end - 30 * minute),
    ],
    ['due at thirty minutes', day, 30 * minute, () => due],
    ['due until six minutes are left', day, 6 * minute + 1, () => due],
    ['left to the program from six minutes on', day, 6 * minute, () => left(false)],
    ['left to it inside its own five minutes', day, 5 * minute, () => left(false)],
    ['left to it until the very end', day, 1, () => left(false)],
    ['left to it when they are over', day, 0, () => left(true)],
    ['left to it long after', day, -9 * day, () => left(true)],
    [
      'of forty minutes: fresh for the first half of what is ours',
      40 * minute,
      23 * minute + 1,
      (end) => freshUntil(end - 23 * minute),
    ],
    ['of forty minutes: due in the second half of it', 40 * minute, 23 * minute, () => due],
    [
      'of seven minutes: fresh for half a minute',
      7 * minute,
      7 * minute,
      (end) => freshUntil(end - 6.5 * minute),
    ],
    ['of seven minutes: due for the next half', 7 * minute, 6.5 * minute, () => due],
    ['of seven minutes: left to the program from then on', 7 * minute, 6 * minute, () => left(false)],
    ['of six minutes: never ours', 6 * minute, 6 * minute, () => left(false)],
  ])('%s', (_name, lifeMs, leftMs, expected) => {
    const { decision, end } = before('file', lifeMs, leftMs);
    expect(decision).toEqual(expected(end));
  });

  test('without an end: eight days count', () => {
    const decide = (ageMs: number): RefreshDecision =>
      decideRefresh({ now: noonMs, obtainedAt: noonMs - ageMs, home: 'file' });
    expect([decide(0), decide(8 * day - 20 * minute), decide(8 * day)]).toEqual([
      freshUntil(noonMs + 8 * day - 30 * minute),
      due,
      left(true),
    ]);
  });
});

test('tokens in a file that only its program may write are left to it, however long they last', () => {
  const decide = (now: number): RefreshDecision =>
    decideRefresh({ now, obtainedAt: noonMs, expiresAt: noonMs + day, home: 'owner' });
  expect([noonMs, noonMs + day - 1, noonMs + day].map(decide)).toEqual([
    left(false),
    left(false),
    left(true),
  ]);
});

describe('whatever the times', () => {
  const time = fc.integer({ min: noonMs - 30 * day, max: noonMs + 30 * day });
  const input = fc.record({
    now: time,
    obtainedAt: time,
    expiresAt: fc.option(time, { nil: undefined }),
    home: fc.constantFrom('vault', 'file'),
  });
  const decide = (given: {
    now: number;
    obtainedAt: number;
    expiresAt: number | undefined;
    home: 'vault' | 'file';
  }): RefreshDecision => {
    const { expiresAt, ...rest } = given;
    return decideRefresh({ ...rest, ...(expiresAt !== undefined && { expiresAt }) });
  };

  test('fresh tokens are looked at again later, not at once and not after their end', () => {
    fc.assert(
      fc.property(input, (given) => {
        const decision = decide(given);
        fc.pre(decision.kind === 'fresh');
        const end = given.expiresAt ?? given.obtainedAt + 8 * day;
        expect(decision.dueAt > given.now && decision.dueAt <= end).toBe(true);
      }),
    );
  });

  test('what lives in a file is never due in the last six minutes or after, what lives here never left to others', () => {
    fc.assert(
      fc.property(input, (given) => {
        const { kind } = decide(given);
        const end = given.expiresAt ?? given.obtainedAt + 8 * day;
        const late = given.home === 'file' && given.now >= end - 6 * minute;
        expect([kind === 'left-to-owner', late && kind === 'due']).toEqual([late, false]);
      }),
    );
  });
});
