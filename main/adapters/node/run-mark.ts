// The mark of the run that is under way, in one small private file that its end takes away. Holds no secret.
import { rm } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { RunMarks } from '../../ports.ts';
import { textFiles } from './credential-files.ts';
import { fileFailure } from './file-failure.ts';
import { writePrivateText } from './private-text.ts';

const markShape = z.object({
  startedAt: z.number(),
  lasted: z.boolean(),
  crashesBefore: z.int().check(z.nonnegative()),
});
const fileShape = z.object({ schema: z.literal(1), run: markShape });

export function createRunMark(path: string): RunMarks {
  return {
    async load() {
      try {
        return fileShape.parse(JSON.parse((await textFiles.read(path)) ?? '')).run;
      } catch {
        // None, or one that cannot be understood: nothing is known of the run before.
        return undefined;
      }
    },
    save: (run) => writePrivateText(path, `${JSON.stringify({ schema: 1, run })}\n`),
    async clear() {
      await rm(path, { force: true }).catch((thrown: unknown) => {
        throw fileFailure('storage/write-failed', path, thrown);
      });
    },
  };
}
