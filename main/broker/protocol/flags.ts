// What command line and app say about feature flags.
import * as z from 'zod/mini';
import { flagReasons } from '../../domain/flags.ts';

export const flagsShape = z.object({
  schema: z.literal(1),
  flags: z.array(
    z.object({
      id: z.string(),
      /** The one that counts. */
      variant: z.string(),
      /** Why: `chosen` by the person, by the `share` of installations, `locked` while a choice cannot be opened. */
      why: z.enum(flagReasons),
      default: z.string(),
      variants: z.array(z.string()),
      owner: z.string(),
      /** Days. */
      introduced: z.string(),
      expires: z.string(),
      about: z.string(),
    }),
  ),
  /** What is kept and counts for nothing: a flag that is not known here, or, without one, the whole file. */
  inert: z.array(z.object({ flag: z.nullable(z.string()), variant: z.nullable(z.string()) })),
});
export type FlagsAnswer = z.output<typeof flagsShape>;

const name = z.string().check(z.minLength(1), z.maxLength(100));

export const setFlagRequestShape = z.strictObject({ flag: name, variant: name });
export const resetFlagRequestShape = z.strictObject({ flag: name });
