// Tells when something that is shown changes by itself, so that it is shown anew, also where nothing is read meanwhile.
import type { LocalMinute } from '../domain/time-of-day.ts';
import type { Clock, Presence, Timer } from '../ports.ts';
import { nextChange } from '../state/next-change.ts';
import type { Store } from '../state/store.ts';

export interface FollowTimeParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly presence: Pick<Presence, 'onChange'>;
  readonly localMinute: LocalMinute;
}

/** Not every system tells that the computer has slept, and its clock may be set, so the time is looked at this often. */
const longestWaitMs = 3_600_000;

/** Returns the function that stops it. */
export function followTime({ store, clock, timer, presence, localMinute }: FollowTimeParts): () => void {
  let cancelTimer = (): void => undefined;
  let isStopped = false;

  function passed(): void {
    if (!isStopped) store.dispatch({ type: 'time.passed' });
  }

  /** Sets the one timer; there is none where nothing will change. */
  function wait(): void {
    cancelTimer();
    const now = clock.nowMs();
    const at = nextChange(store.state(), now, localMinute);
    if (at === undefined) return;
    cancelTimer = timer.after(Math.min(at - now, longestWaitMs), () => {
      if (clock.nowMs() >= at) passed();
      else wait();
    });
  }

  const unsubscribe = store.subscribe(wait);
  presence.onChange((what) => {
    if (what === 'woken') passed();
  });
  wait();
  return () => {
    isStopped = true;
    unsubscribe();
    cancelTimer();
  };
}
