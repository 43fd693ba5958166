// The effects on other people's programs: those that run, that are started and asked, and where they keep logins for us.
import type { JsonObject } from './domain/json.ts';
import type { ApprovedHook } from './domain/hook-event.ts';

/** A program of the person's that runs now. */
export interface RunningProgram {
  readonly pid: number;
  /** How its executable is called, for example `codex`. */
  readonly name: string;
  /** Unix milliseconds. */
  readonly startedAt: number;
  /** Of the names that were asked for, those that it was started with; undefined where the system does not tell. */
  readonly environment: Readonly<Record<string, string>> | undefined;
}

export interface Processes {
  /**
   * The programs of this person with one of these names, the newest last; of a program and the helper that it starts under
   * the same name, one. Never fails: what cannot be seen is left out.
   */
  running(names: readonly string[], variables: readonly string[]): Promise<readonly RunningProgram[]>;
}

/** Approvals of the person, where nothing but the running app can write them (design §11). */
export interface HookApprovals {
  /** Those that cannot be opened count as none. */
  load(): Promise<readonly ApprovedHook[]>;
  /** The same, before a change. @throws Failure `storage/key-store-…` rather than lose those that cannot be opened now */
  loadToChange(): Promise<readonly ApprovedHook[]>;
  /** Durable when it returns. @throws Failure `storage/…` */
  save(hooks: readonly ApprovedHook[]): Promise<void>;
}

/** Runs programs of the person without a shell, with an environment of a few allowed names and nothing else. */
export interface HookPrograms {
  /** Where it really lies, and the SHA-256 of what it is now. @throws Failure `hook/…` when it is no such program */
  examine(program: string): Promise<{ readonly program: string; readonly hash: string }>;
  /**
   * Gives it the text on its standard input and waits for its end, at most the time given; its output is thrown away.
   * @throws Failure `hook/changed`, `hook/unsuitable`, `hook/failed`
   */
  run(hook: Pick<ApprovedHook, 'program' | 'hash'>, input: string, limitMs: number): Promise<void>;
}

/** How to start a program of somebody else. */
export interface ProgramRun {
  /** Absolute. */
  readonly program: string;
  readonly words: readonly string[];
  /** Over the environment that a terminal of the person would have; undefined takes a name out. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface ProgramResult {
  readonly code: number;
  /** What it said on both channels, at most 256 KiB. May hold secrets: never logged, never shown. */
  readonly output: string;
}

/** A program that speaks JSON, one message a line. */
export interface JsonTalk {
  send(message: JsonObject): void;
  /** The next message that the test accepts; the others before it are forgotten. @throws the signal's reason, or Failure `credential/owner-silent` when the program ends */
  until(accepts: (message: JsonObject) => boolean, signal: AbortSignal): Promise<JsonObject>;
  /** Ends the program and waits until it has. */
  stop(): Promise<void>;
}

export interface Programs {
  /** Where a terminal of the person would find this program; undefined when it would not. */
  find(name: string): Promise<string | undefined>;
  /**
   * Runs a program to its end, without a terminal and with nothing to read; killed with its process group when the
   * signal aborts, and gone when this rejects.
   * @throws Failure `credential/owner-silent` when it cannot be started, or the signal's reason
   */
  run(order: ProgramRun, signal: AbortSignal): Promise<ProgramResult>;
  talk(order: ProgramRun): JsonTalk;
}

/** Private folders for logins that other programs keep, one for each account. */
export interface LoginFolders {
  /** A new, empty, private folder; nothing counts in it until it is kept. */
  make(owner: string): Promise<string>;
  /** The login in it is in use from now on. */
  keep(folder: string): Promise<void>;
  /** The login in another one counts from now on: this folder of ours goes with that one, or at the next start. Refuses any other. */
  retire(folder: string, successor: string): Promise<void>;
  /** Takes a folder of ours away with everything in it, and those that it has replaced. Refuses any other. */
  discard(folder: string): Promise<void>;
  /** Takes away what attempts that were cut off have left, and what an earlier run has retired. */
  sweep(): Promise<void>;
  /** Every folder that was kept, of one owner. */
  kept(owner: string): Promise<readonly string[]>;
}
