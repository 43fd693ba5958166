// A JSON value, and a set of changes to the top level of a JSON object.

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonObject = Readonly<Record<string, JsonValue>>;

/** Keys to set; `undefined` removes a key. Keys that are not named stay as they are. */
export type JsonChanges = Readonly<Record<string, JsonValue | undefined>>;

/** Whether it has fields, whatever stands in them. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}

/** For what JSON.parse has made, which is never anything else than JSON. */
export function isParsedObject(value: unknown): value is JsonObject {
  return isObject(value);
}

/** The JSON object in the text; undefined when something else is in it. */
export function objectInText(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isParsedObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The same text for the same plain data, in whatever order its keys stand; keys that are undefined do not count. */
export function canonicalJson(value: unknown): string {
  if (value === undefined) return '';
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  );
}
