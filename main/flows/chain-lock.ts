// The lock under which a sign-in is renewed, or ended: one at a time for each client of each provider.
import type { OAuthAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { Lock } from '../ports.ts';

/** Another process of ours may be waiting for the provider's answer. */
const deadlineMs = 45_000;

/**
 * Two renewals of one client at once have ended whole families of tokens (reliability RF-08).
 * @throws Failure `storage/lock-held` naming the account and who holds it, or what the work throws
 */
export async function holdChain<Value>(
  lock: Lock,
  { account, credential }: OAuthAccount,
  work: () => Promise<Value>,
): Promise<Value> {
  const name = `refresh ${credential.issuer} ${credential.clientId}`;
  try {
    return await lock.hold(name, work, { deadlineMs });
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.code !== 'storage/lock-held' || failure.subject !== name) throw failure;
    throw new Failure(failure.code, { ...failure.toValue(), subject: account.label, cause: failure });
  }
}
