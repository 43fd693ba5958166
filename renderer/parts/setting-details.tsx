// A setting with many parts: its name, its effect and how it stands are in sight, the parts open with a press.
import type { ComponentChildren } from 'preact';
import { messages } from '../messages.ts';
import { SettingChanged, type SettingChangedProps } from './setting-changed.tsx';

export interface SettingDetailsProps {
  readonly label: string;
  readonly effect: string;
  /** How it stands, in a word or two. */
  readonly standing: string;
  /** What is sent to have the usual again, where it is not as usual. */
  readonly toUsual?: SettingChangedProps['toUsual'];
  /** Whether it is open at first. */
  readonly opened?: boolean;
  readonly children: ComponentChildren;
}

export function SettingDetails(props: SettingDetailsProps) {
  const { label, effect, standing, toUsual, opened = false, children } = props;
  return (
    <details class="setting-details" open={opened} data-changed={toUsual === undefined ? undefined : ''}>
      <summary class="setting setting-summary">
        <span class="setting-line">
          <span class="setting-words">
            <span class="setting-label">{label}</span> <span class="setting-effect">{effect}</span>
          </span>
          {toUsual !== undefined && <span class="badge">{messages.changedSetting}</span>}
          <span class="setting-standing">{standing}</span>
        </span>
      </summary>
      {toUsual !== undefined && <SettingChanged label={label} toUsual={toUsual} isMarked={false} />}
      {children}
    </details>
  );
}
