// Which chunks every start loads at once, and hands to V8 compiled. Pure.

/** How the bundler writes that a chunk is loaded when it is asked for. */
const late = /=>\s*require\((["'`])[^"'`]*\1\)/g;
const named = /require\((["'`])[^"'`]*?([^"'`/]+\.cjs)\1\)/g;

/** The chunk without what it loads when it is asked for. */
export function atOnce(text: string): string {
  return text.replaceAll(late, '');
}

/**
 * @param chunks the texts by the names of their files
 * @param starts what a start begins with: the name of a file, or that of a function which a chunk exports
 * @returns the names of those, and of all that they load at once, sorted
 * @throws Error where no chunk exports such a function
 */
export function firstChunks(
  chunks: ReadonlyMap<string, string>,
  starts: readonly string[],
): readonly string[] {
  const begins = starts.map((start) => {
    const found = [...chunks].find(([name, text]) => name === start || text.includes(`exports.${start}=`));
    if (found === undefined) throw new Error(`no chunk is or exports ${start}`);
    return found[0];
  });
  const seen = new Set<string>();
  for (const waiting = begins; waiting.length > 0;) {
    const name = waiting.pop() ?? '';
    const text = chunks.get(name);
    if (text === undefined || seen.has(name)) continue;
    seen.add(name);
    for (const [, , other = ''] of atOnce(text).matchAll(named)) waiting.push(other);
  }
  return [...seen].sort();
}
