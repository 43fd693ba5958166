// Whether a key is still for the provider that has its name: a file of the person's can become another one.
import type { SignedInAccount } from '../domain/account.ts';
import { Failure } from '../domain/failure.ts';
import type { ProviderDescription } from '../providers/description.ts';

/**
 * To be asked before a key goes anywhere: what was entered for one issuer is not sent to another, whatever the file says now.
 * @throws Failure `credential/rejected`
 */
export function requireOwnKey(
  { account, credential }: SignedInAccount,
  { keyIssuer, label }: Pick<ProviderDescription, 'keyIssuer' | 'label'>,
): void {
  if (credential.kind !== 'api-key' || credential.issuer === keyIssuer) return;
  throw new Failure('credential/rejected', {
    subject: account.label,
    detail: `it was made for another host than those that ${label} asks now`,
  });
}
