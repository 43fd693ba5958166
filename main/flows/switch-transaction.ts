// A switch as a transaction over all shared files: noted, written, read again; then it counts, or nothing has changed.
import type { SharedFacts } from '../consumers/description.ts';
import type { Course } from '../domain/course.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Clock, Lock, Log, Preferences, SharedFileWriter, SwitchJournal } from '../ports.ts';
import type { SwitchedSettings, SwitchRecord } from '../ports.ts';
import { activeAccount } from '../state/selected.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { FilePlan } from './credential-file.ts';
import { areSameBytes } from './same-bytes.ts';
import type { SharedFiles } from './shared-files.ts';

export interface TransactionParts {
  readonly store: Store;
  readonly preferences: Pick<Preferences, 'settings' | 'change' | 'setCourse'>;
  readonly files: Pick<SharedFiles, 'alone'>;
  readonly writer: Pick<SharedFileWriter, 'put'>;
  readonly journal: SwitchJournal;
  readonly book: Pick<AccountBook, 'inTurn' | 'retire'>;
  readonly lock: Lock;
  /** What the files say when things stand like this. */
  readonly factsOf: (state: State) => SharedFacts;
  /** Told of each that counts. */
  readonly switched: (record: SwitchRecord) => void;
  readonly clock: Clock;
  readonly log: Log;
}

export type TransactionStep = 'writing' | 'verifying';

export interface SwitchChange {
  /** What the person would call it, for example `Claude: bob@example.com`. */
  readonly title: string;
  /** How things stand then; asked again when nothing else can change any more. */
  readonly after: () => SwitchedSettings;
  /** `policy`: nobody has asked for it. */
  readonly by: 'person' | 'policy';
  /** What is to be written; asked when nothing else of ours writes any more. */
  readonly plan: (before: SharedFacts, after: SharedFacts) => Promise<readonly FilePlan[]>;
}

export interface SwitchTransaction {
  /** @throws Failure naming the file; nothing has changed then */
  carryOut(change: SwitchChange, told: (step: TransactionStep) => void): Promise<void>;
  /** What a switch changes beside files, as it is now. */
  present(): SwitchedSettings;
  /** From now on it counts, here and after a restart. @throws Failure `storage/write-failed` */
  settle(after: SwitchedSettings, by: SwitchChange['by']): void;
  /** While no other switch of this machine is under way. @throws Failure `selection/busy` */
  alone<Value>(work: () => Promise<Value>): Promise<Value>;
}

const lockName = 'a switch';
const lockLimitMs = 5_000;

/** The state as it will be. */
export function stateWith(state: State, { settings, course }: SwitchedSettings): State {
  const { preferredProvider: _before, ...rest } = state.settings;
  return { ...state, settings: { ...rest, ...settings }, course };
}

/** Providers whose account in use is another one afterwards. */
export function movedProviders(before: SharedFacts, after: SharedFacts): readonly ProviderId[] {
  return after.providers
    .filter(({ id, account }) => before.providers.find((each) => each.id === id)?.account?.id !== account?.id)
    .map(({ id }) => id);
}

/** The accounts in use in either, each once and always in the same order, so that two switches never wait for each other. */
function accountsIn(states: readonly State[]): readonly AccountId[] {
  const ids = states.flatMap((state) =>
    state.accounts.filter((account) => activeAccount(state, account.provider)?.id === account.id),
  );
  return [...new Set(ids.map(({ id }) => id))].toSorted();
}

function isSameCourse(one: Course, other: Course): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Names the file that it is about. */
function about(path: string, thrown: unknown): Failure {
  const failure = toFailure(thrown);
  if (failure.subject !== undefined) return failure;
  return new Failure(failure.code, { ...failure.toValue(), subject: path, cause: thrown });
}

export function createSwitchTransaction(parts: TransactionParts): SwitchTransaction {
  const { store, preferences, files, writer, journal, book, lock, factsOf, clock, log } = parts;

  function present(): SwitchedSettings {
    const state = store.state();
    const { strategy, preferredProvider, activeAccounts } = state.settings;
    // Nobody has chosen yet: what counts as chosen now is what an undo has to bring back.
    const preferred = preferredProvider ?? factsOf(state).preferred;
    return {
      settings: {
        strategy,
        activeAccounts,
        ...(preferred !== undefined && { preferredProvider: preferred }),
      },
      course: state.course,
    };
  }

  function settle({ settings, course }: SwitchedSettings, by: SwitchChange['by']): void {
    try {
      preferences.change(settings);
      preferences.setCourse(course);
    } catch (cause) {
      throw new Failure('storage/write-failed', { subject: 'the preferences', cause });
    }
    store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
    store.dispatch({ type: 'course.moved', course, by });
  }

  /** What is under way for these accounts ends first and waits meanwhile, so that no token is spent in between. */
  function inTurnOf<Value>(accounts: readonly AccountId[], work: () => Promise<Value>): Promise<Value> {
    const [first, ...rest] = accounts;
    return first === undefined ? work() : book.inTurn(first, () => inTurnOf(rest, work));
  }

  /** The last that was written first. @throws Failure `selection/unfinished`: the next start tries again */
  async function putBack(written: readonly FilePlan[]): Promise<void> {
    for (const { target, planned } of written.toReversed()) {
      const { path, before, after, mode } = planned;
      try {
        await writer.put(target, { path, before: after, after: before, ...(mode !== undefined && { mode }) });
      } catch (cause) {
        log.warn('switch not taken back', { path, failure: toFailure(cause) });
        throw new Failure('selection/unfinished', { subject: path, cause });
      }
    }
  }

  /** All of them, or none. @throws Failure naming the file */
  async function writeAll(
    plans: readonly FilePlan[],
    then: () => void,
    told: (step: TransactionStep) => void,
  ): Promise<void> {
    const written: FilePlan[] = [];
    try {
      told('writing');
      for (const plan of plans) {
        const { path, before, after } = plan.planned;
        // Also one that has failed may have got there: it is put back like the others.
        written.push(plan);
        await writer.put(plan.target, { path, before, after }).catch((thrown: unknown) => {
          const failure = about(path, thrown);
          // What somebody else has written meanwhile is theirs.
          if (failure.code === 'storage/conflict') written.pop();
          throw failure;
        });
      }
      told('verifying');
      for (const plan of plans)
        await plan.verify().catch((thrown: unknown) => {
          throw about(plan.planned.path, thrown);
        });
      then();
    } catch (thrown) {
      await putBack(written);
      throw thrown;
    }
  }

  function recordOf(
    { title }: SwitchChange,
    after: SwitchedSettings,
    plans: readonly FilePlan[],
  ): Omit<SwitchRecord, 'state'> {
    return {
      at: clock.nowMs(),
      title,
      before: present(),
      after,
      files: plans.map(({ item, planned, holder }) => ({
        ...planned,
        file: item.file.id,
        ...(holder !== undefined && { holder }),
      })),
    };
  }

  async function transact(
    change: SwitchChange,
    after: SwitchedSettings,
    all: readonly FilePlan[],
    told: (step: TransactionStep) => void,
  ): Promise<void> {
    const plans = all.filter(({ planned }) => !areSameBytes(planned.before, planned.after));
    const record = recordOf(change, after, plans);
    const isNothing =
      plans.length === 0 &&
      canonicalJson(record.before.settings) === canonicalJson(after.settings) &&
      isSameCourse(record.before.course, after.course);
    // What could be undone before still can.
    if (isNothing) return;
    const earlier = await journal.load();
    await journal.save({ ...record, state: 'begun' });
    try {
      await writeAll(
        plans,
        () => {
          settle(after, change.by);
        },
        told,
      );
    } catch (thrown) {
      // What could not be put back is still to be, so the note of it stays.
      if (toFailure(thrown).code !== 'selection/unfinished')
        await (earlier === undefined ? journal.clear() : journal.save(earlier));
      throw thrown;
    }
    for (const plan of all) plan.settle();
    await journal.save({ ...record, state: 'done' }).catch((thrown: unknown) => {
      // It counts all the same; the next start finds everything written, and says so.
      log.warn('switch not noted as done', { failure: toFailure(thrown) });
    });
    parts.switched({ ...record, state: 'done' });
    store.dispatch({ type: 'switch.undoable', undo: { title: record.title, at: record.at } });
  }

  return {
    present,
    settle,
    async alone(work) {
      return lock.hold(lockName, work, { deadlineMs: lockLimitMs }).catch((thrown: unknown) => {
        const failure = toFailure(thrown);
        if (failure.code === 'storage/lock-held')
          throw new Failure('selection/busy', { subject: 'Gatehouse', cause: thrown });
        throw thrown;
      });
    },
    async carryOut(change, told) {
      const planned = accountsIn([store.state(), stateWith(store.state(), change.after())]);
      await inTurnOf(planned, () =>
        files.alone(async () => {
          const after = change.after();
          const [now, next] = [store.state(), stateWith(store.state(), after)];
          // Somebody has signed in meanwhile, and may be renewing keys right now.
          if (!accountsIn([now, next]).every((id) => planned.includes(id)))
            throw new Failure('selection/busy', { subject: 'Gatehouse' });
          const [before, wanted] = [factsOf(now), factsOf(next)];
          await transact(change, after, await change.plan(before, wanted), told);
          for (const id of movedProviders(before, wanted)) {
            const left = before.providers.find((each) => each.id === id)?.account;
            if (left !== undefined) book.retire(left.id);
          }
        }),
      );
    },
  };
}
