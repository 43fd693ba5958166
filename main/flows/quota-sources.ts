// How the quota of an account can be read: from its provider with our own keys or with an entered one, or from the program
// that keeps its login.
import {
  isApiKeyAccount,
  isDelegatedAccount,
  isOAuthAccount,
  type ApiKeyAccount,
  type DelegatedAccount,
  type OAuthAccount,
} from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import type { SourceKind } from '../domain/quota-window.ts';
import type { Settings } from '../domain/settings.ts';
import type { ProviderDescription, ProviderTools, QuotaAnswer } from '../providers/description.ts';
import type { AccountBook } from './account-book.ts';
import type { FreshCredentials } from './fresh-credential.ts';
import type { LoginOwners } from './login-owners.ts';
import { requireOwnKey } from './own-keys.ts';

export interface QuotaSourceParts {
  readonly book: Pick<AccountBook, 'get'>;
  readonly fresh: Pick<FreshCredentials, 'get' | 'replace'>;
  readonly owners: Pick<LoginOwners, 'read' | 'usageOf' | 'readUsage' | 'lendToken'>;
  readonly find: (provider: ProviderId) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  readonly settings: () => Pick<Settings, 'borrowKeys'>;
}

export interface QuotaSource {
  readonly kind: SourceKind;
  readonly limits: { readonly spacingMs: number; readonly perHour: number };
  /** False: only when a person wants to know. */
  readonly polled: boolean;
  /** @throws Failure `credential/…`, `network/…`, `provider/…` */
  read(): Promise<QuotaAnswer>;
}

export interface QuotaSources {
  /** Undefined where there is nothing that could be asked. */
  of(account: AccountId): QuotaSource | undefined;
  /**
   * Asks the provider something with usable keys of our own; keys that it refuses are replaced once.
   * @throws Failure `provider/forbidden` when it refuses fresh ones as well: they are good, but not for this question
   */
  ask<Answer>(account: AccountId, question: (entry: OAuthAccount) => Promise<Answer>): Promise<Answer>;
}

/** A lent key that has ended is renewed by its program with its own next request; nobody is signed out. */
function asOwners(thrown: unknown): never {
  const { code, subject } = toFailure(thrown);
  if (code !== 'credential/rejected') throw thrown;
  throw new Failure('credential/left-to-owner', {
    cause: thrown,
    ...(subject !== undefined && { subject }),
  });
}

export function createQuotaSources(parts: QuotaSourceParts): QuotaSources {
  const { book, fresh, owners, find, toolsFor, settings } = parts;

  async function ask<Answer>(
    account: AccountId,
    question: (entry: OAuthAccount) => Promise<Answer>,
  ): Promise<Answer> {
    const entry = await fresh.get(account);
    if (!isOAuthAccount(entry)) throw new Failure('credential/missing', { subject: entry.account.label });
    try {
      return await question(entry);
    } catch (thrown) {
      if (toFailure(thrown).code !== 'credential/rejected') throw thrown;
      const replaced = await fresh.replace(entry);
      if (!isOAuthAccount(replaced)) throw thrown;
      return await question(replaced).catch((again: unknown) => {
        const { code, subject } = toFailure(again);
        if (code !== 'credential/rejected') throw again;
        // The sign-in was renewed a moment ago, so it is alive (reliability QP-03).
        throw new Failure('provider/forbidden', {
          detail: 'fresh keys are refused',
          cause: again,
          ...(subject !== undefined && { subject }),
        });
      });
    }
  }

  function ofOurKeys({ account }: OAuthAccount, provider: ProviderDescription): QuotaSource | undefined {
    const { readQuota, quotaLimits } = provider;
    if (readQuota === undefined || quotaLimits === undefined) return undefined;
    return {
      kind: 'api',
      limits: quotaLimits,
      polled: true,
      read: () =>
        ask(account.id, (entry) =>
          readQuota(
            { account: entry.account, accessToken: entry.credential.accessToken },
            toolsFor(provider),
          ),
        ),
    };
  }

  function ofEnteredKey(entry: ApiKeyAccount, provider: ProviderDescription): QuotaSource | undefined {
    const { account, credential } = entry;
    const { readKeyQuota, quotaLimits } = provider;
    if (readKeyQuota === undefined || quotaLimits === undefined) return undefined;
    return {
      kind: 'api',
      limits: quotaLimits,
      polled: true,
      read: async () => {
        requireOwnKey(entry, provider);
        return readKeyQuota({ account, key: credential.key }, toolsFor(provider));
      },
    };
  }

  /** The login that is there when the answer has come must be the one that was asked about. */
  async function ofThisLogin<Answer>(
    { account, credential }: DelegatedAccount,
    read: () => Promise<Answer>,
  ): Promise<Answer> {
    const { owner, folder, place } = credential;
    const before = await owners.read(owner, { folder, place });
    const answer = await read();
    const after = await owners.read(owner, { folder, place });
    const isSame = [before, after].every(
      (found) => found !== undefined && `${found.provider}:${found.subject}` === account.id,
    );
    if (!isSame) throw new Failure('credential/owner-changed', { subject: account.label });
    return answer;
  }

  function ofProgram(entry: DelegatedAccount, provider: ProviderDescription): QuotaSource | undefined {
    const { account, credential } = entry;
    const { owner, folder, place } = credential;
    const { readQuota, quotaLimits, quotaIn } = provider;
    const isLent = settings().borrowKeys[provider.id] === true && provider.borrowedKeyStanding !== undefined;
    if (isLent && readQuota !== undefined && quotaLimits !== undefined) {
      return {
        kind: 'api',
        limits: quotaLimits,
        polled: true,
        read: () =>
          ofThisLogin(entry, async () => {
            const accessToken = await owners.lendToken(owner, { folder, place });
            return await readQuota({ account, accessToken }, toolsFor(provider)).catch(asOwners);
          }),
      };
    }
    const usage = owners.usageOf(owner);
    const understand = usage === undefined ? undefined : quotaIn?.[usage.kind];
    if (usage === undefined || understand === undefined) return undefined;
    return {
      ...usage,
      read: () =>
        ofThisLogin(entry, async () => {
          const said = await owners.readUsage(owner, { folder, place });
          const answer = await understand(said, toolsFor(provider).clock.nowMs());
          if (answer !== undefined) return answer;
          throw new Failure('provider/unexpected-answer', { subject: provider.label, detail: 'no figures' });
        }),
    };
  }

  /** The file that describes it may not be read yet, or have gone. */
  function foundOrNone(id: ProviderId): ProviderDescription | undefined {
    try {
      return find(id);
    } catch (thrown) {
      if (toFailure(thrown).code === 'selection/unknown-provider') return undefined;
      throw thrown;
    }
  }

  return {
    of(id) {
      const entry = book.get(id);
      if (entry === undefined) return undefined;
      const provider = foundOrNone(entry.account.provider);
      if (provider === undefined) return undefined;
      if (isOAuthAccount(entry)) return ofOurKeys(entry, provider);
      if (isApiKeyAccount(entry)) return ofEnteredKey(entry, provider);
      return isDelegatedAccount(entry) ? ofProgram(entry, provider) : undefined;
    },
    ask,
  };
}
