// What one version of a file changed, line by line: what came and went is marked, what stayed is folded.
import type { FileLineView } from '../../preload/view.ts';
import { messages } from '../messages.ts';

/** So that the difference is not said by colour alone. */
const marks = { same: ' ', old: '−', new: '+' } as const;

export interface FileLinesProps {
  readonly name: string;
  readonly lines: readonly FileLineView[];
  /** How many more there are. */
  readonly more: number;
}

export function FileLines({ name, lines, more }: FileLinesProps) {
  if (lines.length === 0) return <p class="hint">{messages.fileStepWords('empty')}</p>;
  return (
    <>
      {/* Can be scrolled, so the keyboard must be able to get there. */}
      <pre class="file-text" role="region" aria-label={name} tabIndex={0}>
        {lines.map((line, index) => (
          <Line key={index} line={line} />
        ))}
      </pre>
      {more > 0 && <p class="hint">{messages.moreFileLines(more)}</p>}
    </>
  );
}

function Line({ line }: { readonly line: FileLineView }) {
  if (line.kind === 'folded')
    return <span class="file-line file-line-folded">{`⋯ ${messages.foldedLines(line.count)}\n`}</span>;
  return (
    <span class={line.kind === 'same' ? 'file-line' : `file-line file-line-${line.kind}`}>
      <span class="file-mark">{marks[line.kind]}</span>
      {`${line.text}\n`}
    </span>
  );
}
