// Takes logins and keys that were found into the accounts. A program's login stays that program's.
import type { FoundLogin } from '../consumers/description.ts';
import type { Account } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { TakenLogin } from '../domain/found-logins.ts';
import { accountIdOf, type AccountId, type ProviderId } from '../domain/ids.ts';
import { repeated } from '../domain/repeated.ts';
import type { Secret } from '../domain/secret.ts';
import type { Clock, Log } from '../ports.ts';
import type { ProviderDescription } from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import type { AccountBook } from './account-book.ts';
import type { LoginAtHand } from './find-logins.ts';
import { delegatedAccount } from './sign-in-by-program.ts';

export interface TakeLoginsParts {
  readonly book: Pick<AccountBook, 'keep' | 'inTurn'>;
  readonly desk: {
    /**
     * `imported` tells the desk that nobody chose this account: one that is in use already stays in use, and no file
     * gets the key.
     */
    begin(request: {
      readonly provider: ProviderId;
      readonly method: string;
      readonly secret: Secret;
      readonly signal: AbortSignal;
      readonly imported: true;
    }): { readonly account: Promise<Account> };
  };
  readonly find: (provider: ProviderId) => Pick<ProviderDescription, 'label' | 'methods'>;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * One result each, logins first; one that cannot be taken does not stop the others, a signal that aborts does.
 * @param only ids, else every new one. @throws Failure `broker/bad-request` for an id that is not there
 */
export async function takeLogins(
  atHand: readonly LoginAtHand[],
  only: readonly string[] | undefined,
  parts: TakeLoginsParts,
  signal: AbortSignal,
): Promise<readonly TakenLogin[]> {
  const { book, desk, find, store, clock, log } = parts;
  const isKnown = (account: AccountId): boolean => store.state().accounts.some(({ id }) => id === account);

  async function takeLogin(
    { identity, at }: Extract<FoundLogin, { kind: 'login' }>,
    owner: LoginAtHand['owner'],
  ): Promise<void> {
    const entry = delegatedAccount(identity, {
      origin: 'imported',
      owner,
      obtainedAt: clock.nowMs(),
      ...at,
    });
    await book.inTurn(entry.account.id, () => book.keep(entry));
    store.dispatch({ type: 'account.signed-in', account: entry.account });
  }

  async function takeKey(provider: ProviderId, secret: Secret): Promise<AccountId> {
    const { label, methods } = find(provider);
    const method = methods.find(({ kind }) => kind === 'api-key');
    if (method === undefined)
      throw new Failure('broker/bad-request', { subject: label, detail: 'it takes no key' });
    const { account } = desk.begin({ provider, method: method.id, secret, signal, imported: true });
    return (await account).id;
  }

  async function take({ listed, found, owner }: LoginAtHand): Promise<TakenLogin> {
    try {
      if (found.kind === 'login') {
        const account = accountIdOf(found.identity.provider, found.identity.subject);
        // The same person may be signed in at two places; the first of them counts.
        if (isKnown(account)) return { login: listed, outcome: 'known', account };
        await takeLogin(found, owner);
        return { login: listed, outcome: 'taken', account };
      }
      if (listed.state === 'known') return { login: listed, outcome: 'known' };
      return { login: listed, outcome: 'taken', account: await takeKey(found.provider, found.key) };
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('login not taken in', { login: listed.id, failure });
      return { login: listed, outcome: 'failed', failure: failure.toValue() };
    }
  }

  const results: TakenLogin[] = [];
  for (const each of chosen(atHand, only)) {
    if (signal.aborted) break;
    results.push(await take(each));
  }
  return results;
}

export function noSuchLogin(id: string): Failure {
  return new Failure('broker/bad-request', { detail: `there is no login ${repeated(id)}` });
}

function chosen(atHand: readonly LoginAtHand[], only: readonly string[] | undefined): readonly LoginAtHand[] {
  // A login first: of several accounts of a provider the first is in use until the person chooses.
  const inOrder = (all: readonly LoginAtHand[]): readonly LoginAtHand[] =>
    ['login', 'api-key'].flatMap((kind) => all.filter(({ found }) => found.kind === kind));
  if (only === undefined) return inOrder(atHand.filter(({ listed }) => listed.state === 'new'));
  const named = only.map((id) => {
    const found = atHand.find(({ listed }) => listed.id === id);
    if (found === undefined) throw noSuchLogin(id);
    return found;
  });
  return inOrder(named);
}
