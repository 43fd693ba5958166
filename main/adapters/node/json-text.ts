// Changes single keys in a JSON text and leaves every other byte as it was.
import { applyEdits, modify } from 'jsonc-parser';
import { Failure } from '../../domain/failure.ts';
import type { JsonChanges } from '../../domain/json.ts';

const format = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** @throws Failure `storage/unreadable` when the text is not one JSON object */
function requireObject(text: string, path: string): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Failure('storage/unreadable', { subject: path, detail: 'not JSON', cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Failure('storage/unreadable', { subject: path, detail: 'not a JSON object' });
  }
}

/** Applies the changes at the top level. A missing text becomes a new pretty-printed object. `path` is for the error. */
export function editJson(present: string | undefined, changes: JsonChanges, path: string): string {
  if (present !== undefined) requireObject(present, path);
  return Object.entries(changes).reduce(
    (text, [key, value]) => applyEdits(text, modify(text, [key], value, format)),
    present ?? '{}\n',
  );
}
