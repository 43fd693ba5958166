// safeStorage behind the secretBox port. The only file that touches it.
import { createHash } from 'node:crypto';
import { safeStorage } from 'electron/main';
import { Failure, toFailure } from '../../domain/failure.ts';
import type { KeyStoreState, SecretBox } from '../../ports.ts';
import type { SecretServiceAnswer } from '../node/session-bus.ts';

export interface SecretBoxParts {
  /** Asked first on Linux, because the synchronous calls block the main thread for over a minute on a hung service. */
  readonly askSecretService: () => Promise<SecretServiceAnswer>;
  /** The same for the desktops whose key store is KWallet. */
  readonly askWallet: (backend: 'kwallet' | 'kwallet5' | 'kwallet6') => Promise<SecretServiceAnswer>;
}

type Unusable = Extract<KeyStoreState, { kind: 'unusable' }>;

const keyProbe = 'gatehouse key id';

/** How long the key store may take: to say whether there is a key, and to use it, where the person may be asked. */
const stateDeadlineMs = 5_000;
const useDeadlineMs = 30_000;
/** Before each further try when the key store says that it cannot just now, for example while the screen is locked. */
const retryDelaysMs = [100, 400, 1_500];

/** The asynchronous calls are there from Electron 43 on; the fallback runtime of development has only the others. */
const hasAsynchronousCalls = 'encryptStringAsync' in safeStorage;

/* eslint-disable @typescript-eslint/no-deprecated -- the synchronous calls are the only ones that older runtimes have */
async function encrypt(text: string): Promise<Buffer> {
  return hasAsynchronousCalls ? safeStorage.encryptStringAsync(text) : safeStorage.encryptString(text);
}

async function decrypt(bytes: Buffer): Promise<{ text: string; stale: boolean }> {
  if (!hasAsynchronousCalls) return { text: safeStorage.decryptString(bytes), stale: false };
  const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(bytes);
  return { text: result, stale: shouldReEncrypt };
}

async function available(): Promise<boolean> {
  return hasAsynchronousCalls
    ? safeStorage.isAsyncEncryptionAvailable()
    : safeStorage.isEncryptionAvailable();
}
/* eslint-enable @typescript-eslint/no-deprecated */

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** What comes after the deadline is thrown away. @throws Failure `storage/key-store-silent` */
function within<Value>(deadlineMs: number, asked: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const detail = `no answer within ${String(deadlineMs / 1_000)} s`;
      reject(new Failure('storage/key-store-silent', { detail }));
    }, deadlineMs);
    void asked.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}

function isTemporary(thrown: unknown): boolean {
  return thrown instanceof Error && /temporarily unavailable/i.test(thrown.message);
}

/** Tries again what the key store cannot do just now: that is no damage, and nobody is signed out by it (ST-06). */
async function patiently<Value>(use: () => Promise<Value>): Promise<Value> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await within(useDeadlineMs, use());
    } catch (thrown) {
      if (!isTemporary(thrown)) throw thrown;
      const waitMs = retryDelaysMs[attempt];
      if (waitMs === undefined) {
        const detail = 'the key store is temporarily unavailable';
        throw new Failure('storage/key-store-silent', { detail, cause: thrown });
      }
      await delay(waitMs);
    }
  }
}

/** Where the store encrypts alike each time (Linux, macOS), the same text under the same key gives the same bytes. */
async function keyIdOf(): Promise<string> {
  const [first, second] = [await encrypt(keyProbe), await encrypt(keyProbe)];
  return first.equals(second) ? createHash('sha256').update(first).digest('hex').slice(0, 16) : 'not told';
}

async function unusableLinux({ askSecretService, askWallet }: SecretBoxParts): Promise<Unusable | undefined> {
  const backend = safeStorage.getSelectedStorageBackend();
  if (backend === 'basic_text' || backend === 'unknown') {
    return {
      kind: 'unusable',
      code: 'storage/key-store-missing',
      detail: 'this desktop has no key store that Electron knows',
    };
  }
  const answer = await (backend === 'gnome_libsecret' ? askSecretService() : askWallet(backend));
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
    try {
      return await within(stateDeadlineMs, readyNow());
    } catch (thrown) {
      const { code, detail = 'the key store gives no key' } = toFailure(thrown);
      const isSilent = code === 'storage/key-store-silent';
      return {
        kind: 'unusable',
        code: isSilent ? 'storage/key-store-silent' : 'storage/key-store-missing',
        detail,
      };
    }
  }

  async function readyNow(): Promise<KeyStoreState> {
    if (!(await available()))
      return { kind: 'unusable', code: 'storage/key-store-missing', detail: 'the key store gives no key' };
    const backend = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform;
    keyId ??= await keyIdOf();
    return { kind: 'ready', backend, keyId, durable: true };
  }

  return {
    state,
    async encrypt(text) {
      try {
        return await patiently(() => encrypt(text));
      } catch (cause) {
        if (cause instanceof Failure) throw cause;
        const now = await state();
        const code = now.kind === 'unusable' ? now.code : 'storage/key-store-missing';
        throw new Failure(code, { subject: 'this account', detail: 'the key store gave no key', cause });
      }
    },
    async decrypt(bytes) {
      try {
        return await patiently(() => decrypt(Buffer.from(bytes)));
      } catch (cause) {
        if (cause instanceof Failure) throw cause;
        throw new Failure('storage/unreadable', { subject: 'the stored keys', cause });
      }
    },
  };
}
