// What command line and app say about programs of the person's own that are run for events.
import * as z from 'zod/mini';
import { hookEvents } from '../../domain/hook-event.ts';
import { problemShape } from '../protocol.ts';
import { path } from './texts.ts';

const event = z.enum(hookEvents);

export const hooksShape = z.object({
  schema: z.literal(1),
  hooks: z.array(
    z.object({
      event,
      program: z.string(),
      /** `changed` since it was approved, or `missing`: it is not run. */
      state: z.enum(['ready', 'changed', 'missing']),
      problem: z.nullable(problemShape),
    }),
  ),
});
export type HooksAnswer = z.output<typeof hooksShape>;

/** A program by its absolute path. */
export const hookRequestShape = z.strictObject({
  event,
  program: path,
});
export const hookExampleRequestShape = z.strictObject({ event });

/** What such a program reads on its standard input; times in Unix milliseconds. */
export const hookEventShape = z.object({
  schema: z.literal(1),
  event,
  at: z.number(),
  provider: z.string(),
  account: z.string(),
  label: z.string(),
  window: z.optional(
    z.object({
      id: z.string(),
      label: z.string(),
      usedPercent: z.nullable(z.number()),
      resetsAt: z.nullable(z.number()),
    }),
  ),
  reason: z.optional(z.string()),
  endsAt: z.optional(z.number()),
});
