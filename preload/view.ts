// What the window draws: plain data made in main, without a secret and without a decision left to make.

export interface WindowView {
  readonly id: string;
  readonly label: string;
  /** 0–100 and above; null when the provider does not say. */
  readonly usedPercent: number | null;
  /** Unix milliseconds, or null when unknown. */
  readonly resetsAt: number | null;
  readonly level: 'unknown' | 'ok' | 'low' | 'exhausted';
}

/** A sentence on what happened and one on what to do next. */
export interface ProblemView {
  readonly code: string;
  readonly what: string;
  readonly next: string;
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

export interface AccountView {
  readonly id: string;
  readonly label: string;
  /** The organisation or workspace, where one is known: two accounts with one address are told apart by it. */
  readonly organization: string | null;
  /** For example "Plus", "API key", or null when the plan is unknown. */
  readonly plan: string | null;
  readonly windows: readonly WindowView[];
  /** Unix milliseconds of the reading shown; null before the first. */
  readonly readAt: number | null;
  readonly source: string | null;
  /** Whether this account has meters at all. */
  readonly metered: boolean;
  /** Whether it is the one in use of its provider, and so the one in the shared files. */
  readonly active: boolean;
  /** The programs whose files hold this account's keys now; signing out takes them out. */
  readonly usedBy: readonly string[];
  /** When another program renewed the sign-in last, and its name. */
  readonly renewedElsewhere: { readonly by: string; readonly at: number } | null;
  readonly keys: KeysView;
  readonly problem: ProblemView | null;
}

export type SignInStep =
  | 'starting'
  | 'opening-browser'
  | 'open-it-yourself'
  | 'waiting'
  | 'in-program'
  | 'exchanging'
  | 'saving'
  | 'writing-files'
  | 'reading-plan';

export interface SignInView {
  readonly method: string;
  readonly step: SignInStep;
  /** The address to open by hand, once there is one. */
  readonly url: string | null;
}

export interface MethodView {
  readonly id: string;
  readonly label: string;
  readonly standing: string;
  readonly kind: 'browser' | 'api-key' | 'delegated';
  readonly hint: string | null;
  /** The program that a delegated method runs, and how to install it. */
  readonly program: { readonly label: string; readonly install: string } | null;
  /** Present where the person brings a client id of their own and agrees to terms. */
  readonly registration: RegistrationView | null;
}

export interface RegistrationView {
  readonly consent: string;
  readonly clientIdHint: string;
  /** The client id that was agreed to; null until then, and again when the words have changed. */
  readonly clientId: string | null;
}

export interface ProviderView {
  readonly id: string;
  readonly label: string;
  readonly preferred: boolean;
  readonly methods: readonly MethodView[];
  readonly signIn: SignInView | null;
  readonly accounts: readonly AccountView[];
  /** Why the last sign-in ended without an account, until the next one starts. */
  readonly problem: ProblemView | null;
}

/** Which account serves a request now, by the base rule, and why. */
export interface SelectionView {
  /** Null when none can. */
  readonly provider: string | null;
  readonly account: string | null;
  /** A sentence. */
  readonly reason: string;
  /** Whether another provider stands in for the preferred one. */
  readonly fallenBack: boolean;
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

export interface SettingsView {
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
      'reservePercent' | 'notifyAtPercent' | 'quotaEveryMinutes' | 'planEveryMinutes',
      { readonly value: number; readonly least: number; readonly most: number; readonly usual: number }
    >
  >;
  readonly notify: boolean;
  readonly files: readonly SharedFileView[];
}

export interface View {
  /** False until the stored accounts have been read. */
  readonly loaded: boolean;
  readonly providers: readonly ProviderView[];
  /** Problems of the app as a whole, such as a key store that does not answer. */
  readonly problems: readonly ProblemView[];
  readonly version: string;
  readonly selection: SelectionView;
  readonly keyStore: KeyStoreView;
  readonly settings: SettingsView;
}
