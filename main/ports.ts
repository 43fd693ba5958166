// The effects the core needs from the world, each as small as the need. Made real in adapters/.
import type { CallbackExpectation, CallbackVerdict } from './domain/callback.ts';
import type { Account, SignedInAccount } from './domain/account.ts';
import type { Failure, FailureCode } from './domain/failure.ts';
import type { AccountId } from './domain/ids.ts';
import type { JsonChanges, JsonObject } from './domain/json.ts';
import type { Attention, RequestRecord } from './domain/poll-policy.ts';
import type { Sample } from './domain/quota-window.ts';
import type { Settings } from './domain/settings.ts';

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

/** Whether secrets can be encrypted now; `backend` is the key store's own name, `keyId` tells its key from another. */
export type KeyStoreState =
  | { readonly kind: 'ready'; readonly backend: string; readonly keyId: string }
  | {
      readonly kind: 'unusable';
      readonly code: Extract<FailureCode, `storage/key-store-${string}`>;
      readonly detail: string;
    };

export interface SecretBox {
  state(): Promise<KeyStoreState>;
  /** @throws Failure `storage/key-store-…` */
  encrypt(text: string): Promise<Uint8Array>;
  /** @throws Failure `storage/key-store-…` or `storage/unreadable` */
  decrypt(bytes: Uint8Array): Promise<string>;
}

export interface VaultContent {
  readonly accounts: readonly SignedInAccount[];
  /** Accounts whose keys could not be opened, and why; their blobs stay as they are. */
  readonly unopened: readonly { readonly account: Account; readonly failure: Failure }[];
  /** Entries that are not what an entry should be; they stay as they are. */
  readonly damaged: readonly Failure[];
}

export interface Vault {
  load(): Promise<VaultContent>;
  /** Durable when it returns. @throws Failure of the `storage/` family; what was stored before stays. */
  save(entry: SignedInAccount): Promise<void>;
  /** Takes an account's keys away, durable when it returns; one that is not there is fine. @throws Failure `storage/…` */
  remove(account: AccountId): Promise<void>;
}

/**
 * Given what stands in the file (undefined: no file), says what to change; undefined leaves it as it is. Asked again
 * when another program has written meanwhile.
 */
export type JsonEdit = (
  present: JsonObject | undefined,
) => JsonChanges | undefined | Promise<JsonChanges | undefined>;

export interface SharedFileWriter {
  /**
   * Changes top-level keys of a JSON file, or makes it; one that has no key left is taken away. Every other byte stays;
   * mode 0600; durable when it returns. What somebody else has put there is copied first; what `isOurs` says is kept
   * elsewhere by us is not, once we have written the file at all.
   * @throws Failure of the `storage/` family, or what the edit throws; what was there before stays.
   */
  editJson(
    path: string,
    edit: JsonEdit,
    isOurs?: (present: JsonObject) => boolean,
  ): Promise<'written' | 'unchanged' | 'removed'>;
}

export interface FileWatch {
  /**
   * Calls back a moment after the file was written, replaced or taken away; never when its folder does not exist.
   * Returns the function that stops it.
   */
  watch(path: string, changed: () => void): () => void;
}

/** What is known of an account's quota and plan, kept across restarts. */
export interface QuotaNote {
  readonly requests: RequestRecord;
  readonly sample?: Sample;
  readonly plan?: { readonly plan: string; readonly planDetail?: string; readonly readAt: number };
}

export interface QuotaNotes {
  /** Unreadable notes count as none: they only cost a request. */
  load(): Promise<ReadonlyMap<AccountId, QuotaNote>>;
  save(notes: ReadonlyMap<AccountId, QuotaNote>): Promise<void>;
}

export interface Presence {
  attention(): Attention;
  /** Calls back after the computer has slept. */
  onWake(woken: () => void): void;
}

export interface TextFiles {
  /** The text of a file, or undefined when it is truly absent. @throws Failure `storage/unreadable` */
  read(path: string): Promise<string | undefined>;
}

export interface Notice {
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
}

export interface Notifier {
  show(notice: Notice): void;
}

export interface Log {
  readonly info: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/** What the person chose, kept across restarts. Never holds a secret. */
export interface Preferences {
  settings(): Settings;
  /** @throws when it cannot be written; what was chosen before stays. */
  change(changes: Partial<Settings>): void;
  saidAlerts(): readonly string[];
  setSaidAlerts(keys: readonly string[]): void;
}
