// What is known of an account when it is asked what to tell the person: read off the state, and what the run has seen so far.
import type { Account } from '../domain/account.ts';
import type { AlertFacts } from '../domain/alert-policy.ts';
import type { AccountId } from '../domain/ids.ts';
import type { KnownQuota } from '../domain/quota-window.ts';
import { thresholdsFor } from '../domain/settings.ts';
import type { Event, State } from '../state/state.ts';

/** What has been seen of an account since the start of the app. */
export interface Seen {
  readonly readings: number;
  readonly quota?: KnownQuota;
  /** What was known before the newest reading. */
  readonly before?: KnownQuota;
  /** How many tries in a row its keys have failed; 0 after one that worked. */
  readonly failedTries?: number;
}

/** Whether this says that the keys of the account work. */
function provesKeys(event: Event, account: AccountId): boolean {
  if (event.type === 'quota.read')
    return event.sample.account === account && event.sample.kind !== 'status-line';
  if (event.type === 'account.signed-in') return event.account.id === account;
  return event.type === 'account.renewed' && event.account === account;
}

function isFailedTry(event: Event, account: AccountId): boolean {
  return (event.type === 'quota.failed' || event.type === 'account.unusable') && event.account === account;
}

function triesAfter(tries: number | undefined, event: Event, account: AccountId): number | undefined {
  if (isFailedTry(event, account)) return (tries ?? 0) + 1;
  return provesKeys(event, account) ? 0 : tries;
}

/**
 * After this event; a reading counts as one also when nothing in it was believed.
 * @param state after the event
 */
export function seenAfter(known: Seen | undefined, state: State, event: Event, account: AccountId): Seen {
  const quota = state.readings.get(account)?.quota;
  const isReading = event.type === 'quota.read' && event.sample.account === account;
  const before = isReading ? known?.quota : known?.before;
  const failedTries = triesAfter(known?.failedTries, event, account);
  return {
    readings: (known?.readings ?? 0) + (isReading ? 1 : 0),
    ...(quota !== undefined && { quota }),
    ...(before !== undefined && { before }),
    ...(failedTries !== undefined && { failedTries }),
  };
}

/** @param beside what is not in the state */
export function factsOf(
  state: State,
  { id, provider }: Account,
  beside: {
    readonly seen: Seen | undefined;
    readonly planOrder: readonly string[];
    readonly serves: AlertFacts['serves'] | false;
  },
): AlertFacts {
  const { readings = 0, before, failedTries } = beside.seen ?? {};
  const reading = state.readings.get(id);
  const plan = state.plans.get(id);
  const signInEndsAt = state.keys.get(id)?.signInEndsAt;
  return {
    account: id,
    readings,
    windows: reading?.quota?.windows ?? [],
    before: before?.windows ?? [],
    forecasts: state.outlooks.get(id)?.forecasts ?? new Map(),
    thresholdsOf: (window) => thresholdsFor(state.settings, provider, window.id),
    planOrder: beside.planOrder,
    ...(plan !== undefined && { plan }),
    ...(signInEndsAt !== undefined && { signInEndsAt }),
    ...(reading?.failure !== undefined && { failure: reading.failure }),
    ...(failedTries !== undefined && { failedTries }),
    ...(beside.serves && { serves: beside.serves }),
  };
}
