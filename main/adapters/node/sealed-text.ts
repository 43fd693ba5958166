// Text under a key that we hold ourselves: AES-256-GCM, so that what was changed or is under another key does not open.
import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from 'node:crypto';

const algorithm = 'aes-256-gcm';
export const keyBytes = 32;
export const nonceBytes = 12;
export const tagBytes = 16;

export interface SealedText {
  readonly nonce: Buffer;
  readonly tag: Buffer;
  readonly text: Buffer;
}

/** @param boundTo says what the text belongs to, given its nonce; it opens only together with exactly this */
export function sealText(text: string, key: KeyObject, boundTo: (nonce: Buffer) => string): SealedText {
  // Random nonces collide after some billions of texts under one key; ours are thousands.
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce);
  cipher.setAAD(Buffer.from(boundTo(nonce)));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return { nonce, tag: cipher.getAuthTag(), text: sealed };
}

/** Undefined when the key is another one or anything was changed. */
export function openText(
  { nonce, tag, text }: SealedText,
  key: KeyObject,
  bound: string,
): string | undefined {
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(bound));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** The same in one piece: nonce, text, tag. */
export function sealBytes(text: string, key: KeyObject, bound: string): Uint8Array {
  const sealed = sealText(text, key, () => bound);
  return Buffer.concat([sealed.nonce, sealed.text, sealed.tag]);
}

export function openBytes(bytes: Uint8Array, key: KeyObject, bound: string): string | undefined {
  if (bytes.length < nonceBytes + tagBytes) return undefined;
  const whole = Buffer.from(bytes);
  const sealed = {
    nonce: whole.subarray(0, nonceBytes),
    text: whole.subarray(nonceBytes, -tagBytes),
    tag: whole.subarray(-tagBytes),
  };
  return openText(sealed, key, bound);
}
