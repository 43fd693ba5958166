// What command line and app say about an answer that a person brings to a waiting sign-in by hand.
import * as z from 'zod/mini';
import { word } from './texts.ts';

/** The whole address that a browser, on any computer, ended at. It holds a code: over the private socket only. */
export const pasteRequestShape = z.strictObject({
  provider: word,
  pasted: z.string().check(z.minLength(1), z.maxLength(16_384)),
});

/** A wrong answer is refused, and the sign-in goes on waiting. */
export const pasteAnswerShape = z.object({
  schema: z.literal(1),
  taken: z.boolean(),
  /** Why not, in a few words. */
  reason: z.nullable(z.string()),
});
export type PasteAnswer = z.output<typeof pasteAnswerShape>;
