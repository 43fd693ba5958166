// The name of the lock under which a sign-in is renewed, or ended: one at a time for each client of each provider.
import type { OAuthAccount } from '../domain/account.ts';

/** Two renewals of one client at once have ended whole families of tokens (reliability RF-08). */
export function chainLock({ credential }: OAuthAccount): string {
  return `refresh ${credential.issuer} ${credential.clientId}`;
}
