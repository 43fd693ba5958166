// A button that shows what would be written to a file now, with a line on the file beside it.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId } from 'preact/hooks';
import type { Outcome } from '../../preload/contract.ts';
import type { FilePreview, ProblemView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { FileChange } from './file-change.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface ChangePreviewProps {
  /** What tells the file from every other one on the page. */
  readonly name: string;
  readonly busy: boolean;
  readonly problem: ProblemView | null;
  readonly ask: () => Promise<Outcome<FilePreview>>;
  /** What is said where nothing stands yet. */
  readonly empty: string | null;
  /** Changes whenever what was shown may no longer be what would be written. */
  readonly validFor: string;
  /** What is known of the file. */
  readonly children: ComponentChildren;
}

export function ChangePreview(props: ChangePreviewProps) {
  const { name, busy, problem, ask, empty, validFor, children } = props;
  const place = useId();
  const shown = useSignal<FilePreview | null>(null);

  useEffect(() => {
    shown.value = null;
  }, [validFor]);

  const press = (): void => {
    if (busy) return;
    if (shown.value !== null) {
      shown.value = null;
      return;
    }
    void ask().then((outcome) => {
      if (outcome.ok) shown.value = outcome.value;
    });
  };

  return (
    <>
      <div class="file-foot">
        {children}
        <button
          type="button"
          class="quiet-button quiet-button-small"
          aria-label={shown.value === null ? messages.previewOf(name) : messages.hidePreviewOf(name)}
          aria-expanded={shown.value !== null}
          aria-controls={place}
          aria-busy={busy}
          onClick={press}
        >
          {shown.value === null ? messages.preview : messages.hidePreview}
        </button>
      </div>
      <p class="unseen" role="status">
        {busy ? messages.previewing : shown.value !== null && messages.previewShown}
      </p>
      <ProblemNote problems={[problem]} />
      <div id={place} hidden={shown.value === null}>
        {shown.value !== null && <FileChange preview={shown.value} empty={empty} />}
      </div>
    </>
  );
}
