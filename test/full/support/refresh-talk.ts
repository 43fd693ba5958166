// What a figure and its worker processes say to each other.
import { z } from 'zod';

export const orderShape = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('open'),
    folder: z.string(),
    url: z.string(),
    without: z.enum(['machine-wide lock', 'journal']).optional(),
    /** Stops for ever where the request would leave. */
    hangs: z.boolean(),
  }),
  z.object({ do: z.literal('get') }),
]);
export type Order = z.infer<typeof orderShape>;

export const replyShape = z.discriminatedUnion('said', [
  z.object({ said: z.literal('ready') }),
  z.object({ said: z.literal('opened') }),
  /** It stands where the request would leave, and stays there. */
  z.object({ said: z.literal('inside') }),
  /** The SHA-256 of the refresh token that it has now. */
  z.object({ said: z.literal('got'), refresh: z.string() }),
  z.object({ said: z.literal('failed'), code: z.string(), detail: z.string() }),
]);
export type Reply = z.infer<typeof replyShape>;
