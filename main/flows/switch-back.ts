// Back to how it was: undoes the last switch byte for byte, and finishes or takes back one that was cut off.
import { afterChoice } from '../domain/course.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { SelectionFacts } from '../domain/selection-facts.ts';
import type {
  Log,
  PlannedWrite,
  SharedFileWriter,
  SwitchedSettings,
  SwitchJournal,
  SwitchRecord,
} from '../ports.ts';
import { activeAccount } from '../state/selected.ts';
import type { State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import { areSameBytes } from './same-bytes.ts';
import type { SharedFiles } from './shared-files.ts';
import { stateWith, type SwitchTransaction, type TransactionStep } from './switch-transaction.ts';

export interface SwitchBackParts {
  readonly store: Store;
  readonly transaction: SwitchTransaction;
  readonly journal: SwitchJournal;
  readonly files: Pick<SharedFiles, 'planBack' | 'look' | 'targetOf' | 'alone'>;
  readonly writer: Pick<SharedFileWriter, 'put' | 'planText'>;
  readonly selectionFacts: (state: State) => SelectionFacts;
  /** Told of the last one, as it is known after a start. */
  readonly known: (record: SwitchRecord) => void;
  readonly log: Log;
}

export interface SwitchBack {
  /** Answers what was undone. @throws Failure `selection/nothing-to-undo`, `selection/changed-since`, … and nothing has changed */
  undo(told: (step: TransactionStep) => void): Promise<string>;
  /**
   * After a crash: what was cut off is finished when everything is written, and taken back otherwise. Call before anything
   * else looks at the shared files. @throws Failure `selection/unfinished`, `storage/…`
   */
  recover(): Promise<void>;
  /** The last switch cannot be undone any more; never fails. */
  forget(): Promise<void>;
}

type RecordedFile = SwitchRecord['files'][number];

export function createSwitchBack(parts: SwitchBackParts): SwitchBack {
  const { store, transaction, journal, files, writer, selectionFacts, log } = parts;

  function undoable(record: SwitchRecord | undefined): void {
    const undo = record && { title: record.title, at: record.at };
    if (record !== undefined) parts.known(record);
    store.dispatch({ type: 'switch.undoable', ...(undo !== undefined && { undo }) });
  }

  /** The person has asked for it: no policy moves away at once from what is used up. */
  function chosenByHand({ before, after }: SwitchRecord): SwitchedSettings {
    const then = stateWith(store.state(), before);
    const now = stateWith(store.state(), after);
    const providers = new Set<ProviderId>(then.accounts.map(({ provider }) => provider));
    const moved = [...providers].filter(
      (provider) => activeAccount(then, provider)?.id !== activeAccount(now, provider)?.id,
    );
    const { serving } = before.course;
    const chosen = serving === undefined || moved.includes(serving) ? moved : [...moved, serving];
    const course = chosen.reduce((next, provider) => {
      const account = activeAccount(then, provider)?.id;
      return afterChoice(selectionFacts(then), next, {
        provider,
        ...(account !== undefined && { account }),
      });
    }, before.course);
    return { settings: before.settings, course };
  }

  async function bytesIn({ path }: RecordedFile): Promise<Uint8Array | undefined> {
    return (await writer.planText({ path }, () => undefined)).before;
  }

  /** Whether one of the files that were to be written has been taken up by its program: then going back would lose its keys. */
  async function isTakenUp(record: SwitchRecord, others: readonly RecordedFile[]): Promise<boolean> {
    const wanted = new Set<AccountId>(Object.values(record.after.settings.activeAccounts));
    for (const standIn of Object.values(record.after.course.standIns)) wanted.add(standIn);
    for (const { file } of others) {
      const holder = await files.look(file);
      if (holder !== undefined && wanted.has(holder)) return true;
    }
    return false;
  }

  async function put(recorded: RecordedFile, planned: PlannedWrite): Promise<void> {
    const target = files.targetOf(recorded.file) ?? { path: recorded.path };
    try {
      await writer.put(target, planned);
    } catch (cause) {
      throw new Failure('selection/unfinished', { subject: recorded.path, cause });
    }
  }

  async function finish(record: SwitchRecord): Promise<void> {
    const found = await Promise.all(
      record.files.map(async (recorded) => ({ recorded, present: await bytesIn(recorded) })),
    );
    const waiting = found.filter(({ recorded, present }) => areSameBytes(present, recorded.before));
    const written = found.filter(({ recorded, present }) => areSameBytes(present, recorded.after));
    const others = found.filter((each) => !waiting.includes(each) && !written.includes(each));
    const isForward =
      waiting.length === 0 ||
      (await isTakenUp(
        record,
        others.map(({ recorded }) => recorded),
      ));
    log.info('switch that was cut off', { title: record.title, finished: isForward });
    if (isForward) {
      for (const { recorded } of waiting)
        await put(recorded, { path: recorded.path, before: recorded.before, after: recorded.after });
      transaction.settle(record.after, 'person');
      await journal.save({ ...record, state: 'done' });
      undoable(record);
      return;
    }
    for (const { recorded } of written) {
      const { path, before, after, mode } = recorded;
      await put(recorded, { path, before: after, after: before, ...(mode !== undefined && { mode }) });
    }
    transaction.settle(record.before, 'person');
    await journal.clear();
    undoable(undefined);
  }

  return {
    async undo(told) {
      return transaction.alone(async () => {
        const record = await journal.load();
        if (record?.state !== 'done')
          throw new Failure('selection/nothing-to-undo', { subject: 'Gatehouse' });
        await transaction.carryOut(
          {
            title: record.title,
            after: () => chosenByHand(record),
            by: 'person',
            plan: (_before, after) => files.planBack(record.files, after),
          },
          told,
        );
        return record.title;
      });
    },
    async forget() {
      if (store.state().switching.undo === undefined) return;
      await journal.clear().catch((thrown: unknown) => {
        log.warn('switch not forgotten', { failure: toFailure(thrown) });
      });
      undoable(undefined);
    },
    async recover() {
      await transaction.alone(async () => {
        const record = await journal.load().catch((thrown: unknown) => {
          const failure = toFailure(thrown);
          // It cannot be opened any more, and was put aside: what the files say now counts.
          if (failure.code === 'storage/unreadable') {
            log.warn('note of a switch not readable', { failure });
            return undefined;
          }
          throw thrown;
        });
        if (record?.state === 'begun') await files.alone(() => finish(record));
        else undoable(record);
      });
    },
  };
}
