// When what is shown changes by itself: windows are reset, figures and forecasts grow old, a sign-in comes near its end, and
// a moment of today becomes one of yesterday. Pure.
import type { Account } from '../domain/account.ts';
import { expiryMoments } from '../domain/key-facts.ts';
import { paceEnds } from '../domain/pace.ts';
import { nextAtMinute, type LocalMinute } from '../domain/time-of-day.ts';
import { changeShownMs, staleMs } from './quota-view.ts';
import type { State } from './state.ts';

function changesOf({ id }: Account, state: State): readonly number[] {
  const forecasts = state.outlooks.get(id)?.forecasts;
  const windows = state.readings.get(id)?.quota?.windows ?? [];
  const changedAt = state.plans.get(id)?.before?.until;
  return [
    ...windows.flatMap(({ id: window, at, resetsAt }) => [
      // So old is not yet older.
      at + staleMs + 1,
      ...(resetsAt === null ? [] : [resetsAt]),
      ...paceEnds(forecasts?.get(window)),
    ]),
    ...(changedAt === undefined ? [] : [changedAt + changeShownMs]),
    ...expiryMoments(state.keys.get(id)?.signInEndsAt),
  ];
}

/** The next such moment, Unix milliseconds; undefined while nothing that is shown depends on the time. */
export function nextChange(state: State, now: number, localMinute: LocalMinute): number | undefined {
  const changes = state.accounts.flatMap((account) => changesOf(account, state));
  if (changes.length === 0) return undefined;
  const midnight = nextAtMinute(0, now, localMinute);
  return Math.min(midnight, ...changes.filter((at) => at > now));
}
