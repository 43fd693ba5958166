// Texts of somebody else in a question: whole, in lines that fit, and none that could pass for a line of ours. Pure.

/** A dialog is as wide as its longest word, and must not be wider than the screen. */
const longestLine = 80;
const shownLine = /.{1,76}/gu;
/** Names and paths may hold anything; none may look like a line of ours, or turn the writing round. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A text of somebody else on one line, with nothing in it that steers a terminal. */
export const printable = (text: string): string => text.replaceAll(unprintable, '\uFFFD');

/** Long on lines of its own, none of which can begin like another label. */
export function labelledLines(label: string, text: string): readonly string[] {
  const shown = printable(text);
  const line = `${label}: ${shown}`;
  if (line.length <= longestLine) return [line];
  return [`${label}:`, ...(shown.match(shownLine) ?? []).map((part) => `    ${part}`)];
}
