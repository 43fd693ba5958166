// What the window draws: plain data made in main, without a secret and without a decision left to make.
import type { IncidentView, MiniLineView } from './view-mini.ts';
import type { ProblemView } from './view-problem.ts';
import type { Language, SettingsView } from './view-settings.ts';
import type { UpdatesView } from './view-updates.ts';

export type * from './view-about.ts';
export type * from './view-activity.ts';
export type * from './view-agents.ts';
export type * from './view-doctor.ts';
export type * from './view-files.ts';
export type * from './view-history.ts';
export type * from './view-mini.ts';
export type * from './view-problem.ts';
export type * from './view-settings.ts';
export type * from './view-settings-file.ts';
export type * from './view-steps.ts';
export type * from './view-updates.ts';

/** What is counted, where it is not percent; each figure is null when the provider does not say. */
export interface AmountView {
  readonly unit: 'requests' | 'tokens' | 'credits' | 'currency';
  /** ISO 4217; null unless the unit is `currency`. */
  readonly currency: string | null;
  readonly used: number | null;
  readonly limit: number | null;
  readonly left: number | null;
}

/** What is foreseen, as one of a few cases; `at` is when it is used up, Unix milliseconds. */
export type PaceView =
  | { readonly kind: 'unknown' | 'idle' | 'lasts' | 'used-up' }
  | { readonly kind: 'tight' | 'runs-out'; readonly at: number };

/** The course of a window up to now, as evenly spaced values. */
export interface TrendView {
  /** Unix milliseconds. */
  readonly from: number;
  readonly stepMs: number;
  /** Used percent, 0–100; null before the first reading. */
  readonly values: readonly (number | null)[];
}

export interface WindowView {
  readonly id: string;
  readonly label: string;
  /** The model or feature that it limits; null when it limits the whole account. */
  readonly scope: string | null;
  /** What may be spent when the plan is used up. */
  readonly beyondPlan: boolean;
  /** The provider says that it has no limit. */
  readonly unlimited: boolean;
  /** 0–100 and above; null when it is not known. */
  readonly usedPercent: number | null;
  readonly amount: AmountView | null;
  /** Unix milliseconds, or null when unknown. */
  readonly resetsAt: number | null;
  readonly level: 'unknown' | 'ok' | 'low' | 'exhausted';
  readonly pace: PaceView;
  /** Null while there is too little to draw. */
  readonly trend: TrendView | null;
  /** Unix milliseconds of the reading that is shown, and where it came from. */
  readonly readAt: number;
  readonly source: string;
  /** So old that it may have changed a good deal. */
  readonly stale: boolean;
}

/** What the subscription is, and what has become of it. */
export interface SubscriptionView {
  /** For example "Max 20x"; null when unknown. */
  readonly tier: string | null;
  readonly status: 'active' | 'ended' | 'smaller' | 'unpaid' | 'unknown';
  /** The plan before, where it has changed, and when that was noticed (Unix milliseconds). */
  readonly before: string | null;
  readonly changedAt: number | null;
  /** Of the fullest window. */
  readonly usageLimit: number | null;
  readonly usageCurrent: number | null;
  readonly usageUnit: 'percent' | AmountView['unit'];
  /** Unix milliseconds. */
  readonly resetsAt: number | null;
  readonly features: readonly string[];
  /** Null: no provider says so yet. */
  readonly concurrentLimit: number | null;
}

/** Hours of work left over all accounts together. */
export interface HeadroomView {
  /** Null while no account's pace is known. */
  readonly hoursLeft: number | null;
  /** How many accounts are in the sum, and of how many the pace is not known. */
  readonly known: number;
  readonly unknown: number;
  readonly nextRefill: {
    readonly account: string;
    readonly provider: string;
    readonly window: string;
    /** Unix milliseconds. */
    readonly at: number;
    readonly freesPercent: number;
  } | null;
}

/** Who keeps an account's keys, and how long they last. */
export interface KeysView {
  /** The program that keeps and renews the login; null when Gatehouse does. */
  readonly keptBy: string | null;
  /** That program can be signed out together with the account; otherwise the account is only forgotten here. */
  readonly programCanBeSignedOut: boolean;
  /** The key store that protects them; null where there is nothing to protect. */
  readonly backend: string | null;
  /** Unix milliseconds; when the present access token ends. */
  readonly expiresAt: number | null;
  /** Unix milliseconds; when the whole sign-in ends. */
  readonly signInEndsAt: number | null;
  /** How near that is: 7, 3 or 1 days or less; null while it is further off or unknown. */
  readonly signInEndsWithinDays: 7 | 3 | 1 | null;
  /** Unix milliseconds; when the keys were obtained or renewed last. */
  readonly renewedAt: number | null;
  /** Who did that, as a person would say it. */
  readonly renewedBy: string | null;
}

/**
 * What the window can do about a problem. `sign-in`: by this method, and for this workspace where there is one; `unlock`:
 * open the system's key store; `read-again`: ask the provider for the
 * quota; `doctor`: look at the files.
 */
export type FixView =
  | { readonly kind: 'sign-in'; readonly method: string; readonly workspace?: string }
  | { readonly kind: 'unlock' | 'read-again' | 'enter-passphrase' | 'doctor' };

export interface AccountView {
  readonly id: string;
  readonly label: string;
  /** The organisation or workspace, where one is known: two accounts with one address are told apart by it. */
  readonly organization: string | null;
  /** For example "Plus", "API key", or null when the plan is unknown. */
  readonly plan: string | null;
  readonly subscription: SubscriptionView;
  readonly windows: readonly WindowView[];
  /** Unix milliseconds of the reading shown; null before the first. */
  readonly readAt: number | null;
  readonly source: string | null;
  /** Whether this account has meters at all. */
  readonly metered: boolean;
  /** What a person can do so that figures come, where none come by themselves; null where they do. */
  readonly figuresFrom: 'status-line' | 'asking' | 'program-key' | null;
  /** Whether it is the one in use of its provider, and so the one in the shared files. */
  readonly active: boolean;
  /** The programs whose files hold this account's keys now; signing out takes them out. */
  readonly usedBy: readonly string[];
  /** When another program renewed the sign-in last, and its name. */
  readonly renewedElsewhere: { readonly by: string; readonly at: number } | null;
  readonly keys: KeysView;
  readonly problem: ProblemView | null;
  /** Against the problem, a plan that has ended or a sign-in that is about to; null where nothing here would help. */
  readonly fix: FixView | null;
}

export type SignInStep =
  | 'starting'
  | 'opening-browser'
  | 'open-it-yourself'
  | 'waiting'
  | 'paste-code'
  | 'enter-code'
  | 'in-program'
  | 'exchanging'
  | 'saving'
  | 'writing-files'
  | 'reading-plan';

/** Why the address that was pasted is not the one that the sign-in waits for. */
export type PasteFault = 'not-the-address' | 'other-sign-in' | 'incomplete';

export interface SignInView {
  readonly method: string;
  readonly step: SignInStep;
  /** The address to open by hand, once there is one. */
  readonly url: string | null;
  /** The id of the workspace that it was asked for. */
  readonly workspace?: string;
  /** Who holds the ports that a browser would come back to: why a code is pasted, where nobody has wished that. */
  readonly portsTaken?: string;
  /** What to type into the page there, and its end in Unix milliseconds; present while it is waited for. */
  readonly code?: { readonly text: string; readonly expiresAt: number };
}

export interface MethodView {
  readonly id: string;
  readonly label: string;
  readonly standing: string;
  readonly kind: 'browser' | 'device' | 'api-key' | 'delegated';
  readonly hint: string | null;
  /** The program that a delegated method runs, and how to install it. */
  readonly program: { readonly label: string; readonly install: string } | null;
  /** Present where the person brings a client id of their own and agrees to terms. */
  readonly registration: RegistrationView | null;
  /** Present where the sign-in can be for one workspace of several: what its id looks like. */
  readonly workspace?: { readonly hint: string };
  /** Present where the provider has a page that shows the answer for pasting. */
  readonly codePage?: true;
}

export interface RegistrationView {
  readonly consent: string;
  readonly clientIdHint: string;
  /** The client id that was agreed to; null until then, and again when the words have changed. */
  readonly clientId: string | null;
}

/** A provider that a file of the person's describes. */
export interface ThirdPartyView {
  /** The only ones that it asks. */
  readonly hosts: readonly string[];
  /** Why it is not used now. */
  readonly problem: ProblemView | null;
  /** Against that problem. */
  readonly fix: FixView | null;
}

export interface ProviderView {
  readonly id: string;
  readonly label: string;
  readonly preferred: boolean;
  /** Absent for one that is built in. */
  readonly thirdParty?: ThirdPartyView;
  readonly methods: readonly MethodView[];
  readonly signIn: SignInView | null;
  readonly accounts: readonly AccountView[];
  /** The gravest that is not over; null where there is none, and where nobody is asked. */
  readonly incident: IncidentView | null;
  /** Why the last sign-in ended without an account, until the next one starts. */
  readonly problem: ProblemView | null;
  /** Against that problem; null where nothing here would help. */
  readonly fix: FixView | null;
}

/** Which account serves a request now, and why. */
export interface SelectionView {
  /** Null when none can. */
  readonly provider: string | null;
  readonly account: string | null;
  /** A sentence. */
  readonly reason: string;
  /** Whether another provider stands in for the preferred one. */
  readonly fallenBack: boolean;
  /**
   * `primary`: the wanted account serves. `draining`: the rest of its quota is for what runs already. `fallback`: it is used
   * up and another serves. `held`: it recovers, but not yet in every window.
   */
  readonly phase: 'primary' | 'draining' | 'fallback' | 'held';
  /** The account that would serve if nothing were in its way; null in the phase `primary`. */
  readonly wanted: { readonly account: string; readonly label: string; readonly provider: string } | null;
  /** The windows that have to recover first, as a person calls them. */
  readonly waitsFor: readonly string[];
  /** Unix milliseconds; when they will have, where that is known. */
  readonly backAt: number | null;
}

/** A program that was started before the last switch and goes on with the account of before. */
export interface HolderView {
  /** As a person calls it. */
  readonly program: string;
  readonly pid: number;
  /** The account that it keeps; null where that is not known. */
  readonly account: string | null;
}

/** The switch that is under way, what became of the last one, and what still goes by the one before. */
export interface SwitchingView {
  readonly running: {
    readonly step: 'checking' | 'writing' | 'verifying' | 'undoing';
    /** For example `Claude: bob@example.com`. */
    readonly to: string;
  } | null;
  /** Why the last try changed nothing; null after one that worked. */
  readonly problem: ProblemView | null;
  /** The switch that can be undone. */
  readonly undo: { readonly title: string; readonly at: number } | null;
  readonly holders: readonly HolderView[];
}

/** What stands in a file and what would stand there, with every secret replaced. */
export interface FilePreview {
  readonly path: string;
  /** Null: there is no file. */
  readonly before: string | null;
  /** Null: nothing would be written; `reason` says why. */
  readonly after: string | null;
  readonly reason: string | null;
}

/** What protects the stored keys. */
export interface KeyStoreView {
  readonly kind: 'system' | 'passphrase' | 'memory';
  /** The system's own name for its key store; null when it gives none. */
  readonly backend: string | null;
  readonly passphrase: 'none' | 'locked' | 'open';
  /** Why keys cannot be kept now. */
  readonly problem: ProblemView | null;
}

export interface View {
  /** False until the stored accounts have been read. */
  readonly loaded: boolean;
  readonly providers: readonly ProviderView[];
  /** Problems of the app as a whole, such as a key store that does not answer. */
  readonly problems: readonly ProblemView[];
  /** Whether one of them lasts until it is put right; otherwise they only tell what has become of one act. */
  readonly impaired: boolean;
  readonly version: string;
  /** The one that all its texts are in. */
  readonly language: Language;
  readonly selection: SelectionView;
  readonly switching: SwitchingView;
  readonly headroom: HeadroomView;
  readonly keyStore: KeyStoreView;
  /** While it is, no program is given a key, nor has another one put into a shared file by a switch or a setting. */
  readonly locked: boolean;
  readonly settings: SettingsView;
  /** Whether this desktop shows tray icons; without one, the window is the way in. */
  readonly tray: 'unknown' | 'shown' | 'none';
  readonly updates: UpdatesView;
  /** What the small meter says: whoever serves first, two lines at most. */
  readonly mini: readonly MiniLineView[];
}
