// JSON Web Tokens that look real and are signed by nobody.
import { Secret } from '../../main/domain/secret.ts';

function part(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function tokenWith(claims: unknown): string {
  return [part({ alg: 'RS256', typ: 'JWT', kid: 'test' }), part(claims), 'canary_signature'].join('.');
}

/** An id token of OpenAI for a person and a workspace; `mark` makes two of the same identity differ. */
export function openaiIdToken(person = 'user-1', workspace = 'acc-1', mark = 'canary_id'): Secret {
  return new Secret(
    tokenWith({
      sub: `auth0|${person}`,
      jti: mark,
      email: 'ada@example.test',
      'https://api.openai.com/auth': { chatgpt_user_id: person, chatgpt_account_id: workspace },
    }),
  );
}

/** An access token that ends at this time. */
export function accessTokenUntil(expiresAtMs: number, mark = 'canary_access'): Secret {
  return new Secret(tokenWith({ jti: mark, exp: Math.floor(expiresAtMs / 1000) }));
}
