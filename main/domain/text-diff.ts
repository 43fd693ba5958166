// The difference of two short texts, line by line, as people know it: what stayed, what went and what came. Pure.

/** `same`: it stands in both. `old`: it went. `new`: it came. */
export interface DiffRow {
  readonly kind: 'same' | 'old' | 'new';
  readonly text: string;
}

export type FoldedRow = DiffRow | { readonly kind: 'folded'; readonly texts: readonly string[] };

/** How many lines around a change are shown. */
const context = 2;
/** Beyond this the comparison would take long and help nobody. */
const lineLimit = 1_000;

/** For each pair of rests, how many lines they have in common in the same order. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () =>
    Array.from({ length: after.length + 1 }, () => 0),
  );
  for (let left = before.length - 1; left >= 0; left -= 1) {
    const row = table[left] ?? [];
    const below = table[left + 1] ?? [];
    for (let right = after.length - 1; right >= 0; right -= 1) {
      row[right] =
        before[left] === after[right]
          ? (below[right + 1] ?? 0) + 1
          : Math.max(below[right] ?? 0, row[right + 1] ?? 0);
    }
  }
  return table;
}

const rowsOf = (kind: DiffRow['kind'], lines: readonly string[]): DiffRow[] =>
  lines.map((text) => ({ kind, text }));

function comparedRows(before: readonly string[], after: readonly string[]): DiffRow[] {
  if (before.length > lineLimit || after.length > lineLimit)
    return [...rowsOf('old', before), ...rowsOf('new', after)];
  const table = commonLengths(before, after);
  const rows: DiffRow[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const [gone, come] = [before[left], after[right]];
    if (gone !== undefined && gone === come) {
      rows.push({ kind: 'same', text: gone });
      left += 1;
      right += 1;
    } else if (
      gone !== undefined &&
      (come === undefined || (table[left + 1]?.[right] ?? 0) >= (table[left]?.[right + 1] ?? 0))
    ) {
      rows.push({ kind: 'old', text: gone });
      left += 1;
    } else {
      rows.push({ kind: 'new', text: come ?? '' });
      right += 1;
    }
  }
  return rows;
}

/** The end of the last line begins no further one. */
export const textLines = (text: string): readonly string[] =>
  text === '' ? [] : text.replace(/\n$/, '').split('\n');

/** Every line of both: those that stayed and went are the old text, those that stayed and came the new one. */
export function diffRows(before: string, after: string): readonly DiffRow[] {
  const [old, fresh] = [textLines(before), textLines(after)];
  // What both begin and end with needs no comparison, and is most of it.
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  return [
    ...rowsOf('same', old.slice(0, head)),
    ...comparedRows(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)),
    ...rowsOf('same', old.slice(old.length - tail)),
  ];
}

/** What changed with the lines around it; everything between is folded, all of it when nothing changed. */
export function foldedRows(rows: readonly DiffRow[]): readonly FoldedRow[] {
  const shown = rows.map(() => false);
  for (const [index, { kind }] of rows.entries())
    if (kind !== 'same') shown.fill(true, Math.max(0, index - context), index + context + 1);
  const folded: (DiffRow | { readonly kind: 'folded'; readonly texts: string[] })[] = [];
  for (const [index, row] of rows.entries()) {
    const last = folded.at(-1);
    if (shown[index] === true) folded.push(row);
    else if (last?.kind === 'folded') last.texts.push(row.text);
    else folded.push({ kind: 'folded', texts: [row.text] });
  }
  return folded;
}
