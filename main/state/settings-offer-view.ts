// What the view says of a file with settings: its steps with the names that a person gives to providers and accounts. Pure.
import type {
  IgnoredReasonView,
  SettingsOfferView,
  SettingStepView,
  SettingValueView,
} from '../../preload/view.ts';
import { alertKinds } from '../domain/alert-policy.ts';
import { fullName } from '../domain/account-name.ts';
import type { Language } from '../domain/language.ts';
import { phrase } from '../domain/phrases.ts';
import type { IgnoredSetting } from '../domain/settings-file.ts';
import type { SettingStep, SettingValue } from '../domain/settings-plan.ts';
import type { State } from './state.ts';

interface Labelled {
  readonly id: string;
  readonly label: string;
}

export interface OfferFacts {
  readonly id: string;
  readonly path: string;
  readonly steps: readonly SettingStep[];
  readonly ignored: readonly IgnoredSetting[];
}

const reasons: readonly IgnoredReasonView[] = ['stays-here', 'not-here', 'unsuitable', 'unknown'];

export function settingsOfferView(
  { id, path, steps, ignored }: OfferFacts,
  state: State,
  providers: readonly Labelled[],
  language?: Language,
): SettingsOfferView {
  const labelOf = (name: string): string => labelIn(name, state, providers, language);
  return {
    id,
    path,
    steps: steps.map(({ name, of, from, to }): SettingStepView => ({
      setting: name,
      of: of === null ? null : labelOf(of),
      from: valueView(from, name, labelOf),
      to: valueView(to, name, labelOf),
    })),
    ignored: reasons.flatMap((reason) => {
      const names = ignored.filter((each) => each.reason === reason).map(({ name }) => name);
      return names.length === 0 ? [] : [{ reason, names: [...new Set(names)] }];
    }),
  };
}

/** Of an account, a provider, or a window of a provider; ids where nothing here has that name. */
function labelIn(
  name: string,
  { accounts, readings }: State,
  providers: readonly Labelled[],
  language: Language | undefined,
): string {
  const account = accounts.find(({ id }) => id === name);
  const [providerId = name, windowId] = (account?.provider ?? name).split('/');
  const provider = providers.find(({ id }) => id === providerId)?.label ?? providerId;
  if (account !== undefined) return `${provider}: ${fullName(account)}`;
  if (windowId === undefined) return provider;
  const window = accounts
    .filter((each) => each.provider === providerId)
    .flatMap(({ id }) => readings.get(id)?.quota?.windows ?? [])
    .find(({ id }) => id === windowId);
  return `${provider} ${window === undefined ? windowId : phrase(language, window.label)}`;
}

function valueView(
  value: SettingValue,
  name: SettingStep['name'],
  labelOf: (name: string) => string,
): SettingValueView {
  if (value.kind !== 'ids') return value;
  if (name === 'mutedAlerts')
    return { kind: 'kinds', kinds: alertKinds.filter((kind) => value.ids.includes(kind)) };
  return { kind: 'names', names: value.ids.map(labelOf) };
}
