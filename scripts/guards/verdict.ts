// Whether the tests noticed that a guard was gone, and when what they did says nothing about it.
import type { Summary } from '../test/projects.ts';
import type { Guard } from './guard.ts';

export type Verdict =
  | { readonly kind: 'caught'; readonly failed: number; readonly passed: number; readonly by: string }
  /** No test misses it. */
  | { readonly kind: 'alive'; readonly passed: number }
  /** The entry is at fault: what happened proves nothing about the guard. */
  | { readonly kind: 'broken'; readonly why: string };

export interface GuardResult {
  readonly guard: Guard;
  readonly verdict: Verdict;
  readonly seconds: number;
}

export function verdictOf(summary: Summary | undefined, isOverdue: boolean): Verdict {
  if (isOverdue) return { kind: 'broken', why: 'the tests did not come to an end' };
  if (summary === undefined) return { kind: 'broken', why: 'the test runner said nothing' };
  const { passed, failures, failed } = summary;
  const [by] = failures;
  if (by !== undefined) {
    // Whoever cuts out a guard leaves the rest working; where nothing works any more, the module is broken.
    return passed > 0
      ? { kind: 'caught', failed: failures.length, passed, by }
      : { kind: 'broken', why: `every test failed, the first one: ${by}` };
  }
  if (failed > 0) return { kind: 'broken', why: 'no test failed, but a file could not be loaded or run' };
  return passed > 0 ? { kind: 'alive', passed } : { kind: 'broken', why: 'no test ran' };
}

export function lineOf({ guard: { row, guard, file }, verdict, seconds }: GuardResult): string {
  const took = `${seconds.toFixed(1)} s`;
  switch (verdict.kind) {
    case 'caught':
      return `✓ ${row}  ${guard}: ${verdict.failed} failed, ${took}`;
    case 'alive':
      return `✗ ${row}  ${guard}: nothing failed, ${took}`;
    case 'broken':
      return `✗ ${row}  ${guard} (${file}): ${verdict.why}, ${took}`;
  }
}

/** A line for each family of rows, with how many of its guards were caught. */
export function tableOf(
  results: readonly GuardResult[],
  familyOf: (row: string) => string,
): readonly string[] {
  const families = [...new Set(results.map(({ guard }) => familyOf(guard.row)))];
  return families.map((family) => {
    const own = results.filter(({ guard }) => familyOf(guard.row) === family);
    const rows = new Set(own.map(({ guard }) => guard.row)).size;
    const caught = own.filter(({ verdict }) => verdict.kind === 'caught').length;
    return `${family}  ${String(rows).padStart(2)} rows  ${String(caught).padStart(3)} of ${String(own.length).padStart(3)} guards caught`;
  });
}

/** What has to be put right, one line each. */
export function faultsOf(results: readonly GuardResult[]): readonly string[] {
  return results.flatMap(({ guard: { row, file, guard }, verdict }) => {
    if (verdict.kind === 'alive') return [`ALIVE ${row} ${file} ${guard}`];
    return verdict.kind === 'broken' ? [`BROKEN ${row} ${file} ${guard}: ${verdict.why}`] : [];
  });
}
