// After each reading: the history gets it, and what it says about the windows of the account is thought over again.
import { forecast, type Forecast } from '../domain/forecast.ts';
import type { KnownWindow, Point } from '../domain/quota-window.ts';
import type { AccountId } from '../domain/ids.ts';
import { trendOf, type Trend } from '../domain/trend.ts';
import type { Clock, Log, QuotaHistory, Timer } from '../ports.ts';
import type { Outlook } from '../state/state.ts';
import type { Store } from '../state/store.ts';

export interface ForeseeParts {
  readonly store: Store;
  readonly history: QuotaHistory;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Pick<Log, 'warn'>;
}

export interface Foresee {
  /** Waits for what is being written. */
  stop(): Promise<void>;
}

const dayMs = 86_400_000;
const lookBackMs = 90 * dayMs;
const freshMs = 15 * 60_000;
/** What was known before the start can be thought over once the start is done. */
const afterStartMs = 3_000;

function outlookOf(
  windows: readonly KnownWindow[],
  points: ReadonlyMap<string, readonly Point[]>,
  now: number,
): Outlook {
  const forecasts = new Map<string, Forecast>();
  const trends = new Map<string, Trend>();
  for (const { id, usedPercent, lengthMs, resetsAt, at } of windows) {
    const own = points.get(id) ?? [];
    const trend = trendOf(own, lengthMs, now);
    if (trend !== undefined) trends.set(id, trend);
    // What was read long ago says nothing about the use since.
    if (usedPercent === null || now - at > freshMs) continue;
    const foreseen = forecast({ window: { usedPercent, lengthMs, resetsAt }, points: own, now });
    if (foreseen !== undefined) forecasts.set(id, foreseen);
  }
  return { forecasts, trends };
}

export function startForesee({ store, history, clock, timer, log }: ForeseeParts): Foresee {
  /** One after the other: a picture of before must not come after the one of now. */
  let working: Promise<void> = Promise.resolve();
  const waiting = new Map<AccountId, () => void>();

  /** It only helps to foresee: nothing else waits for it. */
  function notDone(thrown: unknown): void {
    log.warn('not thought over', { thrown });
  }

  async function think(account: AccountId, isNew: boolean): Promise<void> {
    const quota = store.state().readings.get(account)?.quota;
    if (quota === undefined) return;
    if (isNew) await history.append(quota);
    const now = clock.nowMs();
    const points = await history.read(account, now - lookBackMs);
    if (store.state().readings.get(account)?.quota !== quota) return;
    store.dispatch({ type: 'forecast.made', account, outlook: outlookOf(quota.windows, points, now) });
  }

  function thinkSoon(account: AccountId, isNew: boolean): void {
    waiting.get(account)?.();
    waiting.delete(account);
    working = working.then(() => think(account, isNew)).catch(notDone);
  }

  const unsubscribe = store.subscribe((_state, event) => {
    if (event.type === 'quota.read') thinkSoon(event.sample.account, true);
    if (event.type === 'quota.remembered' && event.quota !== undefined) {
      const { account } = event;
      waiting.get(account)?.();
      waiting.set(
        account,
        timer.after(afterStartMs, () => {
          thinkSoon(account, false);
        }),
      );
    }
    if (event.type === 'account.signed-out') {
      const { account } = event;
      working = working.then(() => history.forget(account)).catch(notDone);
    }
  });

  return {
    async stop() {
      unsubscribe();
      for (const cancel of waiting.values()) cancel();
      await working;
    },
  };
}
