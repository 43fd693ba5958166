// What stood in a status line before ours, by the program that it belongs to: one small private file, without a secret.
import * as z from 'zod/mini';
import { textFiles } from './credential-files.ts';
import { ownPlace } from './newer-file.ts';
import { writePrivateText } from './private-text.ts';

const noteShape = z.object({ before: z.optional(z.json()), after: z.json() });
/** The latest that is known here. */
export const statusLineSchema = 1;
const fileShape = z.object({
  schema: z.int().check(z.gte(statusLineSchema)),
  lines: z.record(z.string(), noteShape),
});

export type StatusLineNote = z.output<typeof noteShape>;

export function createStatusLineNotes(path: string) {
  /** Notes that cannot be read count as none: what is ours is recognised by itself. */
  async function load(): Promise<Readonly<Record<string, StatusLineNote>>> {
    try {
      const { read } = await ownPlace(path, statusLineSchema);
      return fileShape.parse(JSON.parse((await textFiles.read(read)) ?? '')).lines;
    } catch {
      return {};
    }
  }

  return {
    find: async (consumer: string): Promise<StatusLineNote | undefined> => (await load())[consumer],
    /** Durable when it returns; undefined takes the note away. @throws Failure `storage/write-failed` */
    async save(consumer: string, note: StatusLineNote | undefined): Promise<void> {
      const { [consumer]: _before, ...others } = await load();
      const lines = note === undefined ? others : { ...others, [consumer]: note };
      const { write } = await ownPlace(path, statusLineSchema);
      await writePrivateText(write, `${JSON.stringify({ schema: statusLineSchema, lines }, null, 2)}\n`);
    },
  };
}
