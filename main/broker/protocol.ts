// What the command line and the running app say to each other: paths, schemas, the discovery file. No effect.
import * as z from 'zod/mini';
import { failureCodes } from '../domain/failure.ts';

/** Changes when an older client would misunderstand the newer app, or the other way round. */
export const protocolVersion = 1;

/** Lenient: a newer app may say more, and its protocol is compared before anything else. */
export const serviceShape = z.object({
  path: z.string(),
  version: z.string(),
  protocol: z.number(),
  pid: z.number(),
});
export type Service = z.output<typeof serviceShape>;

export const failureShape = z.object({
  code: z.enum(failureCodes),
  subject: z.optional(z.string()),
  detail: z.optional(z.string()),
  retryAt: z.optional(z.number()),
});

const id = z.string().check(z.minLength(1), z.maxLength(260));

export const signInRequestShape = z.strictObject({
  provider: id,
  method: z.optional(id),
  /** The key, for a method that takes one. Sent over the private socket only; never in argv. */
  secret: z.optional(z.string().check(z.minLength(1), z.maxLength(4096))),
});

export const switchRequestShape = z.strictObject({ provider: id });

const windowShape = z.object({
  id: z.string(),
  label: z.string(),
  usedPercent: z.nullable(z.number()),
  resetsAt: z.nullable(z.number()),
  level: z.enum(['unknown', 'ok', 'low', 'exhausted']),
});

const problemShape = z.object({ code: z.string(), what: z.string(), next: z.string() });

const accountShape = z.object({
  id: z.string(),
  label: z.string(),
  plan: z.nullable(z.string()),
  windows: z.array(windowShape),
  readAt: z.nullable(z.number()),
  source: z.nullable(z.string()),
  problem: z.nullable(problemShape),
});

/** What `gatehouse auth status` shows; times in Unix milliseconds. */
export const statusShape = z.object({
  schema: z.literal(1),
  version: z.string(),
  preferred: z.nullable(z.string()),
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
  z.object({ type: z.literal('step'), step: z.string(), url: z.optional(z.string()) }),
  z.object({ type: z.literal('signed-in'), account: accountShape, provider: z.string() }),
  z.object({ type: z.literal('failed'), failure: failureShape }),
]);
export type SignInLine = z.output<typeof signInLineShape>;

export const switchAnswerShape = z.object({ schema: z.literal(1), preferred: z.string() });
