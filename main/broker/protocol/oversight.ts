// What command line and app say about hand-out rules, the lock and the audit (design §10). Times in Unix milliseconds.
import * as z from 'zod/mini';
import { actors } from '../../domain/actor.ts';
import { auditActions } from '../../domain/audit-entry.ts';
import { passphrase, path, word } from './texts.ts';

export const handOutsShape = z.object({
  schema: z.literal(1),
  locked: z.boolean(),
  rules: z.array(
    z.object({
      program: z.string(),
      consumer: z.string(),
      account: z.string(),
      accountLabel: z.string(),
      verdict: z.enum(['always', 'never']),
      decidedAt: z.number(),
    }),
  ),
  /** Questions that wait for an answer, where there is no dialog for them. */
  questions: z.array(
    z.object({
      id: z.string(),
      program: z.nullable(z.string()),
      consumer: z.string(),
      account: z.string(),
      accountLabel: z.string(),
      endsAt: z.number(),
    }),
  ),
});
export type HandOutsAnswer = z.output<typeof handOutsShape>;

/** Asked about in a dialog of the app first, unless the passphrase of the vault comes with it; `ask` takes a rule away. */
export const ruleRequestShape = z.strictObject({
  program: path,
  consumer: word,
  provider: word,
  account: z.optional(word),
  verdict: z.enum(['ask', 'always', 'never']),
  passphrase: z.optional(passphrase),
});

/** Answers a question that waits. */
export const questionAnswerShape = z.strictObject({
  answer: z.enum(['once', 'always', 'never']),
  passphrase,
});

export const lockShape = z.object({ schema: z.literal(1), locked: z.boolean(), revoked: z.number() });

const auditEntryShape = z.object({
  at: z.number(),
  actor: z.enum(actors),
  action: z.enum(auditActions),
  provider: z.optional(z.string()),
  account: z.optional(z.string()),
  pid: z.optional(z.number()),
  program: z.optional(z.string()),
  consumer: z.optional(z.string()),
  grant: z.optional(z.string()),
  what: z.optional(z.string()),
  until: z.optional(z.number()),
  failure: z.optional(z.string()),
});

export const auditShape = z.object({ schema: z.literal(1), entries: z.array(auditEntryShape) });
export type AuditAnswer = z.output<typeof auditShape>;

export const auditVerdictShape = z.object({
  schema: z.literal(1),
  whole: z.boolean(),
  /** Of a whole log: how many entries, and how many of them the sealed head vouches for. */
  entries: z.nullable(z.number()),
  sealedUpTo: z.nullable(z.number()),
  /** Of a broken one: which entry, counted from the first that was ever written, and why. */
  brokenAt: z.nullable(z.number()),
  why: z.nullable(z.enum(['changed', 'missing', 'cut-off', 'unreadable', 'seal-missing'])),
});
export type AuditVerdictAnswer = z.output<typeof auditVerdictShape>;

/** What `GET /v1/events` sends, one event each (server-sent events, `event:` is the type). No secret. */
export const serviceEventShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('quota'), account: z.string(), provider: z.string(), at: z.number() }),
  z.object({ type: z.literal('accounts'), at: z.number() }),
  z.object({
    type: z.literal('switch'),
    provider: z.nullable(z.string()),
    account: z.nullable(z.string()),
    reason: z.string(),
    at: z.number(),
  }),
  z.object({
    type: z.literal('lease'),
    what: z.enum(['granted', 'ended', 'queued', 'refused']),
    lease: z.nullable(z.string()),
    agent: z.string(),
    account: z.nullable(z.string()),
    how: z.nullable(z.string()),
    at: z.number(),
  }),
  z.object({ type: z.literal('locked'), locked: z.boolean(), at: z.number() }),
  z.object({ type: z.literal('problem'), code: z.string(), what: z.string(), at: z.number() }),
]);
export type ServiceEvent = z.output<typeof serviceEventShape>;
