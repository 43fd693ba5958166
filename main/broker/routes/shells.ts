// The routes for the shells in which a plain call of a program follows the account in use.
import { Hono } from 'hono';
import { readBody } from '../body.ts';
import {
  setShellRequestShape,
  shellRequestShape,
  type ShellPreviewAnswer,
  type ShellsAnswer,
} from '../protocol/shells.ts';

export interface ShellActions {
  list(): Promise<ShellsAnswer>;
  /** @param on false takes away what is ours */
  set(shell: string, on: boolean): Promise<ShellsAnswer>;
  preview(shell: string): Promise<ShellPreviewAnswer>;
}

export function shellRoutes(shells: ShellActions): Hono {
  const routes = new Hono();
  routes.get('/shells', async (context) => context.json(await shells.list()));
  routes.post('/shells/set', async (context) => {
    const { shell, on } = await readBody(context, setShellRequestShape);
    return context.json(await shells.set(shell, on));
  });
  routes.post('/shells/preview', async (context) => {
    const { shell } = await readBody(context, shellRequestShape);
    return context.json(await shells.preview(shell));
  });
  return routes;
}
