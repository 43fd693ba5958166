// The routes for what protects the stored keys.
import { Secret } from '../../domain/secret.ts';
import {
  chooseKeyStoreRequestShape,
  keyStoreShape,
  passphraseRequestShape,
  startAnewRequestShape,
  type KeyStoreAnswer,
} from '../protocol/files.ts';
import { defineRoute, type GrantedRoute } from '../route.ts';

export interface KeyStoreActions {
  show(): Promise<KeyStoreAnswer>;
  choose(use: 'system' | 'memory'): Promise<KeyStoreAnswer>;
  enterPassphrase(passphrase: Secret): Promise<KeyStoreAnswer>;
  /** Gives up what a forgotten passphrase protects, so that a new one can be chosen. */
  startAnew(): Promise<KeyStoreAnswer>;
}

export function keyStoreRoutes(keyStore: KeyStoreActions): readonly GrantedRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/key-store',
      about: 'What protects the stored keys.',
      intent: 'accounts',
      answer: keyStoreShape,
      handle: () => keyStore.show(),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/key-store/choose',
      about: 'Protects the keys by the key store of the system, or keeps them in memory alone.',
      intent: 'accounts',
      slow: true,
      body: chooseKeyStoreRequestShape,
      answer: keyStoreShape,
      handle: ({ body }) => keyStore.choose(body.use),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/key-store/passphrase',
      about: 'Opens the stored keys with their passphrase, or protects them by one.',
      intent: 'accounts',
      body: passphraseRequestShape,
      answer: keyStoreShape,
      handle: ({ body }) => keyStore.enterPassphrase(new Secret(body.passphrase)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/key-store/start-anew',
      about: 'Gives up what a forgotten passphrase protects.',
      intent: 'accounts',
      body: startAnewRequestShape,
      answer: keyStoreShape,
      handle: () => keyStore.startAnew(),
    }),
  ];
}
