// Rows as an aligned table for people.

const gap = '  ';
const mark = '…';

/** Names come from elsewhere: none of them may begin a line of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ');
}

/** At most so many letters; what is cut off leaves a mark. */
function cut(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}${mark}`;
}

/** The last column is neither filled up nor cut; the others at most `most` wide. */
export function tableText(rows: readonly (readonly string[])[], most: number): readonly string[] {
  const cells = rows.map((row) =>
    row.map((cell, column) => (column < row.length - 1 ? cut(oneLine(cell), most) : oneLine(cell))),
  );
  const widths = (cells[0] ?? []).map((_first, column) =>
    Math.max(...cells.map((row) => Array.from(row[column] ?? '').length)),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - Array.from(cell).length))
      .join(gap)
      .trimEnd(),
  );
}
