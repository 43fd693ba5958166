// What command line and app say about the files that describe providers.
import * as z from 'zod/mini';
import { problemShape } from '../protocol.ts';

/** Where it stands in the file, from 1, and the way to it; the field is empty for the whole file. */
export const packageProblemShape = z.object({
  line: z.number(),
  column: z.number(),
  field: z.string(),
  message: z.string(),
});

export const packagesShape = z.object({
  schema: z.literal(1),
  packages: z.array(
    z.object({
      /** Without its folder. */
      file: z.string(),
      /** Only what is `ready` is used: approved by the person as it is now, and not switched off with all others. */
      state: z.enum(['ready', 'off', 'unapproved', 'changed', 'broken', 'missing']),
      provider: z.nullable(z.string()),
      label: z.nullable(z.string()),
      /** The only ones that would be asked. */
      hosts: z.array(z.string()),
      problems: z.array(packageProblemShape),
      /** Why it is not used, and what to do. */
      problem: z.nullable(problemShape),
    }),
  ),
});
export type PackagesAnswer = z.output<typeof packagesShape>;

/** A file, with or without its ending. */
export const packageRequestShape = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
});
