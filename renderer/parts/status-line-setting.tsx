// The status line of one program, to which it tells its quota: whether ours is in it, and what it would change.
import type { StatusLineView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { ChangePreview } from './change-preview.tsx';
import { SwitchLine } from './switch-line.tsx';

export function StatusLineSetting({ line }: { readonly line: StatusLineView }) {
  const { consumer, label, path, kind, own, heardAt, problem } = line;
  const set = useIntent('statusLine.set');
  const preview = useIntent('statusLine.preview');
  const name = messages.statusLine(label);
  return (
    <SwitchLine
      label={name}
      path={path}
      on={kind === 'on'}
      usual={false}
      busy={set.busy}
      effect={messages.statusLineEffect(label)}
      problems={[set.problem, problem, kind === 'replaced' ? messages.statusLineReplaced(label) : null]}
      onPress={(on) => {
        void set.send({ consumer, on });
      }}
    >
      {own !== null && (
        <p class="setting-effect">
          {messages.ownStatusLine} <code class="path">{own}</code>
        </p>
      )}
      <ChangePreview
        name={`${name} ${path}`}
        busy={preview.busy}
        problem={preview.problem}
        ask={() => preview.request({ consumer })}
        empty={kind === 'on' ? null : messages.noStatusLine}
        validFor={`${kind} ${own}`}
      >
        {kind === 'on' && (
          <p class="setting-effect" title={heardAt === null ? undefined : messages.moment(heardAt)}>
            {messages.statusLineHeard(heardAt, now.value)}
          </p>
        )}
      </ChangePreview>
    </SwitchLine>
  );
}
