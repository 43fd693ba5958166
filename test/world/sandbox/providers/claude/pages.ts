// Claude: the pages of a sign-in, from authorize to the code (protocols.md §2.2).
import { z } from 'zod';
import { html } from '../../answer.ts';
import { deviations } from '../../deviations.ts';
import { bare, check, Deviation, endpoint, oneOf } from '../../endpoint.ts';
import type { Endpoint } from '../../endpoint.ts';
import { donePage, pasteCodePage } from '../../pages.ts';
import type { Lent } from '../../provider.ts';
import {
  allowedFor,
  claudeCodeClientId,
  manualRedirect,
  olderSignInHost,
  platformHost,
  registeredClientId,
  scopeSets,
  signInHost,
} from './facts.ts';

const text = z.string().min(1);
const registeredRedirect = deviations['claude-registered-redirect'].value;

const authorizeQuery = z.strictObject({
  code: z.literal('true'),
  client_id: oneOf(claudeCodeClientId, registeredClientId),
  response_type: z.literal('code'),
  redirect_uri: text,
  scope: text,
  code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'is not an S256 challenge'),
  code_challenge_method: z.literal('S256'),
  state: text,
  login_hint: text.optional(),
  login_method: z.literal('sso').optional(),
});

type Authorize = Omit<z.infer<typeof authorizeQuery>, 'state'> & { readonly state?: string | undefined };

const sameSet = (one: string, other: string): boolean =>
  one.split(' ').toSorted().join(' ') === other.split(' ').toSorted().join(' ');

/** The rules that depend on who asks: each client has its own scopes and redirects. */
function checkClient(host: string, { client_id: client, scope, redirect_uri: redirect }: Authorize): void {
  const registered = client === registeredClientId;
  const ownScopes =
    host === platformHost
      ? [scopeSets.console, scopeSets.six]
      : [scopeSets.subscription, scopeSets.six, scopeSets.setupToken];
  const scopes = registered ? [scopeSets.registered] : ownScopes;
  if (!scopes.some((set) => sameSet(set, scope))) {
    throw new Deviation('query parameter "scope": scope set is not listed for this client and page');
  }
  const ownRedirect = registered
    ? redirect === registeredRedirect
    : /^http:\/\/localhost:\d{1,5}\/callback$/.test(redirect);
  if (!ownRedirect && redirect !== manualRedirect) {
    throw new Deviation('query parameter "redirect_uri": value is not listed for this client');
  }
}

/** A link such as `?z-<challenge>`: the letter stands for the scopes, the state stays with the program. */
function fromCompactLink(query: Readonly<Record<string, string>>): Authorize | undefined {
  const [name = '', ...others] = Object.keys(query);
  const [, letter = '', challenge = ''] = /^([zTI])-?([A-Za-z0-9_-]{43})$/.exec(name) ?? [];
  const scope = { z: scopeSets.subscription, T: scopeSets.console, I: scopeSets.setupToken }[letter];
  if (others.length > 0 || scope === undefined) return undefined;
  return {
    code: 'true',
    client_id: claudeCodeClientId,
    response_type: 'code',
    redirect_uri: manualRedirect,
    scope,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
}

export function claudePages({ signIns }: Lent): Endpoint[] {
  const authorize = (host: string, path: string): Endpoint =>
    endpoint({
      ...bare,
      kind: 'page',
      method: 'GET',
      host,
      path,
      query: z.record(z.string(), z.string()),
      answer: ({ query }) => {
        const asked = fromCompactLink(query) ?? check('query parameter', authorizeQuery, query);
        checkClient(host, asked);
        // A Console account buys tokens one by one; its grant does not cover inference.
        const granted = asked.scope
          .split(' ')
          .filter((scope) => host !== platformHost || scope !== 'user:inference');
        const page = signIns.begin({
          kind: 'authorization',
          provider: 'claude',
          site: host,
          clientId: asked.client_id,
          clientName: asked.client_id === registeredClientId ? 'A registered client' : 'Claude Code',
          redirectUri: asked.redirect_uri,
          scope: granted.join(' '),
          codeChallenge: asked.code_challenge,
          state: asked.state,
          emailHint: asked.login_hint,
        });
        return { ...page, allowed: allowedFor(asked.client_id) };
      },
    });

  const page = { ...bare, kind: 'page' as const, method: 'GET', host: platformHost };
  const success = donePage('Signed in', 'You are signed in. You can close this page.');

  return [
    authorize(signInHost, '/cai/oauth/authorize'),
    authorize(olderSignInHost, '/oauth/authorize'),
    authorize(platformHost, '/oauth/authorize'),
    endpoint({
      ...page,
      path: '/oauth/code/callback',
      query: z.strictObject({ code: text, state: z.string() }),
      answer: ({ query }) => html(200, pasteCodePage(`${query.code}#${query.state}`)),
    }),
    endpoint({
      ...page,
      path: '/oauth/code/success',
      query: z.strictObject({ app: text.optional() }),
      answer: () => html(200, success),
    }),
    endpoint({
      ...page,
      path: '/buy_credits',
      query: z.strictObject({ returnUrl: text }),
      answer: () => html(200, success),
    }),
    ...[signInHost, olderSignInHost, platformHost].flatMap((host) => signIns.pages(host)),
  ];
}
