// What stood in a shared file before us, and the way back to it: a question in words first, and what came of it.
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FileHistoryView, FileRestoredView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { useOpener } from '../opener.ts';
import { openPage, showPage } from '../state.ts';
import { Question } from './question.tsx';

export interface RestoreFileProps {
  readonly file: string;
  readonly history: FileHistoryView;
  /** It is no longer what was read. */
  readonly onDone: () => void;
}

export function RestoreFile({ file, history, onDone }: RestoreFileProps) {
  const { path, original } = history;
  const asking = useSignal(false);
  const result = useSignal<FileRestoredView | null>(null);
  // Once it is put back, what came of it has the keyboard.
  const button = useOpener(asking.value || result.value !== null);

  return (
    <div class="file-original">
      {original !== null && <p class="hint">{messages.fileOriginal(original)}</p>}
      {original === null && result.value === null && <p class="hint">{messages.noFileOriginal}</p>}
      {original !== null && !asking.value && (
        <button
          ref={button}
          type="button"
          class="button button-small"
          aria-label={messages.restoreFileNamed(path)}
          onClick={() => {
            result.value = null;
            asking.value = true;
          }}
        >
          {messages.restoreFile}
        </button>
      )}
      {asking.value && (
        <RestoreQuestion
          file={file}
          history={history}
          onAnswered={(answered) => {
            result.value = answered;
            asking.value = false;
            onDone();
          }}
          onClosed={() => {
            asking.value = false;
          }}
        />
      )}
      <Result result={result.value} />
    </div>
  );
}

interface RestoreQuestionProps {
  readonly file: string;
  readonly history: FileHistoryView;
  readonly onAnswered: (answered: FileRestoredView) => void;
  readonly onClosed: () => void;
}

function RestoreQuestion({ file, history, onAnswered, onClosed }: RestoreQuestionProps) {
  const { path, readers, original } = history;
  const restore = useIntent('files.restore');
  /** Why the last try put nothing back. */
  const refused = useSignal<FileRestoredView | null>(null);
  const isSpent = refused.value?.outcome === 'spent';

  const putBack = (): void => {
    void restore.request({ file, ...(isSpent && { force: true }) }).then((outcome) => {
      if (!outcome.ok) return;
      if (outcome.value.problem === null) onAnswered(outcome.value);
      else refused.value = outcome.value;
    });
  };

  return (
    <Question
      question={messages.restoreFileQuestion(path)}
      effect={
        isSpent
          ? messages.restoreSpentEffect(readers)
          : messages.restoreFileEffect(original?.existed === true, readers)
      }
      effectChanges
      yes={isSpent ? messages.restoreSpentYes : messages.restoreFileYes}
      busyWords={messages.restoringFile}
      busy={restore.busy}
      problem={restore.problem ?? refused.value?.problem ?? null}
      framed
      onYes={putBack}
      onCancel={onClosed}
    >
      {refused.value?.outcome === 'failed' && <p class="hint">{messages.restoreFailedHint}</p>}
    </Question>
  );
}

/** The region stands even when empty: only a change inside an existing region is read out. */
function Result({ result }: { readonly result: FileRestoredView | null }) {
  const words = useRef<HTMLParagraphElement>(null);
  const way = useRef<HTMLButtonElement>(null);
  const isOff = result !== null && result.outcome !== 'untouched';

  // The question is gone, and with it the button that had the keyboard.
  useLayoutEffect(() => {
    if (result !== null) (way.current ?? words.current)?.focus();
  }, [result]);

  return (
    <>
      <p ref={words} class="passing file-result" role="status" tabIndex={-1}>
        {result !== null && messages.restoredFile(result.outcome)}
      </p>
      {isOff && (
        <button
          ref={way}
          type="button"
          class="quiet-button quiet-button-small"
          onClick={() => {
            showPage({ name: 'settings', place: 'files' }, openPage.peek()?.from ?? null);
          }}
        >
          {messages.switchFileOn}
        </button>
      )}
    </>
  );
}
