// Reads the claims of a JSON Web Token without judging it: for tokens from a file of this computer, never from the network.
import type { Secret } from './secret.ts';

// Neither Node nor a browser is at hand in this room, and six lines are less than a dependency.
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function bytesOf(base64url: string): readonly number[] | undefined {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of base64url) {
    const value = alphabet.indexOf(character);
    if (value < 0) return undefined;
    held = (held << 6) | value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
    held &= (1 << bits) - 1;
  }
  return bytes;
}

/** The payload (RFC 7519 §3), or undefined when the text is no such token. */
export function claimsOf(token: Secret): Readonly<Record<string, unknown>> | undefined {
  const [, payload, signature] = token.reveal().split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const escaped = bytesOf(payload)?.map((byte) => `%${byte.toString(16).padStart(2, '0')}`);
    const claims: unknown = JSON.parse(decodeURIComponent(escaped?.join('') ?? ''));
    return typeof claims === 'object' && claims !== null ? { ...claims } : undefined;
  } catch {
    return undefined;
  }
}

/** The `iat` claim as Unix milliseconds: the provider's clock, not ours. */
export function issueOf(token: Secret): number | undefined {
  const seconds = claimsOf(token)?.['iat'];
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined;
}

/** The `exp` claim as Unix milliseconds. */
export function expiryOf(token: Secret): number | undefined {
  const seconds = claimsOf(token)?.['exp'];
  return typeof seconds === 'number' && seconds > 0 ? seconds * 1000 : undefined;
}
