// What the window draws of the audit: who did what with which account, and whether the log is whole.

export interface ActivityEntryView {
  /** Unix milliseconds. */
  readonly at: number;
  readonly actor: 'person' | 'cli' | 'agent' | 'policy' | 'hook';
  readonly action:
    | 'sign-in'
    | 'sign-out'
    | 'refresh'
    | 'refresh-failed'
    | 'import'
    | 'consent'
    /** What protects the keys was changed, or its passphrase. */
    | 'key-store'
    /** The keys of an account have left in a backup. */
    | 'backup'
    /** A server’s command ran for a company login. */
    | 'command'
    /** A file that describes a provider may be used, or may be no longer. */
    | 'package-approved'
    | 'package-forgotten'
    /** What the person chose for a feature flag, or took back. */
    | 'flag-set'
    | 'flag-reset'
    | 'switch'
    | 'undo'
    | 'lease'
    | 'lease-ended'
    | 'hand-out'
    | 'hand-out-denied'
    /** It was allowed, and the keys could not be had. */
    | 'hand-out-failed'
    | 'rule'
    | 'lock'
    | 'unlock';
  /** As a person calls it; the id where it is not known any more. */
  readonly provider: string | null;
  readonly account: string | null;
  /** The kind of program, as a person calls it. */
  readonly consumer: string | null;
  /** The program that was judged, absolute. */
  readonly program: string | null;
  readonly pid: number | null;
  /** The agent by whose grant it was; null for the person's own. */
  readonly agent: string | null;
  readonly what: string | null;
  /** Unix milliseconds; how long it holds. */
  readonly until: number | null;
  /** Why it came to nothing, as a sentence. */
  readonly failure: string | null;
}

/** A shared file that another program wrote last, as far as was seen. */
export interface ForeignWriteView {
  readonly path: string;
  readonly by: string;
  /** Unix milliseconds. */
  readonly at: number;
}

export interface ActivityView {
  /** The newest first. */
  readonly entries: readonly ActivityEntryView[];
  /** Whether there are older ones than these. */
  readonly more: boolean;
  readonly foreignWrites: readonly ForeignWriteView[];
}

/** What a look through the whole log comes to. */
export type AuditVerdictView =
  | { readonly kind: 'whole'; readonly entries: number; readonly sealedUpTo: number }
  | {
      readonly kind: 'broken';
      readonly index: number;
      readonly why: 'changed' | 'missing' | 'cut-off' | 'unreadable' | 'seal-missing';
    };
