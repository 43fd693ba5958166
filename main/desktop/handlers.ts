// Joins the contract's calls to the intents they stand for.
import { Secret } from '../domain/secret.ts';
import type { View } from '../../preload/view.ts';
import type { Intents } from './intents.ts';
import type { Handlers } from './ipc.ts';

export function handlersFor(intents: Intents, view: () => View): Handlers {
  return {
    'view.get': view,
    'signIn.start': ({ provider, method }) => {
      intents.signIn(provider, method);
      return null;
    },
    'signIn.cancel': ({ provider }) => {
      intents.cancelSignIn(provider);
      return null;
    },
    'signIn.copyUrl': ({ provider }) => {
      intents.copySignInAddress(provider);
      return null;
    },
    'secret.enter': async ({ provider, method, secret }) => {
      await intents.enterKey(provider, method, new Secret(secret));
      return null;
    },
    'provider.prefer': ({ provider }) => {
      intents.prefer(provider);
      return null;
    },
    'quota.refresh': async ({ account }) => {
      await intents.refreshQuota(account);
      return null;
    },
  };
}
