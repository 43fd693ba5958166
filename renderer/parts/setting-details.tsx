// A setting with many parts: its name, its effect and how it stands are in sight, the parts open with a press.
import type { ComponentChildren } from 'preact';

export interface SettingDetailsProps {
  readonly label: string;
  readonly effect: string;
  /** How it stands, in a word or two. */
  readonly standing: string;
  readonly children: ComponentChildren;
}

export function SettingDetails({ label, effect, standing, children }: SettingDetailsProps) {
  return (
    <details class="setting-details">
      <summary class="setting setting-summary">
        <span class="setting-line">
          <span class="setting-words">
            <span class="setting-label">{label}</span> <span class="setting-effect">{effect}</span>
          </span>
          <span class="setting-standing">{standing}</span>
        </span>
      </summary>
      {children}
    </details>
  );
}
