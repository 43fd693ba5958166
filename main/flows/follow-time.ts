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
  /** Sees whether the computer is in another time zone now. */
  readonly lookAtTimeZone: () => void;
}

/** Not every system tells that the computer has slept, and its clock may be set, so the time is looked at this often. */
const longestWaitMs = 3_600_000;
/** Whoever is on the way waits no longer for the time of the place; a look may take milliseconds. */
const zoneEveryMs = 60_000;

/** Returns the function that stops it. */
export function followTime(parts: FollowTimeParts): () => void {
  const { store, clock, timer, presence, localMinute } = parts;
  let lookedAt = clock.nowMs();
  let cancelTimer = (): void => undefined;
  let isStopped = false;

  function look(): void {
    lookedAt = clock.nowMs();
    parts.lookAtTimeZone();
  }

  /** Whoever hears of it goes by the time of the place already. */
  function passed(): void {
    if (isStopped) return;
    look();
    store.dispatch({ type: 'time.passed' });
  }

  /** Sets the one timer; there is none where nothing will change. */
  function wait(): void {
    cancelTimer();
    const now = clock.nowMs();
    if (Math.abs(now - lookedAt) >= zoneEveryMs) look();
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
