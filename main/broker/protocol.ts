// What the command line and the running app say to each other: paths, schemas, the discovery file. No effect.
import * as z from 'zod/mini';
import { exhaustedActions, failureCodes } from '../domain/failure.ts';
import { pageNames } from '../domain/page-name.ts';
import { headroomShape, subscriptionShape, windowShape } from './protocol/quota.ts';
import { word } from './protocol/texts.ts';

/** Changes when an older client would misunderstand the newer app, or the other way round. */
export const protocolVersion = 7;

/** Lenient: a newer app may say more, and its protocol is compared before anything else. */
export const serviceShape = z.object({
  path: z.string(),
  version: z.string(),
  protocol: z.number(),
  pid: z.number(),
  /** Said by `gatehouse serve` alone. */
  window: z.optional(z.boolean()),
});
export type Service = z.output<typeof serviceShape>;

export const failureShape = z.object({
  code: z.enum(failureCodes),
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
  action: z.optional(z.enum(exhaustedActions)),
});

export const signInRequestShape = z.strictObject({
  provider: word,
  method: z.optional(word),
  /** The key, for a method that takes one. Sent over the private socket only; never in argv. */
  secret: z.optional(z.string().check(z.minLength(1), z.maxLength(4096))),
  /** For a method that needs a client of the person's own: its id, and their yes to its terms. */
  registration: z.optional(z.strictObject({ clientId: word, agreed: z.literal(true) })),
  /** The id of the one workspace that the account has to be of, for a method that can be asked for one. */
  workspace: z.optional(word),
  /** No browser opens here: its answer comes by hand, as `POST /v1/sign-ins/paste` takes it. */
  byHand: z.optional(z.literal(true)),
});

/**
 * An account by its id, its label or `label (organization)`; the only one of the provider when left out. `alsoProgram` signs
 * the program out too that keeps the login.
 */
export const signOutRequestShape = z.strictObject({
  provider: word,
  account: z.optional(word),
  alsoProgram: z.optional(z.boolean()),
});

export const problemShape = z.object({ code: z.string(), what: z.string(), next: z.string() });

/** Who keeps an account's keys, and how long they last; times in Unix milliseconds. */
const keysShape = z.object({
  /** Who renews them: `gatehouse`, or the program that keeps the login as a person would say it. */
  owner: z.string(),
  /** The key store that protects them here; null where there is nothing to protect. */
  backend: z.nullable(z.string()),
  expiresAt: z.nullable(z.number()),
  signInEndsAt: z.nullable(z.number()),
  renewedAt: z.nullable(z.number()),
  /** Who did that. */
  renewedBy: z.nullable(z.string()),
});

const accountShape = z.object({
  id: z.string(),
  label: z.string(),
  /** Tells two accounts with one label apart. */
  organization: z.nullable(z.string()),
  plan: z.nullable(z.string()),
  subscription: subscriptionShape,
  /** Whether it is the one in use of its provider. */
  active: z.boolean(),
  /** Whether there is a quota to read at all. */
  metered: z.boolean(),
  /** The programs whose files hold this account's keys. */
  usedBy: z.array(z.string()),
  windows: z.array(windowShape),
  readAt: z.nullable(z.number()),
  source: z.nullable(z.string()),
  /** What a person can do so that figures come, where none come by themselves. */
  figuresFrom: z.nullable(z.enum(['status-line', 'asking'])),
  keys: keysShape,
  problem: z.nullable(problemShape),
});

/** Which account serves a request now, and why, as a sentence. Times in Unix milliseconds. */
export const selectionShape = z.object({
  provider: z.nullable(z.string()),
  account: z.nullable(z.string()),
  reason: z.string(),
  fallenBack: z.boolean(),
  /**
   * `primary`: the wanted account serves. `draining`: the rest of its quota is for what runs already. `fallback`: it is used
   * up. `held`: it recovers, but not yet in every window.
   */
  phase: z.enum(['primary', 'draining', 'fallback', 'held']),
  /** When that began; null in the phase `primary`, as are the wanted account and when it is back. */
  since: z.nullable(z.number()),
  /** The account that would serve if nothing were in its way. */
  wanted: z.nullable(z.object({ account: z.string(), label: z.string(), provider: z.string() })),
  /** The windows that have to recover first, as a person calls them. */
  waitsFor: z.readonly(z.array(z.string())),
  backAt: z.nullable(z.number()),
});

/** The switch under way, why the last one changed nothing, which one can be undone, and who still goes by the one before. */
export const switchingShape = z.object({
  running: z.nullable(
    z.object({ step: z.enum(['checking', 'writing', 'verifying', 'undoing']), to: z.string() }),
  ),
  problem: z.nullable(problemShape),
  undo: z.nullable(z.object({ title: z.string(), at: z.number() })),
  holders: z.readonly(
    z.array(
      z.object({
        program: z.string(),
        pid: z.number(),
        /** The account that it keeps, as a person calls it; null where that is not known. */
        account: z.nullable(z.string()),
      }),
    ),
  ),
});

/** What `gatehouse auth status` shows; times in Unix milliseconds. */
export const statusShape = z.object({
  schema: z.literal(1),
  version: z.string(),
  preferred: z.nullable(z.string()),
  strategy: z.string(),
  selection: selectionShape,
  switching: switchingShape,
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
  z.object({
    type: z.literal('step'),
    step: z.string(),
    url: z.optional(z.string()),
    /** With the step `paste-code`, where nobody has wished it: who holds the ports that a browser would come back to. */
    portsTaken: z.optional(z.string()),
    /** What to type into the page at that address; its end in Unix milliseconds, and what may be in the way there. */
    toEnter: z.optional(z.object({ code: z.string(), expiresAt: z.number(), advice: z.string() })),
  }),
  z.object({ type: z.literal('signed-in'), account: accountShape, provider: z.string() }),
  z.object({ type: z.literal('failed'), failure: failureShape }),
]);
export type SignInLine = z.output<typeof signInLineShape>;

/** `notes` say what is not as it should be, for example that the provider could not be told. */
export const signOutAnswerShape = z.object({
  schema: z.literal(1),
  provider: z.string(),
  account: z.object({ id: z.string(), label: z.string() }),
  /** The programs that lost the sign-in with it. */
  signedOutToo: z.array(z.string()),
  /** The program that goes on keeping the login; null when none does. */
  staysWith: z.nullable(z.string()),
  notes: z.array(problemShape),
});
export type SignOutAnswer = z.output<typeof signOutAnswerShape>;

/** Which page of the window is to open; the one that is open when left out. */
export const openRequestShape = z.strictObject({ page: z.optional(z.enum(pageNames)) });

/** What `gatehouse auth providers` shows. */
export const providersShape = z.object({
  schema: z.literal(1),
  providers: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      preferred: z.boolean(),
      signedIn: z.boolean(),
      /** Present where a file of the person's describes it: the only hosts that it asks, and why it is not used now. */
      thirdParty: z.optional(
        z.object({ hosts: z.readonly(z.array(z.string())), problem: z.nullable(problemShape) }),
      ),
      methods: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          kind: z.enum(['browser', 'device', 'api-key', 'delegated']),
          /** The program that a delegated method runs, and how to install it. */
          program: z.nullable(z.object({ label: z.string(), install: z.string() })),
          /** How the vendor stands towards it. */
          standing: z.string(),
          /** What has to be agreed to, for a method that needs a client of the person's own. */
          consent: z.nullable(z.string()),
          agreedClientId: z.nullable(z.string()),
        }),
      ),
    }),
  ),
  /** The kinds of programs that agents can be, each with the providers that it can use, the best first. */
  consumers: z.array(z.object({ id: z.string(), label: z.string(), providers: z.array(z.string()) })),
});
export type ProvidersAnswer = z.output<typeof providersShape>;

/** What `gatehouse auth quota` shows. */
export const quotaShape = z.object({
  schema: z.literal(1),
  selection: selectionShape,
  accounts: z.array(z.object({ provider: z.string(), ...accountShape.shape })),
  headroom: headroomShape,
});
export type QuotaAnswer = z.output<typeof quotaShape>;
