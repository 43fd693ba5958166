// Everything that can go wrong, as one closed list. Adapters translate foreign errors into it once, at the edge.

const codes = [
  'sign-in/cancelled',
  'sign-in/timed-out',
  'sign-in/denied',
  'sign-in/not-entitled',
  'sign-in/already-running',
  'sign-in/ports-busy',
  'sign-in/browser-failed',
  'sign-in/refused-answer',
  'sign-in/other-workspace',
  'sign-in/consent-needed',
  'sign-in/program-missing',
  'sign-in/program-failed',
  'credential/missing',
  'credential/rejected',
  'credential/key-rejected',
  'credential/malformed',
  'credential/left-to-owner',
  'credential/not-revoked',
  'credential/left-in-file',
  'credential/revoked',
  'credential/spent',
  'credential/owner-silent',
  'credential/owner-changed',
  'network/offline',
  'network/timed-out',
  'network/host-not-allowed',
  'network/untrusted',
  'network/intercepted',
  'network/pin-mismatch',
  'provider/rate-limited',
  'provider/unavailable',
  'provider/forbidden',
  'provider/unexpected-answer',
  'storage/key-store-missing',
  'storage/key-store-locked',
  'storage/key-store-silent',
  'storage/key-store-changed',
  'storage/key-store-passphrase',
  'storage/passphrase-wrong',
  'storage/newer-schema',
  'storage/read-only',
  'storage/unreadable',
  'storage/conflict',
  'storage/lock-held',
  'storage/refused-path',
  'storage/managed-elsewhere',
  'storage/not-ours',
  'storage/write-failed',
  'quota/not-known',
  'quota/too-little-left',
  'quota/exceeded',
  'quota/concurrent-limit',
  'quota/daily-limit',
  'quota/not-found',
  'quota/subscription-ended',
  'hook/unsuitable',
  'hook/refused',
  'hook/changed',
  'hook/failed',
  'flag/off',
  'flag/refused',
  'package/unapproved',
  'package/changed',
  'package/broken',
  'package/missing',
  'package/refused',
  'company-login/unsuitable',
  'company-login/refused',
  'company-login/failed',
  'broker/bad-request',
  'broker/cancelled',
  'broker/not-granted',
  'broker/busy',
  'broker/not-running',
  'broker/silent',
  'broker/version-mismatch',
  'broker/not-permitted',
  'broker/no-such-lease',
  'broker/lease-ended',
  'broker/unknown-caller',
  'broker/hand-out-denied',
  'broker/not-confirmed',
  'broker/locked',
  'broker/no-such-program',
  'broker/not-acceptable',
  'broker/no-window',
  'broker/not-served',
  'broker/not-listening',
  'selection/unknown-provider',
  'selection/unknown-account',
  'selection/several-accounts',
  'selection/no-valid-auth',
  'selection/unproved',
  'selection/busy',
  'selection/nothing-to-undo',
  'selection/changed-since',
  'selection/unfinished',
  'selection/shortcut-taken',
  'selection/no-shortcuts',
  'shell/unsuitable',
  'doctor/no-such-finding',
  'doctor/by-hand',
  'update/off',
  'update/not-answered',
  'update/unsigned',
  'update/wrong-signature',
  'update/refused',
  'update/spoilt',
  'update/not-fetched',
  'update/not-installed',
  'app/safe-mode',
  'internal',
] as const;

/** `family/what`; the family says which part of the product it belongs to. */
export type FailureCode = (typeof codes)[number];

/** Every code, for tables and for checking text that came from elsewhere. */
export const failureCodes: readonly FailureCode[] = codes;

/** Beside it tray and window have the way out. */
export const safeModeCode = 'app/safe-mode' satisfies FailureCode;

/** What crosses a process boundary instead of an exception. */
export interface FailureValue {
  readonly code: FailureCode;
  /** The provider, account, file or host it happened to, as a person would say it. Never a secret. */
  readonly subject?: string;
  /** A short fact that helps, for example a status code or the name of the program that holds a port. Never a secret. */
  readonly detail?: string;
  /** Unix milliseconds; when trying again makes sense. */
  readonly retryAt?: number;
  /** With the codes that say that there is too little of something. */
  readonly figures?: FailureFigures;
  /** With the same, what can be done about it. */
  readonly action?: ExhaustedAction;
}

/** Wait until `retryAt`, or take another account or provider; `refuse`: nothing of that would help. */
export const exhaustedActions = ['wait-until', 'other-account', 'other-provider', 'refuse'] as const;
export type ExhaustedAction = (typeof exhaustedActions)[number];

/** What was wanted and what there is, in `unit` (`percent`, `tokens` or `agents`); null: nobody knows. */
export interface FailureFigures {
  readonly unit: string;
  readonly requested: number | null;
  readonly available: number | null;
}

export interface FailureOptions {
  readonly subject?: string;
  readonly detail?: string;
  readonly retryAt?: number;
  readonly figures?: FailureFigures;
  readonly action?: ExhaustedAction;
  readonly cause?: unknown;
}

/** The one error class of the product. */
export class Failure extends Error {
  readonly code: FailureCode;
  readonly subject: string | undefined;
  readonly detail: string | undefined;
  readonly retryAt: number | undefined;
  readonly figures: FailureFigures | undefined;
  readonly action: ExhaustedAction | undefined;

  constructor(code: FailureCode, options: FailureOptions = {}) {
    super(
      [code, options.subject, options.detail].filter((part) => part !== undefined).join(': '),
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'Failure';
    this.code = code;
    this.subject = options.subject;
    this.detail = options.detail;
    this.retryAt = options.retryAt;
    this.figures = options.figures;
    this.action = options.action;
  }

  toValue(): FailureValue {
    return {
      code: this.code,
      ...(this.subject !== undefined && { subject: this.subject }),
      ...(this.detail !== undefined && { detail: this.detail }),
      ...(this.retryAt !== undefined && { retryAt: this.retryAt }),
      ...(this.figures !== undefined && { figures: this.figures }),
      ...(this.action !== undefined && { action: this.action }),
    };
  }
}

/** The failure inside a thrown value; anything unknown is `internal`, with the original as its cause. */
export function toFailure(thrown: unknown): Failure {
  return thrown instanceof Failure ? thrown : new Failure('internal', { cause: thrown });
}

/** Whether only a new sign-in helps: the provider takes neither these tokens nor their successors. */
export function needsSignIn(code: FailureCode): boolean {
  return code === 'credential/rejected' || code === 'credential/revoked';
}

/** Rebuilds a failure that came as a value, for example over the socket. */
export function fromValue(value: FailureValue): Failure {
  return new Failure(value.code, value);
}

export function isFailureCode(text: string): text is FailureCode {
  return codes.some((code) => code === text);
}
