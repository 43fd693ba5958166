// The question before the lease of an agent is taken back: what that means for the program.
import type { AgentsView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { Question } from './question.tsx';

export interface AgentQuestionProps {
  readonly agent: string;
  /** What tells it from every other agent. */
  readonly named: string;
  readonly onSeen: (agents: AgentsView) => void;
  readonly onClosed: () => void;
}

export function AgentQuestion({ agent, named, onSeen, onClosed }: AgentQuestionProps) {
  const end = useIntent('agents.end');
  const takeBack = (): void => {
    void end.request({ agent }).then((outcome) => {
      if (!outcome.ok) return;
      onClosed();
      onSeen(outcome.value);
    });
  };
  return (
    <Question
      question={messages.takeBackQuestion(named)}
      effect={messages.takeBackEffect}
      yes={messages.takeBack}
      busyWords={messages.takingBack}
      busy={end.busy}
      problem={end.problem}
      framed
      onYes={takeBack}
      onCancel={onClosed}
    />
  );
}
