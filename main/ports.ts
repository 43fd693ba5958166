// The effects the core needs from the world, each as small as the need. Made real in adapters/.
import type { CallbackExpectation, CallbackVerdict } from './domain/callback.ts';
import type { Account, SignedInAccount } from './domain/account.ts';
import type { Failure, FailureCode } from './domain/failure.ts';
import type { JsonChanges } from './domain/json.ts';

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
}

export interface SharedFileWriter {
  /**
   * Changes top-level keys of a JSON file, or makes it. Every other byte stays; mode 0600; durable when it returns.
   * @throws Failure of the `storage/` family; what was there before stays.
   */
  mergeJson(path: string, changes: JsonChanges): Promise<'written' | 'unchanged'>;
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
  preferredProvider(): string | undefined;
  setPreferredProvider(id: string): void;
  saidAlerts(): readonly string[];
  setSaidAlerts(keys: readonly string[]): void;
}
