// What a click in the tray menu sends. Nobody waits for an answer in a menu: what comes of it is in the state.
import type { Intents } from './intents.ts';
import type { TrayIntents } from './tray-menu.ts';

/** @param send runs an act when everything behind the tray is there */
export function trayIntents(send: (act: (intents: Intents) => void | Promise<void>) => void): TrayIntents {
  return {
    prefer: (provider) => {
      send((intents) => {
        intents.prefer(provider);
      });
    },
    useAccount: (account) => {
      send((intents) => intents.useAccount(account));
    },
    signIn: (provider, method) => {
      send((intents) => {
        intents.signIn(provider, method);
      });
    },
    cancelSignIn: (provider) => {
      send((intents) => {
        intents.cancelSignIn(provider);
      });
    },
    signOut: (account) => {
      send((intents) => intents.signOut(account));
    },
    open: (provider, method) => {
      send((intents) => {
        intents.open(provider, method);
      });
    },
    showAccount: (account) => {
      send((intents) => {
        intents.showAccount(account);
      });
    },
    quit: () => {
      send((intents) => {
        intents.quit();
      });
    },
  };
}
