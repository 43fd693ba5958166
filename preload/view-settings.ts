// What the window draws of the settings, and of the files and programs that they are about.
import type { ProblemView } from './view-problem.ts';

/** A shell of the person's, and whether a plain call of the programs follows the account in use there. */
export interface ShellView {
  readonly shell: string;
  readonly label: string;
  /** The file of the person's that gets a line, or the file of ours that the shell reads. */
  readonly path: string;
  /** `changed`: somebody has changed our line. */
  readonly kind: 'off' | 'on' | 'changed';
  /** The commands that follow, for example `claude`. */
  readonly commands: readonly string[];
  /** There was none of these to try it on. */
  readonly untried: boolean;
  readonly problem: ProblemView | null;
}

export interface SharedFileView {
  readonly id: string;
  /** Who reads it. */
  readonly reader: string;
  readonly path: string;
  /** What is written there, as a sentence. */
  readonly writes: string;
  readonly enabled: boolean;
  /** Unix milliseconds; when another program wrote it last, as far as we saw, and its name. */
  readonly changedElsewhere: { readonly by: string; readonly at: number } | null;
  readonly problem: ProblemView | null;
}

/** Used percent at which the person is told about one window. */
export interface ThresholdsView {
  /** `<provider>/<window id>`. */
  readonly name: string;
  readonly provider: string;
  readonly window: string;
  readonly percents: readonly number[];
  /** Whether these are the usual ones. */
  readonly usual: boolean;
}

export type AlertKindView =
  | 'threshold'
  | 'forecast'
  | 'reset-soon'
  | 'reset'
  | 'sign-in-ends'
  | 'refresh-failing'
  | 'switched'
  | 'plan-changed';

/** The status line of a program, to which it says the quota. */
export interface StatusLineView {
  readonly consumer: string;
  readonly label: string;
  /** The settings file that it stands in. */
  readonly path: string;
  /** `replaced`: it was ours until somebody put another there. */
  readonly kind: 'off' | 'on' | 'replaced';
  /** The person's own command, which goes on being shown. */
  readonly own: string | null;
  /** Unix milliseconds; when it said something last. */
  readonly heardAt: number | null;
  readonly problem: ProblemView | null;
}

export type HookEventView = 'quota_low' | 'quota_exhausted' | 'quota_reset' | 'switched' | 'login_expiring';

/** A feature flag: something risky that can be switched off while it is new. */
export interface FlagView {
  readonly id: string;
  readonly about: string;
  readonly variant: string;
  readonly variants: readonly string[];
  /** Counts where nobody chose. */
  readonly usual: string;
  readonly why: 'chosen' | 'share' | 'default' | 'expired' | 'locked' | 'damaged';
}

/** A program of the person's own that is run for an event. */
export interface HookView {
  readonly event: HookEventView;
  readonly program: string;
  readonly state: 'ready' | 'changed' | 'missing';
  readonly problem: ProblemView | null;
}

/** A login that the server of a company has in OpenCode's file. */
export interface CompanyLoginView {
  readonly url: string;
  /** In which OpenCode keeps the key for its settings. */
  readonly variable: string;
}

export interface AlertSettingsView {
  readonly thresholds: readonly ThresholdsView[];
  readonly muted: readonly AlertKindView[];
  /** Minutes after midnight, local time; null: there are none. */
  readonly quietHours: { readonly fromMinute: number; readonly toMinute: number } | null;
  readonly sound: boolean;
}

/** What agents may use of one account in a day. */
export interface DailyLimitView {
  /** The account's id. */
  readonly account: string;
  /** Provider and account as a person calls them. */
  readonly label: string;
  /** Null: whatever its quota allows. */
  readonly limit: { readonly unit: 'percent' | 'tokens'; readonly value: number } | null;
}

export type Language = 'en' | 'de';

export type FirstRunStep = 'new' | 'providers' | 'import' | 'files' | 'notices' | 'terminal' | 'done';

/** What holds until the person chooses. */
export interface UsualSettingsView {
  readonly language: SettingsView['language'];
  readonly hideIdentities: boolean;
  readonly miniMeter: boolean;
  readonly incidents: boolean;
  readonly startWithSystem: boolean;
  readonly hiddenProviders: readonly string[];
  readonly strategy: string;
  readonly notify: boolean;
  readonly alertSound: boolean;
  readonly lockWithScreen: boolean;
  /** By provider. */
  readonly fallbacks: Readonly<Record<string, boolean>>;
  readonly otherAccounts: Readonly<Record<string, boolean>>;
  /** By the id of the shared file. */
  readonly files: Readonly<Record<string, boolean>>;
}

export interface SettingsView {
  readonly usual: UsualSettingsView;
  readonly language: 'system' | Language;
  readonly hideIdentities: boolean;
  readonly miniMeter: boolean;
  readonly incidents: boolean;
  readonly startWithSystem: boolean;
  /** Why it could not be changed; null where it could. */
  readonly startWithSystemProblem: ProblemView | null;
  /** Ids of providers that take no room in the window. */
  readonly hiddenProviders: readonly string[];
  readonly firstRun: FirstRunStep;
  readonly strategy: string;
  readonly strategies: readonly { readonly id: string; readonly label: string }[];
  /** One for each provider: whether another may stand in. */
  readonly fallbacks: readonly {
    readonly provider: string;
    readonly from: string;
    /** The providers that stand in, best first. */
    readonly to: readonly string[];
    readonly enabled: boolean;
  }[];
  readonly numbers: Readonly<
    Record<
      | 'reservePercent'
      | 'notifyAtPercent'
      | 'quotaEveryMinutes'
      | 'planEveryMinutes'
      | 'agentsAtOnce'
      | 'leastLeasePercent',
      { readonly value: number; readonly least: number; readonly most: number; readonly usual: number }
    >
  >;
  /** One for each account whose use is known. */
  readonly dailyLimits: readonly DailyLimitView[];
  readonly lockWithScreen: boolean;
  readonly notify: boolean;
  readonly alerts: AlertSettingsView;
  readonly statusLines: readonly StatusLineView[];
  /** Providers whose quota may be asked for with the key of the program that keeps the login, if the person allows it. */
  readonly borrowKeys: readonly {
    readonly provider: string;
    readonly label: string;
    readonly standing: string;
    readonly enabled: boolean;
  }[];
  readonly hooks: readonly HookView[];
  readonly flags: readonly FlagView[];
  readonly companyLogins: readonly CompanyLoginView[];
  readonly files: readonly SharedFileView[];
  /** One for each provider: whether another account of it may stand in. */
  readonly otherAccounts: readonly {
    readonly provider: string;
    readonly label: string;
    readonly enabled: boolean;
  }[];
  readonly folderRules: readonly {
    readonly folder: string;
    /** The account's id. */
    readonly account: string;
    /** Provider and account as a person calls them; null when the account is not here any more. */
    readonly label: string | null;
  }[];
  /** The shortcut that prefers the next provider. */
  readonly shortcut: { readonly keys: string | null; readonly problem: ProblemView | null };
  readonly shells: readonly ShellView[];
}
