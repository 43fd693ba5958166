// The way back to the first steps, for the end of the settings.
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { goTo } from '../state.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';

export function FirstRunAgain() {
  const settings = useIntent('settings.change');
  const begin = async (): Promise<void> => {
    if (settings.busy) return;
    if (await settings.send({ firstRun: 'providers' })) goTo('accounts');
  };
  return (
    <SettingsSection title={messages.firstSteps}>
      <div class="setting">
        <div class="setting-line setting-line-way">
          <p class="setting-words setting-effect">{messages.firstStepsEffect}</p>
          <button
            type="button"
            class="button button-small"
            aria-busy={settings.busy}
            onClick={() => void begin()}
          >
            {messages.firstStepsAgain}
          </button>
        </div>
        <ProblemNote problems={[settings.problem]} />
      </div>
    </SettingsSection>
  );
}
