// Tells the person that a whole sign-in is about to end: seven, three and one day before, each once.
import { expiryLevel } from '../domain/key-facts.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { Notifier, Preferences } from '../ports.ts';
import type { State } from '../state/state.ts';

export interface ExpiryParts {
  readonly preferences: Pick<Preferences, 'saidAlerts' | 'setSaidAlerts'>;
  readonly notifier: Notifier;
  readonly labelOf: (provider: ProviderId) => string;
  readonly show: (account: AccountId) => void;
  /** Unix milliseconds. */
  readonly now: number;
}

const keptKeys = 200;
const dayMs = 86_400_000;

function wordsFor(endsAt: number, now: number): string {
  if (endsAt <= now) return 'sign-in has ended';
  const days = Math.ceil((endsAt - now) / dayMs);
  return days === 1 ? 'sign-in ends within a day' : `sign-in ends in ${String(days)} days`;
}

export function warnOfExpiry(state: State, { preferences, notifier, labelOf, show, now }: ExpiryParts): void {
  if (!state.settings.notify) return;
  for (const { id, provider, label } of state.accounts) {
    const endsAt = state.keys.get(id)?.signInEndsAt;
    const level = expiryLevel(endsAt, now);
    if (endsAt === undefined || level === undefined) continue;
    const said = preferences.saidAlerts();
    const key = `${id}|sign-in-ends|${String(level)}|${String(Math.floor(endsAt / dayMs))}`;
    if (said.includes(key)) continue;
    preferences.setSaidAlerts([...said, key].slice(-keptKeys));
    notifier.show({
      title: `${labelOf(provider)}: ${wordsFor(endsAt, now)}`,
      body: label,
      onClick: () => {
        show(id);
      },
    });
  }
}
