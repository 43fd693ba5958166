// Hosts, the login that Gemini CLI keeps, and Google's way to say no, which several endpoints share.
import { json } from '../../answer.ts';
import type { Answer } from '../../answer.ts';
import { bearerToken } from '../../endpoint.ts';
import type { Persona } from '../../personas.ts';
import type { Lent } from '../../provider.ts';

export const keyHost = 'generativelanguage.googleapis.com';
export const codeAssistHost = 'cloudcode-pa.googleapis.com';

export const accessLifeSeconds = 3600;
const cliClientId = '681255809395-oo8ft2oprdrnp9e3aqf6av3hmdib135j.apps.googleusercontent.com';
const scope = ['cloud-platform', 'userinfo.email', 'userinfo.profile']
  .map((name) => `https://www.googleapis.com/auth/${name}`)
  .join(' ');

/** An error in Google's form; a reason stands in it as ErrorInfo. */
export function googleError(status: number, word: string, message: string, reason?: string): Answer {
  const details =
    reason === undefined
      ? []
      : [
          { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' },
          { '@type': 'type.googleapis.com/google.rpc.LocalizedMessage', locale: 'en-US', message },
        ];
  const error = { code: status, message, status: word };
  return json(status, { error: details.length === 0 ? error : { ...error, details } });
}

/** What a wrong key gets: the 400 that many have seen, with its reason. */
export const keyRefusal = (): Answer =>
  googleError(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', 'API_KEY_INVALID');

/** Who a bearer token belongs to, or the 401 that it gets. */
export function loginOf(
  { personas, grants }: Lent,
  authorization: string,
): Persona | { readonly refused: Answer } {
  const looked = grants.lookUpAccess(bearerToken(authorization));
  const persona = looked.refusal === undefined ? personas.find(looked.family.account) : undefined;
  if (persona?.provider === 'gemini') return persona;
  const message =
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid ' +
    'authentication credential.';
  const reason = looked.refusal === 'expired' ? 'ACCESS_TOKEN_EXPIRED' : undefined;
  return { refused: googleError(401, 'UNAUTHENTICATED', message, reason) };
}

/** What Gemini CLI keeps of a login of this person, made now: its `oauth_creds.json`. */
export function geminiLogin(
  { personas, grants, secrets, clock }: Pick<Lent, 'personas' | 'grants' | 'secrets' | 'clock'>,
  account: string,
): { readonly access_token: string; readonly expiry_date: number } & Readonly<Record<string, unknown>> {
  const { email, userId } = personas.get(account);
  const family = { account, clientId: cliClientId, scope, death: undefined };
  const access = secrets.issue('access-token', account, 'ya29.canary_');
  const refresh = secrets.issue('refresh-token', account, '1//canary_');
  const expiresAtMs = clock.nowMs() + accessLifeSeconds * 1000;
  grants.addAccess(family, access, expiresAtMs);
  grants.addRefresh(family, refresh, expiresAtMs + 365 * 86_400_000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'https://accounts.google.com', sub: userId, email, email_verified: true };
  const idToken = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.canary_signature`;
  return {
    access_token: access,
    refresh_token: refresh,
    scope,
    token_type: 'Bearer',
    id_token: secrets.remember('id-token', account, idToken),
    expiry_date: expiresAtMs,
  };
}
