// What a simulated day of polling is made of: sleeps, outages, restarts, clicks, refusals, and changing use.
import { z } from 'zod';
import { createRandom } from './random.ts';

const minuteMs = 60_000;

export const orderShape = z.object({
  control: z.string(),
  proxy: z.string(),
  ca: z.string(),
  folder: z.string(),
  seed: z.number(),
  hours: z.number(),
  /** The guard that is taken away: what was asked is forgotten with each restart. */
  forgets: z.boolean(),
  accounts: z.array(
    z.object({
      id: z.string(),
      provider: z.enum(['claude', 'openai']),
      label: z.string(),
      persona: z.string(),
      workspace: z.optional(z.string()),
      token: z.string(),
    }),
  ),
});
export type DayOrder = z.infer<typeof orderShape>;

export const dayResultShape = z.object({
  heapAtFirstHourBytes: z.number(),
  heapAtEndBytes: z.number(),
  handlesAtFirstHour: z.number(),
  handlesAtEnd: z.number(),
  requestsOffline: z.number(),
  /** Requests about an account before what its last refusal asked for was over. */
  requestsWhileParked: z.number(),
});
export type DayResult = z.infer<typeof dayResultShape>;

type Happening =
  | {
      readonly at: number;
      readonly what: 'sleep' | 'offline' | 'intercepted' | 'no-answer';
      readonly forMs: number;
    }
  | { readonly at: number; readonly what: 'restart' }
  | { readonly at: number; readonly what: 'renewal'; readonly account: number }
  | { readonly at: number; readonly what: 'clicks'; readonly account: number; readonly times: number }
  | { readonly at: number; readonly what: 'refusal'; readonly account: number; readonly retryAfter: string }
  | { readonly at: number; readonly what: 'use'; readonly account: number; readonly usedPercent: number };

/** Real ones, and what no provider should send: nothing, no number, the past, and far too long. */
const retryAfters = ['0', '60', '2160', '-5', 'soon', '99999999'];

/**
 * Of a whole day 20 sleeps, 5 outages, 10 restarts (some of them minutes apart), 300 clicks, 200 renewals of keys, 6 refusals, and use that
 * grows and falls; of fewer hours as much less.
 */
export function planDay(seed: number, hours: number, accounts: number): readonly Happening[] {
  const random = createRandom(seed);
  const share = hours / 24;
  const endMs = hours * 60 * minuteMs;
  const often = (count: number): readonly number[] =>
    Array.from({ length: Math.max(1, Math.round(count * share)) }, () => random.between(0.02, 0.97) * endMs);
  const account = (): number => random.below(accounts);
  const burst = (random.between(0.3, 0.6) * endMs) / minuteMs;
  const outages = ['offline', 'intercepted', 'no-answer'] as const;
  return [
    ...often(20).map((at) => ({ at, what: 'sleep' as const, forMs: random.between(2, 60) * minuteMs })),
    ...often(5).map((at, index) => ({
      at,
      what: outages[index % outages.length] ?? 'offline',
      forMs: random.between(10, 90) * minuteMs,
    })),
    ...often(6).map((at) => ({ at, what: 'restart' as const })),
    // The first two before anything else can stand in the way of a poll.
    ...[2, 3, burst, burst + 19].map((minute) => ({ at: minute * minuteMs, what: 'restart' as const })),
    ...often(200).map((at) => ({ at, what: 'renewal' as const, account: account() })),
    ...often(60).map((at) => ({ at, what: 'clicks' as const, account: account(), times: 5 })),
    ...often(6).map((at, index) => ({
      at,
      what: 'refusal' as const,
      account: account(),
      retryAfter: retryAfters[index % retryAfters.length] ?? '0',
    })),
    ...often(400).map((at) => ({
      at,
      what: 'use' as const,
      account: account(),
      usedPercent: random.between(0, 110),
    })),
  ].sort((left, right) => left.at - right.at);
}
