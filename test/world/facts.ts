// What a running world says about itself: addresses, environment and the process ids of its parts.
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { worldFolder } from './plan.ts';

const Facts = z.object({
  control: z.string(),
  browserProxy: z.string(),
  environment: z.record(z.string(), z.string()),
  /** What the person's browser finds its screen by. */
  browserScreen: z.record(z.string(), z.string()),
  parts: z.record(z.string(), z.number()),
});
export type Facts = z.infer<typeof Facts>;

const file = `${worldFolder}/facts.json`;

export function writeFacts(facts: Facts): void {
  writeFileSync(file, JSON.stringify(facts, undefined, 2));
}

export function readFacts(): Facts {
  return Facts.parse(JSON.parse(readFileSync(file, 'utf8')));
}
