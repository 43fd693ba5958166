// One guard of the product: what is taken out of which file, and whose tests have to notice.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Guard {
  /** The row of test/guards/rows.ts that it answers, for example `CB-01`. */
  readonly row: string;
  /** What is no longer done without it. */
  readonly guard: string;
  /** From the root of the checkout. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly from: string;
  /** What stands there without the guard; it has to run, types are not looked at. */
  readonly to: string;
  /** Test files from the root of the checkout. At least one of their tests has to fail without the guard. */
  readonly tests: readonly [string, ...string[]];
  /** A pattern of their names, where the whole file would take long. */
  readonly named?: string;
}

/** `CB-01` is of the family `CB`. */
export function familyOf(row: string): string {
  return row.slice(0, row.indexOf('-'));
}

/** The folder below `test/` is the project: vitest.config.ts. */
export function projectsOf(tests: readonly string[]): readonly string[] {
  return [...new Set(tests.map((file) => file.split('/')[1] ?? ''))];
}

/** What is wrong with the words of these guards, in lines that name file and entry; none where each stands once. */
export function misplaced(root: string, guards: readonly Guard[]): readonly string[] {
  const texts = new Map<string, string>();
  const textOf = (file: string): string => {
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
    texts.set(file, text);
    return text;
  };
  return guards.flatMap(({ row, guard, file, from, to }) => {
    const times = textOf(file).split(from).length - 1;
    if (times !== 1) return [`${file}: the words of ${row} (${guard}) stand there ${times} times: ${from}`];
    return from === to ? [`${file}: ${row} (${guard}) takes nothing out`] : [];
  });
}

/** The text of the file without the guard. */
export function without(text: string, { from, to }: Pick<Guard, 'from' | 'to'>): string {
  // As a function, for the words may hold what `replace` takes for a pattern.
  return text.replace(from, () => to);
}

/** In front of the whole list, as JSON, on a line of stdout of test/guards/print-list.ts. */
export const listMark = '::gatehouse-guards ';
