// The one writer of the files that other programs read: plans, writes, and puts back, one at a time for each file.
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../../domain/failure.ts';
import type {
  FileHistory,
  ForeignLocks,
  Lock,
  Log,
  PlannedWrite,
  SharedFileWriter,
  TextFiles,
  WriteOutcome,
  WriteTarget,
} from '../../ports.ts';
import { decodeText, durableFiles, readIfPresent, type DurableFiles } from './durable-file.ts';
import { createEditPlans, type EditPlan } from './edit-plans.ts';
import { createFileExchange, isSame } from './file-exchange.ts';
import { fileLockName } from './file-lock.ts';
import { createOriginals } from './originals.ts';

export const textFiles: TextFiles = {
  async read(path) {
    const bytes = await readIfPresent(path);
    return bytes === undefined ? undefined : decodeText(bytes, path);
  },
};

export interface CredentialFilesParts {
  /** Private; holds the originals and copies of what somebody else had in the files. */
  readonly backupFolder: string;
  /** The person's: what is kept of a file in it is found again when both have moved. */
  readonly home: string;
  readonly lock: Lock;
  readonly foreignLocks: ForeignLocks;
  readonly history: FileHistory;
  readonly log?: Log;
  readonly files?: DurableFiles;
  /** Waits so many milliseconds. */
  readonly pause?: (delayMs: number) => Promise<unknown>;
}

/** Another program that writes at the same moment is waited out, by reading what it wrote and starting anew: 5 times. */
const conflictPausesMs = [10, 30, 90, 270];

/** So long a plan may wait for the lock. */
const planHoldsMs = 250;

const hasFolder = (path: string): Promise<boolean> =>
  stat(dirname(path)).then(
    (found) => found.isDirectory(),
    () => false,
  );

export function createCredentialFiles(parts: CredentialFilesParts): SharedFileWriter {
  const { backupFolder, home, lock, log, files = durableFiles, pause = sleep } = parts;
  const originals = createOriginals(backupFolder, files, home);
  const plans = createEditPlans({ ...parts, originals, files, pause, hasFolder });
  const exchange = createFileExchange({ ...parts, originals, files });

  async function carryOut(target: WriteTarget, plan: EditPlan): Promise<WriteOutcome> {
    const { path, before, after, isWanted } = plan;
    if (isSame(before, after)) {
      const isToBePrivate = isWanted && before !== undefined && target.rights !== 'kept';
      if (isToBePrivate && (await files.tighten(path))) log?.warn('access of others taken away', { path });
      return 'unchanged';
    }
    const outcome = await exchange(target, before, { bytes: after });
    if (after !== undefined) await originals.noteWritten(path, after);
    return outcome;
  }

  /** A file that could not be written is refused here already; not where nothing is to be written. */
  async function told({ path, before, after }: EditPlan): Promise<PlannedWrite> {
    const rights = await files.rights(path).catch((thrown: unknown) => {
      if (isSame(before, after)) return undefined;
      throw thrown;
    });
    return { path, before, after, ...(rights !== undefined && { mode: rights.mode }) };
  }

  async function put(target: WriteTarget, { before, after, mode }: PlannedWrite): Promise<WriteOutcome> {
    const { path } = target;
    const present = await files.read(path);
    if (isSame(present, after)) return 'unchanged';
    const isGone = present === undefined && target.needsFolder === true && !(await hasFolder(path));
    if (isGone || !isSame(present, before)) throw new Failure('storage/conflict', { subject: path });
    const outcome = await exchange(target, before, { bytes: after, ...(mode !== undefined && { mode }) });
    const original = await originals.find(path);
    // Put back as it was before our first touch: nothing of ours stands there any more.
    if (original !== undefined && isSame(original.bytes, after)) await originals.forget(path);
    else if (after !== undefined && !(await originals.isCopied(path, after)))
      await originals.noteWritten(path, after);
    return outcome;
  }

  async function restored(target: WriteTarget): Promise<WriteOutcome> {
    const { path } = target;
    const original = await originals.find(path);
    if (original === undefined) return 'unchanged';
    const { bytes, mode } = original;
    const before = await files.read(path);
    const isBack =
      isSame(bytes, before) && (before === undefined || (await files.rights(path))?.mode === mode);
    const outcome = isBack ? 'unchanged' : await exchange(target, before, { bytes, mode });
    await originals.forget(path);
    return outcome;
  }

  async function inTurn<Value>({ path }: WriteTarget, work: () => Promise<Value>): Promise<Value> {
    return lock.hold(await fileLockName(path), work);
  }

  /** Repeats what another program has come between, with what it wrote. */
  async function patiently(attempt: () => Promise<WriteOutcome>): Promise<WriteOutcome> {
    for (const delayMs of conflictPausesMs) {
      try {
        return await attempt();
      } catch (thrown) {
        if (!(thrown instanceof Failure && thrown.code === 'storage/conflict')) throw thrown;
      }
      await pause(delayMs);
    }
    return attempt();
  }

  /**
   * A file that stands as it is wanted needs no lock, which would be three writes of its own: whoever of us writes there
   * meanwhile comes after us. What is planned before the lock holds while the same bytes stand there, and only for a moment:
   * the keys that are to be written may be spent by the end of a long wait.
   */
  async function write(target: WriteTarget, plan: () => Promise<EditPlan>): Promise<WriteOutcome> {
    let planned = await plan();
    if (isSame(planned.before, planned.after)) return carryOut(target, planned);
    const holdsUntil = performance.now() + planHoldsMs;
    return inTurn(target, () =>
      patiently(async () => {
        const isStanding = isSame(await files.read(target.path), planned.before);
        if (!isStanding || performance.now() > holdsUntil) planned = await plan();
        return carryOut(target, planned);
      }),
    );
  }

  return {
    editJson: (target, edit) => write(target, () => plans.json(target, edit)),
    editText: (target, edit) => write(target, () => plans.text(target, edit)),
    planJson: async (target, edit, from) => told(await plans.json(target, edit, from)),
    planText: async (target, edit) => told(await plans.text(target, edit)),
    put: (target, planned) => inTurn(target, () => put(target, planned)),
    original: (path) => originals.find(path),
    restoreOriginal: (target) => inTurn(target, () => patiently(() => restored(target))),
  };
}
