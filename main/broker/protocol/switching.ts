// What command line and app say about switching: the account in use, taking that back, and folders with an account of their own.
import * as z from 'zod/mini';
import { selectionShape, switchingShape } from '../protocol.ts';
import { path, word } from './texts.ts';

/**
 * A provider, with an account by its id, its label or `label (organization)` when that one is to be in use; a strategy; or
 * both. `unchecked` does not ask the provider first whether the sign-in works.
 */
export const switchRequestShape = z
  .strictObject({
    provider: z.optional(word),
    account: z.optional(word),
    strategy: z.optional(word),
    unchecked: z.optional(z.boolean()),
  })
  .check(
    z.refine(
      ({ provider, account, strategy, unchecked }) =>
        provider !== undefined ||
        (strategy !== undefined && account === undefined && unchecked === undefined),
      { path: ['provider'] },
    ),
  );
export type SwitchRequest = z.output<typeof switchRequestShape>;

export const switchAnswerShape = z.object({
  schema: z.literal(1),
  preferred: z.nullable(z.string()),
  /** The label of its account in use. */
  account: z.nullable(z.string()),
  strategy: z.string(),
  selection: selectionShape,
  switching: switchingShape,
  /** The program that keeps this account's login, where a plain start of it in a terminal does not use it. */
  unfollowed: z.nullable(z.string()),
});
export type SwitchAnswer = z.output<typeof switchAnswerShape>;

export const undoRequestShape = z.strictObject({});
/** `undone` is what was taken back, for example `Claude: bob@example.com`. */
export const undoAnswerShape = z.object({ ...switchAnswerShape.shape, undone: z.string() });
export type UndoAnswer = z.output<typeof undoAnswerShape>;

/** The provider is needed only where two of them have an account of that name. */
export const addRuleRequestShape = z.strictObject({
  folder: path,
  account: word,
  provider: z.optional(word),
});
export type AddRuleRequest = z.output<typeof addRuleRequestShape>;
export const removeRuleRequestShape = z.strictObject({ folder: path });

export const rulesShape = z.object({
  schema: z.literal(1),
  rules: z.array(
    z.object({
      folder: z.string(),
      account: z.string(),
      /** Provider and account as a person calls them; null when the account is not here any more. */
      label: z.nullable(z.string()),
      /** The program that keeps the login, whose plain start goes by the rule; null when Gatehouse does: then none does. */
      keptBy: z.nullable(z.string()),
    }),
  ),
  /** Whether plain starts of programs in a terminal go through Gatehouse at all. */
  followed: z.boolean(),
});
export type RulesAnswer = z.output<typeof rulesShape>;
