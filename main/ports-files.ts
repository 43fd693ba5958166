// The effects on files of other programs, each as small as the need. Made real in adapters/node.
import type { FlagChoice, FlagChoices, InertFlag } from './domain/flags.ts';
import type { JsonChanges, JsonObject } from './domain/json.ts';
import type { ApprovedPackage, PackageFile } from './domain/known-package.ts';

/** A lock that another program takes for its own file. */
export type ForeignLock =
  /** An advisory lock of the system on a file that is made when missing (flock, LOCK_EX). */
  | { readonly kind: 'flock'; readonly path: string }
  /** A folder that whoever makes it holds; the holder touches it again and again (the protocol of proper-lockfile). */
  | { readonly kind: 'folder'; readonly path: string; readonly touchMs: number };

export interface ForeignLocks {
  /**
   * Does the work while holding all of them, taken in this order and let go in the other. A live holder is never robbed.
   * @throws Failure `storage/lock-held` naming the lock when one is not free before the deadline
   */
  holding<Value>(
    locks: readonly ForeignLock[],
    work: () => Promise<Value>,
    options?: { readonly deadlineMs?: number },
  ): Promise<Value>;
}

/**
 * Given what stands in the file (undefined: no file), says what to change; undefined leaves it as it is. Asked again
 * when another program has written meanwhile. `wroteLast` tells whether it is, byte for byte, what we wrote there last.
 */
export type JsonEdit = (
  present: JsonObject | undefined,
  wroteLast: () => Promise<boolean>,
) => JsonChanges | undefined | Promise<JsonChanges | undefined>;

/** A file of another program, as the writer needs to know it. */
export interface WriteTarget {
  readonly path: string;
  /** Held for the moment of the save, as its own program does. */
  readonly locks?: readonly ForeignLock[];
  /** The folder is its program's to make: where there is none, nothing is written. */
  readonly needsFolder?: true;
  /** `kept`: the file is its owner's and keeps its rights; otherwise only the person may read it (0600). */
  readonly rights?: 'kept';
  /** What stands there is kept elsewhere by us, so that it needs no copy before it is replaced. */
  readonly isOurs?: (present: JsonObject) => boolean;
}

export type WriteOutcome = 'written' | 'unchanged' | 'removed';

/** As `JsonEdit`, for a text: what should stand there; undefined leaves it as it is. */
export type TextEdit = (present: string | undefined) => string | undefined | Promise<string | undefined>;

/** What stands in a file and what should stand there; undefined: no file. The same bytes: nothing is to be written. */
export interface PlannedWrite {
  readonly path: string;
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array | undefined;
  /** The rights of what stands there, as `chmod` takes them; absent without a file. */
  readonly mode?: number;
}

export interface SharedFileWriter {
  /**
   * Changes top-level keys of a JSON file, or makes it. One that has no key left is taken away; but where it is none with keys
   * of ours, and had none before us, it stands again as it did. Every other byte stays; mode 0600; durable when it returns.
   * What somebody else has put there is copied first. One writer of ours at a time on this machine. A file that is half
   * written is read again; one that stays unreadable is copied aside once.
   * @throws Failure of the `storage/` family, or what the edit throws; what was there before stays.
   */
  editJson(target: WriteTarget, edit: JsonEdit): Promise<WriteOutcome>;
  /** The same for a text of any kind, which stands in the file as a whole. */
  editText(target: WriteTarget, edit: TextEdit): Promise<WriteOutcome>;
  /**
   * What `editJson` would leave there, or would if `from` stood there; writes nothing but the copy of a file that stays
   * unreadable. @throws Failure
   */
  planJson(target: WriteTarget, edit: JsonEdit, from?: Uint8Array): Promise<PlannedWrite>;
  planText(target: WriteTarget, edit: TextEdit): Promise<PlannedWrite>;
  /**
   * Puts `after` where exactly `before` stands, with everything that `editJson` does around it; where `after` stands already
   * nothing is done. `mode` is given back to what is put back. @throws Failure `storage/conflict` when anything else is there
   */
  put(target: WriteTarget, planned: PlannedWrite): Promise<WriteOutcome>;
  /** What stood in a file before our first touch: its bytes, or that there was none. Undefined when never touched. */
  original(
    path: string,
  ): Promise<{ readonly at: number; readonly bytes: Uint8Array | undefined } | undefined>;
  /** Puts back what stood there before our first touch, byte for byte. @throws Failure `storage/…` */
  restoreOriginal(target: WriteTarget): Promise<WriteOutcome>;
}

/** One version of a managed file, with every secret replaced by its fingerprint. */
export interface FileVersion {
  /** Unix milliseconds. */
  readonly at: number;
  /** Who wrote it, as a person would say it: `Gatehouse`, the file's own program, or `another program`. */
  readonly by: string;
  /** Undefined: the file was taken away. */
  readonly text: string | undefined;
}

/** The last versions of the files that we manage, redacted and encrypted. Never fails: it only helps to understand. */
export interface FileHistory {
  /** Adds what stands there now, unless the newest version says the same. */
  note(path: string, bytes: Uint8Array | undefined, by: string): Promise<void>;
  /** Newest first; only those that can be opened now. */
  versions(path: string): Promise<readonly FileVersion[]>;
  /** How many are kept, also those that cannot be opened now. */
  count(path: string): Promise<number>;
}

/** Whole files of other programs, so that a set-up can be put back exactly. */
export interface WholeFiles {
  /** Undefined when there is no file. @throws Failure `storage/unreadable` */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Keeps copies in a new private folder, with a list of them, durable when it returns. Answers the folder. */
  keepCopies(
    files: readonly { readonly path: string; readonly bytes: Uint8Array | undefined }[],
    note: JsonObject,
  ): Promise<string>;
  /**
   * Puts these bytes where others stand, or takes the file away when there were none.
   * @throws Failure `storage/conflict` when it is not what stood there after us, or another of the `storage/` family
   */
  putBack(target: WriteTarget, bytes: Uint8Array | undefined, after: Uint8Array | undefined): Promise<void>;
}

export interface FileWatch {
  /**
   * Calls back a moment after the file was written, replaced or taken away; never when its folder does not exist.
   * Returns the function that stops it.
   */
  watch(path: string, changed: () => void): () => void;
}

export interface TextFiles {
  /** The text of a file, or undefined when it is truly absent. @throws Failure `storage/unreadable` */
  read(path: string): Promise<string | undefined>;
}

/** The app's own entry among what starts when the person logs in to the desktop. */
export interface Autostart {
  /** Twice is once. @throws Failure `storage/not-ours`, `storage/…`; nothing has changed then */
  set(on: boolean): Promise<void>;
  /**
   * Brings the entry up to date after an update or a move; false when the desktop starts us no more, because somebody has
   * switched the entry off there or taken it away. @throws as `set`
   */
  renew(): Promise<boolean>;
}

/** The link by which a terminal finds the command line. */
export interface CommandLink {
  /** Undefined where this start of the app has no command line to link. @throws Failure `storage/unreadable` */
  state(): Promise<
    | {
        /** What does by hand what the link does. */
        readonly command: string;
        /** Absent where the system makes none. `taken`: what stands there is not ours. */
        readonly link?: { readonly path: string; readonly kind: 'absent' | 'ours' | 'taken' };
      }
    | undefined
  >;
  /** Twice is once. @throws Failure `storage/not-ours`, `storage/write-failed` */
  make(): Promise<void>;
  /** What is not ours stays. @throws Failure `storage/write-failed` */
  remove(): Promise<void>;
}

/** The files in which the person describes providers. */
export interface PackageFiles {
  /** In the order of their names; none where there is no such folder. @throws Failure `storage/unreadable` of a folder that is there */
  list(): Promise<readonly PackageFile[]>;
  /**
   * Calls back a moment after something in the folder has changed, as long as `list` finds the folder.
   * Returns the function that stops it.
   */
  watch(changed: () => void): () => void;
}

export interface PackageApprovals {
  /** Those that cannot be opened count as none. */
  load(): Promise<readonly ApprovedPackage[]>;
  /** The same, before a change. @throws Failure `storage/key-store-…` rather than lose those that cannot be opened now */
  loadToChange(): Promise<readonly ApprovedPackage[]>;
  /** Durable when it returns. @throws Failure `storage/…` */
  save(approved: readonly ApprovedPackage[]): Promise<void>;
}

/** What the person has chosen for feature flags. */
export interface FlagMemory {
  /** Never fails. `forged`: what stands there is none of our writing, and counts for nothing. */
  load(): Promise<{
    readonly choices: FlagChoices;
    readonly forged: readonly Extract<InertFlag, { readonly kind: 'forged' }>[];
  }>;
  /** Before a change. @throws Failure `storage/key-store-…` rather than lose those that cannot be opened now */
  loadToChange(): Promise<readonly FlagChoice[]>;
  /** Durable when it returns. @throws Failure `storage/…` */
  save(choices: readonly FlagChoice[]): Promise<void>;
  /**
   * Where this installation stands among a hundred for that flag: from 0 up to 100, the same at each start, and nobody
   * else can tell. Undefined where that cannot be kept. Never fails.
   */
  pointOf(flag: string): Promise<number | undefined>;
}
