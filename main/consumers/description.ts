// What a command-line agent reads: which files, what stands in them, and how to recognise an account in one.
import type { Account, OAuthAccount, SignedInAccount } from '../domain/account.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import type { JsonChanges, JsonObject } from '../domain/json.ts';
import type { Sample } from '../domain/quota-window.ts';

/** Where things are on this machine, as the consumer itself would find them. */
export interface Places {
  readonly home: string;
  /** Gatehouse's own data folder. */
  readonly data: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Codex's own folder, which its relatives share. */
export function codexFolder({ home, environment }: Places): string {
  const configured = environment['CODEX_HOME'];
  return configured === undefined || configured === '' ? `${home}/.codex` : configured;
}

/** What the files say beside credentials. */
export interface SharedFacts {
  /** In the order of the list. */
  readonly providers: readonly {
    readonly id: ProviderId;
    /** The account in use. */
    readonly account?: Account;
    readonly sample?: Sample;
  }[];
  readonly preferred: ProviderId | undefined;
  /** Who serves now, and why. */
  readonly selected: ProviderId | undefined;
  readonly reason: string;
  /** Whether another provider may stand in for the preferred one. */
  readonly mayFallBack: boolean;
  readonly notify: boolean;
}

interface FileBase {
  /** Unique, and stable: the person's choice to write it or not is kept by it. */
  readonly id: string;
  path(places: Places): string;
  /** What we write there, as a sentence for the person. */
  readonly writes: string;
}

/** A file that holds the keys of one account. */
export interface CredentialFile extends FileBase {
  readonly kind: 'credential';
  readonly provider: ProviderId;
  /** Whether this account's credential may go there. */
  accepts(entry: SignedInAccount): boolean;
  /** What should stand there for the account; asked only for accepted ones. */
  content(entry: SignedInAccount, facts: SharedFacts, present: JsonObject | undefined): JsonChanges;
  /** Whether what stands there are keys of this account. */
  holds(present: JsonObject, entry: SignedInAccount): boolean;
  /** What to take out when the account is signed out. */
  readonly removal: JsonChanges;
  /**
   * Present where the file carries the refresh token, so that its program renews the sign-in by itself: the account with
   * the newer keys that stand there, or undefined when there are none.
   */
  rotated?(present: JsonObject, entry: OAuthAccount): OAuthAccount | undefined;
  /** Another file of the consumer that can make ours pointless, and the test on its text. */
  readonly overruledBy?: { path(places: Places): string; overrules(text: string): boolean };
}

/** A file that says how things stand, without any key. */
export interface StateFile extends FileBase {
  readonly kind: 'state';
  /** @throws Failure when what stands there must not be touched */
  content(facts: SharedFacts, present: JsonObject | undefined): JsonChanges;
}

export type SharedFile = CredentialFile | StateFile;

export interface ConsumerDescription {
  readonly id: ConsumerId;
  readonly label: string;
  readonly files: readonly SharedFile[];
}

/** A file with its place on this machine. */
export interface ManagedFile<File extends SharedFile = SharedFile> {
  readonly file: File;
  readonly path: string;
  /** Who reads it, as a person would say it. */
  readonly reader: string;
}
