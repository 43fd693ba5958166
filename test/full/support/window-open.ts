// Opens the packaged app's window again and again, and says how long each time took.
import type { Outcome } from '../figure.ts';
import { percentile, rounded, spread } from './statistics.ts';
import { startTimedWindow } from './timed-window.ts';

const longestMs = 250;
const controlOpenings = 3;

function outcomeOf(tookMs: readonly number[], isFull: boolean): Outcome {
  const [fastest = NaN, p50 = NaN, p95 = NaN] = [0, 0.5, 0.95].map((share) => percentile(tookMs, share));
  // A few openings say little about the slowest ones.
  const [judged, name] = isFull ? [p95, 'p95'] : [fastest, 'fastest'];
  const shown = (ms: number): string => `${ms.toFixed(0)} ms`;
  return {
    met: judged <= longestMs,
    goal: `${name} of ${tookMs.length} openings ≤ ${longestMs} ms`,
    actual: `fastest ${shown(fastest)}, p50 ${shown(p50)}, p95 ${shown(p95)}`,
    counts: {
      openings: tookMs.length,
      fastestMs: rounded(fastest),
      p50Ms: rounded(p50),
      p95Ms: rounded(p95),
      longestMs: rounded(Math.max(...tookMs)),
    },
    histogram: spread(tookMs, [150, 200, 250, 300, 400, 600], 'ms'),
  };
}

/** @param entered how many accounts with an API key there are beside the two that are signed in */
export async function openedAgain(
  count: number,
  isFull: boolean,
  say: (line: string) => void,
  entered = 0,
): Promise<Outcome> {
  const window = await startTimedWindow(entered);
  const took: number[] = [];
  for (let index = 0; index < count; index += 1) {
    took.push(await window.open());
    if ((index + 1) % 10 === 0) say(`${String(index + 1)} of ${String(count)} openings`);
  }
  await window.end();
  return outcomeOf(took, isFull);
}

/** The main process is busy for a while at each click, as with work that belongs behind the window. */
export async function openedOnASlowProcessor(say: (line: string) => void): Promise<Outcome> {
  const window = await startTimedWindow();
  await window.delay(300);
  const took: number[] = [];
  for (let index = 0; index < controlOpenings; index += 1) took.push(await window.open());
  say('opened while main had other work');
  await window.end();
  return outcomeOf(took, false);
}
