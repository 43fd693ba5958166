// The first of the first steps: which providers the person uses, and signing in to them.
import type { View } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { ProviderList } from './provider-list.tsx';
import { SettingSwitch } from './setting-switch.tsx';

export function FirstRunProviders({ view }: { readonly view: View }) {
  const { hiddenProviders } = view.settings;
  const others = (id: string): readonly string[] => hiddenProviders.filter((each) => each !== id);
  return (
    <>
      <div class="card settings">
        {view.providers.map(({ id, label, methods, accounts }) => (
          <SettingSwitch
            key={id}
            label={messages.usesProvider(label)}
            on={!hiddenProviders.includes(id)}
            change={(on) => ({ hiddenProviders: on ? [...others(id)] : [...others(id), id] })}
            effect={messages.usesProviderEffect(
              methods.map((method) => method.label),
              accounts.length,
            )}
          />
        ))}
      </div>
      <ProviderList view={view} areAllOffered />
    </>
  );
}
