// What command line and app say about the shells in which a plain call of a program follows the account in use.
import * as z from 'zod/mini';
import { problemShape } from '../protocol.ts';

export const shellsShape = z.object({
  schema: z.literal(1),
  shells: z.array(
    z.object({
      shell: z.string(),
      label: z.string(),
      /** The file of the person's that gets a line, or the file of ours that the shell reads. */
      path: z.string(),
      /** `changed`: somebody has changed our line. */
      kind: z.enum(['off', 'on', 'changed']),
      /** The commands that follow, for example `claude`. */
      commands: z.array(z.string()),
      /** There was none of these to try it on. */
      untried: z.boolean(),
      problem: z.nullable(problemShape),
    }),
  ),
});
export type ShellsAnswer = z.output<typeof shellsShape>;

const shell = z.string().check(z.minLength(1), z.maxLength(80));

export const setShellRequestShape = z.strictObject({ shell, on: z.boolean() });
export const shellRequestShape = z.strictObject({ shell });

export const shellPreviewShape = z.object({
  schema: z.literal(1),
  shell: z.string(),
  path: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  reason: z.nullable(z.string()),
});
export type ShellPreviewAnswer = z.output<typeof shellPreviewShape>;
