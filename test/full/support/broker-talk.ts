// What a figure and the broker process of its own say to each other.
import { z } from 'zod';

export const brokerOptionsShape = z.strictObject({
  /** Private; a second process on it goes on where the first one was. */
  folder: z.string(),
  /** Of the one account; nobody reads it anew. */
  leftPercent: z.number(),
  /** Agents at once. */
  concurrent: z.number(),
  without: z.optional(z.enum(['outstanding', 'watch', 'log', 'grant', 'private'])),
  umask: z.optional(z.number()),
  /** How far its clock is ahead. */
  clockAheadMs: z.optional(z.number()),
});
export type BrokerOptions = z.output<typeof brokerOptionsShape>;

export const brokerReplyShape = z.discriminatedUnion('said', [
  z.strictObject({ said: z.literal('listening'), path: z.string(), grant: z.string() }),
  z.strictObject({ said: z.literal('memory'), heapBytes: z.number(), handles: z.number() }),
  z.strictObject({ said: z.literal('stopped') }),
]);
export type BrokerReply = z.output<typeof brokerReplyShape>;

export const brokerOrderShape = z.enum(['memory', 'stop']);
