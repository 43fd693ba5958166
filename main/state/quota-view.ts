// What the view says about quotas: windows with their outlook, the subscription, and what is left over all accounts. Pure.
import { isBilledByUse, isMetered, type Account } from '../domain/account.ts';
import { decisivePercent } from '../domain/fuse-quota.ts';
import { headroomOf } from '../domain/headroom.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { Language } from '../domain/language.ts';
import { paceOf, type Pace } from '../domain/pace.ts';
import { phrase } from '../domain/phrases.ts';
import type { Plan, PlanName } from '../domain/plan.ts';
import type { Amount, KnownWindow } from '../domain/quota-window.ts';
import { thresholdsFor } from '../domain/settings.ts';
import { subscriptionOf } from '../domain/subscription.ts';
import type {
  AccountView,
  AmountView,
  HeadroomView,
  SubscriptionView,
  WindowView,
} from '../../preload/view.ts';
import { currentWindows } from './selected.ts';
import type { State } from './state.ts';
import type { OwnerFacts, ProviderFacts } from './view-facts.ts';

/** So long the plan before is worth a word. */
export const changeShownMs = 30 * 86_400_000;
/** Older than this, a figure may have changed a good deal. */
export const staleMs = 60 * 60_000;

/**
 * A status line alone may show what a session knew long ago, so it never means that a window is used up (design §8).
 * @param lowPercent used percent from which a window counts as low: where the person wants to be told
 */
export function levelOf(
  { usedPercent, kind, unlimited }: Pick<KnownWindow, 'usedPercent' | 'kind' | 'unlimited'>,
  lowPercent: number,
): WindowView['level'] {
  if (usedPercent === null) return unlimited === true ? 'ok' : 'unknown';
  if (usedPercent >= 100 && kind !== 'status-line') return 'exhausted';
  return usedPercent >= lowPercent ? 'low' : 'ok';
}

function paceOfWindow(
  window: KnownWindow,
  level: WindowView['level'],
  state: State,
  account: Account,
  now: number,
): Pace {
  const forecast = state.outlooks.get(account.id)?.forecasts.get(window.id);
  const { usedPercent, resetsAt } = window;
  const pace = paceOf({ usedPercent, resetsAt, forecast, now });
  return pace.kind === 'used-up' && level !== 'exhausted' ? { kind: 'unknown' } : pace;
}

function amountView({ unit, currency, used, limit, left }: Amount): AmountView {
  return { unit, currency: currency ?? null, used, limit, left };
}

function windowView(
  window: KnownWindow,
  account: Account,
  state: State,
  now: number,
  language: Language | undefined,
): WindowView {
  const { id, label, scope, beyondPlan, unlimited, usedPercent, amount, resetsAt, at, source } = window;
  const [lowPercent = 100] = thresholdsFor(state.settings, account.provider, id);
  const level = levelOf(window, lowPercent);
  return {
    id,
    label: phrase(language, label),
    scope: scope ?? null,
    beyondPlan: beyondPlan === true,
    unlimited: unlimited === true,
    usedPercent,
    amount: amount === undefined ? null : amountView(amount),
    resetsAt,
    level,
    pace: paceOfWindow(window, level, state, account, now),
    trend: state.outlooks.get(account.id)?.trends.get(id) ?? null,
    readAt: at,
    source: phrase(language, source),
    stale: now - at > staleMs,
  };
}

/** @param language of the names; without one, English */
export function windowViews(
  account: Account,
  state: State,
  now: number,
  language?: Language,
): readonly WindowView[] {
  return currentWindows(state, account, now).map((window) =>
    windowView(window, account, state, now, language),
  );
}

/** For example "Max 20x". */
function planWords({ plan, planDetail }: PlanName): string {
  const name = plan.charAt(0).toUpperCase() + plan.slice(1).replaceAll('_', ' ');
  return planDetail === undefined ? name : `${name} ${planDetail}`;
}

/** As the provider said it, or else as the sign-in did; a change of long ago is no news any more. */
function planOf({ id, plan, planDetail }: Account, state: State, now: number): Plan | undefined {
  const known = state.plans.get(id);
  if (known === undefined)
    return plan === undefined
      ? undefined
      : { plan, readAt: 0, ...(planDetail !== undefined && { planDetail }) };
  const { before, ...rest } = known;
  return before !== undefined && now - before.until < changeShownMs ? known : rest;
}

export function subscriptionView(
  account: Account,
  state: State,
  order: readonly string[] | undefined,
  now: number,
  language?: Language,
): SubscriptionView {
  const windows = currentWindows(state, account, now);
  const features = state.readings.get(account.id)?.quota?.features ?? [];
  const plan = planOf(account, state, now);
  const { tier, before, ...info } = subscriptionOf(plan, { windows, features }, order);
  return {
    ...info,
    features: info.features.map((feature) => phrase(language, feature)),
    tier: tier === undefined ? null : planWords(tier),
    before: before === undefined ? null : planWords(before),
    changedAt: before?.until ?? null,
  };
}

/** What a person can do where figures do not come by themselves. */
export function figuresFrom(
  account: Account,
  state: State,
  { owners }: { readonly owners: readonly OwnerFacts[] },
  { borrowedKeyStanding }: Pick<ProviderFacts, 'borrowedKeyStanding'> = {},
): AccountView['figuresFrom'] {
  if (account.kind !== 'delegated' || state.settings.borrowKeys[account.provider] === true) return null;
  const owner = owners.find(({ id }) => id === state.keys.get(account.id)?.owner);
  if (owner === undefined || owner.usage?.polled === true) return null;
  const isOn = state.statusLines.some(({ consumer, kind }) => consumer === owner.id && kind === 'on');
  if (owner.hasStatusLine && !isOn) return 'status-line';
  if (isOn) return null;
  if (owner.usage !== undefined) return 'asking';
  return borrowedKeyStanding === undefined ? null : 'program-key';
}

export function headroomView(
  state: State,
  providers: readonly (ProviderFacts & { readonly id: ProviderId })[],
  now: number,
  language?: Language,
): HeadroomView {
  const metered = state.accounts.filter((account) => {
    const provider = providers.find(({ id }) => id === account.provider);
    if (provider === undefined || !isMetered(account, provider)) return false;
    // Money that is paid in says nothing of hours.
    return (
      !isBilledByUse(account) ||
      currentWindows(state, account, now).some(({ usedPercent }) => usedPercent !== null)
    );
  });
  const { nextRefill, ...left } = headroomOf(
    metered.map((account) => ({
      id: account.id,
      // A status line alone never means that nothing is left.
      windows: currentWindows(state, account, now).map((window) => ({
        ...window,
        usedPercent: decisivePercent(window, 0),
      })),
      forecasts: state.outlooks.get(account.id)?.forecasts ?? new Map(),
    })),
    now,
  );
  const refilled = metered.find(({ id }) => id === nextRefill?.account);
  return {
    ...left,
    nextRefill:
      nextRefill === null || refilled === undefined
        ? null
        : {
            ...nextRefill,
            window: phrase(language, nextRefill.window),
            account: refilled.label,
            provider: providers.find(({ id }) => id === refilled.provider)?.label ?? refilled.provider,
          },
  };
}
