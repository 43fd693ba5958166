// What there is to say of a command-line agent: its files, its logins, and how it is told which account to use.
import type { SignedInAccount } from '../domain/account.ts';
import type { CompanyLogin, CompanyOffer } from '../domain/company-login.ts';
import type { EnvironmentChange } from '../domain/environment-change.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import type { JsonChanges, JsonObject, JsonValue } from '../domain/json.ts';
import type { AgentId } from '../domain/lease.ts';
import type { KnownQuota } from '../domain/quota-window.ts';
import type { Secret } from '../domain/secret.ts';
import type { Places, SharedFile } from './description-files.ts';
import type { Finder, Inspection, Inspector } from './description-inspection.ts';
import type { FoundLogin, LoginOwner, LoginPlace } from './description-logins.ts';

export type * from './description-files.ts';
export type * from './description-inspection.ts';
export type * from './description-logins.ts';

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
