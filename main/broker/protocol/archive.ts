// What command line and app say about backups that a passphrase protects.
import * as z from 'zod/mini';
import { problemShape } from '../protocol.ts';
import { passphrase, word } from './texts.ts';

/** A backup may be so long. */
export const sealedLimitBytes = 4_194_304;

export const backupRequestShape = z.strictObject({
  provider: z.optional(word),
  account: z.optional(word),
  passphrase,
});

export const backupShape = z.object({
  schema: z.literal(1),
  /** The text of the file. */
  sealed: z.string(),
  accounts: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      organization: z.nullable(z.string()),
      provider: z.string(),
      /** With its keys, by identity alone, or left out because its keys are closed. */
      content: z.enum(['keys', 'identity', 'closed']),
    }),
  ),
});
export type BackupAnswer = z.output<typeof backupShape>;

export const restoreRequestShape = z.strictObject({
  sealed: z.string().check(z.minLength(1), z.maxLength(sealedLimitBytes)),
  passphrase,
  accounts: z.optional(z.array(word).check(z.maxLength(100))),
  force: z.boolean(),
  settings: z.boolean(),
});

export const restoreShape = z.object({
  schema: z.literal(1),
  /** Unix milliseconds. */
  madeAt: z.number(),
  settings: z.enum(['restored', 'kept']),
  accounts: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      organization: z.nullable(z.string()),
      provider: z.string(),
      outcome: z.enum(['restored', 'replaced', 'kept', 'kept-newer', 'left-to-program', 'failed']),
      /** Others that had its refresh token and may have spent it since; null where there is none to spend. */
      otherCopies: z.nullable(z.array(z.string())),
      problem: z.nullable(problemShape),
    }),
  ),
});
export type RestoreAnswer = z.output<typeof restoreShape>;
