// Something that is on or off, with its effect. The switch shows what main says; a press only asks for the other position.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { ProblemView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingChanged, type SettingChangedProps } from './setting-changed.tsx';

export interface SwitchLineProps {
  readonly label: string;
  /** The file that the switch is about; part of its name, because a program can have several. */
  readonly path?: string | undefined;
  readonly on: boolean;
  readonly busy: boolean;
  readonly onPress: (on: boolean) => void;
  /** What the switch does. */
  readonly effect: string;
  /** Whether it is on until the person chooses; absent where nothing is usual. */
  readonly usual?: boolean | undefined;
  /** What is sent to have that again. */
  readonly toUsual?: SettingChangedProps['toUsual'];
  readonly problems: readonly (ProblemView | null)[];
  /** More on what the switch is about. */
  readonly children?: ComponentChildren;
}

export function SwitchLine(props: SwitchLineProps) {
  const { label, path, on, busy, onPress, effect, usual, toUsual, problems, children } = props;
  const isChanged = usual !== undefined && on !== usual;
  const control = useId();
  const name = useId();
  const place = useId();
  const words = useId();
  return (
    <div class="setting" data-changed={isChanged ? '' : undefined}>
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
            {usual !== undefined && ' '}{' '}
            {usual !== undefined && <span class="phrase">{messages.usuallySwitched(usual)}</span>}
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
          aria-busy={busy}
          onChange={({ currentTarget }) => {
            currentTarget.checked = on;
            if (!busy) onPress(!on);
          }}
        />
      </div>
      {isChanged && (
        <SettingChanged label={path === undefined ? label : `${label} ${path}`} toUsual={toUsual} />
      )}
      <ProblemNote problems={problems} />
      {children}
    </div>
  );
}
