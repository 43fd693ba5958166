// One setting that is a whole number within limits.
import { useId } from 'preact/hooks';
import type { CallInput } from '../../preload/contract.ts';
import type { SettingsView } from '../../preload/view.ts';
import { useDraft, type Draft } from '../draft.ts';
import { messages } from '../messages.ts';
import type { NumberName } from '../messages/kinds.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingChanged } from './setting-changed.tsx';

export interface SettingNumberProps {
  readonly name: NumberName;
  readonly number: SettingsView['numbers'][NumberName];
  readonly change: (value: number) => CallInput<'settings.change'>;
}

function readNumber(typed: string, { number: { least, most }, change }: SettingNumberProps): Draft {
  if (!/^\d+$/.test(typed)) return { fault: messages.notWhole };
  const value = Number(typed);
  if (value < least || value > most) return { fault: messages.outside(least, most) };
  return { text: String(value), change: change(value) };
}

export function SettingNumber(props: SettingNumberProps) {
  const { name, number } = props;
  const { value, least, most, usual } = number;
  const field = useId();
  const effect = useId();
  const draft = useDraft(String(value), (typed) => readNumber(typed, props));
  return (
    <div class="setting" data-changed={value === usual ? undefined : ''}>
      <div class="setting-line setting-line-number">
        <label class="setting-words setting-label" for={field}>
          {messages.number(name)}
        </label>
        <div class="figure">
          <input
            {...draft.props}
            id={field}
            class="field field-figure"
            inputmode="numeric"
            autocomplete="off"
            maxLength={String(most).length + 2}
            aria-describedby={effect}
          />
          <span class="figure-unit" aria-hidden="true">
            {messages.numberUnit(name)}
          </span>
        </div>
      </div>
      <p id={effect} class="setting-effect">
        {messages.numberEffect(name)}{' '}
        <span class="phrase">{messages.numberLimits(name, least, most, usual)}</span>
      </p>
      {value !== usual && <SettingChanged label={messages.number(name)} toUsual={props.change(usual)} />}
      <p class="field-missing" role="status">
        {draft.fault}
      </p>
      <ProblemNote problems={[draft.problem]} />
    </div>
  );
}
