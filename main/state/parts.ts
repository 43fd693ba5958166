// What the state is made of: one fact each, as it was seen last. No secret.
import type { Actor } from '../domain/actor.ts';
import type { CompanyLogin } from '../domain/company-login.ts';
import type { FailureCode, FailureValue } from '../domain/failure.ts';
import type { FlagsNow } from '../domain/flags.ts';
import type { Forecast } from '../domain/forecast.ts';
import type { HookEventName } from '../domain/hook-event.ts';
import type { AccountId, ConsumerId } from '../domain/ids.ts';
import type { ApprovedPackage, KnownPackage } from '../domain/known-package.ts';
import type { KnownQuota } from '../domain/quota-window.ts';
import type { Trend } from '../domain/trend.ts';
import type { SignInStep } from '../../preload/view.ts';

export type { SignInStep };

export interface LiveSignIn {
  readonly method: string;
  readonly step: SignInStep;
  readonly url?: string;
  /** The one that it was asked for. */
  readonly workspace?: string;
  /** Who holds the ports that a browser would come back to, so that a code is pasted. */
  readonly portsTaken?: string;
  /** What the person types into the page there. */
  readonly code?: string;
  /** Unix milliseconds; the end of the code. */
  readonly expiresAt?: number;
}

export interface Reading {
  /** What is known from all sources together. */
  readonly quota?: KnownQuota;
  /** Unix milliseconds at which a source that proves the keys, so no status line, answered this run last. */
  readonly answeredAt?: number;
  /** Set while the newest try failed; what was known before stays beside it. */
  readonly failure?: FailureValue;
}

/** What the past says about an account's windows, by the window's id. */
export interface Outlook {
  readonly forecasts: ReadonlyMap<string, Forecast>;
  readonly trends: ReadonlyMap<string, Trend>;
}

/** The status line of a program that says the quota, and whether ours is in it. */
export interface StatusLineFacts {
  readonly consumer: ConsumerId;
  readonly label: string;
  /** The settings file that it stands in. */
  readonly path: string;
  /** `replaced`: it was ours until somebody put another there. */
  readonly kind: 'off' | 'on' | 'replaced';
  /** The person's own command, which goes on being shown. */
  readonly own?: string;
  /** Unix milliseconds; when it said something last. */
  readonly heardAt?: number;
}

/** A program that the person has approved for an event. */
export interface HookFacts {
  readonly event: HookEventName;
  readonly program: string;
  readonly state: 'ready' | 'changed' | 'missing';
  readonly lastFailure?: FailureValue;
}

/** A file that describes a provider, and whether it is used. */
export type PackageFacts = KnownPackage;

export type CompanyLoginEvent =
  | { readonly type: 'company-logins.seen'; readonly logins: readonly CompanyLogin[] }
  /** A command ran for a login, by a yes of now or, `policy`, of earlier; its program is absolute. */
  | {
      readonly type: 'company-command.ended';
      readonly by: 'person' | 'policy';
      readonly consumer: ConsumerId;
      readonly host: string;
      readonly program: string;
      readonly failure?: FailureCode;
    };

export type PackageEvent =
  | { readonly type: 'packages.seen'; readonly packages: readonly PackageFacts[] }
  /** A yes to a file that describes a provider, as it is now, or the end of that yes. */
  | ({
      readonly type: 'package.decided';
      readonly decision: 'approved' | 'forgotten';
      readonly by: Actor;
    } & Pick<ApprovedPackage, 'file' | 'provider' | 'label' | 'hosts'>);

/** Empty until they are looked at; a flag that is not named stands at its default. */
export type { FlagsNow };

export type FlagEvent =
  | { readonly type: 'flags.seen'; readonly flags: FlagsNow }
  /** The person's choice for a feature flag; without a variant it was taken back. */
  | {
      readonly type: 'flag.decided';
      readonly flag: string;
      readonly variant?: string;
      readonly by: Actor;
    };

/** A shell of the person's, and whether a plain call of the programs follows the account in use there. */
export interface ShellFacts {
  /** `bash`, `zsh`, `fish` or `powershell`. */
  readonly shell: string;
  readonly label: string;
  /** The file that gets a line, or the file of ours that the shell reads. */
  readonly path: string;
  readonly kind: 'off' | 'on' | 'changed';
  readonly commands: readonly string[];
  readonly untried: boolean;
}

/** A program that was started before the last switch and goes on with the account of before. */
export interface HolderFacts {
  readonly consumer: ConsumerId;
  readonly label: string;
  /** As its process is called, for example `codex`. */
  readonly program: string;
  readonly pid: number;
  readonly account: AccountId;
}

/** The switch under way, and what became of the last one. */
export interface Switching {
  readonly running?: { readonly step: 'checking' | 'writing' | 'verifying' | 'undoing'; readonly to: string };
  /** Why the last try changed nothing. */
  readonly failure?: FailureValue;
  readonly undo?: { readonly title: string; readonly at: number };
}

/** Another program has renewed the sign-in. */
export interface Renewal {
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Another program wrote a shared file, as far as we saw. */
export interface ForeignWrite {
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** What protects the keys, as it was found last. */
export interface KeyStoreFacts {
  readonly backend?: string;
  readonly passphrase: 'none' | 'locked' | 'open';
  readonly failure?: FailureValue;
}
