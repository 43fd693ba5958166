// The key store that the person has chosen: the system's, a passphrase, or the memory of this run.
import { createSecretKey, randomBytes } from 'node:crypto';
import { Failure } from '../../domain/failure.ts';
import type { KeyStoreChoice } from '../../domain/settings.ts';
import type { SecretBox } from '../../ports.ts';
import { keyBytes, openBytes, sealBytes } from './sealed-text.ts';

export interface ChosenSecretBoxParts {
  readonly system: SecretBox;
  readonly passphrase: { box(): SecretBox };
  /** Asked before each use, for it may change while the app runs. */
  readonly choice: () => KeyStoreChoice;
}

const boundTo = 'gatehouse memory';

/** Nothing it has encrypted can be opened after this run. */
function createMemoryBox(): SecretBox {
  const key = createSecretKey(randomBytes(keyBytes));
  const keyId = randomBytes(8).toString('hex');
  return {
    state: () => Promise.resolve({ kind: 'ready', backend: 'memory', keyId, durable: false }),
    encrypt: (text) => Promise.resolve(sealBytes(text, key, boundTo)),
    decrypt(bytes) {
      const text = openBytes(bytes, key, boundTo);
      return text === undefined
        ? Promise.reject(new Failure('storage/unreadable', { subject: 'the stored keys' }))
        : Promise.resolve({ text, stale: false });
    },
  };
}

export function createChosenSecretBox({ system, passphrase, choice }: ChosenSecretBoxParts): SecretBox {
  const boxes: Readonly<Record<KeyStoreChoice, SecretBox>> = {
    system,
    passphrase: passphrase.box(),
    memory: createMemoryBox(),
  };
  return {
    state: () => boxes[choice()].state(),
    encrypt: (text) => boxes[choice()].encrypt(text),
    decrypt: (bytes) => boxes[choice()].decrypt(bytes),
  };
}
