// What a figure and the opener in a process of its own say to each other.
import { z } from 'zod';

export const openerOrderShape = z.strictObject({ hosts: z.array(z.string()), urls: z.array(z.string()) });
export type OpenerOrder = z.output<typeof openerOrderShape>;

/** For each address what was handed to the system, and the code of the refusal. */
export const openerReplyShape = z.array(
  z.strictObject({ opened: z.optional(z.string()), refusal: z.optional(z.string()) }),
);
export type OpenerReply = z.output<typeof openerReplyShape>;
