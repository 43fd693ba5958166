// A JSON text with one value to a line, so that a difference can be seen in it. No value is changed, only the space around. Pure.
import { isJsonText } from './json.ts';

const parts = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gsu;

/** As two spaces of indentation lay it out; a text that is no JSON stays as it is. */
export function laidOutJson(text: string): string {
  if (!isJsonText(text)) return text;
  let depth = 0;
  let laidOut = '';
  const line = (): string => `\n${'  '.repeat(depth)}`;
  for (const [part] of text.matchAll(parts)) {
    if (part === '{' || part === '[') {
      depth += 1;
      laidOut += part + line();
    } else if (part === '}' || part === ']') {
      depth -= 1;
      // Nothing is in it.
      laidOut = /[[{]\n *$/.test(laidOut) ? laidOut.trimEnd() + part : laidOut + line() + part;
    } else if (part === ',') laidOut += part + line();
    else laidOut += part === ':' ? ': ' : part;
  }
  return `${laidOut}\n`;
}
