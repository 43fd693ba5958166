// A short name for a secret, by which two of them can be told apart without showing either.
import { createHash } from 'node:crypto';

/** The first 8 hexadecimal digits of the text's SHA-256. */
export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
