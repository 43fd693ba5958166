// Changes single keys in a JSON text and leaves every other byte as it was.
import { applyEdits, getNodeValue, parseTree, type Edit, type Node } from 'jsonc-parser';
import { Failure } from '../../domain/failure.ts';
import type { JsonChanges, JsonObject, JsonValue } from '../../domain/json.ts';

/** For what JSON.parse has made, which is never anything else than JSON. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws Failure `storage/unreadable` when the text is not one JSON object */
export function parseObject(text: string, path: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Failure('storage/unreadable', { subject: path, detail: 'not JSON', cause });
  }
  if (!isObject(value)) {
    throw new Failure('storage/unreadable', { subject: path, detail: 'not a JSON object' });
  }
  try {
    // JSON.parse has no limit here, the editor's parser has one.
    parseTree(text);
  } catch (cause) {
    throw new Failure('storage/unreadable', { subject: path, detail: 'nested too deeply', cause });
  }
  return value;
}

/** How the file is laid out, so that what we add looks like what is there. */
interface Layout {
  /** What stands between two keys: a line break and its indent, or a space in a text of one line. */
  readonly gap: string;
  readonly newline: string;
  readonly indent: string;
}

function layoutOf(text: string, root: Node): Layout {
  const first = root.children?.[0];
  const before = first === undefined ? '' : text.slice(root.offset + 1, first.offset);
  if (!/^\s*\n[ \t]*$/.test(before)) return { gap: ' ', newline: '', indent: '' };
  const newline = before.includes('\r\n') ? '\r\n' : '\n';
  const indent = before.slice(before.lastIndexOf('\n') + 1);
  return { gap: newline + indent, newline, indent };
}

function written(value: JsonValue, { newline, indent }: Layout): string {
  if (newline === '') return JSON.stringify(value);
  return JSON.stringify(value, null, indent).replaceAll('\n', newline + indent);
}

/** The edit that gives a key its value; undefined when it has that value already. */
function editFor(text: string, root: Node, key: string, value: JsonValue): Edit | undefined {
  const layout = layoutOf(text, root);
  const properties = root.children ?? [];
  // Of a key that stands there twice, readers take the last.
  const present = properties.findLast((property) => property.children?.[0]?.value === key)?.children?.[1];
  if (present !== undefined) {
    const same = JSON.stringify(getNodeValue(present)) === JSON.stringify(value);
    return same
      ? undefined
      : { offset: present.offset, length: present.length, content: written(value, layout) };
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

function change(text: string, key: string, value: JsonValue | undefined): string {
  const root = parseTree(text);
  if (root === undefined) return text;
  const edit = value === undefined ? editToRemove(root, key) : editFor(text, root, key, value);
  if (edit === undefined) return text;
  const next = applyEdits(text, [edit]);
  // A key that stands there twice goes twice.
  return value === undefined ? change(next, key, undefined) : next;
}

/** Applies the changes at the top level. A missing text becomes a new pretty-printed object. `path` is for the error. */
export function editJson(present: string | undefined, changes: JsonChanges, path: string): string {
  if (present === undefined) return `${JSON.stringify(changes, null, 2)}\n`;
  parseObject(present, path);
  return Object.entries(changes).reduce((text, [key, value]) => change(text, key, value), present);
}
