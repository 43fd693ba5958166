// A key goes only to the issuer that it was made for, whatever provider has its name now.
import { expect, test } from 'vitest';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { accountId } from '../../../main/domain/ids.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { requireOwnKey } from '../../../main/flows/own-keys.ts';
import { noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { house } from '../../fakes/house.ts';

const issuer = 'https://acme.ghe.com/login/oauth';

function keyOf(made: string | undefined): SignedInAccount {
  return {
    account: { id: accountId('house:1'), provider: house.id, label: 'eve', kind: 'api-key' },
    credential: {
      kind: 'api-key',
      origin: 'entered',
      destinations: [],
      obtainedAt: noonMs,
      key: new Secret('canary_key'),
      ...(made !== undefined && { issuer: made }),
    },
  };
}

const refused = {
  code: 'credential/rejected',
  subject: 'eve',
  detail: 'it was made for another host than those that The House asks now',
};

test.each([
  ['of the same issuer', keyOf(issuer), issuer, 'taken'],
  ['of none, for a provider that is always the same', keyOf(undefined), undefined, 'taken'],
  ['of another issuer', keyOf(issuer), 'https://other.ghe.com/login/oauth', refused],
  ['of an issuer, for a provider that takes keys of its own now', keyOf(issuer), undefined, refused],
  ['of none, for a provider that is a company’s GitHub now', keyOf(undefined), issuer, refused],
  ['that is a sign-in says its issuer itself', openaiEntry(), issuer, 'taken'],
])('one %s', async (_name, entry, keyIssuer, outcome) => {
  const provider = { ...house, ...(keyIssuer !== undefined && { keyIssuer }) };
  const said = await failureOf(async () => {
    requireOwnKey(entry, provider);
  }).catch(() => 'taken');
  expect(said).toEqual(outcome);
});
