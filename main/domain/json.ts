// A JSON value, and a set of changes to the top level of a JSON object.

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonObject = Readonly<Record<string, JsonValue>>;

/** Keys to set; `undefined` removes a key. Keys that are not named stay as they are. */
export type JsonChanges = Readonly<Record<string, JsonValue | undefined>>;

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
