// The routes for the files that describe providers.
import type { Actor } from '../../domain/actor.ts';
import { packageRequestShape, packagesShape, type PackagesAnswer } from '../protocol/packages.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface PackageActions {
  list(): Promise<PackagesAnswer>;
  /** Waits for the person's answer in the dialog of the app. */
  approve(name: string, signal: AbortSignal): Promise<PackagesAnswer>;
  forget(name: string, by: Actor): Promise<PackagesAnswer>;
}

export function packageRoutes(packages: PackageActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/packages',
      about: 'The files that describe further providers, and whether they are used.',
      intent: 'configure',
      answer: packagesShape,
      handle: () => packages.list(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/packages/approve',
      about: 'Uses such a file as it is now from now on; the person is asked in a dialog first.',
      intent: 'configure',
      slow: true,
      body: packageRequestShape,
      answer: packagesShape,
      handle: ({ body, call }) => packages.approve(body.name, call.signal),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/packages/forget',
      about: 'Takes the approval of such a file back; its provider is used no longer, its accounts stay.',
      intent: 'configure',
      body: packageRequestShape,
      answer: packagesShape,
      handle: ({ body, call }) => packages.forget(body.name, call.actor),
    }),
  ];
}
