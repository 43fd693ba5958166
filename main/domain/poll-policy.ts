// When to read an account's quota next, and why (design §8). Pure; the caller brings the time and what was asked before.

/** What was asked of the provider for one account; kept across restarts. */
export interface RequestRecord {
  /** Unix milliseconds of the tries of the last hour, oldest first. */
  readonly tries: readonly number[];
  readonly failuresInRow: number;
  /** What the provider asked for with its last refusal, as Unix milliseconds. */
  readonly retryAt?: number;
}

export const noRequests: RequestRecord = { tries: [], failuresInRow: 0 };

/** Whether somebody is there to see the figures: the window is open, or not, or nobody is at the computer (or on battery). */
export type Attention = 'visible' | 'hidden' | 'away';

export interface PollInput {
  readonly now: number;
  readonly record: RequestRecord;
  /** The spacing that the person chose. */
  readonly everyMs: number;
  readonly limits: { readonly spacingMs: number; readonly perHour: number };
  readonly attention: Attention;
  /** The fullest window is close to the point where something happens. */
  readonly nearLimit: boolean;
  /** Unix milliseconds of the windows' next reset. */
  readonly nextResetAt: number | null;
}

export interface PollDecision {
  readonly delayMs: number;
  readonly reason:
    'first-reading' | 'regular' | 'near-limit' | 'reset' | 'provider-asked' | 'backing-off' | 'budget-spent';
}

const hourMs = 3_600_000;
const longestMs = 6 * hourMs;
const floorAfterRefusalMs = 60_000;
/** Providers' clocks and ours differ; a reset is looked for a little later. */
const afterResetMs = 15_000;
const factors: Readonly<Record<Attention, number>> = { visible: 0.6, hidden: 1, away: 3 };
const nearLimitFactor = 0.5;

/** The record with one more try in it. */
export function withTry(record: RequestRecord, now: number): RequestRecord {
  return { ...record, tries: [...recent(record.tries, now), now] };
}

/** A clock that was set back leaves tries in the future: they count as made just now. */
function recent(tries: readonly number[], now: number): readonly number[] {
  return tries.map((at) => Math.min(at, now)).filter((at) => at > now - hourMs);
}

/** The earliest moment that spacing and hourly budget allow. */
function allowedAt({ now, record, limits }: Pick<PollInput, 'now' | 'record' | 'limits'>): number {
  const tries = recent(record.tries, now);
  const last = tries.at(-1);
  if (last === undefined) return 0;
  const overflow = tries[tries.length - limits.perHour];
  return Math.max(last + limits.spacingMs, overflow === undefined ? 0 : overflow + hourMs);
}

/** Whether a person who asks now may be answered with a new reading. */
export function mayReadNow(input: Pick<PollInput, 'now' | 'record' | 'limits'>): boolean {
  return allowedAt(input) <= input.now && refusedUntil(input) <= input.now;
}

function refusedUntil({ now, record }: Pick<PollInput, 'now' | 'record'>): number {
  if (record.retryAt === undefined) return 0;
  const last = Math.min(record.tries.at(-1) ?? now, now);
  return last + Math.min(Math.max(record.retryAt - last, floorAfterRefusalMs), longestMs);
}

export function decidePoll(input: PollInput): PollDecision {
  const { now, record, everyMs, attention, nearLimit, nextResetAt } = input;
  const last = recent(record.tries, now).at(-1) ?? record.tries.at(-1);
  if (last === undefined) return { delayMs: 0, reason: 'first-reading' };
  const since = Math.min(last, now);
  const asked = refusedUntil(input);
  const wanted = ((): { at: number; reason: PollDecision['reason'] } => {
    if (asked > 0) return { at: asked, reason: 'provider-asked' };
    if (record.failuresInRow > 0) {
      return { at: since + Math.min(everyMs * 2 ** record.failuresInRow, longestMs), reason: 'backing-off' };
    }
    const spacing = everyMs * factors[attention] * (nearLimit ? nearLimitFactor : 1);
    const at = since + spacing;
    const resetAt = nextResetAt === null ? Infinity : nextResetAt + afterResetMs;
    if (resetAt > since && resetAt < at) return { at: resetAt, reason: 'reset' };
    return { at, reason: nearLimit ? 'near-limit' : 'regular' };
  })();
  const allowed = allowedAt(input);
  const spent = allowed > Math.max(wanted.at, since + input.limits.spacingMs);
  return {
    delayMs: Math.max(0, Math.max(wanted.at, allowed) - now),
    reason: spent ? 'budget-spent' : wanted.reason,
  };
}
