// safeStorage behind the secretBox port. The only file that touches it.
import { createHash } from 'node:crypto';
import { safeStorage } from 'electron/main';
import { Failure } from '../../domain/failure.ts';
import type { KeyStoreState, SecretBox } from '../../ports.ts';
import type { SecretServiceAnswer } from '../node/session-bus.ts';

export interface SecretBoxParts {
  /** Asked first on Linux, because the synchronous calls block the main thread for over a minute on a hung service. */
  readonly askSecretService: () => Promise<SecretServiceAnswer>;
}

type Unusable = Extract<KeyStoreState, { kind: 'unusable' }>;

const keyProbe = 'gatehouse key id';

/** The asynchronous calls are there from Electron 43 on; the fallback runtime of development has only the others. */
const hasAsynchronousCalls = 'encryptStringAsync' in safeStorage;

/* eslint-disable @typescript-eslint/no-deprecated -- the synchronous calls are the only ones that older runtimes have */
async function encrypt(text: string): Promise<Buffer> {
  return hasAsynchronousCalls ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text);
}

async function decrypt(bytes: Buffer): Promise<string> {
  if (hasAsynchronousCalls) return (await safeStorage.decryptStringAsync(bytes)).result;
  return safeStorage.decryptString(bytes);
}

async function available(): Promise<boolean> {
  return hasAsynchronousCalls
    ? safeStorage.isAsyncEncryptionAvailable()
    : safeStorage.isEncryptionAvailable();
}
/* eslint-enable @typescript-eslint/no-deprecated */

/** Where the store encrypts alike each time (Linux, macOS), the same text under the same key gives the same bytes. */
async function keyIdOf(): Promise<string> {
  const [first, second] = [await encrypt(keyProbe), await encrypt(keyProbe)];
  return first.equals(second) ? createHash('sha256').update(first).digest('hex').slice(0, 16) : 'not told';
}

async function unusableLinux({ askSecretService }: SecretBoxParts): Promise<Unusable | undefined> {
  const backend = safeStorage.getSelectedStorageBackend();
  if (backend === 'basic_text' || backend === 'unknown') {
    return {
      kind: 'unusable',
      code: 'storage/key-store-missing',
      detail: 'this desktop has no key store that Electron knows',
    };
  }
  if (backend !== 'gnome_libsecret') return undefined;
  const answer = await askSecretService();
  return answer.kind === 'usable' ? undefined : answer;
}

/** A key store that has just answered is not asked again: each question costs a connection to the session bus. */
const believedMs = 2_000;

export function createSecretBox(parts: SecretBoxParts): SecretBox {
  let keyId: string | undefined;
  let believed: { readonly untilMs: number; readonly answer: Promise<KeyStoreState> } | undefined;

  function state(): Promise<KeyStoreState> {
    // A monotonic clock: one that is set back must not stretch the belief.
    if (believed !== undefined && performance.now() < believed.untilMs) return believed.answer;
    const answer = ask();
    believed = { untilMs: performance.now() + believedMs, answer };
    const doubt = (): void => {
      if (believed?.answer === answer) believed = undefined;
    };
    answer.then(({ kind }) => {
      if (kind !== 'ready') doubt();
    }, doubt);
    return answer;
  }

  async function ask(): Promise<KeyStoreState> {
    const unusable = process.platform === 'linux' ? await unusableLinux(parts) : undefined;
    if (unusable !== undefined) {
      // Another key may be there when the store comes back.
      keyId = undefined;
      return unusable;
    }
    if (!(await available())) {
      return { kind: 'unusable', code: 'storage/key-store-missing', detail: 'the key store gives no key' };
    }
    const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
    keyId ??= await keyIdOf();
    return { kind: 'ready', backend, keyId };
  }

  return {
    state,
    async encrypt(text) {
      try {
        return await encrypt(text);
      } catch (cause) {
        const now = await state();
        const code = now.kind === 'unusable' ? now.code : 'storage/key-store-missing';
        throw new Failure(code, { subject: 'this account', detail: 'the key store gave no key', cause });
      }
    },
    async decrypt(bytes) {
      try {
        return await decrypt(Buffer.from(bytes));
      } catch (cause) {
        throw new Failure('storage/unreadable', { subject: 'the stored keys', cause });
      }
    },
  };
}
