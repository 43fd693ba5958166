// Effects that the local service needs: who calls, what still runs, and what is kept of leases, hand-outs and the audit.
import type { CompanyCommand, FoundProgram } from './domain/company-login.ts';
import type { AuditEntry, AuditVerdict } from './domain/audit-entry.ts';
import type { HandOutRule } from './domain/hand-out.ts';
import type { AccountId, ConsumerId, ProviderId } from './domain/ids.ts';
import type { LeaseAmount, LeaseRecord } from './domain/lease.ts';
import type { Secret } from './domain/secret.ts';

/** A process by which no other one can be meant. `startTime` in the system's own count. */
export interface ProcessStamp {
  readonly pid: number;
  readonly startTime: number;
}

/** A process with what the system says of it. */
export interface SeenCaller extends ProcessStamp {
  readonly parent: number;
  /** Absolute, without links; absent where the system hides it. */
  readonly executable: string | undefined;
  /** Another file lies there for us, or none: it is in a container, or only says that it is that program. */
  readonly isElsewhere?: boolean;
  /** Its command line; may hold secrets: never logged, never shown whole. */
  readonly words: readonly string[];
  readonly folder: string | undefined;
}

/** Who is at the other end of a connection, told by the system and never by the caller. */
export interface Caller {
  /** The caller first, then its parent, and so on; at most 64. */
  readonly line: readonly SeenCaller[];
}

export interface ProcessWatch {
  /** As the system stamps a running process; undefined when there is none, or it is not this person's. */
  stampOf(pid: number): Promise<ProcessStamp | undefined>;
  /** Those of them that have ended. Never one that may still run. */
  endedOf(processes: readonly ProcessStamp[]): Promise<readonly ProcessStamp[]>;
}

/** Every change of a lease, written in groups. */
export interface LeaseLog {
  /**
   * What is written down, oldest first; a line that is damaged is left out, so that its quota is free again.
   * @throws Failure `storage/unreadable` for a log that is there and cannot be read
   */
  load(): Promise<readonly LeaseRecord[]>;
  /** Outlives this process when it resolves; what comes within the same few milliseconds is written together. @throws Failure `storage/write-failed` */
  append(records: readonly LeaseRecord[]): Promise<void>;
  /** Starts anew with these, for what has ended is of no use. @throws Failure `storage/write-failed` */
  rewrite(records: readonly LeaseRecord[]): Promise<void>;
  /** Resolves when nothing is under way. */
  stop(): Promise<void>;
}

/** Append-only, each entry chained to the one before, bounded; the newest hash is sealed apart. */
export interface AuditLog {
  /** In order; kept in memory for a moment and then written with others. Never fails: what cannot be written is said once in the log. */
  append(entry: AuditEntry): void;
  /** The newest first, at most so many. @throws Failure `storage/unreadable` */
  read(filter: { readonly limit: number; readonly since?: number }): Promise<readonly AuditEntry[]>;
  verify(): Promise<AuditVerdict>;
  /** Everything written and sealed. */
  stop(): Promise<void>;
}

/** A piece of work that has ended, so that the next one of its kind can be estimated. Holds no secret. */
export interface FinishedWork {
  /** Unix milliseconds. */
  readonly at: number;
  readonly provider: ProviderId;
  readonly consumer?: ConsumerId;
  readonly task?: string;
  readonly unit: LeaseAmount['unit'];
  /** Of which percent are meant; absent for tokens, where nobody knew, and in notes of earlier versions. */
  readonly windowId?: string;
  /** What it took. */
  readonly used: number;
  readonly lengthMs: number;
}

/** Finished work of the last months, bounded. Never fails: it only helps to estimate. */
export interface WorkNotes {
  load(): Promise<readonly FinishedWork[]>;
  append(work: FinishedWork): Promise<void>;
}

/** Rules of the person, sealed. */
export interface HandOutRules {
  /** Those that cannot be opened count as none, so that it is asked. */
  load(): Promise<readonly HandOutRule[]>;
  /** @throws Failure `storage/key-store-…` rather than lose those that cannot be opened now */
  loadToChange(): Promise<readonly HandOutRule[]>;
  /** Durable when it returns. @throws Failure `storage/…` */
  save(rules: readonly HandOutRule[]): Promise<void>;
}

/** Who answered and how. `denied`: not this time. `nobody`: no answer in time, or nobody there to ask. */
export type HandOutAnswer = 'once' | 'always' | 'never' | 'denied' | 'nobody';

/** Asks the person whether a program may have a secret: in a dialog of the app, or at the terminal of `gatehouse serve`. */
export interface AskHandOut {
  ask(
    question: {
      readonly program: string;
      readonly interpreter?: string;
      readonly reader: string;
      readonly account: string;
      readonly provider: string;
      /** Of reader and account, where questions are listed for other programs. */
      readonly consumer?: ConsumerId;
      readonly accountId?: AccountId;
      /** Whether an answer can be kept: not for a program that nobody could be told. */
      readonly canKeep: boolean;
    },
    signal: AbortSignal,
  ): Promise<HandOutAnswer>;
}

/** Runs commands that a company's server supplies, once the person has allowed each. */
export interface LoginCommands {
  /** Where a terminal of the person would find this program, without a shell; undefined when it would not. */
  find(name: string): Promise<FoundProgram | undefined>;
  /**
   * Runs it without a shell, in an empty folder and without any key in its environment, and gives what it says on its
   * standard output; killed with its process group after this time, with too much output, or when the signal aborts.
   * @throws Failure `company-login/failed` about this subject, or the signal's reason
   */
  run(
    order: { readonly program: string; readonly words: readonly string[]; readonly subject: string },
    limitMs: number,
    signal: AbortSignal,
  ): Promise<Secret>;
}

/** Which of them the person has allowed, where nothing but the running app can write it. */
export interface CommandApprovals {
  /** Whether exactly this was allowed. What cannot be opened counts as nothing. */
  has(command: CompanyCommand): Promise<boolean>;
  /** In place of an older one of the same server; durable when it returns. @throws Failure `storage/…` */
  keep(command: CompanyCommand, nowMs: number): Promise<void>;
  /** Forgets whatever was allowed for a server. @throws Failure `storage/…` */
  forget(url: string): Promise<void>;
}
