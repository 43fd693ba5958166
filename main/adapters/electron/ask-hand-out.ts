// Asks the person whether a program may have a key, in a dialog of the app itself.
import { decisionLabel, handOutQuestion } from '../../domain/hand-out-question.ts';
import type { Language } from '../../domain/language.ts';
import type { AskHandOut } from '../../ports-broker.ts';
import { createQuestionDialogs } from './question-dialog.ts';

/** Nobody answers within a minute, without a display, when the signal has aborted, or while three others wait. */
export function createAskHandOut(language: () => Language): AskHandOut {
  const dialogs = createQuestionDialogs(language);
  return {
    async ask(asked, signal) {
      // The answer comes as the label that the question had, whatever is chosen meanwhile.
      const spoken = language();
      const { message, detail, decisions } = handOutQuestion(asked, spoken);
      const labelOf = (decision: (typeof decisions)[number]) => decisionLabel(decision, spoken);
      const question = { message, detail, buttons: decisions.map(labelOf) };
      const pressed = await dialogs.ask(question, signal);
      return decisions.find((decision) => labelOf(decision) === pressed) ?? 'nobody';
    },
  };
}
