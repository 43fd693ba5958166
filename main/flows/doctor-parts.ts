// What Doctor is made of: the narrow parts of others that it looks at, and what it hands back.
import type { ConsumerDescription, ManagedFile, Places, SharedFacts } from '../consumers/description.ts';
import type { Dialect } from '../domain/doctor-start-up.ts';
import type { ConsumerFinding, HostState } from '../domain/finding.ts';
import type { AccountId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import type { Service } from '../domain/same-service.ts';
import type { Secret } from '../domain/secret.ts';
import type { Clock, FileHistory, Log, PlannedWrite, SharedFileWriter, TextFiles } from '../ports.ts';
import type { State } from '../state/state.ts';
import type { AccountBook } from './account-book.ts';
import type { FilePreview } from './preview-file.ts';
import type { SharedFiles } from './shared-files.ts';

/** What is asked of this machine beside the text of files. Never fails. */
export interface MachineLooks {
  hasFolder(path: string): Promise<boolean>;
  /** The file that a path really leads to, through every link on the way. */
  realPath(path: string): Promise<string>;
  /** Rights as `chmod` takes them, and where a link leads; undefined where there is nothing. */
  standing(path: string): Promise<{ readonly mode: number; readonly linksTo?: string } | undefined>;
  /** The first program of this name in the folders of a PATH. */
  firstOnPath(path: string, program: string): Promise<string | undefined>;
  /** Whether an https address gives something within a moment. */
  reach(url: string): Promise<HostState>;
}

/** The files in which people set variables, and no others. Those that cannot be read are left out. */
export interface StartUpSearch {
  /** Of the shells and of the session. */
  startUpFiles(): Promise<
    readonly { readonly path: string; readonly dialect: Dialect; readonly text: string }[]
  >;
  /** The `.env` of a folder and of those above it up to the home folder. */
  envFiles(folder: string): Promise<readonly { readonly path: string; readonly text: string }[]>;
}

/** A change of a file of the person's that can be taken back. Holds what stood there, and so secrets. */
export interface RepairRecord {
  readonly id: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly planned: PlannedWrite;
  /** The line that was commented out, from 1; absent for a file that was changed otherwise. */
  readonly line?: number;
  /** Present where a sign-in was taken out. */
  readonly chain?: TakenChain;
}

/** A sign-in, and where it stood besides: as long as it still does, its token is not spent. */
export interface TakenChain {
  readonly token: Secret;
  readonly files: readonly string[];
  /** Whether it was that of an account here, too; with another token, the account has renewed it. */
  readonly isKept: boolean;
}

export interface Repairs {
  /** Oldest first; those that cannot be opened count as none. Never fails. */
  load(): Promise<readonly RepairRecord[]>;
  /**
   * Kept as long as the key store keeps anything. Those that cannot be opened now are not lost.
   * @throws Failure `storage/…`; nothing is changed then
   */
  change(edit: (records: readonly RepairRecord[]) => readonly RepairRecord[]): Promise<void>;
}

export interface DoctorParts {
  readonly consumers: readonly Pick<
    ConsumerDescription,
    'id' | 'label' | 'inspect' | 'keyVariables' | 'shellStart' | 'files' | 'environment'
  >[];
  readonly providers: readonly Service[];
  readonly managed: readonly ManagedFile[];
  /** As the app itself was started. */
  readonly places: Places;
  /** As Node names it. */
  readonly platform: string;
  /** The folder of our scripts for plain calls. */
  readonly scriptFolder: string;
  readonly files: TextFiles;
  readonly writer: Pick<SharedFileWriter, 'editText' | 'planJson' | 'planText' | 'put'>;
  readonly history: Pick<FileHistory, 'versions'>;
  readonly sharedFiles: Pick<SharedFiles, 'proposal' | 'planClaim' | 'alone' | 'wrote'>;
  readonly previewFile: (file: string, language?: Language) => Promise<FilePreview>;
  readonly book: Pick<AccountBook, 'get' | 'all'>;
  readonly state: () => State;
  readonly facts: () => SharedFacts;
  readonly machine: MachineLooks;
  readonly startUp: StartUpSearch;
  readonly repairs: Repairs;
  /** What there is to say of files that this app reads by itself. Never fails. */
  readonly ownFiles: { look(): Promise<readonly ConsumerFinding[]> };
  /** The text of a JSON file with every secret replaced. */
  readonly redacted: (text: string) => string;
  /** Asks the person whether the provider in this file may be used. @throws Failure `package/…`, or the signal's reason */
  readonly approvePackage: (file: string, signal?: AbortSignal) => Promise<void>;
  /** Ends the safe mode. Never fails. */
  readonly startNormally: () => Promise<void>;
  /** Has the shells, the approved programs and the programs that run looked at again. Never fails. */
  readonly lookAgain: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Whose identity a program uses now, and why. */
export interface ReportedIdentity {
  readonly consumer: string;
  readonly label: string;
  readonly by: 'file' | 'environment' | 'keyring' | 'helper' | 'nobody';
  /** As a person recognises it; null when it cannot be told. */
  readonly identity: string | null;
  readonly account: AccountId | null;
  readonly where: string | null;
  readonly why: string;
}

interface ReportedFinding {
  readonly id: string;
  readonly kind: string;
  readonly program: string | null;
  readonly severity: 'problem' | 'warning';
  readonly what: string;
  readonly next: string;
  readonly where: string;
  readonly line: number | null;
  readonly fix: { readonly label: string; readonly changesFile: boolean } | null;
}

/** What the window and the command line show of it. No secret. */
export interface DoctorReport {
  /** Unix milliseconds. */
  readonly at: number;
  readonly identities: readonly ReportedIdentity[];
  readonly findings: readonly ReportedFinding[];
  /** Changes of earlier fixes that can be taken back, the newest first. */
  readonly repaired: readonly { readonly id: string; readonly path: string; readonly at: number }[];
}
