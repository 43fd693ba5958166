// Accounts, credentials, windows and samples to test with. Every secret in them starts with `canary_`.
import type { Account, SignedInAccount } from '../../main/domain/account.ts';
import type { ApiKeyCredential, OAuthCredential } from '../../main/domain/credential.ts';
import { accountId, consumerId, providerId } from '../../main/domain/ids.ts';
import type { KnownQuota, KnownWindow, QuotaWindow, Sample } from '../../main/domain/quota-window.ts';
import { Secret } from '../../main/domain/secret.ts';

export const claudeId = providerId('claude');
export const openaiId = providerId('openai');

/** 2026-11-24T12:00:00Z */
export const noonMs = Date.UTC(2026, 10, 24, 12);

export interface OAuthEntry extends SignedInAccount {
  readonly credential: OAuthCredential;
}

export interface KeyEntry extends SignedInAccount {
  readonly credential: ApiKeyCredential;
}

export function openaiEntry(
  account: Partial<Account> = {},
  credential: Partial<Omit<OAuthCredential, 'kind'>> = {},
): OAuthEntry {
  return {
    account: {
      id: accountId('openai:user-1.acc-1'),
      provider: openaiId,
      label: 'ada@example.test',
      workspaceId: 'acc-1',
      plan: 'plus',
      kind: 'oauth',
      ...account,
    },
    credential: {
      kind: 'oauth',
      origin: 'browser-sign-in',
      destinations: [consumerId('codex')],
      issuer: 'https://auth.openai.com',
      clientId: 'app_test',
      accessToken: new Secret('canary_access'),
      refreshToken: new Secret('canary_refresh'),
      idToken: new Secret('canary_id'),
      expiresAt: noonMs + 3_600_000,
      obtainedAt: noonMs,
      ...credential,
    },
  };
}

export function claudeEntry(
  account: Partial<Account> = {},
  credential: Partial<Omit<ApiKeyCredential, 'kind'>> = {},
): KeyEntry {
  return {
    account: {
      id: accountId('claude:key-0011223344ff'),
      provider: claudeId,
      label: 'API key …wxyz',
      kind: 'api-key',
      ...account,
    },
    credential: {
      kind: 'api-key',
      origin: 'entered',
      destinations: [consumerId('code')],
      key: new Secret('canary_key_wxyz'),
      obtainedAt: noonMs,
      ...credential,
    },
  };
}

export function quotaWindow(changes: Partial<QuotaWindow> = {}): QuotaWindow {
  return {
    id: 'length-18000',
    label: '5-hour',
    usedPercent: 42,
    lengthMs: 18_000_000,
    resetsAt: noonMs + 3_600_000,
    ...changes,
  };
}

export function sampleOf(entry: SignedInAccount, windows: readonly QuotaWindow[], at = noonMs): Sample {
  return {
    account: entry.account.id,
    at,
    kind: 'api',
    source: 'a test',
    credential: 'login-1',
    windows,
  };
}

export function knownWindow(changes: Partial<KnownWindow> = {}): KnownWindow {
  return { ...quotaWindow(), at: noonMs, kind: 'api', source: 'a test', ...changes };
}

/** What is known after one sample with these windows. */
export function quotaOf(entry: SignedInAccount, windows: readonly QuotaWindow[], at = noonMs): KnownQuota {
  return {
    account: entry.account.id,
    at,
    source: 'a test',
    windows: windows.map((window) => knownWindow({ at, ...window })),
  };
}

/** What a credential holds, with its secrets in the open, so that two can be compared as a whole. */
export function revealed({ account, credential }: SignedInAccount): unknown {
  const open = Object.entries(credential).map(([key, value]: [string, unknown]): [string, unknown] => [
    key,
    value instanceof Secret ? value.reveal() : value,
  ]);
  const shown: Readonly<Record<string, unknown>> = Object.fromEntries<unknown>(open);
  return { account, credential: shown };
}
