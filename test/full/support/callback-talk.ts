// What a figure and the sign-in in a process of its own say to each other.
import { z } from 'zod';

export const callbackOptionsShape = z.strictObject({ isGuarded: z.boolean() });
export type CallbackOptions = z.output<typeof callbackOptionsShape>;

export const callbackReplyShape = z.discriminatedUnion('said', [
  z.strictObject({
    said: z.literal('waiting'),
    port: z.number(),
    path: z.string(),
    /** Of the attempt that waits. */
    state: z.string(),
    /** Of one before it, which was cancelled. */
    spentState: z.string(),
  }),
  z.strictObject({ said: z.literal('memory'), rssBytes: z.number() }),
  z.strictObject({
    said: z.literal('ended'),
    /** The code that was redeemed, or the code of the failure. */
    how: z.string(),
    tokenRequests: z.number(),
    kept: z.number(),
  }),
]);
export type CallbackReply = z.output<typeof callbackReplyShape>;

export const callbackOrderShape = z.enum(['memory']);
