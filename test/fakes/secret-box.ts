// A key store with a toy key: really encrypts (so that tampering shows) and can be put into every state.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Failure } from '../../main/domain/failure.ts';
import type { KeyStoreState, SecretBox } from '../../main/ports.ts';

type Unusable = Extract<KeyStoreState, { kind: 'unusable' }>;

/** Every way in which a key store can be unusable. */
export const unusableStates: readonly Unusable[] = [
  { kind: 'unusable', code: 'storage/key-store-missing', detail: 'no session bus' },
  { kind: 'unusable', code: 'storage/key-store-locked', detail: 'the default keyring is locked' },
  { kind: 'unusable', code: 'storage/key-store-silent', detail: 'the Secret Service gives no answer' },
  { kind: 'unusable', code: 'storage/key-store-changed', detail: 'another key store' },
];

const ivBytes = 12;
const tagBytes = 16;

export class ToySecretBox implements SecretBox {
  readonly #key: Buffer;
  readonly #ready: KeyStoreState;
  /** Set to make the store unusable; unset to bring it back. */
  unusable: Unusable | undefined;
  decryptions = 0;

  constructor({ backend = 'toy', key = 'first key' }: { backend?: string; key?: string } = {}) {
    this.#key = createHash('sha256').update(key).digest();
    this.#ready = {
      kind: 'ready',
      backend,
      keyId: createHash('sha256').update(this.#key).digest('hex').slice(0, 16),
    };
  }

  async state(): Promise<KeyStoreState> {
    return this.unusable ?? this.#ready;
  }

  async encrypt(text: string): Promise<Uint8Array> {
    this.#requireUsable();
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  }

  async decrypt(bytes: Uint8Array): Promise<string> {
    this.#requireUsable();
    this.decryptions += 1;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, ivBytes));
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString(
        'utf8',
      );
    } catch (cause) {
      throw new Failure('storage/unreadable', { subject: 'the stored keys', cause });
    }
  }

  #requireUsable(): void {
    if (this.unusable !== undefined) throw new Failure(this.unusable.code, { detail: this.unusable.detail });
  }
}
