// That a setting is not as it usually is, and the way back to that.
import type { CallInput } from '../../preload/contract.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export interface SettingChangedProps {
  readonly label: string;
  /** What is sent to have the usual value again; absent where the control beside it says enough. */
  readonly toUsual?: CallInput<'settings.change'> | undefined;
  /** Whether the mark stands here, and not elsewhere in the setting. */
  readonly isMarked?: boolean;
}

export function SettingChanged({ label, toUsual, isMarked = true }: SettingChangedProps) {
  const settings = useIntent('settings.change');
  return (
    <div class="setting-changed">
      {isMarked && <span class="badge">{messages.changedSetting}</span>}
      {toUsual !== undefined && (
        <button
          type="button"
          class="quiet-button quiet-button-small"
          aria-label={messages.backToUsualFor(label)}
          aria-busy={settings.busy}
          onClick={({ currentTarget }) => {
            if (settings.busy) return;
            // This goes away; the control stays.
            const row = currentTarget.closest('.setting, .setting-details');
            row?.querySelector<HTMLElement>('summary, input')?.focus({ preventScroll: true });
            void settings.send(toUsual);
          }}
        >
          {messages.backToUsual}
        </button>
      )}
      <ProblemNote problems={[settings.problem]} />
    </div>
  );
}
