// The routes for switching, undoing it, and folders with an account of their own.
import { Hono } from 'hono';
import { readBody } from '../body.ts';
import {
  addRuleRequestShape,
  removeRuleRequestShape,
  switchRequestShape,
  undoRequestShape,
  type AddRuleRequest,
  type RulesAnswer,
  type SwitchAnswer,
  type SwitchRequest,
  type UndoAnswer,
} from '../protocol/switching.ts';

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

export function switchingRoutes(switching: SwitchingActions): Hono {
  const routes = new Hono();
  routes.post('/switch', async (context) =>
    context.json(await switching.switchTo(await readBody(context, switchRequestShape))),
  );
  routes.post('/undo', async (context) => {
    await readBody(context, undoRequestShape);
    return context.json(await switching.undo());
  });
  routes.get('/rules', async (context) => context.json(await switching.rules()));
  routes.post('/rules', async (context) =>
    context.json(await switching.addRule(await readBody(context, addRuleRequestShape))),
  );
  routes.post('/rules/remove', async (context) => {
    const { folder } = await readBody(context, removeRuleRequestShape);
    return context.json(await switching.removeRule(folder));
  });
  return routes;
}
