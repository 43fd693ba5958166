// The logins that a program keeps by itself: whose they are, where they lie, and what it can be asked to do with them.
import type { ProviderId } from '../domain/ids.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Secret } from '../domain/secret.ts';
import type { Browser, Programs, Timer } from '../ports.ts';

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

/** `usual`: the folder is where the program keeps its login without being told, so it is not told. */
export interface LoginPlace {
  readonly folder: string;
  readonly place: 'private' | 'usual';
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
  renew?(at: LoginPlace, tools: OwnerTools & { readonly timer: Timer }, signal: AbortSignal): Promise<void>;
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
  read(
    at: LoginPlace,
    tools: OwnerTools & { readonly timer: Timer },
    signal: AbortSignal,
  ): Promise<JsonObject>;
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
