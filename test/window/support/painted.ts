// How long a press takes until its effect is on the screen, as Chromium itself measures it: no clock of the page is asked,
// which may be a fake one.
import type { WindowPage } from './window-page.ts';

/** Chromium tells of no press that took less, and rounds to 8 ms. */
export const leastPaintedMs = 16;

/**
 * @param act one press of mouse or keyboard in the page
 * @returns milliseconds from the press until what it led to has been painted; `leastPaintedMs` stands for anything below
 */
export async function paintedAfter({ page }: WindowPage, act: () => Promise<void>): Promise<number> {
  const begun = await page.evaluateHandle((durationThreshold) => {
    const durations: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) durations.push(duration);
    });
    const options = { type: 'event', durationThreshold, buffered: false };
    observer.observe(options);
    return { durations, observer };
  }, leastPaintedMs);
  await act();
  const durations = await begun.evaluate(async ({ durations: seen, observer }) => {
    // Runs in real time; what was painted is told of shortly afterwards.
    await document.body.animate([], { duration: 150 }).finished;
    for (const { duration } of observer.takeRecords()) seen.push(duration);
    observer.disconnect();
    return seen;
  });
  return Math.max(leastPaintedMs, ...durations);
}

/** The value that 95 of 100 do not exceed. */
export function percentile95(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0;
}
