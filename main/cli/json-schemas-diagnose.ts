// What `gatehouse diagnose --json` prints; part of the list in json-schemas.ts.
import * as z from 'zod/mini';

const windowShape = z.object({
  id: z.string(),
  usedPercent: z.nullable(z.number()),
  readAt: z.nullable(z.number()),
});

/** What is not the product's own has a number in its place, the same for the same text. Times in Unix milliseconds. */
export const diagnosisShape = z.object({
  madeAt: z.number(),
  version: z.string(),
  system: z.object({
    platform: z.string(),
    release: z.string(),
    architecture: z.string(),
    electron: z.string(),
    chromium: z.string(),
    node: z.string(),
    /** As the desktop calls itself, and by which protocol it draws; null where nothing says so. */
    desktop: z.nullable(z.string()),
    session: z.nullable(z.string()),
  }),
  /** Whether the app answers; else the code of the failure. Without it there is nothing but system and log. */
  app: z.object({ running: z.boolean(), version: z.nullable(z.string()), failure: z.nullable(z.string()) }),
  selection: z.nullable(
    z.object({ provider: z.nullable(z.string()), phase: z.string(), strategy: z.string() }),
  ),
  accounts: z.array(
    z.object({
      name: z.string(),
      provider: z.string(),
      active: z.boolean(),
      metered: z.boolean(),
      plan: z.nullable(z.string()),
      keptBy: z.string(),
      backend: z.nullable(z.string()),
      expiresAt: z.nullable(z.number()),
      renewedAt: z.nullable(z.number()),
      windows: z.array(windowShape),
      problem: z.nullable(z.string()),
    }),
  ),
  problems: z.array(z.string()),
  /** Null where it could not be asked. */
  packages: z.nullable(z.array(z.object({ provider: z.nullable(z.string()), state: z.string() }))),
  /** Null where it could not be asked. */
  findings: z.nullable(
    z.array(z.object({ kind: z.string(), severity: z.string(), program: z.nullable(z.string()) })),
  ),
  /** The newest lines. */
  log: z.array(z.string()),
});
export type Diagnosis = z.output<typeof diagnosisShape>;

export const diagnoseAnswers = [
  {
    name: 'diagnose',
    verbs: ['diagnose'],
    about:
      'A report about a fault, without keys and names. `report` is null where it was written into a file.',
    shape: z.object({
      schema: z.literal(1),
      ok: z.literal(true),
      path: z.nullable(z.string()),
      report: z.nullable(diagnosisShape),
    }),
  },
];
