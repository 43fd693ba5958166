// The course of a window in twenty steps, for the table beside its chart. Pure.
import type { WindowHistoryView } from '../preload/view.ts';

export interface CourseStep {
  /** Unix milliseconds of its end. */
  readonly upTo: number;
  /** What was known last in it, and the most; null where nothing was read. */
  readonly usedPercent: number | null;
  readonly highestPercent: number | null;
  readonly resets: number;
}

const stepCount = 20;

export type Course = Pick<WindowHistoryView, 'at' | 'used' | 'resets'>;

/** The known values between two moments, the end included. */
function known({ at, used }: Course, after: number, upTo: number): readonly number[] {
  return at.flatMap((moment, index) => {
    const value = used[index] ?? null;
    return value !== null && moment > after && moment <= upTo ? [value] : [];
  });
}

/** The newest first; steps before the first reading are left out. */
export function courseSteps(course: Course, from: number, to: number): readonly CourseStep[] {
  const stepMs = (to - from) / stepCount;
  const steps = Array.from({ length: stepCount }, (_, step): CourseStep => {
    const after = step === 0 ? from - 1 : from + stepMs * step;
    const upTo = from + stepMs * (step + 1);
    const values = known(course, after, upTo);
    return {
      upTo,
      usedPercent: values.at(-1) ?? null,
      highestPercent: values.length === 0 ? null : Math.max(...values),
      resets: course.resets.filter((at) => at > after && at <= upTo).length,
    };
  });
  const first = steps.findIndex(({ usedPercent }) => usedPercent !== null);
  return first === -1 ? [] : steps.slice(first).reverse();
}

/** Null where nothing was read. */
export function highestPercent({ used }: Pick<Course, 'used'>): number | null {
  return used.reduce<number | null>(
    (most, value) => (value === null ? most : Math.max(most ?? 0, value)),
    null,
  );
}
