// The routes for the status lines of programs.
import { Hono } from 'hono';
import { readBody } from '../body.ts';
import {
  setStatusLineRequestShape,
  statusLineRequestShape,
  type StatusLinePreviewAnswer,
  type StatusLinesAnswer,
} from '../protocol/status-lines.ts';

export interface StatusLineActions {
  list(): Promise<StatusLinesAnswer>;
  /** @param on false puts back what stood there before */
  set(consumer: string, on: boolean): Promise<StatusLinesAnswer>;
  preview(consumer: string): Promise<StatusLinePreviewAnswer>;
}

export function statusLineRoutes(statusLines: StatusLineActions): Hono {
  const routes = new Hono();
  routes.get('/status-lines', async (context) => context.json(await statusLines.list()));
  routes.post('/status-lines/set', async (context) => {
    const { consumer, on } = await readBody(context, setStatusLineRequestShape);
    return context.json(await statusLines.set(consumer, on));
  });
  routes.post('/status-lines/preview', async (context) => {
    const { consumer } = await readBody(context, statusLineRequestShape);
    return context.json(await statusLines.preview(consumer));
  });
  return routes;
}
