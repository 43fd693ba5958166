// What command line and app say about the status lines of programs, which tell us the quota.
import * as z from 'zod/mini';
import { problemShape } from '../protocol.ts';

export const statusLinesShape = z.object({
  schema: z.literal(1),
  statusLines: z.array(
    z.object({
      consumer: z.string(),
      label: z.string(),
      /** The settings file that it stands in. */
      path: z.string(),
      /** `replaced`: it was ours until somebody put another there. */
      kind: z.enum(['off', 'on', 'replaced']),
      /** The person's own command, which goes on being shown. */
      own: z.nullable(z.string()),
      /** Unix milliseconds; when it said something last. */
      heardAt: z.nullable(z.number()),
      problem: z.nullable(problemShape),
    }),
  ),
});
export type StatusLinesAnswer = z.output<typeof statusLinesShape>;

const consumer = z.string().check(z.minLength(1), z.maxLength(80));

export const setStatusLineRequestShape = z.strictObject({ consumer, on: z.boolean() });
export const statusLineRequestShape = z.strictObject({ consumer });

export const statusLinePreviewShape = z.object({
  schema: z.literal(1),
  consumer: z.string(),
  path: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  reason: z.nullable(z.string()),
});
export type StatusLinePreviewAnswer = z.output<typeof statusLinePreviewShape>;
