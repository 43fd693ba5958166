// What is looked at to say whose identity a program uses, and what is found.
import type { ConsumerFinding, FileRepair, HostState } from '../domain/finding.ts';
import type { ConsumerId, ProviderId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';
import type { Places } from './description-files.ts';
import type { LoginPlace } from './description-logins.ts';

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
