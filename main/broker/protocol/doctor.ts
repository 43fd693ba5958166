// What command line and app say about Doctor: a terminal as it is, what is found, and what is done about it.
import * as z from 'zod/mini';

const longestPath = 4096;
const name = z.string().check(z.minLength(1), z.maxLength(128));
const id = z.string().check(z.minLength(1), z.maxLength(longestPath + 304));
const mostNames = 200;

/** Names of variables, and values of those that hold no secret. */
const terminalShape = z.strictObject({
  environment: z.record(name, z.string().check(z.maxLength(longestPath))),
  set: z.array(name).check(z.maxLength(mostNames)),
  folder: z.string().check(z.maxLength(longestPath)),
  path: z.string().check(z.maxLength(32_768)),
});

export const doctorLookRequestShape = z.strictObject({ terminal: terminalShape });
export const doctorFindingRequestShape = z.strictObject({ finding: id, terminal: terminalShape });
export const doctorUndoRequestShape = z.strictObject({ repair: id, terminal: terminalShape });

/** Times in Unix milliseconds. */
export const doctorShape = z.object({
  schema: z.literal(1),
  at: z.number(),
  identities: z.array(
    z.object({
      consumer: z.string(),
      label: z.string(),
      by: z.enum(['file', 'environment', 'keyring', 'helper', 'nobody']),
      /** As a person recognises it; null when it cannot be told. */
      identity: z.nullable(z.string()),
      /** The account's id, when it is one of those here. */
      account: z.nullable(z.string()),
      where: z.nullable(z.string()),
      why: z.string(),
    }),
  ),
  findings: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      /** The program that it is about, as a person calls it. */
      program: z.nullable(z.string()),
      severity: z.enum(['problem', 'warning']),
      what: z.string(),
      next: z.string(),
      where: z.string(),
      line: z.nullable(z.number()),
      /** Null where only the person can do something. */
      fix: z.nullable(z.object({ label: z.string(), changesFile: z.boolean() })),
    }),
  ),
  /** Changes of earlier fixes that can be taken back. */
  repaired: z.array(z.object({ id: z.string(), path: z.string(), at: z.number() })),
});
export type DoctorAnswer = z.output<typeof doctorShape>;

export const doctorPreviewShape = z.object({
  schema: z.literal(1),
  finding: z.string(),
  path: z.string(),
  before: z.nullable(z.string()),
  after: z.nullable(z.string()),
  reason: z.nullable(z.string()),
});
export type DoctorPreviewAnswer = z.output<typeof doctorPreviewShape>;
