// Finds out whether the sign-in of an account works, before anything is switched to it (peers.md §7.6).
import { isDelegatedAccount, type DelegatedAccount, type SignedInAccount } from '../domain/account.ts';
import { Failure, needsSignIn, toFailure, type FailureValue } from '../domain/failure.ts';
import { describeFailure } from '../domain/failure-words.ts';
import { accountIdOf, type AccountId, type ProviderId } from '../domain/ids.ts';
import type { Clock, Timer } from '../ports.ts';
import type { ProviderDescription, ProviderTools } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { FreshCredentials } from './fresh-credential.ts';
import type { LoginOwners } from './login-owners.ts';
import { requireOwnKey } from './own-keys.ts';

export interface ProveParts {
  readonly book: Pick<AccountBook, 'get'>;
  readonly store: Store;
  readonly fresh: Pick<FreshCredentials, 'get'>;
  readonly owners: Pick<LoginOwners, 'read' | 'isStill' | 'usageOf'>;
  readonly find: (provider: ProviderId) => ProviderDescription;
  readonly toolsFor: (provider: ProviderDescription) => ProviderTools;
  /** Asks for the quota, as far as the provider lets itself be asked: who answers with it has taken the keys. */
  readonly readQuota: (account: AccountId) => Promise<void>;
  readonly clock: Clock;
  readonly timer: Timer;
}

/** An answer this young is proof. */
const proofMs = 10 * 60_000;
/** Where the provider may not be asked again so soon (design §8), one of this age has to do, or keys that it has just issued. */
const proofAtRestMs = 60 * 60_000;
const answerLimitMs = 10_000;

/** What the person can be told to do about it is the same for all of them: the sign-in has to be made anew. */
function isEnded({ code }: Failure): boolean {
  return (
    needsSignIn(code) ||
    code === 'credential/owner-changed' ||
    code === 'credential/key-rejected' ||
    code === 'credential/missing' ||
    code === 'sign-in/program-missing'
  );
}

/**
 * Resolves when the provider has taken the keys a moment ago, or takes them now. The login that a program keeps is proved
 * by that program, without a request where it cannot be asked.
 * @throws Failure `credential/…` when the sign-in has ended, `selection/unproved` when that could not be found out, or the
 * signal's reason
 */
export async function proveAccount(id: AccountId, parts: ProveParts, signal: AbortSignal): Promise<void> {
  const { book, store, fresh, owners, find, toolsFor, readQuota, clock, timer } = parts;

  function requireEntry(): SignedInAccount {
    const entry = book.get(id);
    if (entry !== undefined) return entry;
    const known = store.state().accounts.find((account) => account.id === id);
    throw new Failure('credential/missing', { subject: known?.label ?? id });
  }

  const isAsYoungAs = (ageMs: number, at: number): boolean =>
    clock.nowMs() - at >= 0 && clock.nowMs() - at <= ageMs;

  /** Whether the provider has answered with the account's figures; what an earlier run was told stands in the windows. */
  function hasAnswered(ageMs: number): boolean {
    const { answeredAt = -Infinity, quota } = store.state().readings.get(id) ?? {};
    const windows = quota?.windows.filter(({ kind }) => kind !== 'status-line') ?? [];
    return [answeredAt, ...windows.map(({ at }) => at)].some((at) => isAsYoungAs(ageMs, at));
  }

  async function proveByQuota(keysAt: number): Promise<void> {
    const failureNow = (): FailureValue | undefined => store.state().readings.get(id)?.failure;
    if (failureNow() === undefined && hasAnswered(proofMs)) return;
    await readQuota(id);
    const failure = failureNow();
    if (failure !== undefined && failure.code !== 'provider/rate-limited')
      throw new Failure(failure.code, failure);
    if (hasAnswered(proofAtRestMs) || isAsYoungAs(proofMs, keysAt)) return;
    throw failure === undefined ? unasked : new Failure(failure.code, failure);
  }

  async function proveLogin({ account, credential }: DelegatedAccount): Promise<void> {
    const { owner, folder, place } = credential;
    const at = { folder, place };
    const subject = account.id.slice(account.provider.length + 1);
    const isStill = await owners.isStill(owner, at, subject);
    if (isStill === undefined) {
      const identity = await owners.read(owner, at);
      const found = identity && accountIdOf(identity.provider, identity.subject);
      if (found !== id) throw new Failure('credential/owner-changed', { subject: account.label });
    } else if (!isStill) throw new Failure('credential/owner-changed', { subject: account.label });
    if (owners.usageOf(owner)?.polled === true) await proveByQuota(-Infinity);
  }

  async function prove(entry: SignedInAccount, waiting: AbortSignal): Promise<void> {
    const { account, credential } = entry;
    if (isDelegatedAccount(entry)) await proveLogin(entry);
    else if (credential.kind === 'oauth') {
      const { credential: keys } = await fresh.get(id);
      if (find(account.provider).readQuota !== undefined) await proveByQuota(keys.obtainedAt);
    } else if (credential.kind === 'api-key') {
      const provider = find(account.provider);
      const method = provider.methods.find(({ kind }) => kind === 'api-key');
      requireOwnKey(entry, provider);
      if (method?.kind === 'api-key') await method.accept(credential.key, toolsFor(provider), waiting);
    }
  }

  signal.throwIfAborted();
  const entry = requireEntry();
  const { label } = entry.account;
  const { label: provider } = find(entry.account.provider);
  const unasked = new Failure('selection/unproved', {
    subject: label,
    detail: `${provider} may not be asked again so soon`,
  });
  const limit = new AbortController();
  const waiting = AbortSignal.any([limit.signal, signal]);
  const silent = new Promise<never>((_resolve, reject) => {
    waiting.addEventListener('abort', () => {
      reject(toFailure(waiting.reason));
    });
  });
  const stop = timer.after(answerLimitMs, () => {
    limit.abort(new Failure('network/timed-out', { subject: label }));
  });
  try {
    await Promise.race([prove(entry, waiting), silent]);
  } catch (thrown) {
    signal.throwIfAborted();
    const failure = toFailure(thrown);
    if (failure.code === 'selection/unproved') throw failure;
    if (isEnded(failure)) throw new Failure(failure.code, { ...failure.toValue(), subject: label });
    throw new Failure('selection/unproved', {
      subject: label,
      detail: `${provider}: ${describeFailure({ ...failure.toValue(), subject: label }).what}`,
      cause: thrown,
      ...(failure.retryAt !== undefined && { retryAt: failure.retryAt }),
    });
  } finally {
    stop();
  }
}
