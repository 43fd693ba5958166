// What Gatehouse says and takes, as this client knows it; GET /openapi.json says everything. Times are Unix milliseconds.

export type Unit = 'percent' | 'tokens';
export type Priority = 'interactive' | 'normal' | 'background';

/** A part of a quota: `percent` of the account's fullest window, or `tokens`. */
export interface Amount {
  readonly unit: Unit;
  readonly value: number;
}

/** What an agent wants. Everything but the label can be left out. */
export interface LeaseWish {
  /** What a person calls the agent. */
  readonly label: string;
  /** Whose environment it needs: `claude-code`, `codex`, `code`, `opencode`. */
  readonly consumer?: string;
  /** The program that will run, as an absolute path. */
  readonly program?: string;
  /** The kind of work, by which Gatehouse learns what it takes. */
  readonly task?: string;
  /** Where it works, without links on the way, and by the name its shell has for it: a rule for a folder counts by either. */
  readonly folder?: string;
  readonly spelledFolder?: string;
  readonly provider?: string;
  /** By id or label. */
  readonly account?: string;
  readonly estimate?: Amount;
  readonly priority?: Priority;
  /**
   * What it lives with. `process`, the usual one: this process, or the given one above it. `stream`: `hold()`, which has to
   * come within ten seconds. `heartbeat`: an hour from the last `heartbeat()`.
   */
  readonly holder?:
    | { readonly kind: 'process'; readonly pid: number }
    | { readonly kind: 'stream' }
    | { readonly kind: 'heartbeat' };
}

export interface Lease {
  readonly id: string;
  readonly agent: string;
  readonly label: string;
  readonly consumer: string | null;
  readonly task: string | null;
  readonly provider: string;
  readonly account: string;
  readonly accountLabel: string;
  readonly pid: number | null;
  readonly holder: 'process' | 'stream' | 'heartbeat';
  readonly priority: Priority;
  readonly amount: Amount;
  readonly used: number;
  /** Where the amount comes from. */
  readonly basis: 'asked' | 'learnt' | 'split' | 'unmetered';
  readonly grantedAt: number;
  /** Null for one that lives as long as its process. */
  readonly expiresAt: number | null;
}

export interface GrantedLease {
  readonly lease: Lease;
  /** Why it is that account, as a sentence. */
  readonly reason: string;
  /** Whether it is another account or provider than the preferred one. */
  readonly fallenBack: boolean;
  /** Good for what this agent needs, until its lease ends: hand it to the agent as `GATEHOUSE_GRANT`. */
  readonly grant: string;
}

/** What comes while one waits for a lease. */
export interface Queued {
  /** 1: the next one. */
  readonly position: number;
  readonly etaAt: number | null;
  readonly reason: string;
}

/** What the answer to a wish that waits is made of. */
export type LeaseLine =
  | ({ readonly type: 'queued' } & Queued)
  | ({ readonly type: 'granted' } & GrantedLease)
  | { readonly type: 'refused'; readonly refusal: Refusal };

export type HoldLine =
  | { readonly type: 'held' }
  | {
      readonly type: 'ended';
      readonly how: 'released' | 'process-gone' | 'stream-closed' | 'expired' | 'revoked' | 'replaced';
    };

export interface Released {
  readonly id: string;
  readonly givenBack: Amount;
}

export interface Token {
  readonly provider: string;
  readonly account: string;
  readonly kind: 'api-key' | 'access-token';
  /** A secret: keep it out of arguments and logs. Never a refresh token. */
  readonly token: string;
  readonly expiresAt: number | null;
}

export interface QuotaWindow {
  readonly id: string;
  readonly label: string;
  /** The model or feature that it limits; null when it limits the whole account. */
  readonly scope: string | null;
  readonly usedPercent: number | null;
  readonly leftPercent: number | null;
  readonly resetsAt: number | null;
  readonly level: 'unknown' | 'ok' | 'low' | 'exhausted';
  readonly readAt: number;
  readonly stale: boolean;
}

export interface Account {
  readonly id: string;
  readonly label: string;
  readonly organization: string | null;
  readonly plan: string | null;
  /** Whether it is the one in use of its provider. */
  readonly active: boolean;
  readonly metered: boolean;
  readonly windows: readonly QuotaWindow[];
  readonly readAt: number | null;
  readonly problem: Problem | null;
}

export interface Problem {
  readonly code: string;
  readonly what: string;
  readonly next: string;
}

/** Which account serves now, and why. */
export interface Selection {
  readonly provider: string | null;
  readonly account: string | null;
  readonly reason: string;
  readonly fallenBack: boolean;
  readonly phase: 'primary' | 'draining' | 'fallback' | 'held';
  readonly backAt: number | null;
}

export interface Status {
  readonly version: string;
  readonly preferred: string | null;
  readonly selection: Selection;
  readonly providers: readonly {
    readonly id: string;
    readonly label: string;
    readonly accounts: readonly Account[];
  }[];
  readonly problems: readonly Problem[];
}

export interface Quota {
  readonly selection: Selection;
  readonly accounts: readonly (Account & { readonly provider: string })[];
}

export type ServiceEvent =
  | { readonly type: 'quota'; readonly account: string; readonly provider: string; readonly at: number }
  | { readonly type: 'accounts'; readonly at: number }
  | {
      readonly type: 'switch';
      readonly provider: string | null;
      readonly account: string | null;
      readonly reason: string;
      readonly at: number;
    }
  | {
      readonly type: 'lease';
      readonly what: 'granted' | 'ended' | 'queued' | 'refused';
      readonly lease: string | null;
      readonly agent: string;
      readonly account: string | null;
      readonly how: string | null;
      readonly at: number;
    }
  | { readonly type: 'locked'; readonly locked: boolean; readonly at: number }
  | { readonly type: 'problem'; readonly code: string; readonly what: string; readonly at: number };

/** How much was wanted and how much there is, in `percent`, `tokens` or `agents`. */
export interface Figures {
  readonly unit: string;
  readonly requested: number | null;
  readonly available: number | null;
}

/** What Gatehouse says when it refuses, on the wire. */
export interface Refusal {
  readonly code: string;
  readonly subject?: string | undefined;
  readonly detail?: string | undefined;
  /** When trying again makes sense. */
  readonly retryAt?: number | undefined;
  readonly figures?: Figures | undefined;
}
