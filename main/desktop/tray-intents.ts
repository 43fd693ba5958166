// What a click in the tray menu sends. Nobody waits for an answer in a menu: what comes of it is in the state.
import { isStrategy } from '../domain/settings.ts';
import type { Intents } from './intents.ts';
import type { TrayIntents } from './tray-menu.ts';

/** Whether it worked stands in the state, beside the switch that can be undone. */
function heard(outcome: Promise<void>): Promise<void> {
  return outcome.catch(() => undefined);
}

/** @param send runs an act when everything behind the tray is there */
export function trayIntents(send: (act: (intents: Intents) => void | Promise<void>) => void): TrayIntents {
  return {
    prefer: (provider) => {
      send((intents) => heard(intents.prefer(provider)));
    },
    useAccount: (account) => {
      send((intents) => heard(intents.useAccount(account)));
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
    copySignInAddress: (provider) => {
      send((intents) => {
        intents.copySignInAddress(provider);
      });
    },
    hideNames: (on) => {
      send((intents) => intents.changeSettings({ hideIdentities: on }));
    },
    signOut: (account) => {
      send((intents) => intents.signOut(account));
    },
    undo: () => {
      send((intents) => heard(intents.undoSwitch()));
    },
    chooseStrategy: (strategy) => {
      if (isStrategy(strategy)) send((intents) => intents.changeSettings({ strategy }));
    },
    lock: () => {
      send((intents) => intents.lock());
    },
    unlock: () => {
      send((intents) => intents.unlock());
    },
    startNormally: () => {
      send((intents) => intents.startNormally());
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
