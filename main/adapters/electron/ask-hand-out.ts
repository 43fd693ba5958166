// Asks the person whether a program may have a key, in a dialog of the app itself.
import { handOutQuestion, type HandOutDecision } from '../../domain/hand-out-question.ts';
import type { AskHandOut } from '../../ports-broker.ts';
import { createQuestionDialogs } from './question-dialog.ts';

const buttons: Readonly<Record<HandOutDecision, string>> = {
  denied: 'Deny',
  once: 'Just this time',
  always: 'Always',
  never: 'Never',
};

/** Nobody answers within a minute, without a display, when the signal has aborted, or while three others wait. */
export function createAskHandOut(): AskHandOut {
  const dialogs = createQuestionDialogs();
  return {
    async ask(asked, signal) {
      const { message, detail, decisions } = handOutQuestion(asked);
      const question = { message, detail, buttons: decisions.map((decision) => buttons[decision]) };
      const pressed = await dialogs.ask(question, signal);
      return decisions.find((decision) => buttons[decision] === pressed) ?? 'nobody';
    },
  };
}
