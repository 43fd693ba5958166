// The lock that comes with the screen's, where the person wants that; nobody listens for it otherwise.
import type { ScreenLock } from '../ports.ts';
import type { Store } from '../state/store.ts';

export interface LockWithScreenParts {
  readonly store: Store;
  readonly screenLock: ScreenLock;
  readonly lock: () => void;
}

/** Returns the function that stops it. */
export function startLockWithScreen({ store, screenLock, lock }: LockWithScreenParts): () => void {
  let stopListening: (() => void) | undefined;

  function listen(isWanted: boolean): void {
    if (isWanted) {
      stopListening ??= screenLock.listen(lock);
      return;
    }
    stopListening?.();
    stopListening = undefined;
  }

  const unsubscribe = store.subscribe(({ settings }) => {
    listen(settings.lockWithScreen);
  });
  listen(store.state().settings.lockWithScreen);
  return () => {
    unsubscribe();
    listen(false);
  };
}
