// What stands in addresses: ids in paths, and what comes behind a question mark, always as text.
import * as z from 'zod/mini';
import { word } from './texts.ts';

export const idParametersShape = z.strictObject({ id: word });
export const providerParametersShape = z.strictObject({ provider: word });

/** `since` in Unix milliseconds. */
export const auditQueryShape = z.strictObject({
  limit: z.optional(z.string().check(z.regex(/^[1-9]\d{0,4}$/))),
  since: z.optional(z.string().check(z.regex(/^\d{1,15}$/))),
});
