// Starts the local service. A disk may be full at the start of the app and have room again later: then it is started late.
import { Failure, toFailure } from '../domain/failure.ts';
import type { Log, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';

export interface KeepListeningParts {
  /** Answers with the path of the socket. */
  readonly start: () => Promise<string>;
  /** Whether the person is told and it is tried again; otherwise whoever waits for the first try hears of it. */
  readonly isTriedAgain: boolean;
  readonly store: Store;
  readonly timer: Timer;
  readonly log: Log;
}

export interface KeptListening {
  /** Of the first try. */
  readonly listening: Promise<string>;
  /** No more is tried; resolves when nothing is under way. Never fails. */
  stop(): Promise<void>;
}

/** Under which the state keeps what went wrong. */
const about = 'local service';
const tryAgainMs = 60_000;

/** Tries at once, and each minute until it goes well. */
export function keepListening({ start, isTriedAgain, store, timer, log }: KeepListeningParts): KeptListening {
  let cancel = (): void => undefined;
  let isStopped = false;

  function failed(thrown: unknown): void {
    const { subject, detail } = toFailure(thrown);
    const reasons = [detail, subject].filter((each) => each !== undefined);
    const failure = new Failure('broker/not-listening', {
      ...(reasons.length > 0 && { detail: reasons.join(': ') }),
    });
    const said = store.state().problems.get(about);
    if (said === undefined || said.detail !== failure.detail) {
      log.warn('the local service did not start', { thrown });
      if (isTriedAgain) store.dispatch({ type: 'problem.found', about, failure: failure.toValue() });
    }
    if (!isTriedAgain || isStopped) return;
    cancel = timer.after(tryAgainMs, () => {
      settled = settling(start());
    });
  }

  function settling(listening: Promise<string>): Promise<void> {
    return listening.then(() => {
      if (store.state().problems.has(about)) store.dispatch({ type: 'problem.gone', about });
    }, failed);
  }

  const listening = start();
  let settled = settling(listening);

  return {
    listening,
    async stop() {
      isStopped = true;
      cancel();
      await settled;
    },
  };
}
