// Makes an account out of an API key: named by how it begins and ends, told apart by a fingerprint.
import type { SignedInAccount } from '../domain/account.ts';
import { accountIdOf, type ConsumerId, type ProviderId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';

// As the vendors' own consoles show a key: enough to recognise it, nothing to use.
const shownStart = 7;
const shownEnd = 4;

/** The first 12 hex digits of the key's SHA-256: enough to tell keys apart, useless to anyone who reads it. */
async function fingerprint(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest).slice(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}

export async function keyAccount(
  provider: ProviderId,
  key: Secret,
  destinations: readonly ConsumerId[],
  nowMs: number,
): Promise<SignedInAccount> {
  const text = key.reveal();
  return {
    account: {
      id: accountIdOf(provider, `key-${await fingerprint(text)}`),
      provider,
      label: `${text.slice(0, shownStart)}…${text.slice(-shownEnd)}`,
      kind: 'api-key',
    },
    credential: { kind: 'api-key', key, origin: 'entered', destinations, obtainedAt: nowMs },
  };
}
