// The routes for programs that are run for events.
import type { HookEvent, HookEventName } from '../../domain/hook-event.ts';
import {
  hookEventShape,
  hookExampleRequestShape,
  hookRequestShape,
  hooksShape,
  type HooksAnswer,
} from '../protocol/hooks.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface HookActions {
  list(): Promise<HooksAnswer>;
  /** Waits for the person's answer in the dialog of the app. */
  add(event: HookEventName, program: string, signal: AbortSignal): Promise<HooksAnswer>;
  remove(event: HookEventName, program: string): Promise<HooksAnswer>;
  example(event: HookEventName): Promise<HookEvent>;
}

export function hookRoutes(hooks: HookActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/hooks',
      about: 'The programs that are run for events.',
      intent: 'configure',
      answer: hooksShape,
      handle: () => hooks.list(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/hooks/add',
      about: 'Runs a program for an event from now on; the person is asked in a dialog first.',
      intent: 'configure',
      slow: true,
      body: hookRequestShape,
      answer: hooksShape,
      handle: ({ body: { event, program }, call }) => hooks.add(event, program, call.signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/hooks/remove',
      about: 'Runs a program no longer for an event.',
      intent: 'configure',
      body: hookRequestShape,
      answer: hooksShape,
      handle: ({ body: { event, program } }) => hooks.remove(event, program),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/hooks/example',
      about: 'What such a program would read.',
      intent: 'configure',
      body: hookExampleRequestShape,
      answer: hookEventShape,
      handle: ({ body }) => hooks.example(body.event),
    }),
  ];
}
