// The routes for programs that are run for events.
import { Hono } from 'hono';
import type { HookEvent, HookEventName } from '../../domain/hook-event.ts';
import { goneSignal, readBody } from '../body.ts';
import { hookExampleRequestShape, hookRequestShape, type HooksAnswer } from '../protocol/hooks.ts';

export interface HookActions {
  list(): Promise<HooksAnswer>;
  /** Waits for the person's answer in the dialog of the app. */
  add(event: HookEventName, program: string, signal: AbortSignal): Promise<HooksAnswer>;
  remove(event: HookEventName, program: string): Promise<HooksAnswer>;
  example(event: HookEventName): Promise<HookEvent>;
}

export function hookRoutes(hooks: HookActions): Hono {
  const routes = new Hono();
  routes.get('/hooks', async (context) => context.json(await hooks.list()));
  routes.post('/hooks/add', async (context) => {
    const { event, program } = await readBody(context, hookRequestShape);
    return context.json(await hooks.add(event, program, goneSignal(context)));
  });
  routes.post('/hooks/remove', async (context) => {
    const { event, program } = await readBody(context, hookRequestShape);
    return context.json(await hooks.remove(event, program));
  });
  routes.post('/hooks/example', async (context) => {
    const { event } = await readBody(context, hookExampleRequestShape);
    return context.json(await hooks.example(event));
  });
  return routes;
}
