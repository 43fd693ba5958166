// A tiny OpenAI: discovery, keys and a token endpoint whose id tokens are really signed. Each test scripts the answers.
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import type { SeenRequest } from './http.ts';

export const issuer = 'https://auth.openai.com';
export const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';

export const tokenUrl = `POST ${issuer}/oauth/token`;
export const discoveryUrl = `GET ${issuer}/.well-known/openid-configuration`;
export const keysUrl = `GET ${issuer}/.well-known/jwks.json`;

interface Keys {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

async function makeKeys(kid: string): Promise<Keys> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}

const made = makeKeys('key-1');
const foreign = makeKeys('key-1');

export type Claims = Readonly<Record<string, unknown>>;

export const authClaims = {
  chatgpt_account_id: 'acc-1',
  chatgpt_user_id: 'user-1',
  chatgpt_plan_type: 'plus',
};

/** The claims of a good id token; `undefined` takes one away. */
export function claimsWith(changes: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1000);
  const all: Claims = {
    iss: issuer,
    aud: [clientId],
    sub: 'auth0|ada',
    iat: now,
    exp: now + 3600,
    email: 'ada@example.test',
    'https://api.openai.com/auth': authClaims,
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

export type Signing = 'good' | 'foreign key' | 'unknown key' | 'none' | 'shared secret' | 'cut';

export async function idToken(claims: Claims = claimsWith(), signing: Signing = 'good'): Promise<string> {
  const { privateKey, jwk } = await made;
  const sign = (key: CryptoKey, kid: string): Promise<string> =>
    new SignJWT({ ...claims }).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
  switch (signing) {
    case 'good':
      return sign(privateKey, 'key-1');
    case 'foreign key':
      return sign((await foreign).privateKey, 'key-1');
    case 'unknown key':
      return sign((await foreign).privateKey, 'key-2');
    case 'none':
      return new UnsecuredJWT({ ...claims }).encode();
    case 'shared secret':
      return new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(new TextEncoder().encode(JSON.stringify(jwk)));
    case 'cut':
      return (await sign(privateKey, 'key-1')).slice(0, -8);
  }
}

/** What the token endpoint answers when all is well; `undefined` takes a field away. */
export async function tokens(changes: Readonly<Record<string, unknown>> = {}): Promise<Response> {
  return Response.json({
    token_type: 'Bearer',
    access_token: 'canary_access_token',
    refresh_token: 'canary_refresh_token',
    expires_in: 3600,
    scope: 'openid profile email offline_access',
    id_token: await idToken(),
    ...changes,
  });
}

export function discovery(changes: Readonly<Record<string, unknown>> = {}): () => Response {
  return () => Response.json({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json`, ...changes });
}

export async function keys(): Promise<Response> {
  return Response.json({ keys: [(await made).jwk] });
}

/** The form that a request carried. */
export function formOf({ body = '' }: SeenRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body));
}
