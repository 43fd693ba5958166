// Joins the contract's calls to the intents they stand for.
import { Failure } from '../domain/failure.ts';
import { Secret } from '../domain/secret.ts';
import { isProviderId, type ProviderId } from '../domain/ids.ts';
import { isStrategy, type Settings } from '../domain/settings.ts';
import type { CallInput } from '../../preload/contract.ts';
import type { View } from '../../preload/view.ts';
import type { Intents } from './intents.ts';
import type { Handlers } from './ipc.ts';

export function handlersFor(intents: Intents, view: () => View): Handlers {
  return {
    'view.get': view,
    'signIn.start': ({ provider, method, registration }) => {
      intents.signIn(provider, method, registration?.clientId);
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
    'secret.enter': async (entered) => {
      const secret = new Secret(entered.secret);
      if (entered.for === 'passphrase') await intents.enterPassphrase(secret);
      else await intents.enterKey(entered.provider, entered.method, secret);
      return null;
    },
    'keyStore.choose': async ({ kind }) => {
      await intents.chooseKeyStore(kind);
      return null;
    },
    'keyStore.startAnew': async () => {
      await intents.startPassphraseAnew();
      return null;
    },
    'file.preview': ({ file }) => intents.previewFile(file),
    'provider.prefer': ({ provider }) => {
      intents.prefer(provider);
      return null;
    },
    'account.use': async ({ account }) => {
      await intents.useAccount(account);
      return null;
    },
    'account.signOut': async ({ account, alsoProgram }) => {
      await intents.signOut(account, alsoProgram);
      return null;
    },
    'settings.change': async (changes) => {
      await intents.changeSettings(settingsOf(changes));
      return null;
    },
    'quota.refresh': async ({ account }) => {
      await intents.refreshQuota(account);
      return null;
    },
  };
}

/** What the window sends, as settings. @throws Failure `broker/bad-request` for a name that is none */
function settingsOf({ strategy, fallBackFrom, ...rest }: CallInput<'settings.change'>): Partial<Settings> {
  const changes = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  if (strategy !== undefined && !isStrategy(strategy))
    throw new Failure('broker/bad-request', { detail: 'strategy' });
  const flags = Object.entries(fallBackFrom ?? {}).map(([provider, enabled]): [ProviderId, boolean] => {
    if (!isProviderId(provider)) throw new Failure('broker/bad-request', { detail: 'provider' });
    return [provider, enabled];
  });
  return {
    ...changes,
    ...(strategy !== undefined && { strategy }),
    ...(fallBackFrom !== undefined && { fallBackFrom: Object.fromEntries(flags) }),
  };
}
