// Shows what has changed a moment later, once for all that changes until then: nobody's work waits for a picture of it.
import type { Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';

/** No eye sees the difference, and the steps at the end of a sign-in are over by then. */
const momentMs = 50;

/** @param show draws the state as it is then @returns ends it; nothing is shown from then on */
export function showSoon(store: Pick<Store, 'subscribe'>, timer: Timer, show: () => void): () => void {
  let forget: (() => void) | undefined;
  const unsubscribe = store.subscribe(() => {
    forget ??= timer.after(momentMs, () => {
      forget = undefined;
      show();
    });
  });
  return () => {
    unsubscribe();
    forget?.();
  };
}
