// One shell of the person's: whether plain calls in it follow the account in use, and what would be written for that.
import type { ShellView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ChangePreview } from './change-preview.tsx';
import { SwitchLine } from './switch-line.tsx';

export function ShellSetting({ shell: facts }: { readonly shell: ShellView }) {
  const { shell, label, path, kind, commands, untried, problem } = facts;
  const set = useIntent('shell.set');
  const preview = useIntent('shell.preview');
  const name = messages.shell(label);
  return (
    <SwitchLine
      label={name}
      path={path}
      on={kind === 'on'}
      usual={false}
      busy={set.busy}
      effect={messages.shellEffect(commands)}
      problems={[set.problem, problem, kind === 'changed' ? messages.shellChanged(label) : null]}
      onPress={(on) => {
        void set.send({ shell, on });
      }}
    >
      <ChangePreview
        name={`${name} ${path}`}
        busy={preview.busy}
        problem={preview.problem}
        ask={() => preview.request({ shell })}
        empty={messages.noShellFile}
        validFor={kind}
      >
        {untried && <p class="setting-effect">{messages.shellUntried(label)}</p>}
      </ChangePreview>
    </SwitchLine>
  );
}
