// Keys in the start-up files of shells and in `.env`: on which lines they stand, and which of these can be commented out
// without any harm. Whatever is not plainly one assignment on a line of its own is only reported.
import { shellLines, type Dialect, type ShellLine } from './shell-lines.ts';

export type { Dialect } from './shell-lines.ts';

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
const noKey =
  /[$`]|^\w+:\/\/|^(?:sk-(?:ant-(?:api\d+-)?|proj-)?)?(?:<|x{4}|your|my-|insert|replace|change|todo|example|dummy)/i;

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

/** Flags with which `set` of fish sets; with others it takes away, asks, lists names or shows. */
const settingFlag = '-(?:-(?!erase|query|names|show)[a-z-]+|(?![A-Za-z]*[eqnS])[A-Za-z]+)';
/** What stands in front of the value that a variable is given. */
const assignment: Readonly<Record<Dialect, (variable: string) => string>> = {
  sh: (variable) => `${variable}=`,
  fish: (variable) => `(?:set(?:[ \\t]+${settingFlag})*[ \\t]+${variable}[ \\t]+|${variable}=)`,
  environment: (variable) => `${variable}[ \\t]*=[ \\t]*`,
};

/** Finds what a variable is given, in quotes or not. */
function givingTo(variable: string, dialect: Dialect): RegExp {
  return new RegExp(
    `(?<![\\w$-])${assignment[dialect](variable)}(?:"([^"]*)"?|'([^']*)'?|([^\\s;"'&|()<>]+))`,
    'g',
  );
}

function valuesOf(code: string, giving: RegExp): readonly string[] {
  return [...code.matchAll(giving)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');
}

/** Whether a line can be commented out and nothing else changes: neither what stands around it nor how it is read. */
function canCommentOut(lines: readonly ShellLine[], index: number): boolean {
  const line = lines[index];
  if (line === undefined || !line.isOwn || line.isOpen) return false;
  // The first command of a block may be its only one, and an empty block is an error.
  const before = lines.slice(0, index).findLast(({ code }) => code.trim() !== '');
  return before === undefined || (!before.isOpen && !opensBlock.test(before.code));
}

/** The lines that give something that looks like a key to one of these variables. */
export function keyLines(text: string, dialect: Dialect, names: readonly string[]): readonly KeyLine[] {
  const lines = shellLines(text, dialect);
  const searched = names.map((name) => ({ name, giving: givingTo(name, dialect) }));
  // A letter that could not be read could not be written again.
  const isExact = !text.includes('\uFFFD');
  return lines.flatMap(({ text: line, code }, index): readonly KeyLine[] => {
    const variables = searched
      .filter(({ giving }) => valuesOf(code, giving).some(looksLikeKey))
      .map(({ name }) => name);
    if (variables.length === 0) return [];
    const [, before, name, joiner] = plainLine[dialect].exec(line) ?? [];
    const isPlain = isExact && name !== undefined && variables.length === 1 && variables[0] === name;
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
