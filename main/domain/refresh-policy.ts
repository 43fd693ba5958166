// When to spend a refresh token, and when to leave that to the program whose file it lives in (design §6, §7). Pure.

export interface RefreshInput {
  readonly now: number;
  /** Unix milliseconds; when the tokens were issued. */
  readonly obtainedAt: number;
  /** Unix milliseconds; absent when the provider does not say. */
  readonly expiresAt?: number;
  readonly home: Home;
}

/**
 * Where a refresh token lives: only here; also in the file of a program that refreshes by itself; or in such a file that
 * we cannot or must not write, so that only its program may spend the token.
 */
export type Home = 'vault' | 'file' | 'owner';

export type RefreshDecision =
  /** Usable; look again at `dueAt`. */
  | { readonly kind: 'fresh'; readonly dueAt: number }
  | { readonly kind: 'due' }
  /** The other program refreshes from here on: two that redeem one token end the whole sign-in. */
  | { readonly kind: 'left-to-owner'; readonly expired: boolean };

const minuteMs = 60_000;
const longestLeadMs = 10 * minuteMs;
const leadShare = 0.1;
/** Tokens that end even sooner are renewed when somebody needs them. */
const leastSpacingMs = minuteMs;
/** Tokens that do not say when they end are refreshed this long after they were issued, as their own program does. */
const ageLimitMs = 8 * 86_400_000;
const ownerLeadMs = 30 * minuteMs;
/** The program itself starts five minutes before the end; one minute of ours keeps the two apart. */
const ownerStartsMs = 6 * minuteMs;

/** From when on we renew a token that its program may renew too: early, and well before that program has reason to. */
function dueBesideOwner(end: number, lifeMs: number): number {
  const oursMs = Math.max(0, lifeMs - ownerStartsMs);
  return end - Math.min(ownerLeadMs, ownerStartsMs + oursMs / 2);
}

export function decideRefresh({ now, obtainedAt, expiresAt, home }: RefreshInput): RefreshDecision {
  const end = expiresAt ?? obtainedAt + ageLimitMs;
  const lifeMs = Math.max(0, end - obtainedAt);
  if (home === 'owner' || (home === 'file' && now >= end - ownerStartsMs))
    return { kind: 'left-to-owner', expired: now >= end };
  const dueAt =
    home === 'file'
      ? dueBesideOwner(end, lifeMs)
      : Math.min(
          end,
          Math.max(end - Math.min(longestLeadMs, lifeMs * leadShare), obtainedAt + leastSpacingMs),
        );
  return now >= dueAt ? { kind: 'due' } : { kind: 'fresh', dueAt };
}
