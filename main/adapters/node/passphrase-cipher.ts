// Text under a passphrase alone, readable on another machine: scrypt makes the key, AES-256-GCM seals the text.
import { createSecretKey, randomBytes, scrypt, type KeyObject } from 'node:crypto';
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import type { Secret } from '../../domain/secret.ts';
import type { PassphraseCipher } from '../../ports.ts';
import { keyBytes, nonceBytes, openText, sealText, tagBytes } from './sealed-text.ts';

const schemaVersion = 1;
const leastN = 2 ** 17;
/** One GiB of memory; more would let a file from elsewhere stop the machine. */
const mostN = 2 ** 20;
const saltBytes = 16;

/** Base64 of a certain number of bytes. */
function bytesShape(least: number, most: number) {
  return z.base64().check(
    z.refine((text) => {
      const { length } = Buffer.from(text, 'base64');
      return length >= least && length <= most;
    }),
  );
}

/** Cheaper than ours is refused too: somebody may have weakened the file to guess the passphrase. */
const derivationShape = z.strictObject({
  name: z.literal('scrypt'),
  n: z.number().check(z.refine((n) => Number.isInteger(Math.log2(n)) && n >= leastN && n <= mostN)),
  r: z.literal(8),
  p: z.int().check(z.minimum(1), z.maximum(4)),
  salt: bytesShape(saltBytes, 64),
});
export type Derivation = z.output<typeof derivationShape>;

const cipherShape = z.strictObject({
  name: z.literal('aes-256-gcm'),
  nonce: bytesShape(nonceBytes, nonceBytes),
  tag: bytesShape(tagBytes, tagBytes),
});

const sealedShape = z.strictObject({
  schema: z.literal(schemaVersion),
  kdf: derivationShape,
  cipher: cipherShape,
  text: z.base64(),
});
export type PassphraseSealed = z.output<typeof sealedShape>;

/** Today's cost (a third of a second or so, 128 MiB), with a salt of its own. */
export function newDerivation(): Derivation {
  return { name: 'scrypt', n: leastN, r: 8, p: 1, salt: randomBytes(saltBytes).toString('base64') };
}

/** The key of a passphrase. Typed on another system the same words may come in other code points, so they are composed. */
export async function deriveKey(passphrase: Secret, { n, r, p, salt }: Derivation): Promise<KeyObject> {
  const words = Buffer.from(passphrase.reveal().normalize('NFC'));
  const options = { N: n, r, p, maxmem: 256 * n * r };
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    scrypt(words, Buffer.from(salt, 'base64'), keyBytes, options, (cause, key) => {
      if (cause === null) resolve(key);
      else reject(cause);
    });
  });
  words.fill(0);
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** Everything but text and tag, so that no part of the header can be exchanged. */
function header({ name, n, r, p, salt }: Derivation, nonce: string): string {
  return ['gatehouse', schemaVersion, name, n, r, p, salt, nonce].join('|');
}

export function sealUnder(text: string, key: KeyObject, kdf: Derivation): PassphraseSealed {
  const sealed = sealText(text, key, (nonce) => header(kdf, nonce.toString('base64')));
  return {
    schema: schemaVersion,
    kdf,
    cipher: {
      name: 'aes-256-gcm',
      nonce: sealed.nonce.toString('base64'),
      tag: sealed.tag.toString('base64'),
    },
    text: sealed.text.toString('base64'),
  };
}

/** Undefined under another passphrase, or when anything was changed: the two cannot be told apart. */
export function openUnder({ kdf, cipher, text }: PassphraseSealed, key: KeyObject): string | undefined {
  const part = (base64: string): Buffer => Buffer.from(base64, 'base64');
  const sealed = { nonce: part(cipher.nonce), tag: part(cipher.tag), text: part(text) };
  return openText(sealed, key, header(kdf, cipher.nonce));
}

/** @throws Failure `storage/unreadable` or `storage/newer-schema` */
export function parseSealed(text: string, subject: string): PassphraseSealed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // What the engine says of it quotes the text.
    throw new Failure('storage/unreadable', { subject, detail: 'not JSON' });
  }
  const version = z.object({ schema: z.number() }).safeParse(json);
  if (version.success && version.data.schema > schemaVersion)
    throw new Failure('storage/newer-schema', { subject });
  const parsed = sealedShape.safeParse(json);
  if (parsed.success) return parsed.data;
  const detail = `field ${parsed.error.issues[0]?.path.join('.') ?? ''}`;
  throw new Failure('storage/unreadable', { subject, detail });
}

export function createPassphraseCipher(): PassphraseCipher {
  return {
    async seal(text, passphrase) {
      const kdf = newDerivation();
      return JSON.stringify(sealUnder(text, await deriveKey(passphrase, kdf), kdf));
    },
    async open(sealed, passphrase) {
      const parsed = parseSealed(sealed, 'what was sealed with a passphrase');
      const text = openUnder(parsed, await deriveKey(passphrase, parsed.kdf));
      if (text === undefined) throw new Failure('storage/passphrase-wrong');
      return text;
    },
  };
}
