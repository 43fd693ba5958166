// What command line and app say about updates of Gatehouse itself.
import * as z from 'zod/mini';
import { problemShape } from '../protocol.ts';

export const updatesShape = z.object({
  schema: z.literal(1),
  /** The one that runs. */
  version: z.string(),
  /** Why nobody looks; null where somebody does. */
  off: z.nullable(z.enum(['build', 'package-manager', 'elsewhere'])),
  /** Who puts a new version in place here; null where nobody looks for one. */
  way: z.nullable(z.enum(['itself', 'package-manager', 'by-hand'])),
  step: z.nullable(z.enum(['waiting', 'looking', 'found', 'downloading', 'ready', 'restarting'])),
  /** The version that was found; null while none is known. */
  newer: z.nullable(z.string()),
  /** Where a person finds it. */
  page: z.nullable(z.string()),
  /** Unix milliseconds; null before the first look. */
  lookedAt: z.nullable(z.number()),
  problem: z.nullable(problemShape),
});
export type UpdatesAnswer = z.output<typeof updatesShape>;
