// What programs of the person's own are told of an alert. Pure.
import type { Account } from './account.ts';
import type { Alert } from './alert-policy.ts';
import type { HookEvent, HookEventName } from './hook-event.ts';
import type { KnownWindow } from './quota-window.ts';

function windowOf({ id, label, usedPercent, resetsAt }: KnownWindow): NonNullable<HookEvent['window']> {
  return { id, label, usedPercent, resetsAt };
}

/**
 * Undefined for what programs are not told.
 * @param now Unix milliseconds
 */
export function hookEventOf(
  alert: Alert,
  { id, provider, label }: Account,
  now: number,
): HookEvent | undefined {
  const event = (
    name: HookEventName,
    more: Partial<Pick<HookEvent, 'window' | 'reason' | 'endsAt'>>,
  ): HookEvent => ({ schema: 1, event: name, at: now, provider, account: id, label, ...more });
  switch (alert.kind) {
    case 'threshold':
      return event(alert.thresholdPercent < 100 ? 'quota_low' : 'quota_exhausted', {
        window: windowOf(alert.window),
      });
    case 'reset':
      return event('quota_reset', { window: windowOf(alert.window) });
    case 'switched':
      return event('switched', { reason: alert.reason });
    case 'sign-in-ends':
      return event('login_expiring', { endsAt: alert.endsAt });
    case 'forecast':
    case 'reset-soon':
    case 'refresh-failing':
    case 'plan-changed':
      return undefined;
  }
}
