// Which lines of two versions of a text differ: all between the lines that both begin and both end with.

export interface MarkedLine {
  readonly text: string;
  readonly changed: boolean;
}

export function changedLines(
  before: string,
  after: string,
): { readonly before: readonly MarkedLine[]; readonly after: readonly MarkedLine[] } {
  const old = linesOf(before);
  const fresh = linesOf(after);
  const most = Math.min(old.length, fresh.length);
  let head = 0;
  while (head < most && old[head] === fresh[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  const marked = (lines: readonly string[]): readonly MarkedLine[] =>
    lines.map((text, index) => ({ text, changed: index >= head && index < lines.length - tail }));
  return { before: marked(old), after: marked(fresh) };
}

/** The end of the last line begins no further one. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
