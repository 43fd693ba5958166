// One poller on this machine: who holds the seat asks the providers, everybody else shows what that one has noted.
import { toFailure } from '../domain/failure.ts';
import type { Lock, Log, Timer } from '../ports.ts';

export interface PollerSeat {
  /** Whether this process is the one. Answers once the seat has been asked for. */
  isOurs(): Promise<boolean>;
  /** Lets the next one in. */
  stop(): Promise<void>;
}

const name = 'the poller of quotas';
const tryAgainMs = 60_000;

export function createPollerSeat({
  lock,
  timer,
  log,
}: {
  readonly lock: Lock;
  readonly timer: Timer;
  readonly log: Log;
}): PollerSeat {
  let leave: (() => void) | undefined;
  let held: Promise<void> = Promise.resolve();
  let isStopped = false;
  let cancel = (): void => undefined;
  let asked: Promise<boolean> | undefined;

  /** Settles when the seat is ours or somebody else's. */
  function ask(): Promise<boolean> {
    return new Promise((answer) => {
      held = lock
        .hold(
          name,
          () =>
            new Promise<void>((resolve) => {
              leave = resolve;
              answer(true);
              if (isStopped) resolve();
            }),
          { deadlineMs: 0 },
        )
        .catch((thrown: unknown) => {
          const failure = toFailure(thrown);
          const isTaken = failure.code === 'storage/lock-held';
          // Where no lock can be made, nobody else has one either.
          if (!isTaken) log.warn('poller’s seat not asked for', { failure });
          answer(!isTaken);
          if (isTaken && !isStopped) {
            cancel = timer.after(tryAgainMs, () => {
              asked = ask();
            });
          }
        });
    });
  }

  return {
    isOurs: () => (asked ??= ask()),
    async stop() {
      isStopped = true;
      cancel();
      leave?.();
      await held;
    },
  };
}
