// A key store with a toy key: really encrypts (so that tampering shows) and can be put into every state.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Failure } from '../../main/domain/failure.ts';
import type { KeyStores } from '../../main/adapters/node/unseal.ts';
import type { KeyStoreState, SecretBox } from '../../main/ports.ts';

type Unusable = Extract<KeyStoreState, { kind: 'unusable' }>;

/** Every way in which a key store can be unusable. */
export const unusableStates: readonly Unusable[] = [
  { kind: 'unusable', code: 'storage/key-store-missing', detail: 'no session bus' },
  { kind: 'unusable', code: 'storage/key-store-locked', detail: 'the default keyring is locked' },
  { kind: 'unusable', code: 'storage/key-store-silent', detail: 'the Secret Service gives no answer' },
  { kind: 'unusable', code: 'storage/key-store-changed', detail: 'another key store' },
  { kind: 'unusable', code: 'storage/key-store-passphrase', detail: 'the passphrase was not entered yet' },
];

const ivBytes = 12;
const tagBytes = 16;

export interface ToyStore {
  readonly backend?: string;
  readonly key?: string;
  /** False: what it encrypts is worthless after a restart. */
  readonly durable?: boolean;
}

export class ToySecretBox implements SecretBox {
  readonly #key: Buffer;
  readonly #ready: KeyStoreState;
  /** Set to make the store unusable; unset to bring it back. */
  unusable: Unusable | undefined;
  /** Set to have everything that is decrypted called stale. */
  stale = false;
  /** How often it was asked whether it can be used. */
  questions = 0;
  decryptions = 0;

  constructor({ backend = 'toy', key = 'first key', durable = true }: ToyStore = {}) {
    this.#key = createHash('sha256').update(key).digest();
    this.#ready = {
      kind: 'ready',
      backend,
      keyId: createHash('sha256').update(this.#key).digest('hex').slice(0, 16),
      durable,
    };
  }

  async state(): Promise<KeyStoreState> {
    this.questions += 1;
    return this.unusable ?? this.#ready;
  }

  async encrypt(text: string): Promise<Uint8Array> {
    this.#requireUsable();
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  async decrypt(bytes: Uint8Array): Promise<{ text: string; stale: boolean }> {
    this.#requireUsable();
    this.decryptions += 1;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, ivBytes));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
      return { text: text.toString('utf8'), stale: this.stale };
    } catch (cause) {
      throw new Failure('storage/unreadable', { subject: 'the stored keys', cause });
    }
  }

  #requireUsable(): void {
    if (this.unusable !== undefined) throw new Failure(this.unusable.code, { detail: this.unusable.detail });
  }
}

/** The key stores of a person who never chooses another one. */
export function keyStoresOf(box: SecretBox, lasting: readonly SecretBox[] = []): KeyStores {
  return { box, lasting, whenAnother: () => undefined };
}
