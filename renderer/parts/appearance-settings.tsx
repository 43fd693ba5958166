// The settings' section on how things look: the language, names, the small meter, and which providers are shown.
import type { ProviderView, SettingsView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingChoice } from './setting-choice.tsx';
import { SettingDetails } from './setting-details.tsx';
import { SettingSwitch } from './setting-switch.tsx';
import { SettingsSection } from './settings-section.tsx';

const languages = ['system', 'en', 'de'] as const;

export interface AppearanceSettingsProps {
  readonly settings: SettingsView;
  readonly providers: readonly Pick<ProviderView, 'id' | 'label'>[];
}

export function AppearanceSettings({ settings, providers }: AppearanceSettingsProps) {
  const { language, hideIdentities, miniMeter, hiddenProviders, usual } = settings;
  return (
    <SettingsSection title={messages.appearance}>
      <SettingChoice
        label={messages.languageName}
        effect={messages.languageEffect}
        chosen={language}
        usual={usual.language}
        choices={languages.map((id) => ({ id, label: messages.languageChoice(id), effect: null }))}
        change={(id) => ({ language: languages.find((each) => each === id) ?? language })}
      />
      <SettingSwitch
        label={messages.hideIdentities}
        on={hideIdentities}
        usual={usual.hideIdentities}
        change={(on) => ({ hideIdentities: on })}
        effect={messages.hideIdentitiesEffect}
      />
      <SettingSwitch
        label={messages.miniMeter}
        on={miniMeter}
        usual={usual.miniMeter}
        change={(on) => ({ miniMeter: on })}
        effect={messages.miniMeterEffect}
      />
      <ShownProviders hidden={hiddenProviders} usual={usual.hiddenProviders} providers={providers} />
    </SettingsSection>
  );
}

interface ShownProvidersProps {
  readonly hidden: readonly string[];
  readonly usual: readonly string[];
  readonly providers: AppearanceSettingsProps['providers'];
}

function ShownProviders({ hidden, usual, providers }: ShownProvidersProps) {
  const settings = useIntent('settings.change');
  const shown = providers.filter(({ id }) => !hidden.includes(id)).length;
  const isChanged = providers.some(({ id }) => hidden.includes(id) !== usual.includes(id));
  return (
    <SettingDetails
      label={messages.shownProviders}
      effect={messages.shownProvidersEffect}
      {...(isChanged && { toUsual: { hiddenProviders: [...usual] } })}
      standing={messages.someOf(shown, providers.length)}
    >
      <div class="ticks" role="group" aria-label={messages.shownProviders} aria-busy={settings.busy}>
        {providers.map(({ id, label }) => (
          <label key={id} class="tick">
            <input
              type="checkbox"
              class="tick-box"
              checked={!hidden.includes(id)}
              onChange={({ currentTarget }) => {
                currentTarget.checked = !hidden.includes(id);
                if (settings.busy) return;
                const others = hidden.filter((each) => each !== id);
                void settings.send({ hiddenProviders: hidden.includes(id) ? others : [...others, id] });
              }}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      <ProblemNote problems={[settings.problem]} />
    </SettingDetails>
  );
}
