// node-oidc-provider, a certified authorization server, in the place of OpenAI's: the same addresses, client and claims.
import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { z } from 'zod';
import { ProviderStore } from './provider-store.ts';
import { issuer } from './stand-in.ts';

const clientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const authClaim = 'https://api.openai.com/auth';
const pages = '/pages/';
const scope = 'openid profile email offline_access';

export interface RealProvider {
  readonly handler: RequestListener;
  /** What the person at its pages does from now on. */
  decision: 'allow' | 'deny';
  readonly asked: { tokens: number };
}

/** Whoever comes to its pages is Ada. */
export async function startRealProvider(): Promise<RealProvider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const secret = randomBytes(32).toString('hex');
  const provider = new Provider(issuer, {
    adapter: ProviderStore,
    clients: [
      {
        client_id: clientId,
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/auth/callback'],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'key-1', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: [secret] },
    claims: { openid: ['sub', authClaim], profile: ['name'], email: ['email'] },
    conformIdTokenClaims: false,
    scopes: scope.split(' '),
    routes: {
      authorization: '/oauth/authorize',
      token: '/oauth/token',
      jwks: '/.well-known/jwks.json',
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `${pages}${uid}` },
    issueRefreshToken: async () => true,
    ttl: {
      AccessToken: 3_600,
      AuthorizationCode: 60,
      IdToken: 3_600,
      RefreshToken: 86_400,
      Session: 3_600,
      Grant: 86_400,
      Interaction: 600,
    },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: async () => ({
        sub: accountId,
        name: 'Ada',
        email: 'ada@example.test',
        [authClaim]: { chatgpt_account_id: 'acc-1', chatgpt_user_id: 'user-1', chatgpt_plan_type: 'plus' },
      }),
    }),
  });
  const answer = provider.callback();

  const page: RequestListener = (request, response) => {
    void (async () => {
      const { prompt, params, session } = await provider.interactionDetails(request, response);
      if (real.decision === 'deny') {
        await provider.interactionFinished(request, response, { error: 'access_denied' });
      } else if (prompt.name === 'login') {
        await provider.interactionFinished(request, response, { login: { accountId: 'auth0|ada' } });
      } else {
        const grant = new provider.Grant({
          accountId: z.string().parse(session?.accountId),
          clientId: z.string().parse(params['client_id']),
        });
        grant.addOIDCScope(scope);
        const result = { consent: { grantId: await grant.save() } };
        await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
      }
    })().catch((thrown: unknown) => {
      response.writeHead(500).end(String(thrown));
    });
  };

  const real: RealProvider = {
    decision: 'allow',
    asked: { tokens: 0 },
    handler(request, response) {
      if (request.url?.startsWith(pages) === true) page(request, response);
      else {
        if (request.url === '/oauth/token') real.asked.tokens += 1;
        answer(request, response);
      }
    },
  };
  return real;
}
