// The routes for updates of Gatehouse itself. Only a person at the window has one fetched.
import { updatesShape, type UpdatesAnswer } from '../protocol/updates.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface UpdateActions {
  show(): Promise<UpdatesAnswer>;
  look(): Promise<UpdatesAnswer>;
}

export function updateRoutes(updates: UpdateActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/updates',
      about: 'Whether a newer Gatehouse is known, and who would put it in place.',
      intent: 'configure',
      answer: updatesShape,
      handle: () => updates.show(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/updates/look',
      about: 'Looks for a newer Gatehouse now. Nothing of it is fetched.',
      intent: 'configure',
      slow: true,
      answer: updatesShape,
      handle: () => updates.look(),
    }),
  ];
}
