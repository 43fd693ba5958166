// When to read an account's quota next, and why (design §8). Pure; the caller brings the time and what was asked before.

/** What was asked of the provider for one account; kept across restarts. */
export interface RequestRecord {
  /** Unix milliseconds of the tries of the last hour, oldest first; none in the future (`withoutFuture`). */
  readonly tries: readonly number[];
  readonly failuresInRow: number;
  /** What the provider asked for with its last refusal, as Unix milliseconds. */
  readonly retryAt?: number;
  /** Of a note: what may have been asked since without another note. */
  readonly ahead?: Room;
}

/** So many tries, until then (Unix milliseconds), are noted before they are made. */
export interface Room {
  readonly tries: number;
  readonly until: number;
}

export const noRequests: RequestRecord = { tries: [], failuresInRow: 0 };

/** Whether somebody is there to see the figures: the window is open, or not, or nobody is at the computer (or on battery). */
export type Attention = 'visible' | 'hidden' | 'away';

export interface PollInput {
  readonly now: number;
  readonly record: RequestRecord;
  /** Of other accounts of the same person at the provider: its limits are theirs together. */
  readonly siblings: readonly RequestRecord[];
  /** The spacing that the person chose. */
  readonly everyMs: number;
  readonly limits: { readonly spacingMs: number; readonly perHour: number };
  readonly attention: Attention;
  /** The fullest window is close to the point where something happens. */
  readonly nearLimit: boolean;
  /** A figure has fallen for no reason that is known; a second reading tells whether that is true. */
  readonly doubted: boolean;
  /** How many readings in a row have brought nothing new. */
  readonly unchangedInRow: number;
  /** 0 to 1; spreads the tries of many who failed at the same moment. */
  readonly random: number;
  /** Unix milliseconds of the windows' next reset. */
  readonly nextResetAt: number | null;
}

export interface PollDecision {
  readonly delayMs: number;
  readonly reason:
    | 'first-reading'
    | 'regular'
    | 'near-limit'
    | 'doubted'
    | 'unchanged'
    | 'reset'
    | 'provider-asked'
    | 'backing-off'
    | 'budget-spent';
}

const hourMs = 3_600_000;
const longestMs = 6 * hourMs;
const floorAfterRefusalMs = 60_000;
/** After failures that the provider has said nothing about, so that an outage is not felt for hours; less while somebody looks. */
const longestWaitMs = hourMs;
const longestWaitSeenMs = hourMs / 4;
/** Providers' clocks and ours differ; a reset is looked for a little later. */
const afterResetMs = 15_000;
const factors: Readonly<Record<Attention, number>> = { visible: 0.6, hidden: 1, away: 3 };
const nearLimitFactor = 0.5;
/** Nothing is being used: from so many readings on it is enough to look this much more seldom. */
const unchangedFactors: readonly { readonly from: number; readonly factor: number }[] = [
  { from: 12, factor: 3 },
  { from: 6, factor: 2 },
];
const backOffSpread = 0.25;
/** After a kill they count as made, and a quarter of an hour's budget is a wait of a quarter of an hour at most. */
const roomShare = 1 / 4;
const mostRoomTries = 6;
const roomMs = 20 * 60_000;

/** The record with one more try in it. */
export function withTry(record: RequestRecord, now: number): RequestRecord {
  return { ...record, tries: [...recent(record.tries, now), now] };
}

/** The record as it is noted: with room for more tries, so that not each of them has to be written. */
export function withRoom(
  record: RequestRecord,
  now: number,
  perHour: number,
): RequestRecord & { readonly ahead: Room } {
  const tries = Math.min(mostRoomTries, Math.floor(perHour * roomShare));
  return { ...record, ahead: { tries, until: now + roomMs } };
}

/** What a run that was killed may have asked counts as asked: it could not say any more. */
export function countingRoom({ ahead, ...record }: RequestRecord, now: number): RequestRecord {
  if (ahead === undefined) return record;
  const tries = Math.min(ahead.tries, mostRoomTries);
  const made = Array.from({ length: tries }, () => Math.min(ahead.until, now));
  return { ...record, tries: [...record.tries, ...made] };
}

/** Whether a try is noted already; not when the clock was set back. */
export function isRoomFor({ tries, until }: Room, now: number): boolean {
  return tries > 0 && now <= until && now >= until - roomMs;
}

/**
 * A clock that was set back leaves tries in the future: the last of them counts as made just now, and the others move along
 * with what the provider asked for. To be kept, or else it would be just now for ever.
 */
export function withoutFuture(record: RequestRecord, now: number): RequestRecord {
  const { tries, retryAt } = record;
  const byMs = Math.max(...tries) - now;
  if (byMs <= 0) return record;
  return {
    ...record,
    tries: tries.map((at) => (at > now ? at - byMs : at)).toSorted((left, right) => left - right),
    ...(retryAt !== undefined && { retryAt: retryAt - byMs }),
  };
}

function recent(tries: readonly number[], now: number): readonly number[] {
  return tries.filter((at) => at > now - hourMs);
}

type Allowance = Pick<PollInput, 'now' | 'record' | 'siblings' | 'limits'>;

/** The earliest moment that spacing and hourly budget allow. */
function allowedAt({ now, record, siblings, limits }: Allowance): number {
  const all = [record, ...siblings].flatMap(({ tries }) => tries);
  const tries = recent(all, now).toSorted((left, right) => left - right);
  const last = tries.at(-1);
  if (last === undefined) return 0;
  const overflow = tries[tries.length - limits.perHour];
  return Math.max(last + limits.spacingMs, overflow === undefined ? 0 : overflow + hourMs);
}

/** Whether a person who asks now may be answered with a new reading. */
export function mayReadNow(input: Allowance): boolean {
  return allowedAt(input) <= input.now && refusedUntil(input) <= input.now;
}

/** Until when the provider wants to be left alone; 0 when it does not. */
function refusedUntil({ record, siblings }: Pick<PollInput, 'record' | 'siblings'>): number {
  const until = ({ retryAt, tries }: RequestRecord): number => {
    const last = tries.at(-1);
    if (retryAt === undefined || last === undefined) return 0;
    return last + Math.min(Math.max(retryAt - last, floorAfterRefusalMs), longestMs);
  };
  return Math.max(...[record, ...siblings].map(until));
}

/** "At once" beside a refusal is a mistake when the next try is refused as well (a real answer: reliability.md QP-01). */
function isEmptyPromise(askedMs: number, { failuresInRow }: RequestRecord): boolean {
  return failuresInRow > 1 && askedMs <= floorAfterRefusalMs;
}

/** Whoever looks sees the next change as soon as ever. */
function idleFactor({ attention, unchangedInRow }: PollInput): number {
  if (attention === 'visible') return 1;
  return unchangedFactors.find(({ from }) => unchangedInRow >= from)?.factor ?? 1;
}

export function decidePoll(input: PollInput): PollDecision {
  const { now, record, everyMs, attention, nearLimit, doubted, nextResetAt } = input;
  const last = record.tries.at(-1);
  const since = last ?? now - input.limits.spacingMs;
  const asked = refusedUntil(input);
  const wanted = ((): { at: number; reason: PollDecision['reason'] } => {
    if (last === undefined) return { at: now, reason: 'first-reading' };
    if (record.retryAt !== undefined && !isEmptyPromise(record.retryAt - last, record))
      return { at: asked, reason: 'provider-asked' };
    if (record.failuresInRow > 0) {
      const longest = attention === 'visible' ? longestWaitSeenMs : longestWaitMs;
      const wait = Math.min(everyMs * 2 ** record.failuresInRow, Math.max(everyMs, longest));
      return { at: since + wait * (1 + backOffSpread * input.random), reason: 'backing-off' };
    }
    if (doubted) return { at: since + input.limits.spacingMs, reason: 'doubted' };
    const idle = idleFactor(input);
    const at = since + everyMs * factors[attention] * (nearLimit && idle === 1 ? nearLimitFactor : idle);
    const resetAt = nextResetAt === null ? Infinity : nextResetAt + afterResetMs;
    if (resetAt > since && resetAt < at) return { at: resetAt, reason: 'reset' };
    return { at, reason: idle > 1 ? 'unchanged' : nearLimit ? 'near-limit' : 'regular' };
  })();
  const allowed = Math.max(allowedAt(input), asked);
  const spent = allowed > Math.max(wanted.at, since + input.limits.spacingMs);
  return {
    delayMs: Math.max(0, Math.max(wanted.at, allowed) - now),
    reason: spent ? 'budget-spent' : wanted.reason,
  };
}
