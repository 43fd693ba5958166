// One setting with a few positions, all in sight. It shows what main says; a press only asks for another.
import { useId } from 'preact/hooks';
import type { CallInput } from '../../preload/contract.ts';
import { useIntent } from '../intent.ts';
import { ProblemNote } from './problem-note.tsx';

export interface SettingChoiceProps {
  readonly label: string;
  readonly effect: string;
  readonly chosen: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  readonly change: (id: string) => CallInput<'settings.change'>;
}

export function SettingChoice({ label, effect, chosen, choices, change }: SettingChoiceProps) {
  const name = useId();
  const words = useId();
  const settings = useIntent('settings.change');
  return (
    <div class="setting">
      <div class="setting-words">
        <p id={name} class="setting-label">
          {label}
        </p>
        <p id={words} class="setting-effect">
          {effect}
        </p>
      </div>
      <div
        class="radios"
        role="radiogroup"
        aria-labelledby={name}
        aria-describedby={words}
        aria-busy={settings.busy}
      >
        {choices.map((choice) => (
          <label key={choice.id} class="tick">
            <input
              type="radio"
              class="tick-box"
              name={name}
              value={choice.id}
              checked={choice.id === chosen}
              onChange={() => {
                void settings.send(change(choice.id));
              }}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
      <ProblemNote problems={[settings.problem]} />
    </div>
  );
}
