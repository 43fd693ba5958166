// `.credentials.json` of Claude Code: access to an account of a registered client, and nothing to renew it with
// (protocols §2.3, §2.4). Claude Code would redeem a refresh token with its own client id, fail, and blank the file.
import { consumerId, providerId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import { Failure } from '../../domain/failure.ts';
import type { CredentialFile } from '../description.ts';
import { objectIn, textIn } from '../fields.ts';
import { claudeFolder, claudeLoginFolder } from '../folders.ts';

const id = consumerId('claude-code');
const provider = providerId('claude');

/** Those that Claude Code knows; it writes null for any other. */
const subscriptions = ['max', 'pro', 'team', 'enterprise'];
/** Its holder touches a lock folder this often; after a minute without it counts as left behind. */
const touchMs = 5000;

function loginIn(present: JsonObject | undefined): JsonObject | undefined {
  return objectIn(present, 'claudeAiOauth');
}

/** The tier in Anthropic's own word, which ends in the size that we keep. */
function rateLimitTier(plan: string | undefined, size: string | undefined): string | undefined {
  return plan === undefined || size === undefined ? undefined : `default_claude_${plan}_${size}`;
}

export const credentialsFile: CredentialFile = {
  kind: 'credential',
  id: 'claude-code-credentials',
  provider,
  path: (places) => `${claudeLoginFolder(places)}/.credentials.json`,
  isOnByDefault: false,
  locks(places) {
    const folder = claudeFolder(places);
    const paths = [
      `${folder}/.oauth_refresh.lock`,
      `${folder}.lock`,
      `${claudeLoginFolder(places)}/.storage-write.lock`,
    ];
    return paths.map((path) => ({ kind: 'folder', path, touchMs }));
  },
  writes: 'An access token of the registered client in use; never its refresh token.',
  // Without scopes or an end, Claude Code takes nobody to be signed in.
  accepts: ({ account, credential }) =>
    account.provider === provider &&
    credential.kind === 'oauth' &&
    credential.destinations.includes(id) &&
    credential.expiresAt !== undefined &&
    credential.scopes !== undefined &&
    credential.scopes.length > 0,
  content({ account, credential }, { providers }, present) {
    if (credential.kind !== 'oauth') return {};
    // With a refresh token it is a login that Claude Code made: to write over it would sign the person out.
    if (textIn(loginIn(present), 'refreshToken') !== undefined)
      throw new Failure('storage/managed-elsewhere', {
        subject: 'Claude Code',
        detail: 'it is signed in itself',
      });
    const known = providers.find((facts) => facts.account?.id === account.id)?.account ?? account;
    const { plan, planDetail } = known;
    const tier = rateLimitTier(plan, planDetail);
    return {
      claudeAiOauth: {
        accessToken: credential.accessToken.reveal(),
        expiresAt: credential.expiresAt ?? credential.obtainedAt,
        scopes: credential.scopes ?? [],
        subscriptionType: plan !== undefined && subscriptions.includes(plan) ? plan : null,
        ...(tier !== undefined && { rateLimitTier: tier }),
      },
    };
  },
  holds: (present, { credential }) =>
    credential.kind === 'oauth' &&
    textIn(loginIn(present), 'accessToken') === credential.accessToken.reveal(),
  removal: () => ({ claudeAiOauth: undefined }),
};
