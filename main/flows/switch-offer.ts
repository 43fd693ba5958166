// Where to switch to when an account runs low: the one with the most left, among those whose quota is known.
import { fullName } from '../domain/account-name.ts';
import type { Account } from '../domain/account.ts';
import { decisivePercent } from '../domain/fuse-quota.ts';
import type { AccountId, ProviderId } from '../domain/ids.ts';
import { isUnlimited, worstWindow } from '../domain/quota-window.ts';
import { activeAccount, currentWindows, selected } from '../state/selected.ts';
import type { State } from '../state/state.ts';

export interface SwitchOffer {
  readonly label: string;
  /** Another account of the same provider, or another provider. */
  readonly to: { readonly account: AccountId } | { readonly prefer: ProviderId };
}

interface Named {
  readonly id: ProviderId;
  readonly label: string;
}

function leftOf(state: State, account: Account, now: number): number | undefined {
  const windows = currentWindows(state, account, now);
  if (isUnlimited({ windows })) return 100;
  const worst = worstWindow(windows);
  if (worst === undefined) return undefined;
  const used = decisivePercent(worst, state.settings.reservePercent);
  return used === null ? undefined : 100 - used;
}

/**
 * Undefined when this account is not the one in use, or when no other is known to have more left.
 * @param low accounts that run low, never a place to switch to; the first is the one in question
 * @param now Unix milliseconds
 */
export function switchOffer(
  state: State,
  low: readonly AccountId[],
  providers: readonly Named[],
  now: number,
): SwitchOffer | undefined {
  const account = state.accounts.find(({ id }) => id === low[0]);
  if (account === undefined || activeAccount(state, account.provider)?.id !== account.id) return undefined;
  const { preferred, provider: serving } = selected(state, providers, now);
  const isInUse = account.provider === preferred || account.provider === serving;
  const left = leftOf(state, account, now);
  if (!isInUse || left === undefined) return undefined;

  const siblings = state.accounts
    .filter(({ provider }) => provider === account.provider)
    .map((each) => ({ each, label: fullName(each), to: { account: each.id } }));
  const others = providers
    .filter(({ id }) => id !== account.provider && id !== serving)
    .flatMap(({ id, label }) => {
      const each = activeAccount(state, id);
      return each === undefined ? [] : [{ each, label, to: { prefer: id } }];
    });
  const least = Math.max(left, state.settings.reservePercent);
  const [best] = [...siblings, ...others]
    .filter(({ each }) => !low.includes(each.id))
    .map((offer) => ({ ...offer, left: leftOf(state, offer.each, now) ?? 0 }))
    .filter((offer) => offer.left > least)
    .sort((one, other) => other.left - one.left);
  return best === undefined ? undefined : { label: best.label, to: best.to };
}
