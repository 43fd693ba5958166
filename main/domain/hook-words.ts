// What the events for programs of the person are called in a sentence, and what each looks like.
import type { HookEvent, HookEventName } from './hook-event.ts';
import { accountIdOf, providerId } from './ids.ts';

/** Completes "runs whenever …". */
export const hookEventWords: Readonly<Record<HookEventName, string>> = {
  quota_low: 'a quota runs low',
  quota_exhausted: 'a quota is used up',
  quota_reset: 'a quota starts anew',
  switched: 'another account comes into use',
  login_expiring: 'a sign-in is about to end',
};

const hourMs = 3_600_000;
const exampleProvider = providerId('example');

function details(event: HookEventName, at: number): Pick<HookEvent, 'window' | 'reason' | 'endsAt'> {
  const window = { id: 'five-hour', label: '5-hour' };
  switch (event) {
    case 'quota_low':
      return { window: { ...window, usedPercent: 82, resetsAt: at + hourMs } };
    case 'quota_exhausted':
      return { window: { ...window, usedPercent: 100, resetsAt: at + hourMs } };
    case 'quota_reset':
      return { window: { ...window, usedPercent: 0, resetsAt: at + 5 * hourMs } };
    case 'switched':
      return { reason: 'It is the one you prefer.' };
    case 'login_expiring':
      return { endsAt: at + 24 * hourMs };
  }
}

/** An event as a program would get it, of an account that nobody has. @param at Unix milliseconds */
export function exampleEvent(event: HookEventName, at: number): HookEvent {
  return {
    schema: 1,
    event,
    at,
    provider: exampleProvider,
    account: accountIdOf(exampleProvider, 'user-1'),
    label: 'ada@example.test',
    ...details(event, at),
  };
}
