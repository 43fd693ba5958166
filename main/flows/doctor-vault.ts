// What Doctor finds about the vault: that a newer version has written it, so that this one only reads it, or not even that.
import type { FailureValue } from '../domain/failure.ts';
import type { ConsumerFinding } from '../domain/finding.ts';

/** @param problem what is wrong with the vault, if anything */
export function vaultFindings(problem: FailureValue | undefined): readonly ConsumerFinding[] {
  if (problem?.subject === undefined) return [];
  if (problem.code !== 'storage/read-only' && problem.code !== 'storage/newer-schema') return [];
  const { subject: where, detail } = problem;
  return [{ kind: 'newer-vault', where, ...(detail !== undefined && { detail }) }];
}
