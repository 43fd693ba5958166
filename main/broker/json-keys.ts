// What a JSON parser swallows silently: a key that stands twice in one object, and one that names a prototype. Pure.

/** Where the string that begins at `start` ends: at the first quote with an even number of backslashes before it. */
function closingQuote(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let first = at;
    while (text[first - 1] === '\\') first -= 1;
    if ((at - first) % 2 === 0) return at;
  }
  return text.length;
}

function keyOf(quoted: string): unknown {
  return quoted.includes('\\') ? JSON.parse(quoted) : quoted.slice(1, -1);
}

/** @param text valid JSON */
export function hasClearKeys(text: string): boolean {
  const marks = /["{}]/g;
  const colon = /\s*:/y;
  const open: Set<unknown>[] = [];
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    if (mark[0] === '{') open.push(new Set());
    else if (mark[0] === '}') open.pop();
    else {
      const end = closingQuote(text, mark.index) + 1;
      marks.lastIndex = end;
      colon.lastIndex = end;
      if (!colon.test(text)) continue;
      const key = keyOf(text.slice(mark.index, end));
      const seen = open.at(-1);
      if (key === '__proto__' || seen?.has(key) === true) return false;
      seen?.add(key);
    }
  }
  return true;
}
