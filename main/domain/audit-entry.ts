// What the audit log says: who did what with which account, when and by which right. Holds no secret. Types only.
import type { Actor } from './actor.ts';
import type { FailureCode } from './failure.ts';
import type { AccountId, ConsumerId, ProviderId } from './ids.ts';

export const auditActions = [
  'sign-in',
  'sign-out',
  'refresh',
  'refresh-failed',
  'import',
  'consent',
  'key-store',
  'backup',
  'command',
  'package-approved',
  'package-forgotten',
  'flag-set',
  'flag-reset',
  'switch',
  'undo',
  'lease',
  'lease-ended',
  'hand-out',
  'hand-out-denied',
  'rule',
  'lock',
  'unlock',
] as const;
export type AuditAction = (typeof auditActions)[number];

export interface AuditEntry {
  /** Unix milliseconds. */
  readonly at: number;
  readonly actor: Actor;
  readonly action: AuditAction;
  readonly provider?: ProviderId;
  readonly account?: AccountId;
  /** As the system told it; absent where it could not. */
  readonly pid?: number;
  /** The program that was judged, absolute. */
  readonly program?: string;
  readonly consumer?: ConsumerId;
  /** `machine`, or the agent whose run grant it was. */
  readonly grant?: string;
  /** A lease, a kind of secret, a file: what it was about, in short. Never a secret, never an address with a query. */
  readonly what?: string;
  /** Unix milliseconds; how long that holds. */
  readonly until?: number;
  /** Why it came to nothing. */
  readonly failure?: FailureCode;
}

/** What a look at the whole log comes to. `sealedUpTo`: how many entries the sealed head vouches for. */
export type AuditVerdict =
  | {
      readonly kind: 'whole';
      readonly entries: number;
      readonly sealedUpTo: number;
      readonly from: number | null;
    }
  /** `index` counts from the first entry that was ever written. */
  | {
      readonly kind: 'broken';
      readonly index: number;
      readonly why: 'changed' | 'missing' | 'cut-off' | 'unreadable' | 'seal-missing';
    };
