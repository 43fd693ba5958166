// Logins and keys that stand on this computer already, as they are listed and taken in. No secret.
import type { FailureValue } from './failure.ts';
import type { AccountId, ProviderId } from './ids.ts';
import type { Secret } from './secret.ts';

export interface ListedLogin {
  /** The same each time, so that one can be named. */
  readonly id: string;
  /** `login`: its program keeps it, and goes on doing so. `api-key`: it can be kept here as well. */
  readonly kind: 'login' | 'api-key';
  readonly provider: ProviderId;
  /** An e-mail address, or a key as its ends. */
  readonly label: string;
  readonly organization?: string;
  readonly plan?: string;
  /** The program whose it is, or whose settings hold it, as a person would say it. */
  readonly owner: string;
  /** Files or variables. */
  readonly where: readonly string[];
  /** Whether it is an account here already. */
  readonly state: 'new' | 'known';
}

/** Keys of the terminal that asks, by the variable that holds each. */
export type TerminalKeys = Readonly<Record<string, Secret>>;

/** What became of one of them. */
export interface TakenLogin {
  readonly login: ListedLogin;
  readonly outcome: 'taken' | 'known' | 'failed';
  readonly account?: AccountId;
  readonly failure?: FailureValue;
}

/** A key as the vendors' own consoles show it: enough to recognise it, nothing to use. */
export function shownKey(key: string): string {
  const [start, end] = [7, 4];
  return key.length < 2 * (start + end) ? `…${key.slice(-2)}` : `${key.slice(0, start)}…${key.slice(-end)}`;
}
