// Keys of one account that are renewed, by a provider that answers as a test says, over files, vault and journal in memory.
import type { OAuthAccount } from '../../main/domain/account.ts';
import type { Failure } from '../../main/domain/failure.ts';
import { Secret } from '../../main/domain/secret.ts';
import { createFreshCredentials } from '../../main/flows/fresh-credential.ts';
import { noonMs, openaiEntry, type OAuthEntry } from './accounts.ts';
import { chatgpt, codexPath, filesAtWork, type FilesAtWork } from './flows.ts';
import { noHttp } from './http.ts';
import { MemoryJournal } from './journal.ts';
import { MemoryLock } from './lock.ts';
import { exampleProvider } from './provider.ts';
import { openaiIdToken } from './tokens.ts';

const hour = 3_600_000;

/** Keys with this long left, of eight hours. */
export function endingIn(leftMs: number, entry: OAuthEntry = chatgpt): OAuthEntry {
  return openaiEntry(entry.account, {
    ...entry.credential,
    obtainedAt: noonMs + leftMs - 8 * hour,
    expiresAt: noonMs + leftMs,
  });
}

/** The keys that the n-th refresh brings. */
export function renewal(entry: OAuthAccount, count: number, nowMs: number): OAuthAccount {
  return {
    account: entry.account,
    credential: {
      ...entry.credential,
      accessToken: new Secret(`canary_access_${String(count)}`),
      refreshToken: new Secret(`canary_refresh_${String(count)}`),
      idToken: openaiIdToken('user-1', 'acc-1', `canary_id_${String(count)}`),
      obtainedAt: nowMs,
      expiresAt: nowMs + 8 * hour,
    },
  };
}

/** A provider that refreshes, unless the answers say otherwise; the last answer stays. */
export function keysAtWork(
  entry: OAuthEntry,
  {
    answers = [undefined],
    during = async () => undefined,
    providerAheadMs = 0,
    ...given
  }: {
    answers?: readonly (Failure | undefined)[];
    during?: (parts: FilesAtWork) => Promise<unknown>;
    /** How far the provider's clock is ahead of ours. */
    providerAheadMs?: number;
  } & Parameters<typeof filesAtWork>[0] = {},
) {
  const parts = filesAtWork({ entries: [entry], ...given });
  const { book, shared, store, time, log } = parts;
  const spent: string[] = [];
  const provider = exampleProvider([], {
    refresh: async (old) => {
      const answer = answers[Math.min(spent.length, answers.length - 1)];
      spent.push(old.credential.refreshToken.reveal());
      await during(parts);
      if (answer !== undefined) throw answer;
      return renewal(old, spent.length, time.nowMs());
    },
  });
  const journal = new MemoryJournal();
  const lock = new MemoryLock();
  const fresh = createFreshCredentials({
    book,
    files: shared,
    find: () => provider,
    toolsFor: () => ({ http: noHttp, clock: { nowMs: () => time.nowMs() + providerAheadMs }, log }),
    journal,
    lock,
    store,
    timer: time,
    random: () => 0,
    log,
  });
  return { ...parts, fresh, spent, journal, lock };
}

export function codexFileOf({ account, credential }: OAuthAccount): Record<string, string | null | object> {
  return {
    auth_mode: 'chatgpt',
    OPENAI_API_KEY: null,
    tokens: {
      id_token: credential.idToken?.reveal() ?? '',
      access_token: credential.accessToken.reveal(),
      refresh_token: credential.refreshToken.reveal(),
      oauth_provenance: { issuer: credential.issuer, client_id: credential.clientId },
      account_id: account.workspaceId ?? null,
    },
    last_refresh: new Date(credential.obtainedAt).toISOString(),
  };
}

/** What is in Codex's file when it holds this account. */
export function codexFileWith(entry: OAuthAccount): { [codexPath]: string } {
  return { [codexPath]: JSON.stringify(codexFileOf(entry)) };
}
