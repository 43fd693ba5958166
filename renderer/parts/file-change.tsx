// What stands in a shared file and what would stand there, with the lines marked that differ.
import { useId } from 'preact/hooks';
import type { FilePreview } from '../../preload/view.ts';
import { changedLines, type MarkedLine } from '../changed-lines.ts';
import { messages } from '../messages.ts';

interface FileChangeProps {
  readonly preview: FilePreview;
  /** What is said where nothing stands yet. */
  readonly empty: string | null;
}

export function FileChange({ preview: { before, after, reason }, empty }: FileChangeProps) {
  const lines = changedLines(before ?? '', after ?? before ?? '');
  const unchanged = after !== null && after === before;
  return (
    <div class="preview">
      {after === null && <p>{reason ?? messages.nothingWritten}</p>}
      {unchanged && <p>{messages.unchanged}</p>}
      {before === null ? (
        empty !== null && <p class="hint">{empty}</p>
      ) : (
        <FileText title={messages.previewBefore} lines={lines.before} side="old" />
      )}
      {after !== null && !unchanged && (
        <FileText title={messages.previewAfter} lines={lines.after} side="new" />
      )}
      {(before !== null || after !== null) && <p class="hint">{messages.secretsReplaced}</p>}
    </div>
  );
}

/** So that the difference is not said by colour alone. */
const marks = { old: '−', new: '+' } as const;

interface FileTextProps {
  readonly title: string;
  readonly lines: readonly MarkedLine[];
  readonly side: 'old' | 'new';
}

function FileText({ title, lines, side }: FileTextProps) {
  const name = useId();
  return (
    <div>
      <p id={name} class="preview-title">
        {title}
      </p>
      {/* Can be scrolled, so the keyboard must be able to get there. */}
      <pre class="file-text" role="region" aria-labelledby={name} tabIndex={0}>
        {lines.map(({ text, changed }, index) => (
          <span key={index} class={changed ? `file-line file-line-${side}` : 'file-line'}>
            <span class="file-mark">{changed ? marks[side] : ' '}</span>
            {`${text}\n`}
          </span>
        ))}
      </pre>
    </div>
  );
}
