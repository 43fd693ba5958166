// What is known of quotas and plans, in one small private file. Holds no secret and nothing that cannot be asked again.
import * as z from 'zod/mini';
import { isAccountId, type AccountId } from '../../domain/ids.ts';
import { sourceKinds } from '../../domain/quota-window.ts';
import type { QuotaNote } from '../../domain/quota-note.ts';
import type { QuotaNotes } from '../../ports.ts';
import { textFiles } from './credential-files.ts';
import { ownPlace } from './newer-file.ts';
import { writePrivateText } from './private-text.ts';

const account = z.custom<AccountId>(isAccountId);
const figure = z.nullable(z.number());

const amountShape = z.object({
  unit: z.enum(['requests', 'tokens', 'credits', 'currency']),
  currency: z.exactOptional(z.string()),
  used: figure,
  limit: figure,
  left: figure,
});

const windowShape = z.object({
  id: z.string(),
  label: z.string(),
  scope: z.exactOptional(z.string()),
  beyondPlan: z.exactOptional(z.literal(true)),
  unlimited: z.exactOptional(z.literal(true)),
  usedPercent: figure,
  amount: z.exactOptional(amountShape),
  lengthMs: figure,
  resetsAt: figure,
  at: z.number(),
  kind: z.enum(sourceKinds),
  source: z.string(),
  doubted: z.exactOptional(z.object({ at: z.number(), usedPercent: z.number() })),
  missingSince: z.exactOptional(z.number()),
});

const planName = { plan: z.string(), planDetail: z.exactOptional(z.string()) };

const noteShape = z.object({
  requests: z.object({
    tries: z.array(z.number()),
    failuresInRow: z.number(),
    retryAt: z.exactOptional(z.number()),
    ahead: z.exactOptional(z.object({ tries: z.int().check(z.gte(0)), until: z.number() })),
  }),
  identity: z.exactOptional(z.string()),
  quota: z.exactOptional(
    z.object({
      account,
      at: z.number(),
      source: z.string(),
      windows: z.array(windowShape),
      features: z.exactOptional(z.array(z.string())),
    }),
  ),
  plan: z.exactOptional(
    z.object({
      ...planName,
      readAt: z.number(),
      before: z.exactOptional(z.object({ ...planName, until: z.number() })),
    }),
  ),
});

/** The latest that is known here. */
export const quotaNotesSchema = 2;
// The figures of the first schema lack their sources; what was asked, and when, still counts.
const olderNoteShape = z.pick(noteShape, { requests: true });
const fileShape = z.object({ schema: z.int(), accounts: z.record(z.string(), z.unknown()) });

export function createQuotaNotes(path: string): QuotaNotes {
  let writing: Promise<void> = Promise.resolve();
  return {
    async load() {
      const notes = new Map<AccountId, QuotaNote>();
      try {
        const { read } = await ownPlace(path, quotaNotesSchema);
        const file = fileShape.parse(JSON.parse((await textFiles.read(read)) ?? ''));
        const shape = file.schema >= quotaNotesSchema ? noteShape : olderNoteShape;
        for (const [id, raw] of Object.entries(file.accounts)) {
          const whole = shape.safeParse(raw);
          // With figures that cannot be understood, what was asked, and when, still counts.
          const note = whole.success ? whole : olderNoteShape.safeParse(raw);
          if (isAccountId(id) && note.success) notes.set(id, note.data);
        }
      } catch {
        // Nothing known yet, or nothing that can be read: the providers are asked again.
      }
      return notes;
    },
    save(notes) {
      const text = JSON.stringify({ schema: quotaNotesSchema, accounts: Object.fromEntries(notes) });
      writing = writing
        .catch(() => undefined)
        .then(async () => {
          // Beside a newer file, for what was asked has to last: the provider counts it.
          const { write } = await ownPlace(path, quotaNotesSchema);
          await writePrivateText(write, `${text}\n`);
        });
      return writing;
    },
  };
}
