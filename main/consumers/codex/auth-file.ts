// `$CODEX_HOME/auth.json`, in the exact shape that Codex writes itself (protocols §1.7).
import type { OAuthAccount } from '../../domain/account.ts';
import type { OAuthCredential } from '../../domain/credential.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import type { JsonChanges, JsonObject, JsonValue } from '../../domain/json.ts';
import { Secret } from '../../domain/secret.ts';
import { expiryOf, issueOf } from '../../domain/token-claims.ts';
import { chatgptIdentity } from '../chatgpt-identity.ts';
import type { CredentialFile } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { codexFolder } from '../folders.ts';
import { identityIn } from './identity.ts';

const id = consumerId('codex');
const provider = providerId('openai');
function tokensIn(present: JsonObject): JsonObject | undefined {
  return objectIn(present, 'tokens');
}

function secretIn(tokens: JsonObject, key: string): Secret | undefined {
  const text = textIn(tokens, key);
  return text === undefined ? undefined : new Secret(text);
}

function isSameIdentity(tokens: JsonObject, { credential }: OAuthAccount): boolean {
  const known = chatgptIdentity(credential.idToken?.reveal());
  return known !== undefined && chatgptIdentity(textIn(tokens, 'id_token'))?.subject === known.subject;
}

/** Unix milliseconds; 0 when the file does not say. */
function refreshedAt(present: JsonObject): number {
  const written = present['last_refresh'];
  const at = typeof written === 'string' ? Date.parse(written) : Number.NaN;
  return Number.isNaN(at) ? 0 : at;
}

/** By the provider's clock where the tokens say it; ours may have been set, and then tells nothing about order. */
function isNewer(accessToken: Secret, refreshedAtMs: number, known: OAuthCredential): boolean {
  const issued = [issueOf(accessToken), issueOf(known.accessToken)];
  const ends = [expiryOf(accessToken), expiryOf(known.accessToken)];
  for (const [theirs, ours] of [issued, ends]) {
    if (theirs !== undefined && ours !== undefined && theirs !== ours) return theirs > ours;
  }
  return refreshedAtMs > known.obtainedAt;
}

/** Of the tokens that stand there, what Codex keeps beside the ones we know stays: it belongs to the same sign-in. */
function tokensFor(entry: OAuthAccount, present: JsonObject | undefined): JsonValue {
  const { account, credential } = entry;
  const before = present === undefined ? undefined : tokensIn(present);
  const kept = before !== undefined && isSameIdentity(before, entry) ? before : {};
  return {
    ...kept,
    id_token: credential.idToken?.reveal() ?? null,
    access_token: credential.accessToken.reveal(),
    refresh_token: credential.refreshToken.reveal(),
    oauth_provenance: { issuer: credential.issuer, client_id: credential.clientId },
    account_id: account.workspaceId ?? null,
  };
}

export const authFile: CredentialFile = {
  kind: 'credential',
  id: 'codex-auth',
  provider,
  path: (places) => `${codexFolder(places)}/auth.json`,
  isOnByDefault: true,
  // Codex takes the second one without waiting: while we hold it, its save fails. So for milliseconds only.
  locks: (places) =>
    ['auth.lock', 'auth.json.lock'].map((name) => ({
      kind: 'flock',
      path: `${codexFolder(places)}/${name}`,
    })),
  writes: 'The tokens of the ChatGPT account in use, or its API key, exactly as Codex writes them.',
  accepts: ({ account, credential }) => account.provider === provider && credential.destinations.includes(id),
  content({ account, credential }, _facts, present): JsonChanges {
    if (credential.kind === 'api-key') {
      return {
        auth_mode: 'apikey',
        OPENAI_API_KEY: credential.key.reveal(),
        tokens: undefined,
        last_refresh: undefined,
      };
    }
    return {
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: tokensFor({ account, credential }, present),
      // Codex spells the same moment with nanoseconds: no reason to rewrite its file.
      last_refresh:
        present !== undefined && refreshedAt(present) === credential.obtainedAt
          ? present['last_refresh']
          : new Date(credential.obtainedAt).toISOString(),
    };
  },
  holds(present, { account, credential }) {
    if (credential.kind === 'api-key')
      return present['OPENAI_API_KEY'] === credential.key.reveal() && tokensIn(present) === undefined;
    const tokens = tokensIn(present);
    return tokens !== undefined && isSameIdentity(tokens, { account, credential });
  },
  loginIn: identityIn,
  removal: () => ({
    auth_mode: undefined,
    OPENAI_API_KEY: undefined,
    tokens: undefined,
    last_refresh: undefined,
  }),
  rotated(present, entry) {
    const tokens = tokensIn(present);
    if (tokens === undefined || !isSameIdentity(tokens, entry)) return undefined;
    const accessToken = secretIn(tokens, 'access_token');
    const refreshToken = secretIn(tokens, 'refresh_token');
    const idToken = secretIn(tokens, 'id_token');
    if (accessToken === undefined || refreshToken === undefined || idToken === undefined) return undefined;
    const { credential } = entry;
    const obtainedAt = refreshedAt(present);
    const same =
      refreshToken.reveal() === credential.refreshToken.reveal() &&
      accessToken.reveal() === credential.accessToken.reveal();
    // An older file holds tokens that were spent since; taking them back would end the sign-in.
    if (same || !isNewer(accessToken, obtainedAt, credential)) return undefined;
    const { expiresAt: _expired, ...kept } = credential;
    const expiresAt = expiryOf(accessToken);
    return {
      account: entry.account,
      credential: {
        ...kept,
        accessToken,
        refreshToken,
        idToken,
        obtainedAt,
        ...(expiresAt !== undefined && { expiresAt }),
      },
    };
  },
  overruledBy: {
    path: (places) => `${codexFolder(places)}/config.toml`,
    // The TOML parser is loaded on use: the tray does not need it.
    overrules: async (text) => (await import('./settings.ts')).keepsLoginElsewhere(text),
  },
};
