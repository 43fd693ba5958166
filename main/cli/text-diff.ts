// The difference of two short texts as a terminal shows it: what went with -, what came with +.
import { diffRows, foldedRows } from '../domain/text-diff.ts';

const marks = { same: ' ', old: '-', new: '+' } as const;

/** Only what changed, with the lines around it; empty when nothing did. */
export function diffLines(before: string, after: string): string[] {
  return foldedRows(diffRows(before, after)).flatMap((row) =>
    row.kind === 'folded' ? [] : [`${marks[row.kind]} ${row.text}`],
  );
}
