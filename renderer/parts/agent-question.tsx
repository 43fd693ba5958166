// The question before the lease of an agent is taken back: what that means for the program.
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { AgentsView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export interface AgentQuestionProps {
  readonly agent: string;
  /** What tells it from every other agent. */
  readonly named: string;
  readonly onSeen: (agents: AgentsView) => void;
  readonly onClosed: () => void;
}

export function AgentQuestion({ agent, named, onSeen, onClosed }: AgentQuestionProps) {
  const question = useId();
  const effect = useId();
  const cancel = useRef<HTMLButtonElement>(null);
  const end = useIntent('agents.end');
  const { busy } = end;

  // On the answer that changes nothing, and in sight as a whole.
  useLayoutEffect(() => {
    cancel.current?.focus({ preventScroll: true });
    cancel.current?.closest('.panel')?.scrollIntoView({ block: 'nearest' });
  }, []);

  const close = (): void => {
    // What main has begun cannot be taken back here.
    if (!busy) onClosed();
  };
  const takeBack = (): void => {
    if (busy) return;
    void end.request({ agent }).then((outcome) => {
      if (!outcome.ok) return;
      onClosed();
      onSeen(outcome.value);
    });
  };

  return (
    <div
      class="panel agent-question"
      role="group"
      aria-labelledby={question}
      aria-describedby={effect}
      aria-busy={busy}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // The first Escape leaves the question; the next one leaves the page.
        event.stopPropagation();
        close();
      }}
    >
      <p id={question} class="question-title">
        {messages.takeBackQuestion(named)}
      </p>
      <p id={effect}>{messages.takeBackEffect}</p>
      <ProblemNote problems={[end.problem]} />
      <p class="unseen" role="status">
        {busy && messages.takingBack}
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
          onClick={takeBack}
        >
          {busy ? messages.takingBack : messages.takeBack}
        </button>
      </div>
    </div>
  );
}
