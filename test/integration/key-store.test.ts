// The system's key store as it behaves on a bad day: away for a moment, silent, exchanged. With a safeStorage of the
// test's own in Electron's place; the real one is tested in the packaged app.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSecretBox, type SecretBoxParts } from '../../main/adapters/electron/secret-box.ts';
import type { KeyStoreState, SecretBox } from '../../main/ports.ts';
import { failureOf } from '../fakes/failures.ts';

/** Encrypts by turning the text round, alike each time. Each part can be exchanged. */
const working = {
  getSelectedStorageBackend: (): string => 'gnome_libsecret',
  isAsyncEncryptionAvailable: async (): Promise<boolean> => true,
  encryptStringAsync: async (text: string): Promise<Buffer> => Buffer.from(text).reverse(),
  decryptStringAsync: async (bytes: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => ({
    result: Buffer.from(bytes).reverse().toString(),
    shouldReEncrypt: false,
  }),
};
const safeStorage = vi.hoisted(() => ({ encryptStringAsync: undefined }));
vi.mock('electron/main', () => ({ safeStorage }));

const busy = new Error('safeStorage.decryptStringAsync is temporarily unavailable. Please try again.');
const never = new Promise<never>(() => undefined);
const sealed = Buffer.from('yek_yranac');

function boxWith(changes: Partial<typeof working> = {}, parts: Partial<SecretBoxParts> = {}): SecretBox {
  Object.assign(safeStorage, working, changes);
  return createSecretBox({
    askSecretService: () => Promise.resolve({ kind: 'usable' }),
    askWallet: () => Promise.resolve({ kind: 'usable' }),
    ...parts,
  });
}

/** Fails so often, then works. */
function after<Value>(failures: number, failure: Error, value: () => Promise<Value>): () => Promise<Value> {
  let asked = 0;
  return () => {
    asked += 1;
    return asked <= failures ? Promise.reject(failure) : value();
  };
}

/** What came of it, however long it waits by the clock of the test. */
async function inTime<Value>(work: Promise<Value>, ms = 60_000): Promise<Value> {
  work.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(ms);
  return work;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a key store that works', () => {
  test('keeps what it encrypts, and is told from one with another key', async () => {
    const box = boxWith();
    const state = await box.state();
    const other = boxWith({ encryptStringAsync: async (text) => Buffer.from(`other ${text}`) });
    const otherState = await other.state();
    const shape = { kind: 'ready', backend: 'gnome_libsecret', durable: true };
    expect([state, otherState]).toMatchObject([shape, shape]);
    expect(state).not.toEqual(otherState);
  });

  test('says that a text is to be encrypted anew', async () => {
    const box = boxWith({
      decryptStringAsync: async () => ({ result: 'canary_key', shouldReEncrypt: true }),
    });
    expect(await box.decrypt(sealed)).toEqual({ text: 'canary_key', stale: true });
  });

  test('serves a hundred at once, each with its own', async () => {
    const box = boxWith();
    const texts = Array.from({ length: 100 }, (_none, number) => `canary_${String(number)}`);
    const blobs = await Promise.all(texts.map((text) => box.encrypt(text)));
    const opened = await Promise.all(blobs.map((blob) => box.decrypt(blob)));
    expect(opened.map(({ text }) => text)).toEqual(texts);
  });

  test('that cannot open a text calls it unreadable, without a second try', async () => {
    const decryptStringAsync = vi.fn(() => Promise.reject(new Error('Error while decrypting')));
    const box = boxWith({ decryptStringAsync });
    expect([await failureOf(box.decrypt(sealed)), decryptStringAsync.mock.calls.length]).toEqual([
      { code: 'storage/unreadable', subject: 'the stored keys' },
      1,
    ]);
  });
});

describe('a key store that is away for a moment', () => {
  test.each([1, 2, 3])('%d times in a row: is asked again, and nothing is lost', async (times) => {
    const opened = { result: 'canary_key', shouldReEncrypt: false };
    const box = boxWith({
      decryptStringAsync: after(times, busy, async () => opened),
      encryptStringAsync: after(times, busy, async () => sealed),
    });
    expect([await inTime(box.decrypt(sealed)), await inTime(box.encrypt('canary_key'))]).toEqual([
      { text: 'canary_key', stale: false },
      sealed,
    ]);
  });

  test('and stays away, is called silent, not damaged', async () => {
    const decryptStringAsync = vi.fn(() => Promise.reject(busy));
    const box = boxWith({ decryptStringAsync });
    expect([await failureOf(inTime(box.decrypt(sealed))), decryptStringAsync.mock.calls.length]).toEqual([
      { code: 'storage/key-store-silent', detail: 'the key store is temporarily unavailable' },
      4,
    ]);
  });
});

describe('a key store that does not answer', () => {
  const silent = (seconds: number): KeyStoreState => ({
    kind: 'unusable',
    code: 'storage/key-store-silent',
    detail: `no answer within ${String(seconds)} s`,
  });

  test.each<[string, Partial<typeof working>]>([
    ['whether it has a key', { isAsyncEncryptionAvailable: () => never }],
    ['with its key', { encryptStringAsync: () => never }],
  ])('%s: the state is known after five seconds', async (_name, changes) => {
    const asked = boxWith(changes).state();
    let known = false;
    void asked.then(() => {
      known = true;
    });
    await vi.advanceTimersByTimeAsync(4_999);
    const before = known;
    expect([before, await inTime(asked, 1)]).toEqual([false, silent(5)]);
  });

  test('is asked again by whoever comes next, and is ready once it has answered', async () => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const box = boxWith({ isAsyncEncryptionAvailable: () => promise });
    const first = await inTime(box.state());
    resolve(true);
    expect([first, (await box.state()).kind]).toEqual([silent(5), 'ready']);
  });

  test('while it encrypts or decrypts: that fails after half a minute, and a late answer is thrown away', async () => {
    const late = Promise.withResolvers<never>();
    const box = boxWith({ encryptStringAsync: () => late.promise, decryptStringAsync: () => late.promise });
    const failing = Promise.all([box.encrypt('canary_key'), box.decrypt(sealed)].map(failureOf));
    const failure = { code: 'storage/key-store-silent', detail: 'no answer within 30 s' };
    expect(await inTime(failing, 30_000)).toEqual([failure, failure]);
    // Nobody is left to hear it; an unhandled rejection would fail this file.
    late.reject(new Error('too late'));
  });
});

describe('the desktop', () => {
  const locked = { kind: 'unusable', code: 'storage/key-store-locked', detail: 'locked' } as const;
  const touched = vi.fn(() => Promise.resolve(true));

  test.each(['kwallet', 'kwallet5', 'kwallet6'])(
    'with %s is asked on the bus before its key store is used',
    async (backend) => {
      const askWallet = vi.fn(() => Promise.resolve(locked));
      const box = boxWith(
        { getSelectedStorageBackend: () => backend, isAsyncEncryptionAvailable: touched },
        { askWallet },
      );
      expect([await box.state(), askWallet.mock.calls, touched.mock.calls.length]).toEqual([
        locked,
        [[backend]],
        0,
      ]);
    },
  );

  test.each(['basic_text', 'unknown'])('with %s has no key store', async (backend) => {
    const box = boxWith({ getSelectedStorageBackend: () => backend });
    expect(await box.state()).toMatchObject({ kind: 'unusable', code: 'storage/key-store-missing' });
  });

  test('whose key store is lost while the app runs, says so; back with another key, it is another one', async () => {
    let answer: Awaited<ReturnType<SecretBoxParts['askSecretService']>> = { kind: 'usable' };
    const box = boxWith({}, { askSecretService: () => Promise.resolve(answer) });
    const before = await box.state();
    answer = locked;
    await vi.advanceTimersByTimeAsync(2_001);
    const lost = await box.state();
    answer = { kind: 'usable' };
    const back = await box.state();
    answer = locked;
    await vi.advanceTimersByTimeAsync(2_001);
    await box.state();
    answer = { kind: 'usable' };
    Object.assign(safeStorage, { encryptStringAsync: async () => Buffer.from('another key') });
    const other = await box.state();
    expect([lost, back]).toEqual([locked, before]);
    expect(other).not.toEqual(before);
  });
});
