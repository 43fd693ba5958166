// The routes for what protects the stored keys.
import { Secret } from '../../domain/secret.ts';
import type { CallContext } from '../call-context.ts';
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
  choose(use: 'system' | 'memory', call: CallContext): Promise<KeyStoreAnswer>;
  enterPassphrase(passphrase: Secret, call: CallContext): Promise<KeyStoreAnswer>;
  /** Gives up what a forgotten passphrase protects; the next one is the one that comes with it, or is entered later. */
  startAnew(next: Secret | undefined, call: CallContext): Promise<KeyStoreAnswer>;
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
      about:
        'Protects the keys by the key store of the system, or keeps them in memory alone; the person is asked first.',
      intent: 'accounts',
      slow: true,
      body: chooseKeyStoreRequestShape,
      answer: keyStoreShape,
      handle: ({ body, call }) => keyStore.choose(body.use, call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/key-store/passphrase',
      about:
        'Opens the stored keys with their passphrase, or protects them by a first one; that is asked about.',
      intent: 'accounts',
      slow: true,
      body: passphraseRequestShape,
      answer: keyStoreShape,
      handle: ({ body, call }) => keyStore.enterPassphrase(new Secret(body.passphrase), call),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/key-store/start-anew',
      about:
        'Gives up what a forgotten passphrase protects, and takes the next one; the person is asked first.',
      intent: 'accounts',
      slow: true,
      body: startAnewRequestShape,
      answer: keyStoreShape,
      handle: ({ body: { passphrase: next }, call }) =>
        keyStore.startAnew(next === undefined ? undefined : new Secret(next), call),
    }),
  ];
}
