// The difference of two short texts, line by line, as people know it: what went with -, what came with +.

/** How many lines around a change are shown. */
const context = 2;
/** Beyond this the comparison would take long and help nobody. */
const lineLimit = 1_000;

type Row = readonly [mark: ' ' | '-' | '+', line: string];

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

function rowsOf(before: readonly string[], after: readonly string[]): Row[] {
  const table = commonLengths(before, after);
  const rows: Row[] = [];
  let [left, right] = [0, 0];
  while (left < before.length || right < after.length) {
    const [gone, come] = [before[left], after[right]];
    if (gone !== undefined && gone === come) {
      rows.push([' ', gone]);
      left += 1;
      right += 1;
    } else if (
      gone !== undefined &&
      (come === undefined || (table[left + 1]?.[right] ?? 0) >= (table[left]?.[right + 1] ?? 0))
    ) {
      rows.push(['-', gone]);
      left += 1;
    } else {
      rows.push(['+', come ?? '']);
      right += 1;
    }
  }
  return rows;
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** Only what changed, with the lines around it; empty when nothing did. */
export function diffLines(before: string, after: string): string[] {
  const [left, right] = [linesOf(before), linesOf(after)];
  if (left.length > lineLimit || right.length > lineLimit)
    return before === after ? [] : [...left.map((line) => `- ${line}`), ...right.map((line) => `+ ${line}`)];
  const rows = rowsOf(left, right);
  const changed = rows.flatMap(([mark], index) => (mark === ' ' ? [] : [index]));
  return rows.flatMap(([mark, line], index) =>
    changed.some((each) => Math.abs(each - index) <= context) ? [`${mark} ${line}`] : [],
  );
}
