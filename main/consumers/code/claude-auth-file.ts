// `claude_auth.json` in Codex's folder: a key or an access token of Claude for Every Code and its relatives (peers §2).
import { Failure } from '../../domain/failure.ts';
import { consumerId, providerId } from '../../domain/ids.ts';
import type { JsonObject, JsonValue } from '../../domain/json.ts';
import { worstWindow, type KnownQuota } from '../../domain/quota-window.ts';
import type { CredentialFile } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { codexFolder } from '../folders.ts';

const id = consumerId('code');
const provider = providerId('claude');

/** The reader knows these three; for another plan it decides itself. */
const modes: Readonly<Record<string, string>> = { max: 'MaxSubscription', pro: 'ProSubscription' };

/** The fullest window as the reader's one figure; undefined unless use, reset and plan are known. */
function subscriptionInfo(quota: KnownQuota | undefined, plan: string | undefined): JsonValue | undefined {
  if (quota === undefined) return undefined;
  const worst = worstWindow(quota.windows);
  if (worst?.usedPercent == null || worst.resetsAt === null || plan === undefined) return undefined;
  return {
    tier: plan,
    usage_limit: 100,
    usage_current: Math.round(worst.usedPercent),
    reset_date: new Date(worst.resetsAt).toISOString(),
    features: [...(quota.features ?? [])],
  };
}

function tokenIn(
  present: JsonObject | undefined,
  name: 'access_token' | 'refresh_token',
): string | undefined {
  return textIn(objectIn(present, 'oauth_tokens'), name);
}

/** Tokens of ours have nothing to be renewed with. */
function isSignedInItself(present: JsonObject | undefined): boolean {
  return tokenIn(present, 'refresh_token') !== undefined;
}

export const claudeAuth: CredentialFile = {
  kind: 'credential',
  id: 'code-claude-auth',
  provider,
  path: (places) => `${codexFolder(places)}/claude_auth.json`,
  isOnByDefault: true,
  writes: 'The Claude API key in use, or an access token of the registered client; never a refresh token.',
  accepts: ({ account, credential }) => account.provider === provider && credential.destinations.includes(id),
  content({ account, credential }, { providers }, present) {
    // To write over a login that one of its readers made would sign the person out there.
    if (isSignedInItself(present))
      throw new Failure('storage/managed-elsewhere', {
        subject: 'Every Code',
        detail: 'it is signed in itself',
      });
    const last_refresh = new Date(credential.obtainedAt).toISOString();
    if (credential.kind === 'api-key') {
      return {
        ANTHROPIC_API_KEY: credential.key.reveal(),
        oauth_tokens: undefined,
        subscription_info: undefined,
        preferred_mode: 'ApiKey',
        last_refresh,
      };
    }
    const known = providers.find((facts) => facts.account?.id === account.id);
    const plan = known?.account?.plan ?? account.plan;
    return {
      ANTHROPIC_API_KEY: undefined,
      // Its reader would take a refresh token to hosts that are not Anthropic's.
      oauth_tokens: {
        access_token: credential.accessToken.reveal(),
        expires_at: new Date(credential.expiresAt ?? credential.obtainedAt).toISOString(),
        subscription_tier: plan ?? 'unknown',
        ...(credential.scopes !== undefined && { scope: credential.scopes.join(' ') }),
      },
      subscription_info: subscriptionInfo(known?.quota, plan),
      preferred_mode: plan === undefined ? undefined : modes[plan],
      last_refresh,
    };
  },
  holds: (present, { credential }) =>
    credential.kind === 'api-key'
      ? present['ANTHROPIC_API_KEY'] === credential.key.reveal()
      : tokenIn(present, 'access_token') === credential.accessToken.reveal(),
  removal: (present) => ({
    ANTHROPIC_API_KEY: undefined,
    // Beside a key of ours, somebody may have signed in since.
    ...(!isSignedInItself(present) && {
      oauth_tokens: undefined,
      subscription_info: undefined,
      preferred_mode: undefined,
      last_refresh: undefined,
    }),
  }),
};
