// What one world is to be, written by world.ts outside and read by supervisor.ts inside.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { displays, keyStoreStates, optionalParts } from './options.ts';

/** Where the world's own folder stands, seen from inside; every world has the same, none sees another's. */
export const worldFolder = '/tmp/world';
const planFile = `${worldFolder}/plan/plan.json`;

const Plan = z.object({
  checkout: z.string(),
  node: z.string(),
  sandbox: z.string(),
  scenario: z.optional(z.string()),
  kind: z.enum(displays),
  /** The caller's own display, where the world is to have none of its own. */
  display: z.optional(z.string()),
  app: z.optional(z.string()),
  clients: z.optional(z.string()),
  keystore: z.enum(keyStoreStates),
  without: z.array(z.enum(optionalParts)),
  command: z.array(z.string()).min(1),
  folder: z.string(),
  passed: z.record(z.string(), z.string()),
});
export type Plan = z.infer<typeof Plan>;

export function readPlan(): Plan {
  return Plan.parse(JSON.parse(readFileSync(planFile, 'utf8')));
}
