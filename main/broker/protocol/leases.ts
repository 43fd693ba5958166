// What command line, agents and app say about leases, agents and their environments (design §10). Times in Unix
// milliseconds.
import * as z from 'zod/mini';
import { exhaustedActions } from '../../domain/failure.ts';
import { leasePriorities } from '../../domain/lease.ts';
import { path, word } from './texts.ts';

const finite = z.number().check(z.nonnegative(), z.lte(1e15));

/** `percent` of the account's fullest window, at most 100; or `tokens`. */
const leaseAmountShape = z.strictObject({ unit: z.enum(['percent', 'tokens']), value: finite });

/**
 * What the lease is to live with. `process`: the caller itself or one of its ancestors, which the system is asked about;
 * `stream`: until `GET /v1/leases/{id}/hold` ends, which has to come within ten seconds; `heartbeat`: for an hour from the
 * last one.
 */
const holderShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('process'), pid: z.int().check(z.positive()) }),
  z.strictObject({ kind: z.literal('stream') }),
  z.strictObject({ kind: z.literal('heartbeat') }),
]);

const wishFields = {
  /** What a person calls the agent, for example the command without its arguments. */
  label: word,
  /** Whose environment it needs; `script` accounts count as for `code`. */
  consumer: z.optional(word),
  /** The program that will run, absolute: with `start`, the one whose hand-out rule counts. */
  program: z.optional(path),
  task: z.optional(word),
  /** Without links on the way. */
  folder: z.optional(path),
  /** The same as its shell spells it, where a link leads there: a rule for a folder counts by either. */
  spelledFolder: z.optional(path),
  provider: z.optional(word),
  /** By id, label or `label (organization)`. */
  account: z.optional(word),
  estimate: z.optional(leaseAmountShape),
  priority: z.optional(z.enum(leasePriorities)),
  holder: holderShape,
};

/** With `wait` the answer is a stream of lines: `queued` ones first, then one that ends it. */
export const leaseRequestShape = z.strictObject({
  ...wishFields,
  wait: z.optional(z.boolean()),
});
export type LeaseRequest = z.output<typeof leaseRequestShape>;

export const leaseBatchRequestShape = z.strictObject({
  /** `all`: each of them or none. */
  mode: z.enum(['all', 'partial']),
  leases: z.array(z.strictObject(wishFields)).check(z.minLength(1), z.maxLength(64)),
});

export const leaseShape = z.object({
  id: z.string(),
  agent: z.string(),
  label: z.string(),
  consumer: z.nullable(z.string()),
  task: z.nullable(z.string()),
  provider: z.string(),
  account: z.string(),
  /** What a person calls the account. */
  accountLabel: z.string(),
  pid: z.nullable(z.number()),
  holder: z.enum(['process', 'stream', 'heartbeat']),
  priority: z.enum(leasePriorities),
  amount: leaseAmountShape,
  used: z.number(),
  /** `asked` for, `learnt`, the `split` of what is left, or `unmetered`. */
  basis: z.enum(['asked', 'learnt', 'split', 'unmetered']),
  grantedAt: z.number(),
  /** Null for one that lives as long as its process. */
  expiresAt: z.nullable(z.number()),
});
export type LeaseAnswer = z.output<typeof leaseShape>;

/** A lease that was just given; `reason` says why it is that account, `fallenBack` that it is not the preferred one. */
export const grantedLeaseShape = z.object({
  schema: z.literal(1),
  lease: leaseShape,
  reason: z.string(),
  fallenBack: z.boolean(),
  /** The grant of this run: it can do what its own agent needs, and ends with the lease. */
  grant: z.string(),
});
export type GrantedLease = z.output<typeof grantedLeaseShape>;

/** What can be done about a refusal. */
const exhaustedActionShape = z.enum(exhaustedActions);

const refusalShape = z.object({
  code: z.string(),
  subject: z.optional(z.string()),
  detail: z.optional(z.string()),
  retryAt: z.optional(z.number()),
  figures: z.optional(
    z.object({
      unit: z.string(),
      requested: z.nullable(z.number()),
      available: z.nullable(z.number()),
    }),
  ),
  what: z.string(),
  next: z.string(),
  action: exhaustedActionShape,
});

export const leaseLineShape = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('queued'),
    /** 1: the next one. */
    position: z.number(),
    /** Null: nobody knows. */
    etaAt: z.nullable(z.number()),
    reason: z.string(),
  }),
  z.object({ type: z.literal('granted'), ...grantedLeaseShape.shape }),
  z.object({ type: z.literal('refused'), refusal: refusalShape }),
]);
export type LeaseLine = z.output<typeof leaseLineShape>;

export const leaseBatchShape = z.object({
  schema: z.literal(1),
  /** In the order of the request. */
  leases: z.array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('granted'), ...grantedLeaseShape.shape }),
      z.object({ type: z.literal('refused'), refusal: refusalShape }),
    ]),
  ),
});

export const leasesShape = z.object({
  schema: z.literal(1),
  leases: z.array(leaseShape),
  queue: z.array(
    z.object({
      label: z.string(),
      priority: z.enum(leasePriorities),
      position: z.number(),
      etaAt: z.nullable(z.number()),
      since: z.number(),
    }),
  ),
  accounts: z.array(
    z.object({
      account: z.string(),
      provider: z.string(),
      label: z.string(),
      /** Before what is reserved and given out; null: nobody knows. */
      leftPercent: z.nullable(z.number()),
      outstandingPercent: z.number(),
      running: z.number(),
      concurrent: z.number(),
    }),
  ),
});
export type LeasesAnswer = z.output<typeof leasesShape>;

export const oneLeaseShape = z.object({ schema: z.literal(1), lease: leaseShape });
/** `used` in all, in the unit of the lease. */
export const leaseUsageRequestShape = z.strictObject({ used: finite });
export const releaseRequestShape = z.strictObject({ used: z.optional(finite) });
export const releasedShape = z.object({
  schema: z.literal(1),
  id: z.string(),
  /** What was given back, in the unit of the lease. */
  givenBack: leaseAmountShape,
});

/** One line a second while the lease is held, then one that says how it ended. */
export const holdLineShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('held') }),
  z.object({
    type: z.literal('ended'),
    how: z.enum(['released', 'process-gone', 'stream-closed', 'expired', 'revoked', 'replaced']),
  }),
]);

export const environmentRequestShape = z.strictObject({
  /** Whose form; the one of the lease when left out. */
  consumer: z.optional(word),
  /** For `CLAUDE_PROJECT_CONTEXT` and the like. */
  project: z.optional(word),
  /** Adds variables that name another client, off unless asked for. */
  userAgent: z.optional(word.check(z.regex(/^[\x20-\x7E]+$/))),
  /** The launcher that a program can ask for a key; absent: keys go into variables. */
  launcher: z.optional(path),
});

/** Secrets are in it: private socket only, and only after the hand-out rule. */
export const environmentShape = z.object({
  schema: z.literal(1),
  agent: z.string(),
  provider: z.string(),
  account: z.string(),
  set: z.record(z.string(), z.string()),
  unset: z.array(z.string()),
  words: z.array(z.string()),
  /** What could still make the program another's, as sentences for the person. */
  notes: z.optional(z.array(z.string())),
});
export type EnvironmentAnswer = z.output<typeof environmentShape>;

export const agentsShape = z.object({
  schema: z.literal(1),
  agents: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      consumer: z.nullable(z.string()),
      provider: z.string(),
      account: z.string(),
      accountLabel: z.string(),
      pid: z.nullable(z.number()),
      lease: z.string(),
      since: z.number(),
    }),
  ),
});
export type AgentsAnswer = z.output<typeof agentsShape>;

/** Access material only, never a refresh token. */
export const tokenRequestShape = z.strictObject({
  account: z.optional(word),
  consumer: z.optional(word),
});
export const tokenShape = z.object({
  schema: z.literal(1),
  provider: z.string(),
  account: z.string(),
  kind: z.enum(['api-key', 'access-token']),
  token: z.string(),
  expiresAt: z.nullable(z.number()),
});

export const estimateRequestShape = z.strictObject({
  task: z.optional(word),
  /** Where the work is to be done; both as for a lease. */
  folder: z.optional(path),
  spelledFolder: z.optional(path),
  consumer: z.optional(word),
  provider: z.optional(word),
  account: z.optional(word),
  estimate: z.optional(leaseAmountShape),
});
export const estimateShape = z.object({
  schema: z.literal(1),
  verdict: z.enum(['fits', 'does-not-fit', 'unknown']),
  account: z.nullable(z.string()),
  accountLabel: z.nullable(z.string()),
  provider: z.nullable(z.string()),
  /** What such work takes, and what a cautious guess is; null: never seen. */
  needs: z.nullable(
    z.object({ unit: z.enum(['percent', 'tokens']), usual: z.number(), cautious: z.number() }),
  ),
  /** How many finished pieces of work that rests on; 0 with an estimate of the caller's own. */
  seen: z.number(),
  basis: z.nullable(z.enum(['asked', 'learnt', 'split'])),
  available: z.nullable(z.number()),
  resetsAt: z.nullable(z.number()),
  reason: z.string(),
});
export type EstimateAnswer = z.output<typeof estimateShape>;
