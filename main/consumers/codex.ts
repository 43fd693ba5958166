// Codex: `$CODEX_HOME/auth.json`, in the exact shape that Codex writes itself (protocols §1.7).
import type { OAuthAccount } from '../domain/account.ts';
import type { OAuthCredential } from '../domain/credential.ts';
import { consumerId, providerId } from '../domain/ids.ts';
import { isJsonObject, type JsonChanges, type JsonObject, type JsonValue } from '../domain/json.ts';
import { Secret } from '../domain/secret.ts';
import { claimsOf, expiryOf, issueOf } from '../domain/token-claims.ts';
import { codexFolder, type ConsumerDescription, type CredentialFile } from './description.ts';

const id = consumerId('codex');
const provider = providerId('openai');
const authClaim = 'https://api.openai.com/auth';

function tokensIn(present: JsonObject): JsonObject | undefined {
  const tokens = present['tokens'];
  return isJsonObject(tokens) ? tokens : undefined;
}

function secretIn(tokens: JsonObject, key: string): Secret | undefined {
  const value = tokens[key];
  return typeof value === 'string' && value !== '' ? new Secret(value) : undefined;
}

/** Person and workspace of an id token, or undefined when it names none. */
function identityOf(idToken: Secret | undefined): string | undefined {
  const claims = idToken === undefined ? undefined : claimsOf(idToken);
  const auth = claims?.[authClaim];
  if (claims === undefined || typeof auth !== 'object' || auth === null) return undefined;
  const named: Readonly<Record<string, unknown>> = { ...auth };
  return JSON.stringify([
    named['chatgpt_user_id'] ?? named['user_id'] ?? claims['sub'],
    named['chatgpt_account_id'],
  ]);
}

function isSameIdentity(tokens: JsonObject, entry: OAuthAccount): boolean {
  const known = identityOf(entry.credential.idToken);
  return known !== undefined && identityOf(secretIn(tokens, 'id_token')) === known;
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

const authFile: CredentialFile = {
  kind: 'credential',
  id: 'codex-auth',
  provider,
  path: (places) => `${codexFolder(places)}/auth.json`,
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
  removal: { auth_mode: undefined, OPENAI_API_KEY: undefined, tokens: undefined, last_refresh: undefined },
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
    // With "keyring" Codex ignores and deletes the file; with "auto" it prefers the keyring (protocols §1.7).
    overrules: (text) => /^\s*["']?cli_auth_credentials_store["']?\s*=\s*["'](?!file["'])/m.test(text),
  },
};

export const codex: ConsumerDescription = { id, label: 'Codex', files: [authFile] };
