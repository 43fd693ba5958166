// One setting that is on or off. The switch shows what main says; a press only asks for the other position.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { CallInput } from '../../preload/contract.ts';
import type { ProblemView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { ProblemNote } from './problem-note.tsx';

export interface SettingSwitchProps {
  readonly label: string;
  /** The file that the setting is about; part of its name, because a program can have several. */
  readonly path?: string;
  readonly on: boolean;
  readonly change: (on: boolean) => CallInput<'settings.change'>;
  /** A standing problem of what the setting is about. */
  readonly problem?: ProblemView | null;
  /** What the setting does. */
  readonly effect: string;
  /** More on what the setting is about. */
  readonly children?: ComponentChildren;
}

export function SettingSwitch({ label, path, on, change, effect, problem, children }: SettingSwitchProps) {
  const control = useId();
  const name = useId();
  const place = useId();
  const words = useId();
  const settings = useIntent('settings.change');
  return (
    <div class="setting">
      <div class="setting-line">
        <div class="setting-words">
          <label id={name} class="setting-label" for={control}>
            {label}
          </label>
          {path !== undefined && (
            <p id={place} class="setting-effect path">
              {path}
            </p>
          )}
          <p id={words} class="setting-effect">
            {effect}
          </p>
        </div>
        <input
          id={control}
          type="checkbox"
          role="switch"
          class="switch"
          checked={on}
          aria-labelledby={path === undefined ? name : `${name} ${place}`}
          aria-describedby={words}
          aria-busy={settings.busy}
          onChange={({ currentTarget }) => {
            currentTarget.checked = on;
            if (!settings.busy) void settings.send(change(!on));
          }}
        />
      </div>
      <ProblemNote problems={[settings.problem, problem ?? null]} />
      {children}
    </div>
  );
}
