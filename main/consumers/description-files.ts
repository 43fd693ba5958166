// The files that a program reads and we write: where they are, what stands in them, and how to recognise an account in one.
import type { Account, KeyedAccount, OAuthAccount } from '../domain/account.ts';
import type { AccountId, ConsumerId, ProviderId } from '../domain/ids.ts';
import type { JsonChanges, JsonObject } from '../domain/json.ts';
import type { KnownQuota } from '../domain/quota-window.ts';
import type { FolderRule } from '../domain/settings.ts';
import type { ForeignLock } from '../ports.ts';
import type { LoginIdentity, LoginPlace } from './description-logins.ts';

/** Where things are on this machine, as the consumer itself would find them. */
export interface Places {
  readonly home: string;
  /** Gatehouse's own data folder. */
  readonly data: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** On Windows, the homes inside its Linux distributions, as Windows reaches them. */
  readonly wslHomes?: readonly WslHome[];
}

export interface WslHome {
  readonly distribution: string;
  /** For example `\\\\wsl.localhost\\Ubuntu\\home\\ada`. */
  readonly home: string;
}

/** What the files say beside credentials. */
export interface SharedFacts {
  /** In the order of the list. */
  readonly providers: readonly {
    readonly id: ProviderId;
    /** The account in use. */
    readonly account?: Account;
    readonly quota?: KnownQuota;
    /** Hidden by the person, who has nothing of it: not worth a word. */
    readonly isUnused?: true;
  }[];
  /** Where the login of a delegated account lies, by the account's id. */
  readonly logins: ReadonlyMap<AccountId, LoginPlace & { readonly owner: ConsumerId }>;
  /** Which account that is here is to be used in which folders, the longest folder first. */
  readonly folderRules: readonly FolderRule[];
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
  /** Whether it is written unless the person switches it off. */
  readonly isOnByDefault: boolean;
  /** Absent: always. Otherwise whether this machine has such a file of its own, and not one that is another of ours. */
  isApart?(places: Places): boolean;
  /** Written only where its folder is there already: nobody else's program gets a folder from us. */
  readonly needsFolder?: true;
  /** The locks that its own program takes to save it, in its order. */
  readonly locks?: (places: Places) => readonly ForeignLock[];
  /** What we write there, as a sentence for the person. */
  readonly writes: string;
}

/** A file that holds the keys of one account. */
export interface CredentialFile extends FileBase {
  readonly kind: 'credential';
  readonly provider: ProviderId;
  /** Whether this account's credential may go there. */
  accepts(entry: KeyedAccount): boolean;
  /** What should stand there for the account; asked only for accepted ones. */
  content(entry: KeyedAccount, facts: SharedFacts, present: JsonObject | undefined): JsonChanges;
  /** Whether what stands there are keys of this account. */
  holds(present: JsonObject, entry: KeyedAccount): boolean;
  /** Whose login of the program's own stands there, where that can be told. */
  readonly loginIn?: (present: JsonObject) => LoginIdentity | undefined;
  /** What to take out when the account is signed out, given what stands there. */
  removal(present: JsonObject): JsonChanges;
  /**
   * Present where the file carries the refresh token, so that its program renews the sign-in by itself: the account with
   * the newer keys that stand there, or undefined when there are none. At most one file may have it for an account: two
   * programs that redeem one token end the sign-in.
   */
  readonly rotated?: (present: JsonObject, entry: OAuthAccount) => OAuthAccount | undefined;
  /** Another file of the consumer that can make ours pointless, and the test on its text. */
  readonly overruledBy?: { path(places: Places): string; overrules(text: string): Promise<boolean> };
}

/** A file that says how things stand, without any key. */
export interface StateFile extends FileBase {
  readonly kind: 'state';
  /** @throws Failure when what stands there must not be touched */
  content(facts: SharedFacts, present: JsonObject | undefined): JsonChanges;
}

/** A file of our own that our scripts read, in a form that a plain shell can read. Written only where its folder is. */
export interface TextFile extends FileBase {
  readonly kind: 'text';
  content(facts: SharedFacts): string;
}

export type SharedFile = CredentialFile | StateFile | TextFile;

/** A file with its place on this machine. */
export interface ManagedFile<File extends SharedFile = SharedFile> {
  readonly file: File;
  readonly path: string;
  /** Who reads it, as a person would say it. */
  readonly reader: string;
}
