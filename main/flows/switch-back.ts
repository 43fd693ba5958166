// Back to how it was: undoes the last switch byte for byte, and finishes or takes back one that was cut off.
import { afterChoice } from '../domain/course.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { SelectionFacts } from '../domain/selection-facts.ts';
import { towards, type SwitchedSettings } from '../domain/switched-settings.ts';
import type { Log, SharedFileWriter, SwitchJournal, SwitchRecord } from '../ports.ts';
import { activeAccount } from '../state/selected.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { SharedFacts } from '../consumers/description.ts';
import { areSameBytes } from '../domain/same-bytes.ts';
import type { SharedFiles } from './shared-files.ts';
import type { FilePlan } from './file-plan.ts';
import {
  movedProviders,
  stateWith,
  type SwitchTransaction,
  type TransactionStep,
} from './switch-transaction.ts';

export interface SwitchBackParts {
  readonly store: Store;
  readonly transaction: SwitchTransaction;
  readonly journal: SwitchJournal;
  readonly files: Pick<SharedFiles, 'planBack' | 'planOn' | 'planUndo' | 'look'>;
  readonly writer: Pick<SharedFileWriter, 'put' | 'planText'>;
  readonly selectionFacts: (state: State) => SelectionFacts;
  /** What the files say when things stand like this. */
  readonly factsOf: (state: State) => SharedFacts;
  /** Told of the last one, as it is known after a start. */
  readonly known: (record: SwitchRecord) => void;
  readonly log: Log;
}

export interface SwitchBack {
  /**
   * Answers what was undone.
   * @param at the switch that is meant; another one is not undone in its place
   * @throws Failure `selection/nothing-to-undo`, `selection/changed-since`, … and nothing has changed
   */
  undo(at: number, told: (step: TransactionStep) => void): Promise<string>;
  /**
   * After a crash: what was cut off is finished when everything is written, and taken back otherwise. Call before anything
   * else looks at the shared files. @throws Failure `selection/unfinished`, `storage/…`
   */
  recover(): Promise<void>;
  /** The last switch cannot be undone any more; one that was cut off is still to be finished. Never fails. */
  forget(): Promise<void>;
}

type RecordedFile = SwitchRecord['files'][number];

/** The files of a switch that was cut off, those of each group in the order in which they were to be written. */
interface Halves {
  readonly waiting: readonly RecordedFile[];
  readonly written: readonly RecordedFile[];
  /** Somebody else has written there since. */
  readonly others: readonly RecordedFile[];
}

export function createSwitchBack(parts: SwitchBackParts): SwitchBack {
  const { store, transaction, journal, files, writer, selectionFacts, factsOf, log } = parts;

  /** Somebody has signed in or out, and it could not be noted that the switch of before counts no more. */
  let isForgetOwed = false;

  async function clearDone(): Promise<void> {
    if ((await journal.load())?.state === 'done') await journal.clear();
    isForgetOwed = false;
  }

  function undoable(record: SwitchRecord | undefined): void {
    const undo = record && { title: record.title, at: record.at };
    if (record !== undefined) parts.known(record);
    store.dispatch({ type: 'switch.undoable', ...(undo !== undefined && { undo }) });
  }

  /**
   * As it was before. What the policy had changed is chosen by hand now, so that it does not change it again; what a person
   * had changed is as the policy had it, and no policy moves away at once from an account that they had chosen.
   */
  function undone(record: SwitchRecord): SwitchedSettings {
    const now = store.state();
    const back = towards(transaction.present(), record.after, record.before);
    const then = stateWith(now, back);
    const { serving } = back.course;
    const isOfPolicy = record.by === 'policy';
    const isServingMoved = serving !== undefined && serving !== now.course.serving;
    const chosen = selectionFacts(then).providers.flatMap(({ provider, wanted }) => {
      const account = activeAccount(then, provider)?.id;
      const isMoved = account !== activeAccount(now, provider)?.id;
      const serves = isOfPolicy && isServingMoved && provider === serving;
      const isChosen = serves || (isMoved && (isOfPolicy || account === wanted));
      return account !== undefined && isChosen ? [{ provider, account, serves }] : [];
    });
    // The one that serves has the last word.
    const inOrder = chosen.toSorted((one, other) => Number(one.serves) - Number(other.serves));
    const course = inOrder.reduce((next, each) => afterChoice(selectionFacts(then), next, each), back.course);
    return { settings: back.settings, course };
  }

  /** Several of them may be parts of one file on disk, which then was written once for each, in their order. */
  async function halvesOf({ files: recorded }: SwitchRecord): Promise<Halves> {
    const waiting: RecordedFile[] = [];
    const written: RecordedFile[] = [];
    const others: RecordedFile[] = [];
    for (const path of new Set(recorded.map((each) => each.path))) {
      const sharing = recorded.filter((each) => each.path === path);
      const { before: present } = await writer.planText({ path }, () => undefined);
      const stages = [sharing[0]?.before, ...sharing.map(({ after }) => after)];
      const stage = stages.findLastIndex((bytes) => areSameBytes(present, bytes));
      if (stage < 0) others.push(...sharing);
      else {
        written.push(...sharing.slice(0, stage));
        waiting.push(...sharing.slice(stage));
      }
    }
    return { waiting, written, others };
  }

  /** Whether one of the files that were to be written has been taken up by its program: then going back would lose its keys. */
  async function isTakenUp(record: SwitchRecord, others: readonly RecordedFile[]): Promise<boolean> {
    const then = stateWith(store.state(), record.after);
    for (const { file } of others) {
      const holder = await files.look(file);
      const account = then.accounts.find(({ id }) => id === holder);
      if (account !== undefined && activeAccount(then, account.provider) === account) return true;
    }
    return false;
  }

  async function put(plans: readonly FilePlan[]): Promise<void> {
    for (const plan of plans) {
      try {
        await writer.put(plan.target, plan.planned);
      } catch (cause) {
        throw new Failure('selection/unfinished', { subject: plan.planned.path, cause });
      }
      plan.settle();
    }
  }

  async function finish(record: SwitchRecord): Promise<void> {
    const { waiting, written, others } = await halvesOf(record);
    const isWritten = waiting.length === 0 && others.length === 0;
    const isForward = isWritten || (await isTakenUp(record, others));
    log.info('switch that was cut off', { title: record.title, finished: isForward });
    const { before, after } = record;
    const [from, to] = isForward ? [before, after] : [after, before];
    const wanted = factsOf(stateWith(store.state(), towards(transaction.present(), from, to)));
    await put(await (isForward ? files.planOn(waiting, wanted) : files.planBack(written, wanted)));
    transaction.settle(from, to, 'person');
    const done = isForward ? ({ ...record, state: 'done' } as const) : undefined;
    await (done === undefined ? journal.clear() : journal.save(done));
    undoable(done);
  }

  return {
    async undo(at, told) {
      return transaction.alone(async () => {
        const record = await journal.load();
        if (record?.state !== 'done' || record.at !== at)
          throw new Failure('selection/nothing-to-undo', { subject: 'Gatehouse' });
        await transaction.carryOut(
          {
            title: record.title,
            after: () => undone(record),
            by: 'person',
            plan: (before, after) => files.planUndo(record.files, movedProviders(before, after), after),
          },
          told,
        );
        return record.title;
      });
    },
    async forget() {
      isForgetOwed = true;
      try {
        await transaction.alone(clearDone);
      } catch (thrown) {
        log.warn('switch not forgotten', { failure: toFailure(thrown) });
      }
      undoable(undefined);
    },
    async recover() {
      await transaction.alone(async () => {
        if (isForgetOwed) await clearDone();
        const record = await journal.load().catch((thrown: unknown) => {
          const failure = toFailure(thrown);
          // It cannot be opened any more, and was put aside: what the files say now counts.
          if (failure.code === 'storage/unreadable') {
            log.warn('note of a switch not readable', { failure });
            return undefined;
          }
          throw thrown;
        });
        if (record?.state === 'begun')
          await transaction.holding([record.before, record.after], () => finish(record));
        else undoable(record);
      });
    },
  };
}
