// One setting that is a whole number. What is typed is a draft until Enter or leaving the field; only a good one is sent.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { CallInput } from '../../preload/contract.ts';
import type { SettingsView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages, type NumberName } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export interface SettingNumberProps {
  readonly name: NumberName;
  readonly number: SettingsView['numbers'][NumberName];
  readonly change: (value: number) => CallInput<'settings.change'>;
}

/** Why a draft cannot be sent; null when it can. */
function faultIn(draft: string, { least, most }: SettingNumberProps['number']): string | null {
  if (!/^\d+$/.test(draft)) return messages.notWhole;
  const value = Number(draft);
  return value < least || value > most ? messages.outside(least, most) : null;
}

export function SettingNumber({ name, number, change }: SettingNumberProps) {
  const { value, least, most, usual } = number;
  const field = useId();
  const effect = useId();
  const settings = useIntent('settings.change');
  /** What stands in the field while it is not yet what main says. */
  const draft = useSignal<string | null>(null);
  const fault = useSignal<string | null>(null);

  const forget = (): void => {
    draft.value = null;
    fault.value = null;
  };

  const commit = (): void => {
    const typed = draft.value?.trim();
    if (typed === undefined || settings.busy) return;
    fault.value = faultIn(typed, number);
    if (fault.value !== null) return;
    if (Number(typed) === value) forget();
    else void settings.send(change(Number(typed))).then(forget);
  };

  return (
    <div class="setting">
      <div class="setting-line setting-line-number">
        <label class="setting-words setting-label" for={field}>
          {messages.number(name)}
        </label>
        <div class="figure">
          <input
            id={field}
            class="field field-figure"
            inputmode="numeric"
            autocomplete="off"
            maxLength={String(most).length + 2}
            value={draft.value ?? value}
            readOnly={settings.busy}
            aria-describedby={effect}
            aria-invalid={fault.value !== null}
            aria-busy={settings.busy}
            onInput={({ currentTarget }) => {
              draft.value = currentTarget.value;
              fault.value = null;
            }}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === 'Enter') commit();
              if (event.key !== 'Escape' || draft.value === null) return;
              // The first Escape takes back what was typed; the next one leaves the page.
              event.stopPropagation();
              forget();
            }}
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
      <p class="field-missing" role="status">
        {fault.value}
      </p>
      <ProblemNote problems={[settings.problem]} />
    </div>
  );
}
