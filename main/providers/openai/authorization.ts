// Authorization code + PKCE against auth.openai.com, by openid-client (protocols §1.1–1.3, §1.5).
import * as openid from 'openid-client';
import * as z from 'zod/mini';
import type { SignedInAccount } from '../../domain/account.ts';
import { Failure } from '../../domain/failure.ts';
import { accountIdOf, consumerId, providerId } from '../../domain/ids.ts';
import { Secret } from '../../domain/secret.ts';
import { failureBelow, readJson, refuseBadStatus } from '../answers.ts';
import type { BrowserAttempt, ProviderTools } from '../description.ts';

const subject = 'OpenAI';
const issuer = 'https://auth.openai.com';
const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const path = '/auth/callback';
const authClaim = 'https://api.openai.com/auth';

const claimsShape = z.object({
  sub: z.string().check(z.minLength(1)),
  email: z.optional(z.string()),
  [authClaim]: z.object({
    chatgpt_account_id: z.string().check(z.minLength(1)),
    chatgpt_user_id: z.optional(z.string()),
    user_id: z.optional(z.string()),
    chatgpt_plan_type: z.optional(z.string()),
  }),
});

/** Longer lives than a year are taken for a mistake of the answer (reliability TK-06). */
const longestLifeMs = 366 * 86_400_000;

const discoveryShape = z.object({ issuer: z.literal(issuer), jwks_uri: z.url() });
const keySetShape = z.object({ keys: z.array(z.record(z.string(), z.unknown())).check(z.minLength(1)) });

const ownErrorShape = z.object({ error: z.object({ code: z.string() }) });

type KeySet = z.output<typeof keySetShape>;

/** The signing keys, or undefined when they cannot be had: the sign-in then goes on without them (design §4). */
async function fetchKeys(
  { http, clock, log }: ProviderTools,
  signal: AbortSignal,
): Promise<KeySet | undefined> {
  const get = async (url: string): Promise<Response> => {
    const response = await http(url, { headers: { accept: 'application/json' }, signal });
    refuseBadStatus(response, subject, clock.nowMs());
    return response;
  };
  try {
    const discovery = await readJson(
      await get(`${issuer}/.well-known/openid-configuration`),
      discoveryShape,
      subject,
    );
    return await readJson(await get(discovery.jwks_uri), keySetShape, subject);
  } catch (thrown) {
    if (!signal.aborted)
      log.warn('signing keys unreachable; claims are checked, the signature is not', {
        provider: subject,
        thrown,
      });
    return undefined;
  }
}

/** OpenAI's own form of an error, `{error: {code, message}}`, becomes the one of OAuth (protocols §1.3). */
async function asOAuth(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const own = ownErrorShape.safeParse(body);
  return own.success ? Response.json({ error: own.data.error.code }, { status: response.status }) : response;
}

/** Gives openid-client our pinned HTTP. Faults of the moment are told apart here, before it reads the answer. */
function wire({ http, clock }: ProviderTools, signal: AbortSignal): openid.CustomFetch {
  return async (url, options) => {
    const response = await http(url, {
      method: options.method,
      headers: options.headers,
      ...(options.body instanceof URLSearchParams && { body: options.body.toString() }),
      signal,
    });
    const { status, headers } = response;
    // A page in place of JSON comes from something between us and OpenAI, not from its sign-in.
    const page = status === 403 && !(headers.get('content-type') ?? '').includes('json');
    if (status === 429 || status >= 500 || page) refuseBadStatus(response, subject, clock.nowMs());
    return asOAuth(response);
  };
}

function accountOf(
  tokens: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers,
  nowMs: number,
): SignedInAccount {
  const claims = claimsShape.safeParse(tokens.claims());
  if (!claims.success || tokens.id_token === undefined || tokens.refresh_token === undefined) {
    throw new Failure('sign-in/refused-answer', {
      subject,
      detail: 'the answer lacks the account or a token',
    });
  }
  const { email, sub } = claims.data;
  const auth = claims.data[authClaim];
  const expiresInMs =
    tokens.expires_in === undefined ? undefined : Math.min(tokens.expires_in * 1000, longestLifeMs);
  return {
    account: {
      id: accountIdOf(
        providerId('openai'),
        `${auth.chatgpt_user_id ?? auth.user_id ?? sub}.${auth.chatgpt_account_id}`,
      ),
      provider: providerId('openai'),
      label: email ?? sub,
      workspaceId: auth.chatgpt_account_id,
      ...(auth.chatgpt_plan_type !== undefined && { plan: auth.chatgpt_plan_type }),
      kind: 'oauth',
    },
    credential: {
      kind: 'oauth',
      origin: 'browser-sign-in',
      destinations: [consumerId('codex')],
      issuer,
      clientId,
      accessToken: new Secret(tokens.access_token),
      refreshToken: new Secret(tokens.refresh_token),
      idToken: new Secret(tokens.id_token),
      ...(expiresInMs !== undefined && { expiresAt: nowMs + expiresInMs }),
      obtainedAt: nowMs,
    },
  };
}

/** Builds the address to open and says how its answer is checked and redeemed. */
export async function begin(
  port: number,
  tools: ProviderTools,
  signal: AbortSignal,
): Promise<BrowserAttempt> {
  const keysComing = fetchKeys(tools, signal);
  const config = new openid.Configuration(
    {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
    },
    clientId,
    undefined,
    openid.None(),
  );
  config[openid.customFetch] = wire(tools, signal);

  const redirectUri = `http://127.0.0.1:${String(port)}${path}`;
  const state = openid.randomState();
  const codeVerifier = openid.randomPKCECodeVerifier();
  const url = openid.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid profile email offline_access',
    code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    state,
    id_token_add_organizations: 'true',
    codex_cli_simplified_flow: 'true',
    originator: 'gatehouse',
  });

  return {
    url: url.href,
    expectation: { path, state, stateSuffixes: ['.onboarding_entrypoint=life_sciences'], issuer },

    async finish(code) {
      const keys = await keysComing;
      if (keys !== undefined) {
        openid.setJwksCache(config, {
          jwks: { keys: keys.keys.map((key) => ({ ...key })) },
          uat: Math.floor(tools.clock.nowMs() / 1000),
        });
        openid.enableNonRepudiationChecks(config);
      }
      const answered = new URL(redirectUri);
      answered.searchParams.set('code', code);
      answered.searchParams.set('state', state);
      try {
        const tokens = await openid.authorizationCodeGrant(config, answered, {
          pkceCodeVerifier: codeVerifier,
          expectedState: state,
          idTokenExpected: true,
        });
        return accountOf(tokens, tools.clock.nowMs());
      } catch (thrown) {
        const known = failureBelow(thrown);
        if (known !== undefined) throw known;
        // The library's own text may quote the answer; its code does not.
        const reason =
          thrown instanceof openid.ResponseBodyError
            ? thrown.error
            : thrown instanceof openid.ClientError
              ? thrown.code
              : undefined;
        throw new Failure('sign-in/refused-answer', {
          subject,
          ...(reason !== undefined && { detail: reason }),
          // Below the library's error stands the answer, which may repeat what was sent: only the words are kept.
          cause: thrown instanceof Error ? new Error(thrown.message) : undefined,
        });
      }
    },

    denied: (_error, description) =>
      description.includes('missing_codex_entitlement') ? 'sign-in/not-entitled' : 'sign-in/denied',
  };
}
