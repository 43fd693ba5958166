// What the load of the broker row is told, and what it answers.
import { z } from 'zod';

export const loadOrderShape = z.strictObject({
  path: z.string(),
  grant: z.string(),
  kind: z.enum(['open', 'closed', 'echo', 'leases']),
  connections: z.number(),
  perSecond: z.number(),
  seconds: z.number(),
});
export type LoadOrder = z.output<typeof loadOrderShape>;

export const loadReportShape = z.strictObject({
  answers: z.number(),
  seconds: z.number(),
  odd: z.array(z.string()),
  /** Milliseconds of each answer. */
  tookMs: z.array(z.number()),
});
export type LoadReport = z.output<typeof loadReportShape>;
