// One identity at one provider. Holds no secret, so it may be shown, logged and sent to the window.
import type { ApiKeyCredential, Credential, DelegatedCredential, OAuthCredential } from './credential.ts';
import type { AccountId, ProviderId } from './ids.ts';

export interface Account {
  readonly id: AccountId;
  readonly provider: ProviderId;
  /** What a person recognises: an e-mail address, or the last four characters of an API key. */
  readonly label: string;
  /** The provider's own id of the workspace or account that requests are made for, where it has one. */
  readonly workspaceId?: string;
  /** The name of the organisation or workspace, which tells two accounts with the same e-mail address apart. */
  readonly organization?: string;
  /** The subscription tier in the provider's own word; absent when unknown, and for a key that is billed by use. */
  readonly plan?: string;
  /** The size of the plan where it comes in several, in the provider's own word, for example `20x`. */
  readonly planDetail?: string;
  readonly kind: Credential['kind'];
}

/** An account together with what it authenticates with; stays inside main. */
export interface SignedInAccount {
  readonly account: Account;
  readonly credential: Credential;
}

/** An account whose tokens can be refreshed and revoked. */
export interface OAuthAccount extends SignedInAccount {
  readonly credential: OAuthCredential;
}

export function isOAuthAccount(entry: SignedInAccount): entry is OAuthAccount {
  return entry.credential.kind === 'oauth';
}

/** Whether both are the tokens of one and the same answer. */
export function haveSameTokens(left: OAuthAccount, right: OAuthAccount): boolean {
  return (
    left.credential.accessToken.reveal() === right.credential.accessToken.reveal() &&
    left.credential.refreshToken.reveal() === right.credential.refreshToken.reveal()
  );
}

/** An account whose keys we hold ourselves, so that they can be written to a file. */
export interface KeyedAccount extends SignedInAccount {
  readonly credential: OAuthCredential | ApiKeyCredential;
}

export function isKeyedAccount(entry: SignedInAccount): entry is KeyedAccount {
  return entry.credential.kind !== 'delegated';
}

/** An account that is used by a key. */
export interface ApiKeyAccount extends SignedInAccount {
  readonly credential: ApiKeyCredential;
}

export function isApiKeyAccount(entry: SignedInAccount): entry is ApiKeyAccount {
  return entry.credential.kind === 'api-key';
}

/** An account whose login belongs to a program of its vendor. */
export interface DelegatedAccount extends SignedInAccount {
  readonly credential: DelegatedCredential;
}

export function isDelegatedAccount(entry: SignedInAccount): entry is DelegatedAccount {
  return entry.credential.kind === 'delegated';
}

/** Whether each request costs money: a key, unless it is that of a plan. */
export function isBilledByUse({ kind, plan }: Account): boolean {
  return kind === 'api-key' && plan === undefined;
}

/** Whether there are figures at all: most API keys are billed by use and have none. */
export function isMetered(
  { kind }: Pick<Account, 'kind'>,
  provider: {
    readonly readQuota?: unknown;
    readonly readKeyQuota?: unknown;
    readonly quotaIn?: unknown;
    readonly borrowedKeyStanding?: unknown;
  },
): boolean {
  if (kind === 'api-key') return provider.readKeyQuota !== undefined;
  if (kind === 'oauth') return provider.readQuota !== undefined;
  return provider.quotaIn !== undefined || provider.borrowedKeyStanding !== undefined;
}
