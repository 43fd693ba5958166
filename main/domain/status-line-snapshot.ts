// What a program's status line was told, as its script keeps it: the folder of the login, then the program's own JSON.
import { objectInText, isJsonObject, type JsonObject, type JsonValue } from './json.ts';

/** Only what the quota needs: paths and everything else that stands in it is dropped when it is read. */
export interface StatusLineSnapshot {
  /** The folder of the login that the session uses, absolute. */
  readonly folder: string;
  readonly session: string;
  /** Milliseconds since the session began, where it says so. */
  readonly lastedMs?: number;
  /** Milliseconds that the provider's answers have taken so far: it grows with each answer, where it is said at all. */
  readonly answersMs?: number;
  /** The quota as the provider's reader takes it; absent before the first answer. */
  readonly quota?: { readonly rate_limits: JsonObject };
}

/** Characters; the program says about two thousand. */
const longestText = 64 * 1024;
const longestSession = 200;

/** The name of a folder's snapshot, which no other folder has: the script spells it the same way. */
export function snapshotName(folder: string): string {
  return folder.replaceAll('%', '%25').replaceAll('/', '%2F');
}

function under(fields: JsonObject | undefined, key: string): JsonValue | undefined {
  return fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function objectUnder(fields: JsonObject, key: string): JsonObject | undefined {
  const value = under(fields, key);
  return isJsonObject(value) ? value : undefined;
}

function durationUnder(fields: JsonObject | undefined, key: string): number | undefined {
  const value = under(fields, key);
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

/** Undefined when the text is none, or too long for one. */
export function statusLineSnapshot(text: string): StatusLineSnapshot | undefined {
  if (text.length > longestText) return undefined;
  const end = text.indexOf('\n');
  const folder = text.slice(0, end);
  const said = end > 0 && folder.startsWith('/') ? objectInText(text.slice(end + 1)) : undefined;
  const session = under(said, 'session_id');
  if (said === undefined || typeof session !== 'string') return undefined;
  if (session === '' || session.length > longestSession) return undefined;
  const cost = objectUnder(said, 'cost');
  const lastedMs = durationUnder(cost, 'total_duration_ms');
  const answersMs = durationUnder(cost, 'total_api_duration_ms');
  const limits = objectUnder(said, 'rate_limits');
  return {
    folder,
    session,
    ...(lastedMs !== undefined && { lastedMs }),
    ...(answersMs !== undefined && { answersMs }),
    ...(limits !== undefined && { quota: { rate_limits: limits } }),
  };
}
