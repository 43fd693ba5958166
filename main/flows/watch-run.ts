// Notes that this run has begun, that it has lasted and that it has ended, and says when it has to be a careful one (LC-05).
import { toFailure } from '../domain/failure.ts';
import { quickRunMs, startAfter, type RunMark } from '../domain/safe-mode.ts';
import type { Clock, Log, RunMarks, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';
import { createTurns } from '../domain/in-turn.ts';

export interface WatchRunParts {
  readonly marks: RunMarks;
  readonly store: Store;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
}

export interface WatchedRun {
  /** The person takes over: everything goes on by itself again, and what has crashed counts no more. Never fails. */
  startNormally(): Promise<void>;
  /** The run ends as it should. Never fails. */
  stop(): Promise<void>;
}

/** Resolves when the beginning is noted, before anything behind the tray could crash; a disk that takes no note holds nothing up. */
export async function watchRun(parts: WatchRunParts): Promise<WatchedRun> {
  const { marks, store, clock, timer, log } = parts;
  const inTurn = createTurns();
  const noted = (work: () => Promise<void>): Promise<void> =>
    inTurn(work).catch((thrown: unknown) => {
      log.warn('run not noted', { failure: toFailure(thrown) });
    });

  const started = startAfter(await marks.load(), clock.nowMs());
  let mark: RunMark = started.mark;
  const keep = (changes: Partial<RunMark>): Promise<void> => {
    mark = { ...mark, ...changes };
    return noted(() => marks.save(mark));
  };
  if (started.isSafe) {
    log.warn('safe mode', { crashes: mark.crashesBefore });
    store.dispatch({ type: 'safe-mode.changed', on: true });
  }
  await keep({});
  const cancel = timer.after(quickRunMs, () => {
    void keep({ lasted: true });
  });

  return {
    async startNormally() {
      if (!store.state().safeMode) return;
      await keep({ crashesBefore: 0 });
      log.info('safe mode ended');
      store.dispatch({ type: 'safe-mode.changed', on: false });
    },
    stop() {
      cancel();
      return noted(() => marks.clear());
    },
  };
}
