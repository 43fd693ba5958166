// What several parts of the local service need: the view, and how they tell of accounts and problems.
import { accountNamed } from '../../domain/account-name.ts';
import type { ArchivedIdentity } from '../../domain/backup-content.ts';
import { Failure, type FailureValue } from '../../domain/failure.ts';
import type { ProviderId } from '../../domain/ids.ts';
import { problemView } from '../../state/problem-view.ts';
import type { AccountView, ProviderView, View, WindowView } from '../../../preload/view.ts';
import type { Status } from '../protocol.ts';

export interface ViewAtHand {
  readonly view: () => View;
  /** The view once the stored accounts have been read. */
  readonly loadedView: () => Promise<View>;
}

/**
 * Before what has other keys put into a shared file, by a switch or a setting: while it is locked no program may.
 * @throws Failure `broker/locked`
 */
export function requireUnlocked({ locked }: View): void {
  if (locked) throw new Failure('broker/locked');
}

export type StatusAccount = Status['providers'][number]['accounts'][number];

/** The owner of keys that no other program keeps. */
const ours = 'gatehouse';

function leftPercentOf({ usedPercent, unlimited }: WindowView): number | null {
  if (usedPercent === null) return unlimited ? 100 : null;
  return Math.min(100, Math.max(0, 100 - usedPercent));
}

export function statusAccount(account: AccountView): StatusAccount {
  const { id, label, organization, plan, subscription, active, metered, usedBy, windows } = account;
  const { readAt, source, figuresFrom, keys, problem } = account;
  return {
    id,
    label,
    organization,
    plan,
    subscription,
    active,
    metered,
    usedBy: [...usedBy],
    windows: windows.map((window) => ({ ...window, leftPercent: leftPercentOf(window) })),
    readAt,
    source,
    // That one is switched on in the window alone, where its vendor's standing is beside it.
    figuresFrom: figuresFrom === 'program-key' ? null : figuresFrom,
    keys: {
      owner: keys.keptBy ?? ours,
      backend: keys.backend,
      expiresAt: keys.expiresAt,
      signInEndsAt: keys.signInEndsAt,
      renewedAt: keys.renewedAt,
      renewedBy: keys.renewedBy,
    },
    problem,
  };
}

export function providerIn(view: View, id: ProviderId): ProviderView {
  const found = view.providers.find((each) => each.id === id);
  if (found === undefined) throw new Failure('selection/unknown-provider', { subject: id });
  return found;
}

/** @param named an account's id, label or label with organisation; without it the only account is meant */
export function accountIn({ label, accounts }: ProviderView, named: string | undefined): AccountView {
  return accountNamed(accounts, named, label);
}

export function problemOf(failure: FailureValue | undefined): ReturnType<typeof problemView> | null {
  return failure === undefined ? null : problemView(failure);
}

export function identityOf({ id, label, organization, provider }: ArchivedIdentity) {
  return { id, label, organization: organization ?? null, provider };
}
