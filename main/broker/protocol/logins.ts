// What command line and app say about logins and keys that stand on this computer already.
import * as z from 'zod/mini';
import { problemShape } from '../protocol.ts';

const loginShape = z.object({
  /** The same each time. */
  id: z.string(),
  kind: z.enum(['login', 'api-key']),
  provider: z.string(),
  /** An e-mail address, or the ends of a key. */
  label: z.string(),
  organization: z.nullable(z.string()),
  plan: z.nullable(z.string()),
  /** The program that keeps it, or whose settings hold it. */
  owner: z.string(),
  where: z.array(z.string()),
  /** Whether it is an account here already. */
  state: z.enum(['new', 'known']),
});

export const loginsShape = z.object({
  schema: z.literal(1),
  logins: z.array(loginShape),
  /** What cannot be seen from here, each as a sentence. */
  unseen: z.array(z.string()),
});
export type LoginsAnswer = z.output<typeof loginsShape>;
export type LoginLine = z.output<typeof loginShape>;

const ids = z.array(z.string().check(z.minLength(1), z.maxLength(80))).check(z.maxLength(100));

/** The variables that may hold a key; the app's own environment is seldom that of a terminal. */
export const keyVariables = [
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'CLAUDE_API_KEY',
  'GEMINI_API_KEY',
] as const;

const key = z.optional(z.string().check(z.minLength(1), z.maxLength(4096)));
/** Sent over the private socket only. */
const keysShape = z.optional(
  z.strictObject({
    OPENAI_API_KEY: key,
    ANTHROPIC_API_KEY: key,
    CLAUDE_API_KEY: key,
    GEMINI_API_KEY: key,
  }),
);
export type TerminalKeys = z.output<typeof keysShape>;

export const findRequestShape = z.strictObject({ keys: keysShape });

/** Every new one when `only` is left out. */
export const takeRequestShape = z.strictObject({ keys: keysShape, only: z.optional(ids) });

const takenShape = z.object({
  ...loginShape.shape,
  outcome: z.enum(['taken', 'known', 'failed']),
  account: z.nullable(z.string()),
  problem: z.nullable(problemShape),
});
export const takenListShape = z.object({ schema: z.literal(1), logins: z.array(takenShape) });
export type TakenAnswer = z.output<typeof takenListShape>;

export const migrateRequestShape = z.strictObject({
  keys: keysShape,
  dryRun: z.boolean(),
  only: z.optional(ids),
});

export const migrationShape = z.object({
  schema: z.literal(1),
  outcome: z.enum(['planned', 'done', 'rolled-back']),
  take: z.array(loginShape),
  known: z.array(loginShape),
  taken: z.array(takenShape),
  files: z.array(
    z.object({
      id: z.string(),
      path: z.string(),
      reader: z.string(),
      /** `leave`: a login of its own program stands there. */
      action: z.enum(['write', 'leave', 'off']),
      change: z.enum(['none', 'made', 'written', 'put-back', 'changed-elsewhere', 'failed']),
    }),
  ),
  /** The folder with copies of every file as it was. */
  backup: z.nullable(z.string()),
  failed: z.nullable(
    z.object({ step: z.enum(['backup', 'take', 'write', 'verify']), problem: problemShape }),
  ),
});
export type MigrationAnswer = z.output<typeof migrationShape>;
