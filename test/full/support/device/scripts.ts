// What a provider answers to a sign-in by code, at random: its pace, and what comes of each question.
import type { Random } from '../random.ts';

export type Reply =
  | { readonly kind: 'pending' | 'denied' | 'expired' | 'allowed' }
  /** `intervalSeconds`: how much it wants between two questions from now on, where it says so. */
  | { readonly kind: 'slow-down'; readonly intervalSeconds?: number }
  | { readonly kind: 'limited'; readonly retryAfterSeconds?: number }
  /** Nothing comes from the provider. */
  | { readonly kind: 'offline' | 'timed-out' | 'unavailable' | 'portal' };

export type ReplyKind = Reply['kind'];
export const replyKinds: readonly ReplyKind[] = [
  'pending',
  'slow-down',
  'limited',
  'offline',
  'timed-out',
  'unavailable',
  'portal',
  'denied',
  'expired',
  'allowed',
];

interface Asked {
  readonly reply: Reply;
  /** From the question to its answer. */
  readonly lastsMs: number;
}

export interface Script {
  /** As the answer with the code states it; absent, it states none. */
  readonly intervalSeconds?: number;
  readonly lifeSeconds?: number;
  /** In the order of the questions; then it is `pending` until the end. */
  readonly answers: readonly Asked[];
  /** When the person gives up, in milliseconds since the start. */
  readonly cancelAfterMs?: number;
}

const quickest = 40;
const longestAnswers = 24;

function oneOf<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[random.below(items.length)] ?? items[0];
}

function passingReply(random: Random): Reply {
  const share = random.below(100);
  if (share < 45) return { kind: 'pending' };
  if (share < 60) return { kind: 'slow-down' };
  if (share < 68) return { kind: 'slow-down', intervalSeconds: 1 + random.below(40) };
  if (share < 73) return { kind: 'limited' };
  if (share < 78) return { kind: 'limited', retryAfterSeconds: random.below(120) };
  return { kind: oneOf(random, ['offline', 'timed-out', 'timed-out', 'unavailable', 'portal']) };
}

function lastsMsOf({ kind }: Reply, random: Random): number {
  if (kind === 'timed-out') return 30_000;
  return oneOf(random, [0, quickest, 250, 1_900, 7_000]);
}

/** A sign-in that somebody might have on a bad day. */
export function scriptOf(random: Random): Script {
  const answers = Array.from({ length: random.below(longestAnswers) }, () => passingReply(random));
  const end = oneOf<ReplyKind | 'silence'>(random, ['allowed', 'allowed', 'denied', 'expired', 'silence']);
  if (end === 'allowed' || end === 'denied' || end === 'expired') answers.push({ kind: end });
  const intervalSeconds = oneOf(random, [undefined, undefined, 1, 5, 8, 30, 61, 0, 1 + random.below(200)]);
  const lifeSeconds = oneOf(random, [undefined, 30, 120, 600, 900, 86_400]);
  const cancels = random.below(8) === 0;
  return {
    ...(intervalSeconds !== undefined && { intervalSeconds }),
    ...(lifeSeconds !== undefined && { lifeSeconds }),
    ...(cancels && { cancelAfterMs: random.below(300_000) }),
    answers: answers.map((reply) => ({ reply, lastsMs: lastsMsOf(reply, random) })),
  };
}
