// What the command line and the running app say to each other: paths, schemas, the discovery file. No effect.
import { z } from 'zod';
import { failureCodes } from '../domain/failure.ts';

/** Changes when an older client would misunderstand the newer app, or the other way round. */
export const protocolVersion = 1;

export const serviceShape = z.strictObject({
  path: z.string(),
  version: z.string(),
  protocol: z.number(),
  pid: z.number(),
});
export type Service = z.output<typeof serviceShape>;

export const failureShape = z.object({
  code: z.enum(failureCodes),
  subject: z.string().optional(),
  detail: z.string().optional(),
  retryAt: z.number().optional(),
});

const id = z.string().min(1).max(260);

export const signInRequestShape = z.strictObject({
  provider: id,
  method: id.optional(),
  /** The key, for a method that takes one. Sent over the private socket only; never in argv. */
  secret: z.string().min(1).max(4096).optional(),
});

export const switchRequestShape = z.strictObject({ provider: id });

const windowShape = z.object({
  id: z.string(),
  label: z.string(),
  usedPercent: z.number().nullable(),
  resetsAt: z.number().nullable(),
  level: z.enum(['unknown', 'ok', 'low', 'exhausted']),
});

const problemShape = z.object({ code: z.string(), what: z.string(), next: z.string() });

const accountShape = z.object({
  id: z.string(),
  label: z.string(),
  plan: z.string().nullable(),
  windows: z.array(windowShape),
  readAt: z.number().nullable(),
  source: z.string().nullable(),
  problem: problemShape.nullable(),
});

/** What `gatehouse auth status` shows; times in Unix milliseconds. */
export const statusShape = z.object({
  schema: z.literal(1),
  version: z.string(),
  preferred: z.string().nullable(),
  providers: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      methods: z.array(z.string()),
      accounts: z.array(accountShape),
    }),
  ),
  problems: z.array(problemShape),
});
export type Status = z.output<typeof statusShape>;

/** One line each while a sign-in runs: steps first, then one line that says how it ended. */
export const signInLineShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), step: z.string(), url: z.string().optional() }),
  z.object({ type: z.literal('signed-in'), account: accountShape, provider: z.string() }),
  z.object({ type: z.literal('failed'), failure: failureShape }),
]);
export type SignInLine = z.output<typeof signInLineShape>;

export const switchAnswerShape = z.object({ schema: z.literal(1), preferred: z.string() });
