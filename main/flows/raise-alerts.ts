// Tells the person through the OS when a quota window passes a threshold; once per threshold, window and reset.
import { decideAlerts, type Alert } from '../domain/alert-policy.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { Sample } from '../domain/quota-window.ts';
import type { Notifier, Preferences } from '../ports.ts';
import type { State } from '../state/state.ts';

export interface AlertParts {
  readonly preferences: Pick<Preferences, 'saidAlerts' | 'setSaidAlerts'>;
  readonly notifier: Notifier;
  readonly labelOf: (provider: ProviderId) => string;
  readonly show: (account: AccountId) => void;
}

// Enough for every window of many accounts; older keys belong to periods that are over.
const keptKeys = 200;

function wordsFor(
  { window }: Alert,
  provider: string,
  accountLabel: string,
): { title: string; body: string } {
  const used = String(Math.floor(window.usedPercent ?? 0));
  return { title: `${provider}: ${window.label.toLowerCase()} quota ${used}% used`, body: accountLabel };
}

export function raiseAlerts(
  sample: Sample,
  state: State,
  { preferences, notifier, labelOf, show }: AlertParts,
): void {
  const account = state.accounts.find(({ id }) => id === sample.account);
  const { notify, notifyAtPercent } = state.settings;
  if (account === undefined || !notify) return;
  const said = preferences.saidAlerts();
  const alerts = decideAlerts({ sample, thresholdsPercent: [notifyAtPercent], said: new Set(said) });
  if (alerts.length === 0) return;
  preferences.setSaidAlerts([...said, ...alerts.map(({ key }) => key)].slice(-keptKeys));
  for (const alert of alerts) {
    notifier.show({
      ...wordsFor(alert, labelOf(account.provider), account.label),
      onClick: () => {
        show(sample.account);
      },
    });
  }
}
