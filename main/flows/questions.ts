// Questions about keys where there is no dialog: each waits in a list until somebody answers it, there or at the terminal.
import { Failure } from '../domain/failure.ts';
import type { AskHandOut, Clock, HandOutAnswer } from '../ports.ts';

/** As long as the question itself is waited for (design §10). */
const answerLimitMs = 60_000;
/** More than anybody would answer; what goes beyond is denied. */
const mostWaiting = 64;

type Asked = Parameters<AskHandOut['ask']>[0];

export interface WaitingQuestion {
  readonly id: string;
  /** Null: a program that nobody can name. */
  readonly program: string | null;
  readonly consumer: string;
  readonly account: string;
  readonly accountLabel: string;
  /** Unix milliseconds. */
  readonly endsAt: number;
}

export interface QuestionsParts {
  readonly clock: Clock;
  /** Short, for a person types it. */
  readonly newId: () => string;
  /** Where somebody sits at a terminal. Its `nobody` leaves the question to the others. */
  readonly atTerminal?: AskHandOut;
  /** A question waits from now on. */
  readonly told: (question: WaitingQuestion, asked: Asked) => void;
}

export interface Questions extends AskHandOut {
  /** The oldest first. */
  questions(): WaitingQuestion[];
  /** The first answer counts. @throws Failure `broker/bad-request` for one that does not wait, or an answer it cannot have */
  answer(id: string, answer: 'once' | 'always' | 'never'): void;
}

interface Waiting {
  readonly question: WaitingQuestion;
  readonly canKeep: boolean;
  readonly end: (answer: HandOutAnswer) => void;
}

export function createQuestions({ clock, newId, atTerminal, told }: QuestionsParts): Questions {
  const waiting = new Map<string, Waiting>();

  function unusedId(): string {
    const id = newId();
    return waiting.has(id) ? unusedId() : id;
  }

  function shown(id: string, asked: Asked): WaitingQuestion {
    const { program, canKeep, account, reader, consumer = reader, accountId = account } = asked;
    return {
      id,
      program: canKeep ? program : null,
      consumer,
      account: accountId,
      accountLabel: account,
      endsAt: clock.nowMs() + answerLimitMs,
    };
  }

  return {
    async ask(asked, signal) {
      if (signal.aborted || waiting.size >= mostWaiting) return 'nobody';
      const question = shown(unusedId(), asked);
      const answered = new AbortController();
      const answer = new Promise<HandOutAnswer>((resolve) => {
        waiting.set(question.id, { question, canKeep: asked.canKeep, end: resolve });
        signal.addEventListener('abort', () => {
          resolve('nobody');
        });
      });
      try {
        told(question, asked);
        const typed = atTerminal?.ask(asked, answered.signal).catch((): HandOutAnswer => 'nobody');
        void typed?.then((given) => {
          if (given !== 'nobody') waiting.get(question.id)?.end(given);
        });
        return await answer;
      } finally {
        waiting.delete(question.id);
        answered.abort();
      }
    },
    questions: () => [...waiting.values()].map(({ question }) => question),
    answer(id, answer) {
      const found = waiting.get(id);
      if (found === undefined) throw new Failure('broker/bad-request', { detail: 'no such question waits' });
      if (answer === 'always' && !found.canKeep)
        throw new Failure('broker/bad-request', {
          detail: 'nobody can name that program: say once or never',
        });
      waiting.delete(id);
      found.end(answer);
    },
  };
}
