// A question before something is done that is not easily taken back: what it means, the answer that changes nothing, and
// the other one. The keyboard begins on the first; Escape gives it.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { ProblemView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export interface QuestionProps {
  readonly question: string;
  /** What the yes does. */
  readonly effect: string;
  /** Whether the effect may change while the question stands, and is read out again then. */
  readonly effectChanges?: boolean;
  readonly yes: string;
  /** In place of the yes while it is carried out. */
  readonly busyWords: string;
  readonly busy: boolean;
  readonly problem: ProblemView | null;
  /** Whether it has a frame of its own; otherwise it ends the card that it stands in. */
  readonly framed?: boolean;
  readonly onYes: () => void;
  readonly onCancel: () => void;
  /** What can be chosen with the answer. */
  readonly children?: ComponentChildren;
}

export function Question(props: QuestionProps) {
  const { question, effect, effectChanges = false, yes, busyWords, busy, problem, framed = false } = props;
  const title = useId();
  const words = useId();
  const place = useRef<HTMLDivElement>(null);
  const cancel = useRef<HTMLButtonElement>(null);

  // On the answer that changes nothing, and in sight as a whole.
  useLayoutEffect(() => {
    cancel.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  // What main has begun cannot be taken back here, and is not begun twice.
  const unlessBusy = (answer: () => void) => (): void => {
    if (!busy) answer();
  };
  const close = unlessBusy(props.onCancel);

  return (
    <div
      ref={place}
      class={framed ? 'panel question-framed' : 'question'}
      role="group"
      aria-labelledby={title}
      aria-describedby={words}
      aria-busy={busy}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The first Escape leaves the question; the next one what it stands in.
        event.stopPropagation();
        close();
      }}
    >
      <p id={title} class="question-title">
        {question}
      </p>
      <p id={words} aria-live={effectChanges ? 'polite' : undefined}>
        {effect}
      </p>
      {props.children}
      <ProblemNote problems={[problem]} />
      <p class="unseen" role="status">
        {busy && busyWords}
      </p>
      <div class="actions actions-end">
        <button ref={cancel} type="button" class="button" aria-disabled={busy} onClick={close}>
          {messages.cancel}
        </button>
        <button
          type="button"
          class="button button-danger"
          aria-disabled={busy}
          aria-busy={busy}
          onClick={unlessBusy(props.onYes)}
        >
          {busy ? busyWords : yes}
        </button>
      </div>
    </div>
  );
}
