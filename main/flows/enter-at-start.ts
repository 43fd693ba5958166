// The passphrase of the stored keys, as the start has brought it along: entered where it is wanted.
import { toFailure } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import type { Log, PassphraseStore } from '../ports.ts';
import type { Store } from '../state/store.ts';
import type { KeyStore } from './key-store.ts';

export interface EnterAtStartParts {
  readonly passphrase: Pick<PassphraseStore, 'state'>;
  readonly keyStore: Pick<KeyStore, 'enterPassphrase'>;
  readonly store: Store;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/**
 * Opens the passphrase vault, or makes it where there never was one. Who has chosen another key store since keeps that one.
 * Never fails: without it the keys stay closed, as the state says anyway.
 */
export async function enterAtStart(given: Secret, parts: EnterAtStartParts): Promise<void> {
  const { passphrase, keyStore, store, log } = parts;
  try {
    const isNew = (await passphrase.state()) === 'none';
    if (isNew || store.state().settings.keyStore === 'passphrase')
      await keyStore.enterPassphrase(given, { by: 'person' });
    else log.info('the passphrase at hand is not used: another key store was chosen');
  } catch (thrown) {
    log.warn('the passphrase at hand was not taken', { failure: toFailure(thrown) });
  }
}
