// The JSON object that a whole file holds.
import type { JsonObject } from '../domain/json.ts';

/** For what JSON.parse has made, which is never anything else than JSON. */
function isParsedObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined when something else stands there. The engine's own error would quote the text, and with it a secret. */
export function objectInBytes(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isParsedObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
