// When somebody looked for an update last, so that starting the app often does not mean looking often.
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { writePrivateText } from './private-text.ts';

const noteShape = z.strictObject({ lookedAt: z.number() });

export interface UpdateNotes {
  load(): Promise<number | undefined>;
  save(lookedAt: number): Promise<void>;
}

/** @param path private, our own */
export function createUpdateNotes(path: string): UpdateNotes {
  return {
    async load() {
      try {
        return noteShape.parse(JSON.parse(await readFile(path, 'utf8'))).lookedAt;
      } catch {
        return undefined;
      }
    },
    async save(lookedAt) {
      // Without it the next start looks once more.
      await writePrivateText(path, `${JSON.stringify({ lookedAt })}\n`).catch(() => undefined);
    },
  };
}
