// What command line and app say about the shared files and about the key store.
import * as z from 'zod/mini';
import { problemShape } from '../protocol.ts';
import { passphrase } from './texts.ts';

const id = z.string().check(z.minLength(1), z.maxLength(80));

export const filesShape = z.object({
  schema: z.literal(1),
  files: z.array(
    z.object({
      id: z.string(),
      reader: z.string(),
      path: z.string(),
      writes: z.string(),
      enabled: z.boolean(),
      /** When another program wrote it last, as far as we saw. */
      changedElsewhere: z.nullable(z.object({ by: z.string(), at: z.number() })),
      problem: z.nullable(problemShape),
    }),
  ),
});
export type FilesAnswer = z.output<typeof filesShape>;

export const chooseFileRequestShape = z.strictObject({ file: id, on: z.boolean() });

/** One file, or all of them. */
export const fileRequestShape = z.strictObject({ file: z.optional(id) });
/** `force` also where that puts back a sign-in that may be spent. */
export const restoreFilesRequestShape = z.strictObject({
  file: z.optional(id),
  force: z.optional(z.boolean()),
});
export const oneFileRequestShape = z.strictObject({ file: id });

export const previewShape = z.object({
  schema: z.literal(1),
  file: z.string(),
  path: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  reason: z.nullable(z.string()),
});
export type PreviewAnswer = z.output<typeof previewShape>;

export const historyShape = z.object({
  schema: z.literal(1),
  files: z.array(
    z.object({
      id: z.string(),
      reader: z.string(),
      path: z.string(),
      /** Newest first. The text, with secrets replaced, only of a file that was named; null: it was taken away. */
      versions: z.array(
        z.object({ at: z.number(), by: z.string(), text: z.optional(z.nullable(z.string())) }),
      ),
    }),
  ),
});
export type HistoryAnswer = z.output<typeof historyShape>;

export const restoredFilesShape = z.object({
  schema: z.literal(1),
  files: z.array(
    z.object({
      id: z.string(),
      path: z.string(),
      outcome: z.enum(['restored', 'removed', 'unchanged', 'untouched', 'spent', 'failed']),
      problem: z.nullable(problemShape),
    }),
  ),
});
export type RestoredFilesAnswer = z.output<typeof restoredFilesShape>;

export const keyStoreShape = z.object({
  schema: z.literal(1),
  kind: z.enum(['system', 'passphrase', 'memory']),
  backend: z.nullable(z.string()),
  passphrase: z.enum(['none', 'locked', 'open']),
  problem: z.nullable(problemShape),
});
export type KeyStoreAnswer = z.output<typeof keyStoreShape>;

export const chooseKeyStoreRequestShape = z.strictObject({ use: z.enum(['system', 'memory']) });
export const passphraseRequestShape = z.strictObject({ passphrase });
export const startAnewRequestShape = z.strictObject({ passphrase: z.optional(passphrase) });
