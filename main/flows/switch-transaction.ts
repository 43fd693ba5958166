// A switch as a transaction over all shared files: noted, written, read again; then it counts, or nothing has changed.
import type { SharedFacts } from '../consumers/description.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import { isNoChange, towards, type SwitchedSettings } from '../domain/switched-settings.ts';
import type { Clock, Lock, Log, Preferences, SharedFileWriter, SwitchJournal } from '../ports.ts';
import type { SwitchRecord } from '../ports.ts';
import { activeAccount } from '../state/selected.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { FilePlan } from './file-plan.ts';
import { areSameBytes } from '../domain/same-bytes.ts';
import type { SharedFiles } from './shared-files.ts';

export interface TransactionParts {
  readonly store: Store;
  readonly preferences: Pick<Preferences, 'settings' | 'settle'>;
  readonly files: Pick<SharedFiles, 'alone'>;
  readonly writer: Pick<SharedFileWriter, 'put'>;
  /** One question to it after the other. */
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
  /** How things stand then; asked again when nothing else can change any more. Undefined: it is not wanted any more. */
  readonly after: () => SwitchedSettings | undefined;
  /** `policy`: nobody has asked for it. */
  readonly by: 'person' | 'policy';
  /** What is to be written; asked when nothing else of ours writes any more. */
  readonly plan: (before: SharedFacts, after: SharedFacts) => Promise<readonly FilePlan[]>;
}

export interface SwitchTransaction {
  /** @throws Failure naming the file; nothing has changed then, or it says `selection/unfinished` */
  carryOut(change: SwitchChange, told: (step: TransactionStep) => void): Promise<void>;
  /** What a switch changes beside files, as it is now. */
  present(): SwitchedSettings;
  /** From now on the difference counts, here and after a restart. @throws Failure of the `storage/` family */
  settle(from: SwitchedSettings, to: SwitchedSettings, by: SwitchChange['by']): void;
  /** While no other switch of this machine is under way. @throws Failure `selection/busy` */
  alone<Value>(work: () => Promise<Value>): Promise<Value>;
  /** While nothing renews keys of the accounts in use in either, and nothing else of ours writes to the shared files. */
  holding<Value>(states: readonly SwitchedSettings[], work: () => Promise<Value>): Promise<Value>;
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

/** Names the file that it is about. */
function about(path: string, thrown: unknown): Failure {
  const failure = toFailure(thrown);
  if (failure.subject !== undefined) return failure;
  return new Failure(failure.code, { ...failure.toValue(), subject: path, cause: thrown });
}

export function createSwitchTransaction(parts: TransactionParts): SwitchTransaction {
  const { store, preferences, files, writer, journal, book, lock, factsOf, clock, log } = parts;

  function present(): SwitchedSettings {
    const { settings, course } = store.state();
    const { strategy, preferredProvider, activeAccounts } = settings;
    return {
      settings: { strategy, activeAccounts, ...(preferredProvider !== undefined && { preferredProvider }) },
      course,
    };
  }

  /** Answers what tells everybody. @throws Failure of the `storage/` family */
  function keep(from: SwitchedSettings, to: SwitchedSettings, by: SwitchChange['by']): () => void {
    const next = towards(present(), from, to);
    preferences.settle(next);
    return () => {
      store.dispatch({ type: 'settings.changed', settings: preferences.settings() });
      store.dispatch({ type: 'course.moved', course: next.course, by });
    };
  }

  /** What is under way for these accounts ends first and waits meanwhile, so that no token is spent in between. */
  function inTurnOf<Value>(accounts: readonly AccountId[], work: () => Promise<Value>): Promise<Value> {
    const [first, ...rest] = accounts;
    return first === undefined ? work() : book.inTurn(first, () => inTurnOf(rest, work));
  }

  /** The last that was written first, and one that fails keeps no other from it. @throws Failure `selection/unfinished` */
  async function putBack(written: readonly FilePlan[]): Promise<void> {
    let unfinished: Failure | undefined;
    for (const { target, planned } of written.toReversed()) {
      const { path, before, after, mode } = planned;
      try {
        await writer.put(target, { path, before: after, after: before, ...(mode !== undefined && { mode }) });
      } catch (cause) {
        log.warn('switch not taken back', { path, failure: toFailure(cause) });
        unfinished ??= new Failure('selection/unfinished', { subject: path, cause });
      }
    }
    if (unfinished !== undefined) throw unfinished;
  }

  /** All of them, or none. @throws Failure naming the file */
  async function writeAll<Value>(
    plans: readonly FilePlan[],
    then: () => Value,
    told: (step: TransactionStep) => void,
  ): Promise<Value> {
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
      return then();
    } catch (thrown) {
      await putBack(written);
      throw thrown;
    }
  }

  function recordOf(
    { title, by }: SwitchChange,
    after: SwitchedSettings,
    plans: readonly FilePlan[],
  ): Omit<SwitchRecord, 'state'> {
    return {
      at: clock.nowMs(),
      title,
      by,
      before: present(),
      after,
      files: plans.map(({ item, planned, holder }) => ({
        ...planned,
        file: item.file.id,
        ...(holder !== undefined && { holder }),
      })),
    };
  }

  /** What could be undone before still can; that this could not be noted must not hide what went wrong. */
  async function noteAgain(earlier: SwitchRecord | undefined): Promise<void> {
    try {
      await (earlier === undefined ? journal.clear() : journal.save(earlier));
    } catch (thrown) {
      log.warn('switch still noted', { failure: toFailure(thrown) });
    }
  }

  async function transact(
    change: SwitchChange,
    after: SwitchedSettings,
    all: readonly FilePlan[],
    told: (step: TransactionStep) => void,
  ): Promise<void> {
    const plans = all.filter(({ planned }) => !areSameBytes(planned.before, planned.after));
    const record = recordOf(change, after, plans);
    if (plans.length === 0 && isNoChange(record.before, after)) return;
    const earlier = await journal.load();
    // Over half-written files nothing else is written.
    if (earlier?.state === 'begun') throw new Failure('selection/busy', { subject: 'Gatehouse' });
    // Without a file there is nothing that could be half.
    if (plans.length > 0) await journal.save({ ...record, state: 'begun' });
    let tell: () => void;
    try {
      tell = await writeAll(plans, () => keep(record.before, after, change.by), told);
    } catch (thrown) {
      // What could not be put back is still to be, so the note of it stays.
      if (toFailure(thrown).code !== 'selection/unfinished') await noteAgain(earlier);
      throw thrown;
    }
    // It counts from here on, whoever listens.
    tell();
    for (const plan of all) plan.settle();
    // Not waited for: it counts all the same, and the next start finds everything written, and says so.
    void journal.save({ ...record, state: 'done' }).catch((thrown: unknown) => {
      log.warn('switch not noted as done', { failure: toFailure(thrown) });
    });
    parts.switched({ ...record, state: 'done' });
    store.dispatch({ type: 'switch.undoable', undo: { title: record.title, at: record.at } });
  }

  return {
    present,
    settle(from, to, by) {
      keep(from, to, by)();
    },
    async alone(work) {
      let isBegun = false;
      const begin = (): ReturnType<typeof work> => {
        isBegun = true;
        return work();
      };
      return lock.hold(lockName, begin, { deadlineMs: lockLimitMs }).catch((thrown: unknown) => {
        if (!isBegun && toFailure(thrown).code === 'storage/lock-held')
          throw new Failure('selection/busy', { subject: 'Gatehouse', cause: thrown });
        throw thrown;
      });
    },
    holding: (switched, work) =>
      inTurnOf(accountsIn(switched.map((each) => stateWith(store.state(), each))), () => files.alone(work)),
    async carryOut(change, told) {
      const wanted = change.after();
      if (wanted === undefined) return;
      const planned = accountsIn([store.state(), stateWith(store.state(), wanted)]);
      await inTurnOf(planned, () =>
        files.alone(async () => {
          const after = change.after();
          if (after === undefined) return;
          const [now, next] = [store.state(), stateWith(store.state(), after)];
          // Somebody has signed in meanwhile, and may be renewing keys right now.
          if (!accountsIn([now, next]).every((id) => planned.includes(id)))
            throw new Failure('selection/busy', { subject: 'Gatehouse' });
          const [before, facts] = [factsOf(now), factsOf(next)];
          await transact(change, after, await change.plan(before, facts), told);
          for (const id of movedProviders(before, facts)) {
            const left = before.providers.find((each) => each.id === id)?.account;
            if (left !== undefined) book.retire(left.id);
          }
        }),
      );
    },
  };
}
