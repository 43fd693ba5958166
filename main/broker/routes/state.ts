// The routes that say what there is: providers, accounts, quota, what serves now.
import * as z from 'zod/mini';
import {
  providersShape,
  quotaShape,
  statusShape,
  type ProvidersAnswer,
  type QuotaAnswer,
  type Status,
} from '../protocol.ts';
import { quotaRequestShape } from '../protocol/quota.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

const accountsShape = z.object({ schema: z.literal(1), accounts: quotaShape.shape.accounts });
export type AccountsAnswer = z.output<typeof accountsShape>;

export interface StateActions {
  status(): Promise<Status>;
  providers(): Promise<ProvidersAnswer>;
  accounts(): Promise<AccountsAnswer>;
  /** @param now asks the providers again first, as far as they allow it */
  quota(now: boolean): Promise<QuotaAnswer>;
}

export function stateRoutes(state: StateActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/status',
      about: 'Everything at a glance: providers, accounts, what serves now and why.',
      intent: 'read',
      answer: statusShape,
      handle: () => state.status(),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/providers',
      about: 'The providers and their ways to sign in.',
      intent: 'read',
      answer: providersShape,
      handle: () => state.providers(),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/accounts',
      about: 'The accounts with plan and windows, as they are known now.',
      intent: 'read',
      answer: accountsShape,
      handle: () => state.accounts(),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/quota',
      about: 'The quota of every account, as it is known now.',
      intent: 'read',
      answer: quotaShape,
      handle: () => state.quota(false),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/quota',
      about:
        'The quota of every account; with `now` the providers are asked again first, as far as they allow it.',
      intent: 'read',
      slow: true,
      body: quotaRequestShape,
      answer: quotaShape,
      handle: ({ body }) => state.quota(body.now),
    }),
  ];
}
