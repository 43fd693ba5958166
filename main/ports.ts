// The effects the core needs from the world, each as small as the need. Made real in adapters/.
import type { CallbackExpectation, CallbackVerdict } from './domain/callback.ts';
import type { Account, OAuthAccount, SignedInAccount } from './domain/account.ts';
import type { Course } from './domain/course.ts';
import type { Failure, FailureCode } from './domain/failure.ts';
import type { AccountId } from './domain/ids.ts';
import type { Attention } from './domain/poll-policy.ts';
import type { QuotaNote } from './domain/quota-note.ts';
import type { KnownQuota, Point } from './domain/quota-window.ts';
import type { RunMark } from './domain/safe-mode.ts';
import type { Secret } from './domain/secret.ts';
import type { Settings } from './domain/settings.ts';
import type { Corner, WindowPlace } from './domain/window-place.ts';
import type { SwitchedSettings } from './domain/switched-settings.ts';
import type { YesNoQuestion } from './domain/yes-no-question.ts';
import type { PlannedWrite } from './ports-files.ts';

export type * from './ports-broker.ts';
export type * from './ports-files.ts';
export type * from './ports-programs.ts';

export interface Clock {
  /** Unix milliseconds. */
  nowMs(): number;
}

export interface Timer {
  /** Runs once after the delay; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** The shape of fetch, already pinned to a provider's hosts, bounded in time and size, without redirects. */
export type Http = (url: string, init?: HttpRequest) => Promise<Response>;

export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface Browser {
  /** Opens an https address in the system browser. @throws Failure `sign-in/browser-failed` */
  open(url: string): Promise<void>;
}

/** The first acceptable answer; the browser waits until `conclude` says which page to show. */
export interface CallbackAnswer {
  readonly verdict: Exclude<CallbackVerdict, { kind: 'refused' }>;
  readonly conclude: (outcome: 'signed-in' | 'denied' | 'failed') => void;
}

export interface CallbackListener {
  readonly port: number;
  /** Rejects with the signal's reason when it aborts. Wrong requests are answered and forgotten (CB-01). */
  answer(expected: Omit<CallbackExpectation, 'port'>, signal: AbortSignal): Promise<CallbackAnswer>;
  /** Shows the result page to a browser that still waits for it, then stops listening within a second. */
  close(): Promise<void>;
}

export interface Loopback {
  /** Listens on 127.0.0.1 at the first free port of the list. @throws Failure `sign-in/ports-busy` naming the holder */
  listen(ports: readonly number[]): Promise<CallbackListener>;
}

/**
 * Whether secrets can be encrypted now; `backend` is the key store's own name, `keyId` tells its key from another. What
 * one that is not `durable` has encrypted is worthless after a restart, so it is kept in memory only.
 */
export type KeyStoreState =
  | { readonly kind: 'ready'; readonly backend: string; readonly keyId: string; readonly durable: boolean }
  | {
      readonly kind: 'unusable';
      readonly code: Extract<FailureCode, `storage/key-store-${string}`>;
      readonly detail: string;
    };

export interface SecretBox {
  state(): Promise<KeyStoreState>;
  /** @throws Failure `storage/key-store-…` */
  encrypt(text: string): Promise<Uint8Array>;
  /**
   * `stale` when the store asks for the text to be encrypted anew, for example because its key has been renewed.
   * @throws Failure `storage/key-store-…` or `storage/unreadable`
   */
  decrypt(bytes: Uint8Array): Promise<{ readonly text: string; readonly stale: boolean }>;
}

/** A passphrase in place of the system's key store, for machines without one. */
export interface PassphraseStore {
  /** Whether a passphrase was ever chosen on this machine, and whether it has been entered since the start. */
  state(): Promise<'none' | 'locked' | 'open'>;
  /** Chooses the first passphrase. @throws Failure `storage/…` when there is one already or it cannot be kept */
  create(passphrase: Secret): Promise<void>;
  /** @throws Failure `storage/passphrase-wrong` */
  unlock(passphrase: Secret): Promise<void>;
  /**
   * Keeps what tells the present passphrase under a name with the date, so that another can be chosen; there is none
   * then. What is sealed under it stays as it is. @throws Failure `storage/write-failed`
   */
  setAside(): Promise<void>;
}

/** Text under a passphrase alone, readable on another machine too (scrypt N ≥ 2^17, AES-256-GCM). */
export interface PassphraseCipher {
  /** One line of JSON with everything needed to open it but the passphrase. */
  seal(text: string, passphrase: Secret): Promise<string>;
  /** @throws Failure `storage/passphrase-wrong`, `storage/unreadable`, `storage/newer-schema` */
  open(sealed: string, passphrase: Secret): Promise<string>;
}

export interface VaultContent {
  readonly accounts: readonly SignedInAccount[];
  /** Accounts whose keys could not be opened, and why; their blobs stay as they are. */
  readonly unopened: readonly { readonly account: Account; readonly failure: Failure }[];
  /** Entries that are not what an entry should be, or that only a newer version knows; they stay as they are. */
  readonly damaged: readonly Failure[];
  /** By account, the key store that protects its keys; absent for one that has none. */
  readonly backends: ReadonlyMap<AccountId, string>;
  /** Why nothing can be changed: a newer version has written it. Absent where it can. */
  readonly readOnly?: Failure;
}

/** Keys that come in the place of others of the same sign-in take over what a newer version has put among those. */
export type KeysKept = 'new' | 'renewed';

export interface Vault {
  load(): Promise<VaultContent>;
  /** For whoever is about to spend what could not be stored anew. @throws Failure `storage/read-only`, or another of the family */
  requireWritable(): Promise<void>;
  /**
   * For whoever is about to have keys issued. A file that cannot be read is in nobody's way where keys are kept in memory
   * alone. @throws Failure as above
   */
  requireRoom(): Promise<void>;
  /**
   * One account as it is stored now, for another process may have renewed it; undefined when it is not there any more.
   * @throws Failure `storage/…`
   */
  reload(account: AccountId): Promise<SignedInAccount | undefined>;
  /**
   * Durable when it returns. Answers the key store that protects the keys; undefined for an account without any.
   * @param keys `new` where nothing is said
   * @throws Failure of the `storage/` family; what was stored before stays.
   */
  save(entry: SignedInAccount, keys?: KeysKept): Promise<string | undefined>;
  /** Takes an account's keys away, durable when it returns; one that is not there is fine. @throws Failure `storage/…` */
  remove(account: AccountId): Promise<void>;
}

/** What a provider has just answered to a refresh, durable before anything else happens with it (design §7). */
export interface RefreshJournal {
  /** Durable when it returns. @throws Failure `storage/…` */
  note(spent: OAuthAccount, renewed: OAuthAccount): Promise<void>;
  /** The noted successor of exactly these tokens, which a killed process could not keep; undefined when there is none. */
  successorOf(entry: OAuthAccount): Promise<OAuthAccount | undefined>;
  /** Kept elsewhere by now. */
  clear(account: AccountId): Promise<void>;
}

/** A lock that every process of ours on this machine respects. */
export interface Lock {
  /**
   * Does the work while nobody else does work of this name. A holder that has died is replaced; a live one never is.
   * @throws Failure `storage/lock-held` naming the holder when the deadline passes first, or the signal's reason
   */
  hold<Value>(
    name: string,
    work: () => Promise<Value>,
    options?: { readonly deadlineMs?: number; readonly signal?: AbortSignal },
  ): Promise<Value>;
}

/** A switch as it is noted before it begins, so that it can be finished or undone, and undone later. Holds secrets. */
export interface SwitchRecord {
  /** `begun`: files may be half way; `done`: it can be undone. */
  readonly state: 'begun' | 'done';
  /** Unix milliseconds. */
  readonly at: number;
  /** What the person would call it, for example `Claude: bob@example.com`. */
  readonly title: string;
  /** `policy`: nobody had asked for it. */
  readonly by: 'person' | 'policy';
  readonly before: SwitchedSettings;
  readonly after: SwitchedSettings;
  /** With the account whose keys stood there before, where they were keys of ours. */
  readonly files: readonly (PlannedWrite & { readonly file: string; readonly holder?: AccountId })[];
}

/** The last switch, sealed. Only one is ever kept. */
export interface SwitchJournal {
  /**
   * Undefined when there is none, or it is done and cannot be opened now.
   * @throws Failure `storage/unreadable`, `storage/key-store-…` for one that was cut off
   */
  load(): Promise<SwitchRecord | undefined>;
  /** Durable when it returns, in the place of the one before. @throws Failure `storage/…` */
  save(record: SwitchRecord): Promise<void>;
  /** @throws Failure `storage/write-failed` */
  clear(): Promise<void>;
}

/** Keys that work whatever has the focus. */
export interface Shortcuts {
  /**
   * In the place of the one before; null takes it away. `taken`: another program has it, or it is none that the system knows.
   * `none`: this desktop has no such keys for anybody.
   */
  set(accelerator: string | null, pressed: () => void): 'set' | 'taken' | 'none';
}

export interface QuotaNotes {
  /** Unreadable notes count as none: they only cost a request. */
  load(): Promise<ReadonlyMap<AccountId, QuotaNote>>;
  save(notes: ReadonlyMap<AccountId, QuotaNote>): Promise<void>;
}

/** What the run that is under way leaves behind, so that the next start knows how it ended. */
export interface RunMarks {
  /** Undefined when the last run ended as it should, and for what cannot be understood. Never fails. */
  load(): Promise<RunMark | undefined>;
  /** @throws Failure `storage/…` */
  save(mark: RunMark): Promise<void>;
  /** @throws Failure `storage/write-failed` */
  clear(): Promise<void>;
}

/** Readings of the windows, kept for 90 days. Holds no secret. Never fails: it only helps to foresee. */
export interface QuotaHistory {
  /** Adds the windows of a reading that has been believed; what says nothing new is left out. */
  append(quota: KnownQuota): Promise<void>;
  /** By the window's id, oldest first. */
  read(account: AccountId, sinceMs: number): Promise<ReadonlyMap<string, readonly Point[]>>;
  /** Takes away what is known of an account. */
  forget(account: AccountId): Promise<void>;
}

export interface Presence {
  attention(): Attention;
  /** False when the computer knows that it has no network at all. */
  online(): boolean;
  /** Calls back when any of this has changed; `woken` after the computer has slept, `asleep` before it does. */
  onChange(changed: (what: 'asleep' | 'woken' | 'attention') => void): void;
}

export interface ScreenLock {
  /** Calls back when the screen is being locked, until it is stopped by the function that is returned. Never fails. */
  listen(locked: () => void): () => void;
}

/** Asks the person in a dialog of the app itself, so that no other program can answer. */
export interface AskPerson {
  /** The question goes away with a no when the signal aborts. */
  ask(question: YesNoQuestion, signal?: AbortSignal): Promise<boolean>;
}

export interface Notice {
  readonly title: string;
  readonly body: string;
  /** Whether the system may play its sound. */
  readonly sound: boolean;
  /** Buttons, where the system has them. */
  readonly actions: readonly { readonly label: string; readonly run: () => void }[];
  readonly onClick: () => void;
}

export interface Notifier {
  show(notice: Notice): void;
}

export interface Log {
  readonly info: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/** How the window was left. */
export interface WindowMemory {
  windowPlace(): WindowPlace | undefined;
  /** @throws when it cannot be written. */
  setWindowPlace(place: WindowPlace): void;
  /** Where the small meter was left. */
  miniPlace(): Corner | undefined;
  /** @throws when it cannot be written. */
  setMiniPlace(place: Corner): void;
}

/** What the person chose, kept across restarts. Never holds a secret. */
export interface Preferences {
  settings(): Settings;
  /** @throws Failure of the `storage/` family, naming the file; what was chosen before stays */
  change(changes: Partial<Settings>): void;
  /** What the person was told, as lines of text (domain/alert-notes.ts). */
  saidAlerts(): readonly string[];
  /** @throws when it cannot be written. */
  setSaidAlerts(lines: readonly string[]): void;
  /** Until when nothing is said about an account, Unix milliseconds. */
  snoozes(): Readonly<Record<AccountId, number>>;
  /** How the choice between the accounts stood last. */
  course(): Course;
  /** @throws when it cannot be written. */
  setCourse(course: Course): void;
  /** All of it in one write, an absent preferred provider included. @throws as `change`; nothing has changed then */
  settle(switched: SwitchedSettings): void;
  /** @throws when it cannot be written. */
  setSnoozes(snoozes: Readonly<Record<AccountId, number>>): void;
}
