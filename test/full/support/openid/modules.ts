// The relying-party modules of the OpenID conformance suite that apply to a public client with authorization code and PKCE,
// by the names that they have there, and what the suite leaves to each client, under names of our own.
import type { Module, Step } from './attempt.ts';
import type { Deviation } from './emulator.ts';
import {
  relabelled,
  signed,
  signedWithPublicKey,
  tampered,
  unsigned,
  withBitTurned,
  type Claims,
} from './keys.ts';

const week = 7 * 86_400;
const now = (): number => Math.floor(Date.now() / 1000);

const claimFault = 'OAUTH_JWT_CLAIM_COMPARISON_FAILED';
const claimRefused = `refused: sign-in/refused-answer ${claimFault}`;
const timeRefused = 'refused: sign-in/refused-answer OAUTH_JWT_TIMESTAMP_CHECK_FAILED';
const answerRefused = 'refused: sign-in/refused-answer OAUTH_INVALID_RESPONSE';
const keyRefused = 'refused: sign-in/refused-answer OAUTH_KEY_SELECTION_FAILED';
const issuerMissing = 'refused: sign-in/refused-answer the answer does not name its issuer and nothing asked';
const notTaken = 'not taken, then signed in';

type Suite = Module['suite'];

/** One sign-in at the emulator. */
function one(suite: Suite, name: string, deviation: Deviation, expected: string): Module {
  return { suite, name, at: 'emulator', steps: [{ do: 'sign-in', deviation }], expected };
}

function claims(suite: Suite, name: string, changes: () => Claims, expected: string): Module {
  return one(suite, name, { claims: (good) => ({ ...good, ...changes() }) }, expected);
}

/** One sign-in whose answer comes back otherwise first. */
function back(
  suite: Suite,
  name: string,
  change: NonNullable<Step['back']>,
  expected = notTaken,
): readonly Module[] {
  const steps = [{ do: 'sign-in', back: change }] as const;
  return (['emulator', 'oidc-provider'] as const).map((at) => ({ suite, name, at, steps, expected }));
}

function withParameter(name: string, value: string | undefined): (genuine: URL) => URL {
  return (genuine) => {
    const changed = new URL(genuine);
    if (value === undefined) changed.searchParams.delete(name);
    else changed.searchParams.set(name, value);
    return changed;
  };
}

/** The answer has spent the token before: the sign-in has ended. */
const ended = (why: string): string => `refused: credential/rejected ${why}`;

/** A good sign-in, then a renewal whose id token is otherwise. */
function renewal(name: string, changes: () => Claims, expected: string): Module {
  const deviation = { claims: (good: Claims) => ({ ...good, ...changes() }) };
  const steps = [{ do: 'sign-in' }, { do: 'renew', deviation }] as const;
  return { suite: 'oidcc', name, at: 'emulator', steps, expected: `signed in; ${expected}` };
}

const bare = ({ kid: _kid, ...key }: Claims): Claims => key;

const core: readonly Module[] = [
  one('oidcc', 'client-test', {}, 'signed in'),
  {
    suite: 'oidcc',
    name: 'client-test',
    at: 'oidc-provider',
    steps: [{ do: 'sign-in' }],
    expected: 'signed in',
  },
  one('oidcc', 'idtoken-sig-rs256', { sign: (given, { current }) => signed(given, current) }, 'signed in'),
  claims('oidcc', 'nonce-invalid', () => ({ nonce: 'canary_nonce' }), claimRefused),
  one(
    'oidcc',
    'kid-absent-single-jwks',
    {
      sign: (given, { current }) => signed(given, current, { kid: undefined }),
      keySet: ({ current }) => [bare({ ...current.jwk })],
    },
    'signed in',
  ),
  // The suite leaves it to the client whether it tries one key after the other.
  one(
    'oidcc',
    'kid-absent-multiple-jwks',
    {
      sign: (given, { current }) => signed(given, current, { kid: undefined }),
      keySet: ({ current, next }) => [bare({ ...next.jwk }), bare({ ...current.jwk })],
    },
    keyRefused,
  ),
  claims('oidcc', 'missing-iat', () => ({ iat: undefined }), answerRefused),
  claims('oidcc', 'missing-aud', () => ({ aud: undefined }), answerRefused),
  claims('oidcc', 'missing-sub', () => ({ sub: undefined }), answerRefused),
  claims('oidcc', 'invalid-iss', () => ({ iss: 'https://evil.test' }), claimRefused),
  claims('oidcc', 'invalid-aud', () => ({ aud: ['another'] }), claimRefused),
  one('oidcc', 'idtoken-sig-none', { sign: (given) => unsigned(given) }, answerRefused),
  one(
    'oidcc',
    'invalid-sig-rs256',
    { sign: async (given, { current }) => withBitTurned(await signed(given, current)) },
    answerRefused,
  ),
  one(
    'oidcc',
    'invalid-sig-es256',
    { sign: async (given, { elliptic }) => withBitTurned(await signed(given, elliptic)) },
    answerRefused,
  ),
  one(
    'oidcc',
    'invalid-sig-hs256',
    { sign: (given, { current }) => signedWithPublicKey(given, current) },
    answerRefused,
  ),
  one(
    'oidcc',
    'ignores-unparseable-key-in-jwks',
    {
      keySet: ({ current }) => [
        { kty: 'AKP', alg: 'ML-DSA-0', kid: 'of-tomorrow', pub: 'AA' },
        { kty: 'unheard-of', kid: 'made-up' },
        { ...current.jwk },
      ],
    },
    'signed in',
  ),
  one('oidcc', 'discovery-openid-config', {}, 'signed in'),
  one('oidcc', 'discovery-jwks-uri-keys', {}, 'signed in'),
  // Of another issuer it counts as none: nothing that it names is asked, and the claims still have to be right.
  one(
    'oidcc',
    'discovery-issuer-mismatch',
    { discovery: { issuer: 'https://evil.test', jwks_uri: 'https://auth.openai.com/elsewhere' } },
    'signed in',
  ),
  {
    suite: 'oidcc',
    name: 'signing-key-rotation',
    at: 'emulator',
    steps: [
      { do: 'sign-in' },
      {
        do: 'sign-in',
        deviation: {
          sign: (given, { next }) => signed(given, next),
          keySet: ({ next }) => [{ ...next.jwk }],
        },
      },
    ],
    expected: 'signed in; signed in',
  },
  one(
    'oidcc',
    'signing-key-rotation-just-before-signing',
    {
      sign: (given, { next }) => signed(given, next),
      keySet: ({ current, next }, asked) => [{ ...(asked === 0 ? current : next).jwk }],
    },
    'signed in',
  ),
  renewal('refresh-token', () => ({}), 'renewed'),
  {
    suite: 'oidcc',
    name: 'refresh-token',
    at: 'oidc-provider',
    steps: [{ do: 'sign-in' }, { do: 'renew' }, { do: 'renew' }],
    expected: 'signed in; renewed; renewed',
  },
  renewal('refresh-token-invalid-issuer', () => ({ iss: 'https://evil.test' }), ended(claimFault)),
  renewal('refresh-token-invalid-aud', () => ({ aud: ['another'] }), ended(claimFault)),
  renewal(
    'refresh-token-invalid-sub',
    () => ({ sub: 'auth0|another' }),
    ended('the answer names another account'),
  ),
  renewal(
    'refresh-token-invalid-azp',
    () => ({ azp: 'another' }),
    ended('the answer is meant for another program'),
  ),
];

const financial: readonly Module[] = [
  claims('fapi', 'invalid-nonce', () => ({ nonce: 'canary_nonce' }), claimRefused),
  claims('fapi', 'invalid-missing-iss', () => ({ iss: undefined }), answerRefused),
  claims('fapi', 'invalid-missing-aud', () => ({ aud: undefined }), answerRefused),
  claims('fapi', 'invalid-missing-exp', () => ({ exp: undefined }), answerRefused),
  claims('fapi', 'invalid-expired-exp', () => ({ iat: now() - 7_200, exp: now() - 3_600 }), timeRefused),
  claims(
    'fapi',
    'invalid-secondary-aud',
    () => ({ aud: ['app_EMoamEEZ73f0CkXaXp7hrann', 'another'] }),
    claimRefused,
  ),
  // From the token endpoint its age alone refuses no id token (OpenID Connect Core §3.1.3.7, no. 10): its end counts.
  claims('fapi', 'iat-is-week-in-past', () => ({ iat: now() - week }), 'signed in'),
  one(
    'fapi',
    'invalid-null-alg',
    { sign: async (given, { current }) => relabelled(await signed(given, current), { alg: null }) },
    answerRefused,
  ),
  one(
    'fapi',
    'invalid-alternate-alg',
    {
      sign: (given, { elliptic }) => signed(given, elliptic),
      keySet: ({ current, elliptic }) => [{ ...current.jwk }, { ...elliptic.jwk }],
    },
    answerRefused,
  ),
  one('fapi', 'invalid-signature', { sign: (given, { foreign }) => signed(given, foreign) }, answerRefused),
  one('fapi', 'no-scope-in-token-endpoint-response', { tokens: { scope: undefined } }, 'signed in'),
  one('fapi', 'token-type-case-insensitivity', { tokens: { token_type: 'bEARER' } }, 'signed in'),
  ...back('fapi', 'ensure-authorization-response-with-invalid-state-fails', withParameter('state', 'wrong')),
  ...back(
    'fapi',
    'ensure-authorization-response-with-invalid-missing-state-fails',
    withParameter('state', undefined),
  ),
  ...back('fapi', 'invalid-authorization-response-iss', withParameter('iss', 'https://evil.test')),
  one(
    'fapi',
    'remove-authorization-response-iss',
    { discovery: { authorization_response_iss_parameter_supported: true } },
    issuerMissing,
  ),
  {
    suite: 'fapi',
    name: 'remove-authorization-response-iss',
    at: 'oidc-provider',
    steps: [{ do: 'sign-in', back: withParameter('iss', undefined) }],
    expected: issuerMissing,
  },
];

const refusal = (status: number, body: string, type?: string): Deviation => ({
  refusal: { status, body, ...(type !== undefined && { type }) },
});

const own: readonly Module[] = [
  claims(
    'own',
    'azp of another client',
    () => ({ azp: 'another' }),
    'refused: sign-in/refused-answer the answer is meant for another program',
  ),
  claims('own', 'azp of ours', () => ({ azp: 'app_EMoamEEZ73f0CkXaXp7hrann' }), 'signed in'),
  claims(
    'own',
    'several audiences and azp of another client',
    () => ({ aud: ['app_EMoamEEZ73f0CkXaXp7hrann', 'another'], azp: 'another' }),
    claimRefused,
  ),
  claims('own', 'an end that is a text', () => ({ exp: String(now() + 3_600) }), answerRefused),
  claims('own', 'not to be used before tomorrow', () => ({ nbf: now() + 86_400 }), timeRefused),
  claims('own', 'an issuer with a slash more', () => ({ iss: 'https://auth.openai.com/' }), claimRefused),
  one(
    'own',
    'other claims below the signature',
    {
      sign: async (given, { current }) =>
        tampered(await signed({ ...given, sub: 'auth0|another' }, current), given),
    },
    answerRefused,
  ),
  one(
    'own',
    'a key that the token brings along',
    { sign: (given, { foreign }) => signed(given, foreign, { kid: 'key-1', jwk: foreign.jwk }) },
    answerRefused,
  ),
  one(
    'own',
    'a key that no set holds',
    { sign: (given, { foreign }) => signed(given, { ...foreign, kid: 'key-9' }) },
    keyRefused,
  ),
  one(
    'own',
    'a key for encryption',
    { keySet: ({ current }) => [{ ...current.jwk, use: 'enc' }] },
    keyRefused,
  ),
  one(
    'own',
    'a header that wants to be understood',
    {
      sign: async (given, { current }) =>
        relabelled(await signed(given, current), { alg: 'RS256', kid: 'key-1', crit: ['exp'], exp: 1 }),
    },
    'refused: sign-in/refused-answer OAUTH_UNSUPPORTED_OPERATION',
  ),
  one('own', 'no id token', { tokens: { id_token: undefined } }, answerRefused),
  one('own', 'an id token of two parts', { tokens: { id_token: 'canary.two' } }, answerRefused),
  one('own', 'no access token', { tokens: { access_token: undefined } }, answerRefused),
  one(
    'own',
    'a token of another kind',
    { tokens: { token_type: 'mac' } },
    'refused: sign-in/refused-answer OAUTH_UNSUPPORTED_OPERATION',
  ),
  one(
    'own',
    'invalid_grant',
    refusal(400, '{"error":"invalid_grant"}'),
    'refused: sign-in/refused-answer invalid_grant',
  ),
  one(
    'own',
    'invalid_client',
    refusal(401, '{"error":"invalid_client"}'),
    'refused: sign-in/refused-answer invalid_client',
  ),
  one(
    'own',
    'an error of the server',
    refusal(500, '{"error":"server_error"}'),
    'refused: provider/unavailable status 500',
  ),
  one('own', 'too many questions', refusal(429, '{}'), 'refused: provider/rate-limited status 429'),
  one(
    'own',
    'a page in place of tokens',
    refusal(200, '<html>canary_page', 'text/html'),
    'refused: sign-in/refused-answer OAUTH_RESPONSE_IS_NOT_JSON',
  ),
  ...back(
    'own',
    'the code of another sign-in',
    async (genuine, ofAnother) => {
      const changed = new URL(genuine);
      changed.searchParams.set('code', (await ofAnother()).searchParams.get('code') ?? '');
      return changed;
    },
    'refused: sign-in/refused-answer invalid_grant',
  ),
  ...back('own', 'two states', (genuine) => {
    const changed = new URL(genuine);
    changed.searchParams.append('state', 'another');
    return changed;
  }),
  ...back('own', 'an error without a state', (genuine) => new URL('?error=access_denied', genuine)),
  ...back('own', 'an error beside a code', withParameter('error', 'access_denied')),
  ...back('own', 'an empty code', withParameter('code', '')),
  {
    suite: 'own',
    name: 'the person says no',
    at: 'oidc-provider',
    steps: [{ do: 'sign-in', denies: true }, { do: 'sign-in' }],
    expected: 'refused: sign-in/denied and nothing asked; signed in',
  },
  {
    suite: 'own',
    name: 'a refresh token a second time',
    at: 'oidc-provider',
    steps: [{ do: 'sign-in' }, { do: 'renew' }, { do: 'renew-old' }, { do: 'renew' }],
    expected:
      'signed in; renewed; refused: credential/rejected invalid_grant; refused: credential/rejected invalid_grant',
  },
];

/** In the order of the suites' plans. */
export const modules: readonly Module[] = [...core, ...financial, ...own];
