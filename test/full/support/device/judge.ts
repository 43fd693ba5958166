// Whether a sign-in by code kept the pace of RFC 8628 §3.5, by the clock of the run and by the letter of the script alone.
import type { Run } from './run.ts';
import type { Reply, ReplyKind, Script } from './scripts.ts';

export interface Verdict {
  /** Questions that came before their time, and more than a second after it. */
  readonly early: number;
  readonly late: number;
  /** What the sign-in ended with, where that was wrong. */
  readonly wrongEnd?: string;
}

const second = 1_000;
const usualInterval = 5;
const slowerBy = 5;
/** What the provider says beyond that is not believed. */
const longestLife = 900;
/** An unanswered question doubles the time until the next up to here. */
const longestBackOff = 60;
/** One more question is good for as long after the end; nobody waits for one that would come later. */
const graceMs = 60 * second;
const toleranceMs = second;
const longestAnswerMs = 30 * second;

/** How a sign-in ends that was in trouble when its time was over. */
const troubles: Readonly<Partial<Record<ReplyKind, string>>> = {
  limited: 'provider/rate-limited',
  offline: 'network/offline',
  'timed-out': 'network/timed-out',
  unavailable: 'provider/unavailable',
  portal: 'network/intercepted',
};

const decisions: Readonly<Partial<Record<ReplyKind, string>>> = {
  allowed: 'signed in',
  denied: 'sign-in/denied',
  expired: 'sign-in/timed-out',
};

function slowed(intervalMs: number, reply: Reply, statesPace: boolean): number {
  if (reply.kind === 'limited') return intervalMs + slowerBy * second;
  if (reply.kind !== 'slow-down') return intervalMs;
  const wanted = statesPace ? (reply.intervalSeconds ?? 0) * second : 0;
  return Math.max(intervalMs + slowerBy * second, wanted);
}

/** @param statesPace whether the provider's "slow down" can carry a time */
export function judge(
  { startedAt, questions, endedAt, end }: Run,
  { intervalSeconds, lifeSeconds, cancelAfterMs }: Script,
  statesPace: boolean,
): Verdict {
  const stated = intervalSeconds === undefined || intervalSeconds === 0 ? usualInterval : intervalSeconds;
  let intervalMs = stated * second;
  const expiresAt = startedAt + Math.min(lifeSeconds ?? longestLife, longestLife) * second;
  let earliest = startedAt + intervalMs;
  let latest = earliest;
  let timeouts = 0;
  let [early, late] = [0, 0];
  for (const { askedAt, answeredAt = askedAt, reply } of questions) {
    if (askedAt < earliest || askedAt > expiresAt + graceMs) early += 1;
    if (askedAt > latest + toleranceMs) late += 1;
    intervalMs = slowed(intervalMs, reply, statesPace);
    timeouts = reply.kind === 'timed-out' ? timeouts + 1 : 0;
    const backedOffMs = Math.max(intervalMs, Math.min(intervalMs * 2 ** timeouts, longestBackOff * second));
    const retryMs = reply.kind === 'limited' ? (reply.retryAfterSeconds ?? 0) * second : 0;
    earliest = Math.max(askedAt + backedOffMs, answeredAt + retryMs);
    latest = answeredAt + Math.max(backedOffMs, retryMs);
  }

  const ignored = questions.slice(0, -1).find(({ reply }) => decisions[reply.kind] !== undefined);
  if (ignored !== undefined) return { early, late, wrongEnd: `went on after ${ignored.reply.kind}` };
  const last = questions.at(-1);
  const isAfter = (from: number, withinMs: number): boolean =>
    endedAt >= from && endedAt <= from + withinMs + toleranceMs;
  const cancelAt = startedAt + (cancelAfterMs ?? Number.POSITIVE_INFINITY);
  if (end === 'sign-in/cancelled')
    return { early, late, ...(!isAfter(cancelAt, 0) && { wrongEnd: 'cancelled at another time' }) };
  const decision = last === undefined ? undefined : decisions[last.reply.kind];
  if (last !== undefined && decision !== undefined) {
    const isRight = end === decision && isAfter(last.answeredAt ?? last.askedAt, 0);
    return { early, late, ...(!isRight && { wrongEnd: `${end} after ${last.reply.kind}` }) };
  }
  // Its time was over: every question that was due by then must have been asked.
  if (latest < expiresAt) late += 1;
  const trouble = (last === undefined ? undefined : troubles[last.reply.kind]) ?? 'sign-in/timed-out';
  const isRight =
    end === trouble && isAfter(expiresAt, graceMs + longestAnswerMs) && endedAt <= cancelAt + toleranceMs;
  return { early, late, ...(!isRight && { wrongEnd: `${end} at the end` }) };
}
