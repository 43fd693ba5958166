// The routes for feature flags.
import {
  flagsShape,
  resetFlagRequestShape,
  setFlagRequestShape,
  type FlagsAnswer,
} from '../protocol/flags.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface FlagActions {
  list(): Promise<FlagsAnswer>;
  /** Each waits for the person's answer in the dialog of the app. */
  set(flag: string, variant: string, signal: AbortSignal): Promise<FlagsAnswer>;
  reset(flag: string, signal: AbortSignal): Promise<FlagsAnswer>;
}

export function flagRoutes(flags: FlagActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/flags',
      about: 'The feature flags: which variant of each counts, and why.',
      intent: 'configure',
      answer: flagsShape,
      handle: () => flags.list(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/flags/set',
      about: 'Chooses a variant of a feature flag; the person is asked in a dialog first.',
      intent: 'configure',
      slow: true,
      body: setFlagRequestShape,
      answer: flagsShape,
      handle: ({ body, call }) => flags.set(body.flag, body.variant, call.signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/flags/reset',
      about: 'Takes back what was chosen for a feature flag; the person is asked in a dialog first.',
      intent: 'configure',
      slow: true,
      body: resetFlagRequestShape,
      answer: flagsShape,
      handle: ({ body, call }) => flags.reset(body.flag, call.signal),
    }),
  ];
}
