// The routes for the shells in which a plain call of a program follows the account in use.
import {
  setShellRequestShape,
  shellPreviewShape,
  shellRequestShape,
  shellsShape,
  type ShellPreviewAnswer,
  type ShellsAnswer,
} from '../protocol/shells.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface ShellActions {
  list(): Promise<ShellsAnswer>;
  /** @param on false takes away what is ours */
  set(shell: string, on: boolean): Promise<ShellsAnswer>;
  preview(shell: string): Promise<ShellPreviewAnswer>;
}

export function shellRoutes(shells: ShellActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/shells',
      about: 'The shells in which a plain call of a program follows the account in use.',
      intent: 'configure',
      answer: shellsShape,
      handle: () => shells.list(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/shells/set',
      about: 'Switches that on or off for a shell.',
      intent: 'configure',
      slow: true,
      body: setShellRequestShape,
      answer: shellsShape,
      handle: ({ body }) => shells.set(body.shell, body.on),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/shells/preview',
      about: 'What that would change in a start-up file.',
      intent: 'configure',
      slow: true,
      body: shellRequestShape,
      answer: shellPreviewShape,
      handle: ({ body }) => shells.preview(body.shell),
    }),
  ];
}
