// What a command-line agent reads: which files, what stands in them, and how to recognise an account in one.
import type { Account, KeyedAccount, OAuthAccount, SignedInAccount } from '../domain/account.ts';
import type { CompanyLogin, CompanyOffer } from '../domain/company-login.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { AgentId } from '../domain/lease.ts';
import type { AccountId, ConsumerId, ProviderId } from '../domain/ids.ts';
import type { FolderRule } from '../domain/settings.ts';
import type { Secret } from '../domain/secret.ts';
import type { Browser, ForeignLock, Programs } from '../ports.ts';
import type { JsonChanges, JsonObject, JsonValue } from '../domain/json.ts';
import type { ConsumerFinding, FileRepair, HostState } from '../domain/finding.ts';
import type { KnownQuota } from '../domain/quota-window.ts';

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

/** Whose login it is, as its own program says. Holds no secret. */
export interface LoginIdentity {
  readonly provider: ProviderId;
  /** Stable and unique at the provider: the person together with the organisation. No space in it. */
  readonly subject: string;
  /** An e-mail address, where there is one. */
  readonly label: string;
  readonly organization?: string;
  readonly plan?: string;
  readonly planDetail?: string;
  /** Unix milliseconds; when the whole login ends, where the program says so. */
  readonly loginExpiresAt?: number;
}

/** What a program that keeps logins of its own can be asked to do, each for the login in one folder of its. */
export interface LoginOwner {
  /** Its executable, how people call it, and the command that installs it. */
  readonly program: string;
  readonly label: string;
  readonly install: string;
  /** Its files say whose login is there, so that the program itself need not be on this computer. */
  readonly isReadFromFiles?: true;
  /**
   * Signs in, in the system browser, into a folder that holds nothing yet. Resolves when the login is there. Absent where
   * only a person can sign it in, in its own terminal.
   * @throws Failure `sign-in/program-failed`, or the signal's reason
   */
  signIn?(
    at: LoginPlace,
    tools: OwnerTools & { readonly browser: Browser },
    signal: AbortSignal,
  ): Promise<void>;
  /** Whose login is there; undefined when nobody is signed in. Sends no request and reads no token. @throws Failure */
  read(at: LoginPlace, tools: OwnerTools, signal: AbortSignal): Promise<LoginIdentity | undefined>;
  /**
   * Whether the login there is still this person's, by what it says of itself and without a start of the program; undefined
   * where that does not tell.
   */
  isStill?(at: LoginPlace, subject: string, tools: Pick<OwnerTools, 'read'>): Promise<boolean | undefined>;
  /** Has it renew its keys now, where it can be asked to. @throws Failure `credential/owner-silent`, … */
  renew?(at: LoginPlace, tools: OwnerTools, signal: AbortSignal): Promise<void>;
  /** Present where it can be asked about the quota. */
  readonly usage?: ProgramUsage;
  /**
   * The access token that the program keeps, for one request that the person has allowed. Undefined where it cannot be read
   * or has ended; never kept, never renewed.
   * @param nowMs Unix milliseconds
   */
  lendToken?(at: LoginPlace, tools: OwnerTools, nowMs: number): Promise<Secret | undefined>;
  /** Signs the program itself out: at the provider, and in its folder. Absent where only a person can. @throws Failure */
  signOut?(at: LoginPlace, tools: OwnerTools, signal: AbortSignal): Promise<void>;
}

/** One that signs in and out when it is asked to. */
export type DrivenLoginOwner = LoginOwner & Required<Pick<LoginOwner, 'signIn' | 'signOut'>>;

export interface ProgramUsage {
  readonly kind: 'program' | 'screen';
  /** False: asked only when a person wants to know, for it costs more than a request. */
  readonly polled: boolean;
  readonly limits: { readonly spacingMs: number; readonly perHour: number };
  /**
   * What the program says about the quota, in the words of its provider, which knows how to read them.
   * @throws Failure `credential/owner-silent`, …, or the signal's reason
   */
  read(at: LoginPlace, tools: OwnerTools, signal: AbortSignal): Promise<JsonObject>;
}

/** Logins of a program that a server of the person's company offers, and the file that keeps them. */
export interface CompanyLogins {
  path(places: Places): string;
  /** The base address, as the program itself would keep it. @throws Failure `company-login/unsuitable` */
  address(typed: string): string;
  /** Where the server at that address says what it offers. */
  documentAt(address: string): string;
  /** What that document asks for. @throws Failure `company-login/unsuitable` naming the rule that it breaks */
  offer(address: string, document: JsonObject): CompanyOffer;
  /** Those that stand in the file, and how each is named in it. */
  list(present: JsonObject | undefined): readonly (CompanyLogin & { readonly name: string })[];
  /** What puts such a login into the file. */
  withLogin(login: CompanyLogin, key: Secret): JsonChanges;
}

/** A line that a program shows in the terminal and has made by a command, to which it says the quota. */
export interface StatusLineHost {
  /** The person's own settings file, never a project's. */
  settings(places: Places): string;
  /** The command that stands there; `none` without one, `other` when what stands there is not a command. */
  lineIn(present: JsonObject): { readonly command: string } | 'none' | 'other';
  /** What to change so that this command is run, given what stands there. */
  withLine(present: JsonObject | undefined, command: string): JsonChanges;
  /** What to change so that there is again what was there before; undefined: nothing was. */
  withoutLine(present: JsonObject, before: JsonValue | undefined): JsonChanges;
  /**
   * What our command runs: keeps what the program says as a snapshot in this folder, then shows the person's own line. For
   * the shell that every Unix has.
   */
  script(feed: string): string;
}

/**
 * How a plain call of the program by its name is made to use the account in use: our script stands before it on the PATH
 * and names the folder of the login.
 */
export interface ShellStart {
  /** The command that people type. */
  readonly command: string;
  /** The variable that names the folder of the login alone, or of everything where the program knows no other. */
  readonly variable: string;
  /** With any of these set, the person has chosen by hand, and our script keeps out of the way. */
  readonly chosenBy: readonly string[];
  /**
   * Where the variable moves more than the login: what of the usual folder is to be found in the private one as well, so that
   * settings and history stay the person's.
   */
  readonly shares?: { usual(places: Places): string; readonly names: readonly string[] };
}

/** `usual`: the folder is where the program keeps its login without being told, so it is not told. */
export interface LoginPlace {
  readonly folder: string;
  readonly place: 'private' | 'usual';
}

export interface OwnerTools {
  readonly programs: Programs;
  /** The text of a file of the program's own; undefined when it is truly absent. @throws Failure `storage/unreadable` */
  readonly read: (path: string) => Promise<string | undefined>;
  /** The program itself, found already. */
  readonly executable: string;
}

/** A login or a key that stands on this computer already. */
export type FoundLogin =
  /** Kept by its program; stays so. */
  | {
      readonly kind: 'login';
      readonly identity: LoginIdentity;
      readonly at: LoginPlace;
      /** The file it was found in. */
      readonly where: string;
    }
  /** A key that can be kept here as well. */
  | {
      readonly kind: 'api-key';
      readonly provider: ProviderId;
      readonly key: Secret;
      /** The file or the variable it was found in. */
      readonly where: string;
    };

export interface Finder {
  readonly places: Places;
  /** As Node names it, for example `darwin`. */
  readonly platform: string;
  /** The text of a file; undefined when there is none or it cannot be read. */
  readonly read: (path: string) => Promise<string | undefined>;
}

/** What a consumer looks at to say whose identity its program uses. */
export interface Inspector extends Finder {
  /** Of the variables that hold secrets, those that are set where the person's terminal is; never their values. */
  readonly isSet: (variable: string) => boolean;
  /** Where the account in use of a provider has its login, when its program keeps it. */
  readonly activeLogin: (provider: ProviderId) => (LoginPlace & { readonly owner: ConsumerId }) | undefined;
  /** Where every account here that a program keeps has its login. */
  readonly logins: readonly (LoginPlace & { readonly owner: ConsumerId })[];
  /** Whether a plain call of its program goes through our script. */
  readonly hasShellStart: boolean;
  /** As Gatehouse itself was started, which is where it writes; `places` is as the person's terminal has it. */
  readonly ours: Places;
  /** Unix milliseconds. */
  readonly now: number;
  readonly hasFolder: (path: string) => Promise<boolean>;
  /** Whether an https address gives something within a moment. */
  readonly reach: (url: string) => Promise<HostState>;
}

/** Whose identity a program would use now. */
export interface IdentityInEffect {
  readonly by: 'file' | 'environment' | 'keyring' | 'helper' | 'nobody';
  /** As a person would recognise it; undefined when that cannot be told. */
  readonly label?: string;
  /** The account's id here, where the place names one. */
  readonly subject?: { readonly provider: ProviderId; readonly subject: string };
  /** The file or the variable. */
  readonly where?: string;
  /** Why it is that one, as a sentence. */
  readonly why: string;
}

/** A refresh token that stands in a file: in two files, it ends the sign-in. */
export interface Chain {
  readonly where: string;
  readonly token: Secret;
  /** What takes it out of this file, where that leaves the rest of the file as it is. */
  readonly takeOut?: FileRepair;
}

export interface Inspection {
  readonly effective: readonly IdentityInEffect[];
  readonly findings: readonly ConsumerFinding[];
  readonly chains?: readonly Chain[];
}

/** What an agent's environment is made for. */
export interface EnvironmentOrder {
  readonly agent: AgentId;
  /** For what says on which project it works. */
  readonly project: string;
  /** Of the account, where something is known. */
  readonly quota?: KnownQuota;
  /** Where a delegated account has its login, and the variable by which its program finds it there. */
  readonly login?: LoginPlace & { readonly variable: string };
  /**
   * The command that prints the key of this account when it is asked: the launcher, then its words. Absent where there is
   * no launcher at hand, so that the key goes into a variable.
   */
  readonly keyCommand?: readonly [string, ...string[]];
  /** A name that the person wants the program to go by, instead of its own. */
  readonly userAgent?: string;
}

/** How an agent of this consumer is told which account to use (design §10). */
export interface AgentEnvironment {
  /** Whether any script may be started with it; one of the list may say so. */
  readonly forScripts?: true;
  /** Every variable that may ever be set or taken out; nothing else gets into an environment. */
  readonly variables: readonly string[];
  /** The providers whose accounts it can use, the best first. */
  readonly providers: readonly ProviderId[];
  /** Whether it can use this account: asked only for those providers. */
  accepts(entry: SignedInAccount): boolean;
  /** Asked only for accepted ones. Whatever could win over the account is taken out. */
  change(entry: SignedInAccount, order: EnvironmentOrder): EnvironmentChange;
  /** Whether the change would hand a secret over, be it by a variable or by the command that asks for it later. */
  handsOver(entry: SignedInAccount): boolean;
  /** What of the person's own goes before the change, as a sentence. Asked only for accepted ones. */
  overruledBy?(entry: SignedInAccount, finder: Finder): Promise<string | undefined>;
}

export interface ConsumerDescription {
  readonly id: ConsumerId;
  readonly label: string;
  readonly files: readonly SharedFile[];
  /** Present where the program can keep a login for us. */
  readonly owner?: LoginOwner;
  /** Present where it says the quota to the command of a status line. */
  readonly statusLine?: StatusLineHost;
  /** Present where a plain call of it can follow the account in use. */
  readonly shellStart?: ShellStart;
  /** The names that its processes have. */
  readonly processNames?: readonly string[];
  /** Variables of the environment that hold a key or a token for it. */
  readonly keyVariables?: readonly string[];
  /** Present where a company's server can sign it in. */
  readonly companyLogins?: CompanyLogins;
  /** Present where agents of it can be started with an account of ours. */
  readonly environment?: AgentEnvironment;
  /** Which identity it would use now, and why; and what is not as it should be. */
  readonly inspect?: (inspector: Inspector) => Promise<Inspection>;
  /** What is there already, without starting a program. */
  findLogins?(finder: Finder): Promise<readonly FoundLogin[]>;
  /** What it keeps where we cannot look, as a sentence for the person; undefined where there is nothing of the kind. */
  unseenLogin?(finder: Finder): Promise<string | undefined>;
}

/** A file with its place on this machine. */
export interface ManagedFile<File extends SharedFile = SharedFile> {
  readonly file: File;
  readonly path: string;
  /** Who reads it, as a person would say it. */
  readonly reader: string;
}
