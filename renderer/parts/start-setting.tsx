// Whether the app starts when the person logs in to the desktop.
import type { SettingsView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { SettingSwitch } from './setting-switch.tsx';

export interface StartSettingProps {
  readonly settings: Pick<SettingsView, 'startWithSystem' | 'startWithSystemProblem'>;
}

export function StartSetting({ settings: { startWithSystem, startWithSystemProblem } }: StartSettingProps) {
  return (
    <SettingSwitch
      label={messages.startWithSystem}
      on={startWithSystem}
      usual={false}
      change={(on) => ({ startWithSystem: on })}
      effect={messages.startWithSystemEffect}
      problem={startWithSystemProblem}
    />
  );
}
