// One setting with a few positions, all in sight. It shows what main says; a press only asks for another.
import { useId } from 'preact/hooks';
import type { CallInput } from '../../preload/contract.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingChanged } from './setting-changed.tsx';

interface Choice {
  readonly id: string;
  readonly label: string;
  /** What choosing it means; null where the label says it all. */
  readonly effect: string | null;
}

export interface SettingChoiceProps {
  readonly label: string;
  readonly effect: string;
  readonly chosen: string;
  /** What is chosen until the person does. */
  readonly usual: string;
  readonly choices: readonly Choice[];
  readonly change: (id: string) => CallInput<'settings.change'>;
}

export function SettingChoice({ label, effect, chosen, usual, choices, change }: SettingChoiceProps) {
  const name = useId();
  const words = useId();
  const settings = useIntent('settings.change');
  const usualLabel = choices.find(({ id }) => id === usual)?.label;
  return (
    <div class="setting" data-changed={chosen === usual ? undefined : ''}>
      <div class="setting-words">
        <p id={name} class="setting-label">
          {label}
        </p>
        <p id={words} class="setting-effect">
          {effect}
          {usualLabel !== undefined && ' '}{' '}
          {usualLabel !== undefined && <span class="phrase">{messages.usually(usualLabel)}</span>}
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
          <ChoiceRadio
            key={choice.id}
            group={name}
            choice={choice}
            isChosen={choice.id === chosen}
            onChosen={() => {
              void settings.send(change(choice.id));
            }}
          />
        ))}
      </div>
      {chosen !== usual && <SettingChanged label={label} toUsual={change(usual)} />}
      <ProblemNote problems={[settings.problem]} />
    </div>
  );
}

interface ChoiceRadioProps {
  readonly group: string;
  readonly choice: Choice;
  readonly isChosen: boolean;
  readonly onChosen: () => void;
}

function ChoiceRadio({ group, choice: { id, label, effect }, isChosen, onChosen }: ChoiceRadioProps) {
  const name = useId();
  const words = useId();
  return (
    <label class="tick">
      <input
        type="radio"
        class="tick-box"
        name={group}
        value={id}
        checked={isChosen}
        aria-labelledby={name}
        aria-describedby={words}
        onChange={onChosen}
      />
      <span>
        <span id={name}>{label}</span>{' '}
        <span id={words} class="setting-effect">
          {effect}
        </span>
      </span>
    </label>
  );
}
