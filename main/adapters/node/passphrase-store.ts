// A passphrase in place of the system's key store: one file that tells the right one, and a box under its key.
import { createHash, randomBytes, type KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import type { PassphraseStore, SecretBox } from '../../ports.ts';
import { decodeText, readIfPresent, replaceFile } from './durable-file.ts';
import { codeOf } from './file-failure.ts';
import {
  deriveKey,
  newDerivation,
  openUnder,
  parseSealed,
  sealUnder,
  type PassphraseSealed,
} from './passphrase-cipher.ts';
import { openBytes, sealBytes } from './sealed-text.ts';

/** What the file holds under the passphrase: nothing worth knowing, but it opens with the right one only. */
const checkText = 'gatehouse passphrase';
const boundTo = 'gatehouse passphrase store';

interface OpenStore {
  readonly key: KeyObject;
  readonly keyId: string;
}

/** The salt is random, so it tells the key that was made with it from every other one. */
function openStore(key: KeyObject, { kdf }: PassphraseSealed): OpenStore {
  return { key, keyId: createHash('sha256').update(kdf.salt).digest('hex').slice(0, 16) };
}

/** Puts a file in its place unless there is one already, also when two processes try at the same moment. */
async function placeOnce(path: string, text: string): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}-${randomBytes(8).toString('hex')}`);
  await replaceFile(beside, new TextEncoder().encode(text), undefined);
  try {
    await link(beside, path).catch(async (thrown: unknown) => {
      if (isTaken(thrown)) throw thrown;
      // Not every file system has second names.
      await copyFile(beside, path, constants.COPYFILE_EXCL);
    });
  } catch (cause) {
    throw isTaken(cause)
      ? new Failure('storage/conflict', { subject: path, detail: 'there is a passphrase already', cause })
      : new Failure('storage/write-failed', { subject: path, cause });
  } finally {
    await rm(beside, { force: true });
  }
}

function isTaken(thrown: unknown): boolean {
  return codeOf(thrown) === 'EEXIST';
}

/** @param path a private file of our own; there is none until a passphrase is chosen */
export function createPassphraseStore(path: string): PassphraseStore & { box(): SecretBox } {
  let open: OpenStore | undefined;

  async function read(): Promise<PassphraseSealed | undefined> {
    const bytes = await readIfPresent(path);
    return bytes === undefined ? undefined : parseSealed(decodeText(bytes, path), path);
  }

  async function state(): Promise<'none' | 'locked' | 'open'> {
    if (open !== undefined) return 'open';
    return (await readIfPresent(path)) === undefined ? 'none' : 'locked';
  }

  async function closed(): Promise<Failure> {
    const detail = (await state()) === 'none' ? 'no passphrase was chosen yet' : 'it was not entered yet';
    return new Failure('storage/key-store-passphrase', { detail });
  }

  return {
    state,
    async create(passphrase) {
      const kdf = newDerivation();
      const key = await deriveKey(passphrase, kdf);
      const sealed = sealUnder(checkText, key, kdf);
      await placeOnce(path, `${JSON.stringify(sealed)}\n`);
      open = openStore(key, sealed);
    },
    async unlock(passphrase) {
      const sealed = await read();
      if (sealed === undefined) throw await closed();
      const key = await deriveKey(passphrase, sealed.kdf);
      if (openUnder(sealed, key) !== checkText)
        throw new Failure('storage/passphrase-wrong', { subject: 'the stored keys' });
      open = openStore(key, sealed);
    },
    async setAside() {
      const time = new Date().toISOString().replaceAll(':', '-');
      await rename(path, `${path}.set-aside-${time}`).catch((cause: unknown) => {
        if (codeOf(cause) !== 'ENOENT') throw new Failure('storage/write-failed', { subject: path, cause });
      });
      open = undefined;
    },
    box: () => ({
      async state() {
        if (open !== undefined)
          return { kind: 'ready', backend: 'passphrase', keyId: open.keyId, durable: true };
        const { detail = '' } = await closed().catch(
          () => new Failure('storage/key-store-passphrase', { detail: `${path} cannot be read` }),
        );
        return { kind: 'unusable', code: 'storage/key-store-passphrase', detail };
      },
      async encrypt(text) {
        if (open === undefined) throw await closed();
        return sealBytes(text, open.key, boundTo);
      },
      async decrypt(bytes) {
        if (open === undefined) throw await closed();
        const text = openBytes(bytes, open.key, boundTo);
        if (text === undefined) throw new Failure('storage/unreadable', { subject: 'the stored keys' });
        return { text, stale: false };
      },
    }),
  };
}
