// What command line and app say about files with settings.
import * as z from 'zod/mini';
import { mostSettingsFileBytes } from '../../domain/settings-file.ts';

export const settingsFileShape = z.object({
  schema: z.literal(1),
  /** The text of the file. */
  text: z.string(),
});
export type SettingsFileAnswer = z.output<typeof settingsFileShape>;

/** `name`: the file, as a person calls it. */
export const readSettingsRequestShape = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(4096)),
  text: z.string().check(z.maxLength(mostSettingsFileBytes)),
});

/** Names are those of providers and accounts as a person calls them; minutes are those after midnight. */
const valueShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('switch'), on: z.boolean() }),
  z.object({ kind: z.literal('number'), value: z.number() }),
  z.object({ kind: z.literal('id'), id: z.string() }),
  /** Null: the usual ones. */
  z.object({ kind: z.literal('percents'), percents: z.nullable(z.readonly(z.array(z.number()))) }),
  z.object({
    kind: z.literal('limit'),
    limit: z.nullable(z.object({ unit: z.enum(['percent', 'tokens']), value: z.number() })),
  }),
  z.object({
    kind: z.literal('hours'),
    hours: z.nullable(z.object({ fromMinute: z.number(), toMinute: z.number() })),
  }),
  z.object({ kind: z.literal('kinds'), kinds: z.readonly(z.array(z.string())) }),
  z.object({ kind: z.literal('names'), names: z.readonly(z.array(z.string())) }),
]);
export type ShownSettingValue = z.output<typeof valueShape>;

const offerShape = z.object({
  /** By which it can be applied. */
  offer: z.string(),
  steps: z.array(
    z.object({
      /** As the file calls it. */
      setting: z.string(),
      /** The provider, account or window that it is set for: its id, and as a person calls it; null where there is one. */
      of: z.nullable(z.object({ id: z.string(), label: z.string() })),
      from: valueShape,
      to: valueShape,
    }),
  ),
  /** Names as the file has them, by why they are not taken over. */
  ignored: z.array(
    z.object({
      reason: z.enum(['stays-here', 'not-here', 'unsuitable', 'unknown']),
      names: z.array(z.string()),
    }),
  ),
});
export type SettingsOfferFacts = z.output<typeof offerShape>;

export const settingsOfferShape = z.object({ schema: z.literal(1), ...offerShape.shape });
export type SettingsOfferAnswer = z.output<typeof settingsOfferShape>;

export const applySettingsRequestShape = z.strictObject({
  offer: z.string().check(z.minLength(1), z.maxLength(64)),
});

export const appliedSettingsShape = z.object({
  schema: z.literal(1),
  /** What the file would change now, where the settings are others than when it was shown: nothing was changed then. */
  changedSince: z.nullable(offerShape),
});
export type AppliedSettingsAnswer = z.output<typeof appliedSettingsShape>;

export const putBackSettingsRequestShape = z.strictObject({});

export const putBackSettingsShape = z.object({
  schema: z.literal(1),
  /** Names of settings. */
  putBack: z.array(z.string()),
  /** Changed by hand since, and so left as they are. */
  kept: z.array(z.string()),
});
export type PutBackSettingsAnswer = z.output<typeof putBackSettingsShape>;
