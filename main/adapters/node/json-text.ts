// Changes single values in a JSON text and leaves every other byte as it was.
import { applyEdits, parseTree, type Edit, type Node } from 'jsonc-parser';
import { Failure } from '../../domain/failure.ts';
import { isParsedObject, type JsonChanges, type JsonObject, type JsonValue } from '../../domain/json.ts';
import { whatIsWrong } from './unreadable-json.ts';

export interface JsonDocument {
  /** Every byte of the file, a byte order mark included. */
  readonly text: string;
  readonly value: JsonObject;
}

/** @throws Failure `storage/unreadable` that says where the bytes are not one JSON object, and why */
export function parseDocument(bytes: Uint8Array, path: string): JsonDocument {
  const detail = whatIsWrong(bytes);
  if (detail !== undefined) throw new Failure('storage/unreadable', { subject: path, detail });
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const value: unknown = JSON.parse(withoutMark(text));
  if (!isParsedObject(value)) throw new Failure('internal', { subject: path });
  return { text, value };
}

/** Some editors put a byte order mark in front; it stays. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** How an object is laid out, so that what we add looks like what is there. */
interface Layout {
  /** What stands between two keys: a line break and its indent, or a space in a text of one line. */
  readonly gap: string;
  readonly newline: string;
  readonly indent: string;
  /** By how much each level stands further right. */
  readonly step: string;
}

function layoutOf(text: string, root: Node, outer: Layout | undefined): Layout {
  const first = root.children?.[0];
  const before = first === undefined ? '' : text.slice(root.offset + 1, first.offset);
  if (!/^\s*\n[ \t]*$/.test(before)) return { gap: ' ', newline: '', indent: '', step: '' };
  const newline = before.includes('\r\n') ? '\r\n' : '\n';
  const indent = before.slice(before.lastIndexOf('\n') + 1);
  const step =
    outer !== undefined && indent.startsWith(outer.indent) ? indent.slice(outer.indent.length) : indent;
  return { gap: newline + indent, newline, indent, step };
}

function written(value: JsonValue, { newline, indent, step }: Layout): string {
  if (newline === '') return JSON.stringify(value);
  return JSON.stringify(value, null, step).replaceAll('\n', newline + indent);
}

/** The new text of a value. Of an object that stays an object, equal members keep every byte. */
function rewritten(before: string, value: JsonValue, layout: Layout): string {
  const present: unknown = JSON.parse(before);
  if (JSON.stringify(present) === JSON.stringify(value)) return before;
  if (!isParsedObject(present) || !isParsedObject(value)) return written(value, layout);
  const gone = Object.keys(present).filter((key) => !Object.hasOwn(value, key));
  const changes = [...gone.map((key) => [key, undefined] as const), ...Object.entries(value)];
  return editObject(before, changes, layout);
}

/** The edit that gives a key its value. */
function editFor(text: string, root: Node, key: string, value: JsonValue, outer: Layout | undefined): Edit {
  const layout = layoutOf(text, root, outer);
  const properties = root.children ?? [];
  // Of a key that stands there twice, readers take the last.
  const present = properties.findLast((property) => property.children?.[0]?.value === key)?.children?.[1];
  if (present !== undefined) {
    const { offset, length } = present;
    return { offset, length, content: rewritten(text.slice(offset, offset + length), value, layout) };
  }
  const last = properties.at(-1);
  const added = `${JSON.stringify(key)}: ${written(value, layout)}`;
  if (last === undefined) return { offset: root.offset + 1, length: 0, content: added };
  return { offset: last.offset + last.length, length: 0, content: `,${layout.gap}${added}` };
}

/** Takes a key away together with its comma: up to the next key, or from the end of the one before. */
function editToRemove(root: Node, key: string): Edit | undefined {
  const properties = root.children ?? [];
  const index = properties.findLastIndex((property) => property.children?.[0]?.value === key);
  const gone = properties[index];
  if (gone === undefined) return undefined;
  const [before, after] = [properties[index - 1], properties[index + 1]];
  if (after !== undefined) return { offset: gone.offset, length: after.offset - gone.offset, content: '' };
  const start = before === undefined ? gone.offset : before.offset + before.length;
  return { offset: start, length: gone.offset + gone.length - start, content: '' };
}

function change(text: string, key: string, value: JsonValue | undefined, outer: Layout | undefined): string {
  const root = parseTree(text);
  if (root === undefined) return text;
  if (value !== undefined) return applyEdits(text, [editFor(text, root, key, value, outer)]);
  const edit = editToRemove(root, key);
  // A key that stands there twice goes twice.
  return edit === undefined ? text : change(applyEdits(text, [edit]), key, undefined, outer);
}

type Changes = readonly (readonly [key: string, value: JsonValue | undefined])[];

function editObject(text: string, changes: Changes, outer?: Layout): string {
  return changes.reduce((edited, [key, value]) => change(edited, key, value, outer), text);
}

/**
 * Applies the changes to the text of a JSON object; undefined becomes a new, pretty-printed one. Where an object takes
 * the place of an object, only the members that differ are touched.
 */
export function editJson(present: string | undefined, changes: JsonChanges): string {
  if (present === undefined) return `${JSON.stringify(changes, null, 2)}\n`;
  const text = withoutMark(present);
  return present.slice(0, present.length - text.length) + editObject(text, Object.entries(changes));
}
