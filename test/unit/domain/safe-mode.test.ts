// When a start has to be a careful one: three crashes in a row soon after the start, and nothing less.
import { describe, expect, test } from 'vitest';
import { quickRunMs, startAfter, type RunMark } from '../../../main/domain/safe-mode.ts';
import { noonMs } from '../../fakes/accounts.ts';

const minute = 60_000;
const crashed: RunMark = { startedAt: noonMs, lasted: false, crashesBefore: 2 };

/** Starts one after the other; each run ends as it is said, so many milliseconds after its start. */
function starts(runs: readonly { readonly ms: number; readonly cleanly?: boolean }[]): readonly boolean[] {
  let now = noonMs;
  let before: RunMark | undefined;
  return [...runs, { ms: 0 }].map(({ ms, cleanly = false }: { ms: number; cleanly?: boolean }) => {
    const { mark, isSafe } = startAfter(before, now);
    before = cleanly ? undefined : { ...mark, lasted: ms >= quickRunMs };
    now += ms;
    return isSafe;
  });
}

describe('the next start is a careful one', () => {
  test('after three crashes within a minute of their start, and stays so while they go on', () => {
    expect(starts([{ ms: 10 }, { ms: 59_999 }, { ms: 0 }, { ms: 500 }])).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test.each([
    ['two crashes', [{ ms: 10 }, { ms: 10 }]],
    ['ends that were asked for', [1, 2, 3, 4].map((ms) => ({ ms, cleanly: true }))],
    ['kills of runs that have lasted', [1, 2, 3, 4].map(() => ({ ms: minute }))],
    ['a clean end between the crashes', [{ ms: 1 }, { ms: 1 }, { ms: 1, cleanly: true }, { ms: 1 }]],
    ['a run between them that has lasted', [{ ms: 1 }, { ms: 1 }, { ms: 2 * minute }, { ms: 1 }]],
  ])('not after %s', (_name, runs) => {
    expect(starts(runs)).toEqual([...runs, 'the next'].map(() => false));
  });

  test.each([
    [60 * minute, true],
    [-60 * minute, true],
    [61 * minute, false],
    [-61 * minute, false],
  ])('%s ms after the start of the last that crashed: %s', (laterMs, isSafe) => {
    expect(startAfter(crashed, noonMs + laterMs).isSafe).toBe(isSafe);
  });
});

test('a start leaves the crashes before it for the next one', () => {
  expect(startAfter(crashed, noonMs + minute)).toEqual({
    mark: { startedAt: noonMs + minute, lasted: false, crashesBefore: 3 },
    isSafe: true,
  });
});
