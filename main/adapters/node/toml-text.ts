// Changes single keys in a TOML text and leaves every other byte as it was: comments, order, spelling, line breaks.
import { getStaticTOMLValue, ParseError, parseTOML, type AST } from 'toml-eslint-parser';
import { Failure } from '../../domain/failure.ts';

export type TomlValue = string | number | boolean | readonly TomlValue[];

/** A key with the tables around it, for example `['model_providers', 'x', 'auth', 'command']`. */
export type TomlKey = readonly string[];

export interface TomlChange {
  readonly key: TomlKey;
  /** Undefined takes the key away, with everything below it when it is a table. */
  readonly value: TomlValue | undefined;
}

type Path = readonly (string | number)[];
type Table = AST.TOMLTopLevelTable | AST.TOMLTable | AST.TOMLInlineTable;

/** A key with its value as it stands in the text. */
interface Entry {
  readonly path: Path;
  readonly node: AST.TOMLKeyValue;
  readonly table: Table;
  /** The path of the table that it stands in. */
  readonly tablePath: Path;
}

/** A piece of the text and what takes its place. */
interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const byteOrderMark = '\uFEFF';

function parsed(text: string, path: string): AST.TOMLTopLevelTable {
  try {
    return parseTOML(text, { tomlVersion: 'latest' }).body[0];
  } catch (cause) {
    const detail =
      cause instanceof ParseError ? `line ${String(cause.lineNumber)}: ${cause.message}` : 'not TOML';
    throw new Failure('storage/unreadable', { subject: path, detail, cause });
  }
}

const startsWith = (path: Path, start: Path): boolean =>
  start.length <= path.length && start.every((part, index) => path[index] === part);
const isSamePath = (one: Path, other: Path): boolean => one.length === other.length && startsWith(one, other);

function keysOf(key: AST.TOMLKey): readonly string[] {
  return key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
}

function entriesIn(table: Table, tablePath: Path): readonly Entry[] {
  return table.body.flatMap((node): readonly Entry[] => {
    if (node.type === 'TOMLTable') return entriesIn(node, node.resolvedKey);
    const path = [...tablePath, ...keysOf(node.key)];
    const inner = node.value.type === 'TOMLInlineTable' ? entriesIn(node.value, path) : [];
    return [{ path, node, table, tablePath }, ...inner];
  });
}

function headersIn(root: AST.TOMLTopLevelTable): readonly AST.TOMLTable[] {
  return root.body.filter((node) => node.type === 'TOMLTable');
}

function isSame(found: unknown, value: TomlValue): boolean {
  if (typeof value !== 'object') return Object.is(found, value);
  return (
    Array.isArray(found) &&
    found.length === value.length &&
    value.every((each, index) => isSame(found[index], each))
  );
}

function writtenText(text: string): string {
  // What JSON writes is what TOML reads, but for this one character. A half pair has no place in either.
  return JSON.stringify(text.toWellFormed()).replaceAll('\u007f', '\\u007f');
}

function writtenValue(value: TomlValue): string {
  if (typeof value === 'string') return writtenText(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return `[${value.map((each) => writtenValue(each)).join(', ')}]`;
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  // A whole number has to fit into 64 bits.
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value);
}

function writtenKey(keys: readonly string[]): string {
  return keys.map((key) => (/^[\w-]+$/.test(key) ? key : writtenText(key))).join('.');
}

function lineBreakOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

/** Where the line that holds this place ends, before its line break. */
function endOfLine(text: string, place: number): number {
  const found = text.indexOf('\n', place);
  if (found < 0) return text.length;
  return text[found - 1] === '\r' && found - 1 >= place ? found - 1 : found;
}

function startOfLine(text: string, place: number): number {
  return text.lastIndexOf('\n', place - 1) + 1;
}

/** Where the line before this one ends, before its line break; 0 for the first line. */
function endOfLineBefore(text: string, lineStart: number): number {
  if (lineStart === 0) return 0;
  return text[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1;
}

function lineOf(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}

/** Whole lines, with the line break before them; of the first lines the one after them. */
function withoutLines(text: string, first: number, last: number): Splice {
  const lineStart = startOfLine(text, first);
  const end = endOfLine(text, last);
  if (lineStart > 0) return { start: endOfLineBefore(text, lineStart), end, text: '' };
  const next = text.indexOf('\n', end);
  return { start: 0, end: next < 0 ? text.length : next + 1, text: '' };
}

/** A line of its own below the one that holds `after`, indented like the line of `like`. */
function lineBelow(text: string, after: number, like: number | undefined, line: string): Splice {
  const place = endOfLine(text, after);
  const indent = like === undefined ? '' : (/^[ \t]*/.exec(text.slice(startOfLine(text, like)))?.[0] ?? '');
  return { start: place, end: place, text: lineBreakOf(text) + indent + line };
}

/** Takes an entry out of `{ … }` together with its comma. */
function outOfInline(text: string, { node, table }: Entry): Splice {
  const index = table.body.findIndex((each) => each === node);
  const [before, after] = [table.body[index - 1], table.body[index + 1]];
  if (after !== undefined) return { start: node.range[0], end: after.range[0], text: '' };
  if (before !== undefined) return { start: before.range[1], end: node.range[1], text: '' };
  const comma = /^\s*,/.exec(text.slice(node.range[1]))?.[0] ?? '';
  return { start: node.range[0], end: node.range[1] + comma.length, text: '' };
}

function intoInline(table: AST.TOMLInlineTable, text: string): Splice {
  const last = table.body.at(-1);
  if (last !== undefined) return { start: last.range[1], end: last.range[1], text: `, ${text}` };
  const place = table.range[0] + 1;
  return { start: place, end: place, text: ` ${text} ` };
}

/** Below the last key of a table, or below its header. */
function intoTable(text: string, table: AST.TOMLTopLevelTable | AST.TOMLTable, line: string): Splice {
  const last = table.body.findLast((node) => node.type === 'TOMLKeyValue');
  if (last !== undefined) return lineBelow(text, last.range[1], last.range[0], line);
  if (table.type === 'TOMLTable') return lineBelow(text, table.key.range[1], table.range[0], line);
  // Before the first table: below it, the key would be the table's.
  const lineBreak = lineBreakOf(text);
  return { start: 0, end: 0, text: line + lineBreak + (text === '' ? '' : lineBreak) };
}

function newTable(text: string, key: TomlKey, line: string): Splice {
  const lineBreak = lineBreakOf(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? lineBreak : lineBreak + lineBreak;
  const header = `[${writtenKey(key)}]`;
  return { start: text.length, end: text.length, text: [gap, header, lineBreak, line, lineBreak].join('') };
}

/** Where a new key goes: as near to its relatives as the rules of TOML let it. */
function spliceToAdd(text: string, root: AST.TOMLTopLevelTable, key: TomlKey, written: string): Splice {
  const entries = entriesIn(root, []);
  const assignment = (from: Path): string => `${writtenKey(key.slice(from.length))} = ${written}`;
  const around = (length: number): Path => key.slice(0, length);
  for (let length = key.length - 1; length > 0; length -= 1) {
    const parent = around(length);
    // A table in braces is complete: nothing may be added to it from outside.
    const inline = entries.find(
      ({ path, node }) => isSamePath(path, parent) && node.value.type === 'TOMLInlineTable',
    );
    if (inline?.node.value.type === 'TOMLInlineTable')
      return intoInline(inline.node.value, assignment(parent));
    const header = headersIn(root).find(
      ({ kind, resolvedKey }) => kind === 'standard' && isSamePath(resolvedKey, parent),
    );
    if (header !== undefined && length === key.length - 1) return intoTable(text, header, assignment(parent));
    // One that dotted keys have made may not get a header.
    const dotted = entries.findLast(
      ({ path, tablePath }) => path.length > length && startsWith(path, parent) && tablePath.length < length,
    );
    if (dotted !== undefined && length === key.length - 1)
      return dotted.table.type === 'TOMLInlineTable'
        ? intoInline(dotted.table, assignment(dotted.tablePath))
        : lineBelow(text, dotted.node.range[1], dotted.node.range[0], assignment(dotted.tablePath));
  }
  return key.length === 1
    ? intoTable(text, root, assignment([]))
    : newTable(text, key.slice(0, -1), assignment(around(key.length - 1)));
}

/** @throws Failure `storage/conflict` when a value stands where a table is needed, or the other way round */
function requireRoom(text: string, root: AST.TOMLTopLevelTable, key: TomlKey, path: string): void {
  const refuse = (what: string, node: AST.TOMLNode): Failure =>
    new Failure('storage/conflict', {
      subject: path,
      detail: `line ${String(lineOf(text, node.range[0]))}: ${what}`,
    });
  for (const entry of entriesIn(root, [])) {
    const isTable = entry.node.value.type === 'TOMLInlineTable';
    if (!isTable && entry.path.length < key.length && startsWith(key, entry.path))
      throw refuse(`${writtenKey(key.slice(0, entry.path.length))} is no table`, entry.node);
    if (entry.path.length > key.length && startsWith(entry.path, key))
      throw refuse(`${writtenKey(key)} is a table`, entry.node);
    if (isTable && isSamePath(entry.path, key)) throw refuse(`${writtenKey(key)} is a table`, entry.node);
  }
  for (const header of headersIn(root)) {
    const names = keysOf(header.key);
    if (startsWith(names, key)) throw refuse(`${writtenKey(key)} is a table`, header);
    if (header.kind === 'array' && startsWith(key, names))
      throw refuse(`${writtenKey(names)} is a list`, header);
  }
}

function spliceToSet(
  text: string,
  root: AST.TOMLTopLevelTable,
  key: TomlKey,
  value: TomlValue,
  path: string,
): Splice | undefined {
  requireRoom(text, root, key, path);
  const written = writtenValue(value);
  const present = entriesIn(root, []).find((entry) => isSamePath(entry.path, key))?.node.value;
  if (present === undefined) return spliceToAdd(text, root, key, written);
  if (isSame(getStaticTOMLValue(present), value)) return undefined;
  return { start: present.range[0], end: present.range[1], text: written };
}

/** A header with what stands below it, and the empty line before it. */
function withoutTable(text: string, table: AST.TOMLTable): Splice {
  const last = table.body.at(-1)?.range[1] ?? table.key.range[1];
  const lines = withoutLines(text, table.range[0], last);
  const lineStart = startOfLine(text, lines.start);
  const isEmptyBefore = lines.start > 0 && text.slice(lineStart, lines.start).trim() === '';
  return isEmptyBefore ? { ...lines, start: endOfLineBefore(text, lineStart) } : lines;
}

/** What is below a removed key goes with it, so each piece of text is taken out once. */
function splicesToRemove(text: string, root: AST.TOMLTopLevelTable, key: TomlKey): readonly Splice[] {
  const gone = headersIn(root).filter(({ resolvedKey }) => startsWith(resolvedKey, key));
  const entries = entriesIn(root, []).filter(
    ({ path, tablePath }) => startsWith(path, key) && !startsWith(tablePath, key),
  );
  return [
    ...gone.map((table) => withoutTable(text, table)),
    ...entries.map((entry) =>
      entry.table.type === 'TOMLInlineTable'
        ? outOfInline(text, entry)
        : withoutLines(text, entry.node.range[0], entry.node.range[1]),
    ),
  ];
}

function spliced(text: string, { start, end, text: replacement }: Splice): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function changed(text: string, { key, value }: TomlChange, path: string): string {
  const root = parsed(text, path);
  if (value !== undefined) {
    const splice = spliceToSet(text, root, key, value, path);
    return splice === undefined ? text : spliced(text, splice);
  }
  // One at a time: places move, and of two keys in one pair of braces each takes a comma.
  const [first] = splicesToRemove(text, root, key);
  return first === undefined ? text : changed(spliced(text, first), { key, value }, path);
}

/**
 * Applies the changes in their order. A missing text becomes a new one. `path` is for the error.
 * @throws Failure `storage/unreadable` with the line when the text is no TOML, `storage/conflict` when a key cannot be set
 */
export function editToml(present: string | undefined, changes: readonly TomlChange[], path: string): string {
  const before = present ?? '';
  const mark = before.startsWith(byteOrderMark) ? byteOrderMark : '';
  const after = changes.reduce((text, change) => changed(text, change, path), before.slice(mark.length));
  // Nothing that does not parse is ever handed back.
  parsed(after, path);
  return mark + after;
}
