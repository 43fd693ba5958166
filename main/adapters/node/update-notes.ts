// When somebody looked for an update last and what of it is known, so that starting the app often does not mean looking often.
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { UpdateLook } from '../../domain/update.ts';
import { writePrivateText } from './private-text.ts';

const noteShape = z.strictObject({
  lookedAt: z.number(),
  // Older versions noted the time alone, before they looked.
  foundNone: z._default(z.boolean(), false),
  told: z.optional(z.string()),
});

export interface UpdateNotes {
  load(): Promise<UpdateLook | undefined>;
  save(look: UpdateLook): Promise<void>;
}

/** @param path private, our own */
export function createUpdateNotes(path: string): UpdateNotes {
  return {
    async load() {
      try {
        return noteShape.parse(JSON.parse(await readFile(path, 'utf8')));
      } catch {
        return undefined;
      }
    },
    async save(look) {
      // Without it the next start looks once more.
      await writePrivateText(path, `${JSON.stringify(look)}\n`).catch(() => undefined);
    },
  };
}
