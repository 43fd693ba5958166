// What could not be written to a shared file yet: said as a problem, and tried again by itself, later and later, until it can.
import type { ManagedFile } from '../consumers/description.ts';
import type { SignedInAccount } from '../domain/account.ts';
import { toFailure, type FailureCode, type FailureValue } from '../domain/failure.ts';
import type { Log, Timer } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { Claimant } from './file-plan.ts';

export interface UnwrittenParts {
  readonly store: Store;
  readonly timer: Timer;
  readonly log: Log;
  /** Tries all of it again, and claims nothing: by then somebody else may have signed in there. Never fails. */
  readonly again: () => Promise<void>;
}

export interface UnwrittenFiles {
  /** Runs one write; a failure becomes a problem in the state and does not stop the others. */
  attempt(item: ManagedFile, claimant: Claimant, work: () => Promise<string>): Promise<void>;
  /** Who claims it for what is still to be written there; undefined: nothing is. */
  claimantOf(fileId: string): Claimant | undefined;
  /** Whose keys are still to be taken out of it. */
  keysLeftIn(fileId: string): SignedInAccount | undefined;
  /** They could not be taken out. */
  notTakenOut(item: ManagedFile, entry: SignedInAccount, thrown: unknown): FailureValue;
  /** They are out, or belong there again. */
  takenOut(item: ManagedFile): void;
  /** Nothing is to be written or to be taken out there any more. */
  settled(item: ManagedFile): void;
  /** Nothing of it is a problem any more. */
  forgetProblem(item: ManagedFile): void;
  stop(): void;
}

const firstRetryMs = 15_000;
const longestRetryMs = 600_000;
/** Time does not change these: the person has to. */
const lasting: ReadonlySet<FailureCode> = new Set(['storage/managed-elsewhere', 'storage/refused-path']);

export function createUnwrittenFiles({ store, timer, log, again }: UnwrittenParts): UnwrittenFiles {
  /** By file, who claims it. */
  const unwritten = new Map<string, Claimant>();
  /** By file, whose keys are still to be taken out of it. */
  const unreleased = new Map<string, SignedInAccount>();
  let retrying: (() => void) | undefined;
  let retryPauseMs = firstRetryMs;

  /** A file that could not be written may hold a spent token. */
  function retryLater(): void {
    retrying ??= timer.after(retryPauseMs, () => {
      retrying = undefined;
      retryPauseMs = Math.min(2 * retryPauseMs, longestRetryMs);
      void again().then(() => {
        if (retrying === undefined) retryPauseMs = firstRetryMs;
      });
    });
  }

  /** Problems go by the file's id: two of them may be parts of one file on disk. */
  function forgetProblem({ file }: ManagedFile): void {
    if (store.state().problems.has(file.id)) store.dispatch({ type: 'problem.gone', about: file.id });
  }

  /** What is still to be done there is still said. */
  function forgetSettled(item: ManagedFile): void {
    if (!unwritten.has(item.file.id) && !unreleased.has(item.file.id)) forgetProblem(item);
  }

  return {
    async attempt(item, claimant, work) {
      const isClaiming = claimant !== 'nobody';
      const claimed = isClaiming ? claimant : (unwritten.get(item.file.id) ?? 'nobody');
      try {
        const outcome = await work();
        if (outcome !== 'unchanged') log.info('shared file', { path: item.path, outcome });
        // To leave a file alone is not to have claimed it.
        else if (claimed !== 'nobody' && !isClaiming) return;
        unwritten.delete(item.file.id);
        // What was to be taken out is not there any more, or is wanted again.
        if (isClaiming) unreleased.delete(item.file.id);
        forgetSettled(item);
      } catch (thrown) {
        const failure = toFailure(thrown);
        log.warn('shared file not written', { path: item.path, failure });
        unwritten.set(item.file.id, claimed);
        if (!lasting.has(failure.code)) retryLater();
        store.dispatch({ type: 'problem.found', about: item.file.id, failure: failure.toValue() });
      }
    },
    claimantOf: (fileId) => unwritten.get(fileId),
    keysLeftIn: (fileId) => unreleased.get(fileId),
    notTakenOut({ file, path }, entry, thrown) {
      const failure = toFailure(thrown);
      log.warn('keys not taken out', { path, failure });
      unreleased.set(file.id, entry);
      retryLater();
      store.dispatch({ type: 'problem.found', about: file.id, failure: failure.toValue() });
      return failure.toValue();
    },
    takenOut(item) {
      unreleased.delete(item.file.id);
      forgetSettled(item);
    },
    settled(item) {
      unwritten.delete(item.file.id);
      unreleased.delete(item.file.id);
      forgetProblem(item);
    },
    forgetProblem,
    stop() {
      retrying?.();
    },
  };
}
