// A block of ours in a text of the person's: put in at the end and taken out so that every other byte is as it was. Pure.

/** What stands of it. `damaged`: one mark without the other, so that nobody can say what is ours. */
export type BlockState = 'absent' | 'as-made' | 'changed' | 'damaged';

const begin = '# >>> Gatehouse: a plain call of a program uses the account in use >>>';
/** In the place of `begin` where the text before had no line end of its own. */
const beginAfterOpenLine =
  '# >>> Gatehouse: a plain call of a program uses the account in use, on a line of its own >>>';
const end = '# <<< Gatehouse: to take this away, gatehouse shell uninstall <<<';

interface Found {
  readonly before: string;
  /** The lines between the marks, each with its end. */
  readonly inside: string;
  readonly after: string;
}

// An editor may have given every line of the file other ends than ours.
const lineOf = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const beginPattern = new RegExp(`^(?:${lineOf(begin)}|${lineOf(beginAfterOpenLine)})\r?$`, 'gm');
const endPattern = new RegExp(`^${lineOf(end)}\r?$`, 'gm');

/** `undefined`: no mark at all. */
function find(text: string): Found | 'damaged' | undefined {
  const [first, secondBegin] = [...text.matchAll(beginPattern)];
  const [last, secondEnd] = [...text.matchAll(endPattern)];
  if (first === undefined && last === undefined) return undefined;
  if (first === undefined || last === undefined || last.index < first.index) return 'damaged';
  if (secondBegin !== undefined || secondEnd !== undefined) return 'damaged';
  const hadOpenLine = first[0].startsWith(beginAfterOpenLine);
  const before = text.slice(0, first.index);
  const after = text.slice(last.index + last[0].length).replace(/^\n/, '');
  return {
    // What somebody has put behind the block needs the line end.
    before: hadOpenLine && after === '' ? before.replace(/\n$/, '') : before,
    inside: text.slice(first.index + first[0].length + 1, last.index),
    after,
  };
}

const insideOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** @param lines what stands between the marks */
export function blockState(text: string | undefined, lines: readonly string[]): BlockState {
  const found = find(text ?? '');
  if (found === undefined) return 'absent';
  if (found === 'damaged') return 'damaged';
  return found.inside === insideOf(lines) ? 'as-made' : 'changed';
}

/** The block as it is put behind a text. */
export function blockFor(text: string | undefined, lines: readonly string[]): string {
  const isOpen = text !== undefined && text !== '' && !text.endsWith('\n');
  return `${isOpen ? beginAfterOpenLine : begin}\n${insideOf(lines)}${end}\n`;
}

/** What stands between the marks and the marks themselves; undefined when it cannot be told. */
export function blockIn(text: string | undefined): string | undefined {
  const found = find(text ?? '');
  return found === undefined || found === 'damaged' ? undefined : `${begin}\n${found.inside}${end}\n`;
}

/** With the block at the end, or renewed where it stands. Undefined for a damaged one. */
export function withBlock(text: string | undefined, lines: readonly string[]): string | undefined {
  const found = find(text ?? '');
  if (found === 'damaged') return undefined;
  if (found?.inside === insideOf(lines)) return text;
  const before = found?.before ?? text ?? '';
  const isOpen = before !== '' && !before.endsWith('\n');
  return `${before}${isOpen ? '\n' : ''}${blockFor(before, lines)}${found?.after ?? ''}`;
}

/** As it was without the block. Undefined for a damaged one. */
export function withoutBlock(text: string): string | undefined {
  const found = find(text);
  if (found === 'damaged') return undefined;
  return found === undefined ? text : found.before + found.after;
}
