// Looks again at what could not be opened or written before, and holds nobody up for long who waits for what came of it.
import type { Timer } from '../ports.ts';

export interface LookAgainParts {
  readonly loader: { retry(): Promise<void> };
  readonly keyStore: { look(): Promise<void> };
  readonly files: { retry(): Promise<void> };
  readonly timer: Timer;
}

/** A key store that is lost or hangs takes many seconds to say so; whoever asks for the view gets what is known. */
export const patienceMs = 1_500;

/** Each call resolves when all has been looked at, or after `patienceMs`; the look goes on, and is one for all. */
export function createLookAgain({ loader, keyStore, files, timer }: LookAgainParts): () => Promise<void> {
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    await Promise.all([loader.retry(), keyStore.look()]);
    await files.retry();
  }

  return () => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
    const work = looking;
    return new Promise((resolve, reject) => {
      const cancel = timer.after(patienceMs, resolve);
      work.then(resolve, reject).finally(cancel);
    });
  };
}
