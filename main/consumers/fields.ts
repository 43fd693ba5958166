// Reads fields of what other programs have written, in which anything may stand.
import { isObject, objectInText, type JsonObject } from '../domain/json.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The JSON object in the text; undefined when there is no text, or something else in it. */
export function parsedObject(text: string | undefined): JsonObject | undefined {
  if (text === undefined) return undefined;
  return objectInText(text.startsWith('\uFEFF') ? text.slice(1) : text);
}

/** The object under a key, undefined when something else stands there. */
export function objectIn(fields: JsonObject | undefined, key: string): JsonObject | undefined;
export function objectIn(fields: Fields | undefined, key: string): Fields | undefined;
export function objectIn(fields: Fields | undefined, key: string): Fields | undefined {
  const value = fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
  return isObject(value) ? value : undefined;
}

/** The text under a key, undefined when it is empty or something else stands there. */
export function textIn(fields: Fields | undefined, key: string): string | undefined {
  const value = fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
