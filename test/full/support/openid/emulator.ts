// An authorization server in the place of OpenAI's that does in each sign-in exactly what a module of the list says.
import { createHash, randomBytes } from 'node:crypto';
import type { RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { signed, type Claims, type KeyRing } from './keys.ts';
import { issuer } from './stand-in.ts';

/** What is other than in a good sign-in. */
export interface Deviation {
  readonly claims?: (good: Claims) => Claims;
  readonly sign?: (claims: Claims, keys: KeyRing) => Promise<string> | string;
  /** What its key set holds in the first answer, and in those after it. */
  readonly keySet?: (keys: KeyRing, asked: number) => readonly Claims[];
  readonly discovery?: Claims;
  /** Fields of the token answer; `undefined` takes one away. */
  readonly tokens?: Claims;
  /** In place of a token answer. */
  readonly refusal?: { readonly status: number; readonly body: string; readonly type?: string };
}

export interface Emulator {
  readonly handler: RequestListener;
  /** From the next request on. */
  deviation: Deviation;
  readonly asked: { tokens: number; keys: number; elsewhere: number };
}

const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const lifeSeconds = 3_600;

/** The claims of a good id token. */
export function goodClaims(): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    aud: [clientId],
    sub: 'auth0|ada',
    iat: now,
    exp: now + lifeSeconds,
    email: 'ada@example.test',
    'https://api.openai.com/auth': {
      chatgpt_account_id: 'acc-1',
      chatgpt_user_id: 'user-1',
      chatgpt_plan_type: 'plus',
    },
  };
}

function present(fields: Claims): Claims {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function send(response: ServerResponse, status: number, body: string, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

export function createEmulator(keys: KeyRing): Emulator {
  /** The challenge of each code that was not redeemed yet (RFC 7636). */
  const challenges = new Map<string, string>();

  async function tokensFor(): Promise<string> {
    const { claims = (good: Claims) => good, sign, tokens = {} } = emulator.deviation;
    const wanted = present(claims(goodClaims()));
    const idToken = await (sign === undefined ? signed(wanted, keys.current) : sign(wanted, keys));
    return JSON.stringify(
      present({
        token_type: 'Bearer',
        access_token: `canary_access_${randomBytes(8).toString('hex')}`,
        refresh_token: `canary_refresh_${randomBytes(8).toString('hex')}`,
        expires_in: lifeSeconds,
        scope: 'openid profile email offline_access',
        id_token: idToken,
        ...tokens,
      }),
    );
  }

  function authorize(query: URLSearchParams, response: ServerResponse): void {
    const code = `canary_code_${randomBytes(8).toString('hex')}`;
    challenges.set(code, query.get('code_challenge') ?? '');
    const back = new URL(query.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    response.writeHead(302, { location: back.href }).end();
  }

  async function token(form: URLSearchParams, response: ServerResponse): Promise<void> {
    emulator.asked.tokens += 1;
    const { refusal } = emulator.deviation;
    if (refusal !== undefined) {
      send(response, refusal.status, refusal.body, refusal.type);
      return;
    }
    if (form.get('grant_type') === 'authorization_code') {
      const code = form.get('code') ?? '';
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const isGood = challenges.get(code) === challenge && form.get('client_id') === clientId;
      challenges.delete(code);
      if (!isGood) {
        send(response, 400, JSON.stringify({ error: 'invalid_grant' }));
        return;
      }
    }
    send(response, 200, await tokensFor());
  }

  const emulator: Emulator = {
    deviation: {},
    asked: { tokens: 0, keys: 0, elsewhere: 0 },
    handler(request, response) {
      const { pathname, searchParams } = new URL(request.url ?? '', issuer);
      const { discovery = {}, keySet } = emulator.deviation;
      switch (pathname) {
        case '/.well-known/openid-configuration':
          send(
            response,
            200,
            JSON.stringify({ issuer, jwks_uri: `${issuer}/.well-known/jwks.json`, ...discovery }),
          );
          break;
        case '/.well-known/jwks.json': {
          const set = keySet?.(keys, emulator.asked.keys) ?? [{ ...keys.current.jwk }];
          emulator.asked.keys += 1;
          send(response, 200, JSON.stringify({ keys: set }));
          break;
        }
        case '/oauth/authorize':
          authorize(searchParams, response);
          break;
        case '/oauth/token':
          void text(request).then((body) => token(new URLSearchParams(body), response));
          break;
        default:
          emulator.asked.elsewhere += 1;
          send(response, 404, '{}');
      }
    },
  };
  return emulator;
}
