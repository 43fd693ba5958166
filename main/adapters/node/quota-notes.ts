// What is known of quotas and plans, in one small private file. Holds no secret and nothing that cannot be asked again.
import * as z from 'zod/mini';
import { isAccountId, type AccountId } from '../../domain/ids.ts';
import type { QuotaNote, QuotaNotes } from '../../ports.ts';
import { textFiles } from './credential-files.ts';
import { writePrivateText } from './private-text.ts';

const account = z.custom<AccountId>(isAccountId);
const noteShape = z.object({
  requests: z.object({
    tries: z.array(z.number()),
    failuresInRow: z.number(),
    retryAt: z.optional(z.number()),
  }),
  sample: z.optional(
    z.object({
      account,
      at: z.number(),
      source: z.string(),
      windows: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          usedPercent: z.nullable(z.number()),
          lengthMs: z.nullable(z.number()),
          resetsAt: z.nullable(z.number()),
        }),
      ),
    }),
  ),
  plan: z.optional(z.object({ plan: z.string(), planDetail: z.optional(z.string()), readAt: z.number() })),
});
const fileShape = z.object({ schema: z.literal(1), accounts: z.record(z.string(), z.unknown()) });

function noteOf({ requests, sample, plan }: z.output<typeof noteShape>): QuotaNote {
  const { retryAt, ...counted } = requests;
  return {
    requests: { ...counted, ...(retryAt !== undefined && { retryAt }) },
    ...(sample !== undefined && { sample }),
    ...(plan !== undefined && {
      plan: {
        plan: plan.plan,
        readAt: plan.readAt,
        ...(plan.planDetail !== undefined && { planDetail: plan.planDetail }),
      },
    }),
  };
}

export function createQuotaNotes(path: string): QuotaNotes {
  let writing: Promise<void> = Promise.resolve();
  return {
    async load() {
      const notes = new Map<AccountId, QuotaNote>();
      try {
        const file = fileShape.parse(JSON.parse((await textFiles.read(path)) ?? ''));
        for (const [id, raw] of Object.entries(file.accounts)) {
          const note = noteShape.safeParse(raw);
          if (isAccountId(id) && note.success) notes.set(id, noteOf(note.data));
        }
      } catch {
        // Nothing known yet, or nothing that can be read: the providers are asked again.
      }
      return notes;
    },
    save(notes) {
      const text = JSON.stringify({ schema: 1, accounts: Object.fromEntries(notes) });
      writing = writing.catch(() => undefined).then(() => writePrivateText(path, `${text}\n`));
      return writing;
    },
  };
}
