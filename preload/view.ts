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

export interface AccountView {
  readonly id: string;
  readonly label: string;
  /** For example "Plus", "API key", or null when the plan is unknown. */
  readonly plan: string | null;
  readonly windows: readonly WindowView[];
  /** Unix milliseconds of the reading shown; null before the first. */
  readonly readAt: number | null;
  readonly source: string | null;
  /** Whether this account has meters at all. */
  readonly metered: boolean;
  readonly problem: ProblemView | null;
}

export type SignInStep =
  | 'starting'
  | 'opening-browser'
  | 'open-it-yourself'
  | 'waiting'
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
  readonly kind: 'browser' | 'api-key';
  readonly hint: string | null;
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

export interface View {
  /** False until the stored accounts have been read. */
  readonly loaded: boolean;
  readonly providers: readonly ProviderView[];
  /** Problems of the app as a whole, such as a key store that does not answer. */
  readonly problems: readonly ProblemView[];
  readonly version: string;
}
