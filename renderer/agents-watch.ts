// Follows who works now: asked when the page opens and every two seconds, while it is open and the window is seen.
import { useSignal, type ReadonlySignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { AgentsView, ProblemView } from '../preload/view.ts';
import { ask } from './bridge.ts';
import { minuteMs } from './messages/units.ts';
import { now, readTime } from './now.ts';

const everyMs = 2_000;
const lateMs = 300;

export interface SeenAgents {
  readonly agents: AgentsView;
  /** Unix milliseconds. */
  readonly at: number;
}

export interface AgentsWatch {
  /** The last good answer, which stays when the next one fails. */
  readonly seen: ReadonlySignal<SeenAgents | null>;
  /** Why the last answer was none; it stays until there is a good one again. */
  readonly problem: ReadonlySignal<ProblemView | null>;
  /** So long without any answer that it has to be said. */
  readonly isLate: ReadonlySignal<boolean>;
  /** Shows what another call has answered with. */
  readonly show: (agents: AgentsView) => void;
}

export function useAgents(): AgentsWatch {
  const seen = useSignal<SeenAgents | null>(null);
  const problem = useSignal<ProblemView | null>(null);
  const isLate = useSignal(false);
  /** Counts what was shown: an answer that was asked for before it is older, and not shown any more. */
  const shown = useRef(0);

  const show = (agents: AgentsView): void => {
    const at = Date.now();
    // What tells ages is drawn again for that: not with every answer.
    if (at - now.peek() >= minuteMs || problem.peek() !== null) readTime();
    shown.current += 1;
    seen.value = { agents, at };
    problem.value = null;
  };

  useEffect(() => {
    const timer = window.setTimeout(() => {
      isLate.value = true;
    }, lateMs);
    const stop = repeatWhileSeen(async () => {
      const before = shown.current;
      const outcome = await ask('agents.get', {});
      return () => {
        if (shown.current !== before) return;
        if (outcome.ok) show(outcome.value);
        else problem.value = outcome.problem;
      };
    });
    return () => {
      window.clearTimeout(timer);
      stop();
    };
  }, []);

  return { seen, problem, isLate, show };
}

/**
 * Looks at once and then again and again, never twice at a time, and not while the document is hidden.
 * @param look answers what to do with its answer, which is left undone after the end
 * @returns the function that ends it
 */
function repeatWhileSeen(look: () => Promise<() => void>): () => void {
  let timer: number | undefined;
  let isLooking = false;
  let isOver = false;

  const run = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const show = await look();
    isLooking = false;
    if (isOver) return;
    show();
    if (document.visibilityState === 'visible') timer = window.setTimeout(() => void run(), everyMs);
  };
  const follow = (): void => {
    window.clearTimeout(timer);
    if (document.visibilityState === 'visible') void run();
  };

  document.addEventListener('visibilitychange', follow);
  follow();
  return () => {
    isOver = true;
    window.clearTimeout(timer);
    document.removeEventListener('visibilitychange', follow);
  };
}
