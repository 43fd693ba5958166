// The routes for switching, undoing it, and folders with an account of their own.
import {
  addRuleRequestShape,
  removeRuleRequestShape,
  rulesShape,
  switchAnswerShape,
  switchRequestShape,
  undoAnswerShape,
  undoRequestShape,
  type AddRuleRequest,
  type RulesAnswer,
  type SwitchAnswer,
  type SwitchRequest,
  type UndoAnswer,
} from '../protocol/switching.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface SwitchingActions {
  /** Prefers a provider, with an account that is in use from then on; chooses a strategy; or both. */
  switchTo(order: SwitchRequest): Promise<SwitchAnswer>;
  /** Puts everything back as it was before the last switch. */
  undo(): Promise<UndoAnswer>;
  rules(): Promise<RulesAnswer>;
  /** In the place of the rule that the folder has. */
  addRule(rule: AddRuleRequest): Promise<RulesAnswer>;
  removeRule(folder: string): Promise<RulesAnswer>;
}

export function switchingRoutes(switching: SwitchingActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/switch',
      about: 'Prefers a provider, puts an account in use, chooses a strategy.',
      intent: 'switch',
      slow: true,
      body: switchRequestShape,
      answer: switchAnswerShape,
      handle: ({ body }) => switching.switchTo(body),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/undo',
      about: 'Puts everything back as it was before the last switch.',
      intent: 'switch',
      slow: true,
      body: undoRequestShape,
      answer: undoAnswerShape,
      handle: () => switching.undo(),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rules',
      about: 'The folders with an account of their own.',
      intent: 'read',
      answer: rulesShape,
      handle: () => switching.rules(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/rules',
      about: 'Gives a folder an account of its own.',
      intent: 'switch',
      body: addRuleRequestShape,
      answer: rulesShape,
      handle: ({ body }) => switching.addRule(body),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/rules/remove',
      about: 'Takes that rule away.',
      intent: 'switch',
      body: removeRuleRequestShape,
      answer: rulesShape,
      handle: ({ body }) => switching.removeRule(body.folder),
    }),
  ];
}
