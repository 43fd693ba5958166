// One setting that is on or off.
import type { CallInput } from '../../preload/contract.ts';
import type { ProblemView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { SwitchLine, type SwitchLineProps } from './switch-line.tsx';

export interface SettingSwitchProps extends Pick<
  SwitchLineProps,
  'label' | 'path' | 'on' | 'effect' | 'usual' | 'children'
> {
  readonly change: (on: boolean) => CallInput<'settings.change'>;
  /** A standing problem of what the setting is about. */
  readonly problem?: ProblemView | null;
}

export function SettingSwitch({ change, problem, ...line }: SettingSwitchProps) {
  const settings = useIntent('settings.change');
  return (
    <SwitchLine
      {...line}
      toUsual={line.usual === undefined ? undefined : change(line.usual)}
      busy={settings.busy}
      problems={[settings.problem, problem ?? null]}
      onPress={(on) => {
        void settings.send(change(on));
      }}
    />
  );
}
