// The routes for what protects the stored keys.
import { Hono } from 'hono';
import { Secret } from '../../domain/secret.ts';
import { readBody } from '../body.ts';
import {
  chooseKeyStoreRequestShape,
  passphraseRequestShape,
  startAnewRequestShape,
  type KeyStoreAnswer,
} from '../protocol/files.ts';

export interface KeyStoreActions {
  show(): Promise<KeyStoreAnswer>;
  choose(use: 'system' | 'memory'): Promise<KeyStoreAnswer>;
  enterPassphrase(passphrase: Secret): Promise<KeyStoreAnswer>;
  /** Gives up what a forgotten passphrase protects, so that a new one can be chosen. */
  startAnew(): Promise<KeyStoreAnswer>;
}

export function keyStoreRoutes(keyStore: KeyStoreActions): Hono {
  const routes = new Hono();
  routes.get('/key-store', async (context) => context.json(await keyStore.show()));
  routes.post('/key-store/choose', async (context) => {
    const { use } = await readBody(context, chooseKeyStoreRequestShape);
    return context.json(await keyStore.choose(use));
  });
  routes.post('/key-store/passphrase', async (context) => {
    const { passphrase } = await readBody(context, passphraseRequestShape);
    return context.json(await keyStore.enterPassphrase(new Secret(passphrase)));
  });
  routes.post('/key-store/start-anew', async (context) => {
    await readBody(context, startAnewRequestShape);
    return context.json(await keyStore.startAnew());
  });
  return routes;
}
