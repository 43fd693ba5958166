// Names made from contents: two contents can be told apart by them, and neither is shown.
import { createHash } from 'node:crypto';

/** SHA-256 in hexadecimal digits. */
export function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The first 8 hexadecimal digits of the text's SHA-256. */
export function fingerprintOf(text: string): string {
  return hashOf(text).slice(0, 8);
}
