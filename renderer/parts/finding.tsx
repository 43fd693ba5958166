// One finding of Doctor with what helps. A repair that changes a file shows the change first and is done after a second yes.
import { useSignal } from '@preact/signals';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { DoctorView, FilePreview, FindingView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { FileChange } from './file-change.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface FindingProps {
  readonly finding: FindingView;
  /** The repair is done, and this is what is found now. */
  readonly onSeen: (seen: DoctorView) => void;
}

export function Finding({ finding, onSeen }: FindingProps) {
  const { id, program, severity, what, next, where, line, fix } = finding;
  const title = useId();
  const button = useRef<HTMLButtonElement>(null);
  const returned = useRef(false);
  const preview = useIntent('doctor.preview');
  const repair = useIntent('doctor.fix');
  /** The change that the person is asked about. */
  const change = useSignal<FilePreview | null>(null);
  const busy = preview.busy || repair.busy;

  // Back from the question, the keyboard goes on from where it was asked.
  useLayoutEffect(() => {
    if (returned.current && change.value === null) button.current?.focus();
    returned.current = change.value !== null;
  }, [change.value]);

  const run = (): void => {
    if (busy) return;
    void repair.request({ finding: id }).then((outcome) => {
      if (!outcome.ok) return;
      change.value = null;
      onSeen(outcome.value);
    });
  };

  const press = (changesFile: boolean): void => {
    if (busy) return;
    if (!changesFile) run();
    else
      void preview.request({ finding: id }).then((outcome) => {
        if (outcome.ok) change.value = outcome.value;
      });
  };

  return (
    <div class="setting" role="group" aria-labelledby={title}>
      <div class="setting-line setting-line-way">
        <div class="setting-words">
          <p class="finding-head">
            <span class={severity === 'problem' ? 'badge badge-problem' : 'badge badge-warning'}>
              {messages.severity(severity)}
            </span>
            {program !== null && <span class="setting-effect">{program}</span>}
          </p>
          <p id={title} class="setting-label">
            {what}
          </p>
        </div>
        {fix !== null && change.value === null && (
          <button
            ref={button}
            type="button"
            class="button button-small"
            aria-label={messages.fixNamed(fix.label, what)}
            aria-disabled={busy}
            aria-busy={busy}
            onClick={() => {
              press(fix.changesFile);
            }}
          >
            {fix.label}
          </button>
        )}
      </div>
      <p class="setting-effect">{next}</p>
      <p class="setting-effect path">{messages.findingPlace(where, line)}</p>
      <p class="unseen" role="status">
        {preview.busy && messages.readingChange}
        {repair.busy && messages.fixing}
      </p>
      <ProblemNote problems={[preview.problem ?? repair.problem]} />
      {fix !== null && change.value !== null && (
        <Question
          change={change.value}
          label={fix.label}
          busy={repair.busy}
          onYes={run}
          onClosed={() => {
            // What main has begun cannot be taken back here.
            if (!repair.busy) change.value = null;
          }}
        />
      )}
    </div>
  );
}

interface QuestionProps {
  readonly change: FilePreview;
  readonly label: string;
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onClosed: () => void;
}

function Question({ change, label, busy, onYes, onClosed }: QuestionProps) {
  const question = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const nothing = change.after === null || change.after === change.before;

  // On the answer that changes nothing, and in sight as a whole.
  useLayoutEffect(() => {
    cancel.current?.focus({ preventScroll: true });
    cancel.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  return (
    <div
      class="panel"
      role="group"
      aria-labelledby={question}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The first Escape leaves the question; the next one leaves the page.
        event.stopPropagation();
        onClosed();
      }}
    >
      <p class="path">{change.path}</p>
      <FileChange preview={change} empty={messages.noFile} />
      <p id={question} class="question-title">
        {nothing ? messages.nothingWritten : messages.fixQuestion}
      </p>
      <div class="actions actions-end">
        <button ref={cancel} type="button" class="button" aria-disabled={busy} onClick={onClosed}>
          {nothing ? messages.close : messages.cancel}
        </button>
        {!nothing && (
          <button
            type="button"
            class="button button-main"
            aria-disabled={busy}
            aria-busy={busy}
            onClick={onYes}
          >
            {busy ? messages.fixing : label}
          </button>
        )}
      </div>
    </div>
  );
}
