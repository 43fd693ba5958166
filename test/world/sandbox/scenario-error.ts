// What a person reads who wrote a scenario wrongly: every field, and what is wrong with it.
import type { z } from 'zod';

export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
}

export function fromError(source: z.ZodError | readonly string[]): ScenarioError {
  const lines = 'issues' in source ? source.issues.flatMap(describe) : source;
  return new ScenarioError(`scenario: ${lines.join('; ')}`);
}

function describe(issue: z.core.$ZodIssue): string[] {
  const field = (...more: string[]): string =>
    [...issue.path.map(String), ...more].join('.') || '(the whole)';
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => `${field(key)}: no such field`);
  return [`${field()}: ${issue.message}`];
}
