// Reads fields of what other programs have written, in which anything may stand.
import type { JsonObject } from '../domain/json.ts';

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** For what JSON.parse has made, which is never anything else than JSON. */
function isParsedObject(value: unknown): value is JsonObject {
  return isFields(value);
}

/** The JSON object in the text; undefined when there is no text, or something else in it. */
export function parsedObject(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return isParsedObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The object under a key, undefined when something else stands there. */
export function objectIn(fields: JsonObject | undefined, key: string): JsonObject | undefined;
export function objectIn(fields: Fields | undefined, key: string): Fields | undefined;
export function objectIn(fields: Fields | undefined, key: string): Fields | undefined {
  const value = fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
  return isFields(value) ? value : undefined;
}

/** The text under a key, undefined when it is empty or something else stands there. */
export function textIn(fields: Fields | undefined, key: string): string | undefined {
  const value = fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
