// The order in which the strategies without a preferred provider use accounts up: by cost, or by the next reset. Pure.
import { decisiveWindow, usedPercentOf } from './exhaustion.ts';
import type { KnownWindow } from './quota-window.ts';
import type { AccountFacts, Ordering, SelectionFacts } from './selection-facts.ts';
import type { Strategy } from './settings.ts';

/** Undefined for a strategy that starts from a preferred provider. */
export function orderingOf(strategy: Strategy): Ordering | undefined {
  return strategy === 'cost-optimized' || strategy === 'soonest-reset' ? strategy : undefined;
}

/** Whether something of it would be left at its reset, went its use on as it has since it began. */
function wouldLapse({ lengthMs, resetsAt }: KnownWindow, used: number, now: number): boolean {
  if (resetsAt === null) return false;
  return lengthMs === null || used * lengthMs <= 100 * Math.max(0, now - (resetsAt - lengthMs));
}

type Priced = Pick<SelectionFacts, 'now' | 'reservePercent' | 'providers'>;

/** From the cheapest on. */
const ranks = ['lapsing', 'paid', 'priced', 'unpriced'] as const;

/**
 * Paid quota that would be lost at its reset costs nothing, and the soonest reset comes first; then other paid quota; then API
 * keys by what a million tokens cost. How much a task takes changes nothing about that order: it is the same for all of them.
 */
function costOf(account: AccountFacts, facts: Priced): readonly [(typeof ranks)[number], number] {
  if (account.isApiKey) {
    const price = facts.providers.find(({ provider }) => provider === account.provider)?.price;
    return price === undefined ? ['unpriced', 0] : ['priced', price.perMillionTokens];
  }
  const decisive = decisiveWindow(account, facts.reservePercent);
  const lapses = decisive !== undefined && wouldLapse(decisive.window, decisive.used, facts.now);
  return [lapses ? 'lapsing' : 'paid', decisive?.window.resetsAt ?? Infinity];
}

function keyOf(account: AccountFacts, ordering: Ordering, facts: Priced): readonly number[] {
  const fewest = -leftPercent(account, facts.reservePercent);
  if (ordering === 'soonest-reset') {
    const resetsAt = decisiveWindow(account, facts.reservePercent)?.window.resetsAt ?? Infinity;
    return [resetsAt, Number(account.isApiKey), fewest];
  }
  const [rank, amount] = costOf(account, facts);
  return [ranks.indexOf(rank), amount, fewest];
}

/** Unknown counts as just the reserve. */
export function leftPercent(account: AccountFacts, reservePercent: number): number {
  const used = usedPercentOf(account, reservePercent);
  return used === null ? reservePercent : 100 - used;
}

/** The accounts in the order in which they are to be used; those that are alike stay as they stand. */
export function inOrder(
  accounts: readonly AccountFacts[],
  ordering: Ordering,
  facts: Priced,
): readonly AccountFacts[] {
  return accounts
    .map((account) => ({ account, key: keyOf(account, ordering, facts) }))
    .sort((left, right) => {
      const differs = left.key.findIndex((value, index) => value !== right.key[index]);
      return differs < 0 ? 0 : (left.key[differs] ?? 0) < (right.key[differs] ?? 0) ? -1 : 1;
    })
    .map(({ account }) => account);
}
