// Keys in the start-up files of shells and in `.env`: on which lines they stand, and which of these can be commented out
// without any harm. Whatever is not plainly one assignment on a line of its own is only reported.

/** `sh`: bash, zsh and their like; `environment`: `NAME=value`, as in environment.d and `.env`. */
export type Dialect = 'sh' | 'fish' | 'environment';

/** A line that gives keys to variables. */
export interface KeyLine {
  /** From 1. */
  readonly line: number;
  readonly variables: readonly string[];
  /** The line without any value, for people; only where it can be commented out. */
  readonly shown?: string;
}

/** In front of what we have commented out, so that exactly that can be put back. */
export const mark = '# [Gatehouse] ';

const leastKey = 16;
const wholeKey = /^[\x21-\x7e]+$/;
/** Taken from elsewhere at each start, or standing for a key. */
const noKey = /[$`]|^(?:<|x{4}|your|my-|insert|replace|change|todo|example|dummy)/i;

function looksLikeKey(value: string): boolean {
  return value.length >= leastKey && wholeKey.test(value) && !noKey.test(value);
}

const word = String.raw`"[^"\\]*"|'[^'\\]*'|[^\s;"'#\\|&()<>]+`;
/** One assignment and nothing beside it. */
const plainLine: Readonly<Record<Dialect, RegExp>> = {
  sh: new RegExp(
    `^((?:export |declare -x |typeset -x )?)([A-Za-z_]\\w*)(=)(?:${word})[ \\t]*;?[ \\t]*(?:#.*)?\\r?$`,
  ),
  fish: new RegExp(
    `^((?:set (?:-\\S+ )+|export ))([A-Za-z_]\\w*)([ =])(?:${word})[ \\t]*;?[ \\t]*(?:#.*)?\\r?$`,
  ),
  environment: new RegExp(`^((?:export )?)([A-Za-z_]\\w*)(=)(?:${word})[ \\t]*\\r?$`),
};
/** After these a line is part of what stands before it, or all that a block has in it. */
const opensBlock = /(?:\b(?:then|do|else|in|and|or|not|begin)|[{(|&)\\!])[ \t]*$/;

interface ScannedLine {
  readonly text: string;
  /** The text without its comment. */
  readonly code: string;
  /** Whether it begins a command of its own: in no quotes, no here-document, and continuing no other line. */
  readonly isOwn: boolean;
  /** Whether the next line goes on with it. */
  readonly isOpen: boolean;
}

const hereDocument = /<<-?[ \t]*(["']?)([A-Za-z_]\w*)\1/g;

/** Follows quotes, continued lines, comments and here-documents through a whole text. */
function scanned(text: string, dialect: Dialect): readonly ScannedLine[] {
  let quote: '"' | "'" | "$'" | undefined;
  let continued = false;
  /** The ends of the here-documents that are open. */
  let ends: readonly string[] = [];
  return text.split('\n').map((line) => {
    const bare = line.replace(/\r$/, '');
    if (ends.length > 0) {
      if (bare.trim() === ends[0]) ends = ends.slice(1);
      return { text: line, code: line, isOwn: false, isOpen: true };
    }
    const isOwn = quote === undefined && !continued;
    let end = bare.length;
    continued = false;
    for (let at = 0; at < bare.length; at += 1) {
      const letter = bare[at];
      if (letter === '\\') {
        // In single quotes of sh it is a letter like any other.
        if (quote === "'" && dialect !== 'fish') continue;
        if (at === bare.length - 1) continued = true;
        at += 1;
      } else if (quote === undefined) {
        if (letter === '"') quote = '"';
        else if (letter === "'") quote = dialect === 'sh' && bare[at - 1] === '$' ? "$'" : "'";
        else if (letter === '#' && (at === 0 || /[\s;(]/.test(bare[at - 1] ?? ''))) {
          end = at;
          break;
        }
      } else if (letter === quote.at(-1)) quote = undefined;
    }
    const code = bare.slice(0, end);
    if (dialect === 'sh' && quote === undefined)
      ends = [...code.replaceAll('<<<', '').matchAll(hereDocument)].flatMap((match) => match[2] ?? []);
    return { text: line, code, isOwn, isOpen: quote !== undefined || continued || ends.length > 0 };
  });
}

/** What the code gives to a variable, in quotes or not; several when it does so more than once. */
function valuesOf(code: string, variable: string): readonly string[] {
  const pattern = new RegExp(
    `(?<![\\w$])${variable}(?:[ \\t]*=[ \\t]*|[ \\t]+)(?:"([^"]*)"?|'([^']*)'?|([^\\s;"'&|()<>]+))`,
    'g',
  );
  return [...code.matchAll(pattern)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');
}

/** Whether a line can be commented out and nothing else changes: neither what stands around it nor how it is read. */
function canCommentOut(lines: readonly ScannedLine[], index: number): boolean {
  const line = lines[index];
  if (line === undefined || !line.isOwn || line.isOpen) return false;
  // The first command of a block may be its only one, and an empty block is an error.
  const before = lines.slice(0, index).findLast(({ code }) => code.trim() !== '');
  return before === undefined || (!before.isOpen && !opensBlock.test(before.code));
}

/** The lines that give something that looks like a key to one of these variables. */
export function keyLines(text: string, dialect: Dialect, names: readonly string[]): readonly KeyLine[] {
  const lines = scanned(text, dialect);
  return lines.flatMap(({ text: line, code }, index): readonly KeyLine[] => {
    const variables = names.filter((name) => valuesOf(code, name).some(looksLikeKey));
    if (variables.length === 0) return [];
    const [, before, name, joiner] = plainLine[dialect].exec(line) ?? [];
    const isPlain = name !== undefined && variables.length === 1 && variables[0] === name;
    const shown = `${before ?? ''}${name ?? ''}${joiner ?? ''}[secret]`;
    return [{ line: index + 1, variables, ...(isPlain && canCommentOut(lines, index) && { shown }) }];
  });
}

/**
 * The text with this line commented out; undefined when it is no longer one that can be.
 * @param line from 1
 */
export function commentedOut(
  text: string,
  dialect: Dialect,
  names: readonly string[],
  line: number,
): string | undefined {
  if (keyLines(text, dialect, names).find((each) => each.line === line)?.shown === undefined)
    return undefined;
  return text
    .split('\n')
    .map((each, index) => (index === line - 1 ? `${mark}${each}` : each))
    .join('\n');
}

/**
 * The text with a line of ours, marked, put back as it was; undefined when it does not stand there, or twice.
 * @param marked the whole line with its mark
 */
export function putBack(text: string, marked: string): string | undefined {
  const lines = text.split('\n');
  if (!marked.startsWith(mark) || lines.filter((each) => each === marked).length !== 1) return undefined;
  return lines.map((each) => (each === marked ? each.slice(mark.length) : each)).join('\n');
}
