// Who a token of a ChatGPT sign-in is for, by its claims (protocols §1.5). Several programs keep such tokens.
import { providerId } from '../domain/ids.ts';
import { organizationIn } from '../domain/organization-claim.ts';
import { Secret } from '../domain/secret.ts';
import { claimsOf } from '../domain/token-claims.ts';
import type { LoginIdentity } from './description.ts';
import { objectIn, textIn } from './fields.ts';

const authClaim = 'https://api.openai.com/auth';
const profileClaim = 'https://api.openai.com/profile';

/** Ids go into our own id of the account, so they are held to what an id may look like. */
const idPattern = /^[\w.|@+-]{1,90}$/;

/** The person and the workspace; undefined when the token does not name them. Keeps nothing of the token. */
export function chatgptIdentity(token: string | undefined): LoginIdentity | undefined {
  const claims = token === undefined ? undefined : claimsOf(new Secret(token));
  const auth = objectIn(claims, authClaim);
  const user = textIn(auth, 'chatgpt_user_id') ?? textIn(auth, 'user_id') ?? textIn(claims, 'sub');
  const account = textIn(auth, 'chatgpt_account_id');
  if (user === undefined || account === undefined) return undefined;
  if (!idPattern.test(user) || !idPattern.test(account)) return undefined;
  const plan = textIn(auth, 'chatgpt_plan_type');
  const organization = organizationIn(auth);
  return {
    provider: providerId('openai'),
    subject: `cli/${user}/${account}`,
    label: textIn(claims, 'email') ?? textIn(objectIn(claims, profileClaim), 'email') ?? user,
    ...(organization !== undefined && { organization }),
    ...(plan !== undefined && { plan }),
  };
}
