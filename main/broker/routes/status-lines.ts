// The routes for the status lines of programs.
import {
  setStatusLineRequestShape,
  statusLinePreviewShape,
  statusLineRequestShape,
  statusLinesShape,
  type StatusLinePreviewAnswer,
  type StatusLinesAnswer,
} from '../protocol/status-lines.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface StatusLineActions {
  list(): Promise<StatusLinesAnswer>;
  /** @param on false puts back what stood there before */
  set(consumer: string, on: boolean): Promise<StatusLinesAnswer>;
  preview(consumer: string): Promise<StatusLinePreviewAnswer>;
}

export function statusLineRoutes(statusLines: StatusLineActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/status-lines',
      about: 'The status lines of programs, which tell us the quota.',
      intent: 'configure',
      answer: statusLinesShape,
      handle: () => statusLines.list(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/status-lines/set',
      about: 'Puts our command there, or what stood there before.',
      intent: 'configure',
      body: setStatusLineRequestShape,
      answer: statusLinesShape,
      handle: ({ body }) => statusLines.set(body.consumer, body.on),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/status-lines/preview',
      about: 'What that would change in the settings of the program.',
      intent: 'configure',
      body: statusLineRequestShape,
      answer: statusLinePreviewShape,
      handle: ({ body }) => statusLines.preview(body.consumer),
    }),
  ];
}
