// The one place that turns what stands in an answer into numbers and times. What is missing or makes no sense is null,
// never 0; whether a number is a percentage, a share or seconds is said by the field that it stands in, never guessed.
import * as z from 'zod/mini';

const dayMs = 86_400_000;
/** More than ten times over the limit is no reading. */
const mostPercent = 1000;
const earliestMs = Date.UTC(2020, 0);
const furthestMs = 2 * 366 * dayMs;
const longestMs = 400 * dayMs;
/** Below it a time counts seconds: they reach it in the year 5138, milliseconds did in 1973. */
const leastMs = 100_000_000_000;

/** A time without an offset would be another one on another computer, so it is none; a date alone is meant in UTC. */
const isoTime = z.union([z.iso.datetime({ offset: true }), z.iso.date()]);

function numberIn(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : NaN;
}

/** A quantity, as a number or as its digits in a text. */
export function countOf(value: unknown): number | null {
  const count = numberIn(value);
  // Adding 0 makes the negative zero of JSON a plain one.
  return count >= 0 && count <= Number.MAX_SAFE_INTEGER ? count + 0 : null;
}

/** What is left, and below nothing how much more was used than there is. */
function signedOf(value: unknown): number | null {
  const isText = typeof value === 'string' && value.startsWith('-');
  const missing = countOf(isText ? value.slice(1) : typeof value === 'number' ? -value : null);
  return missing === null ? countOf(value) : -missing;
}

/** What is left of a quantity: nothing, when more than all is used. */
export function leftOf(value: unknown): number | null {
  const left = signedOf(value);
  return left === null ? null : Math.max(0, left);
}

/** What is used, from a field that counts from 0 to 100, and above it when the limit is passed. */
export function percentOf(value: unknown): number | null {
  const percent = countOf(value);
  return percent !== null && percent <= mostPercent ? percent : null;
}

/** The percentage used, from a field that says what is left of 100, and less than nothing when the limit is passed. */
export function percentWithLeft(value: unknown): number | null {
  const left = signedOf(value);
  return left === null ? null : percentOf(100 - left);
}

/** The percentage used, from a field that says what is left of 1. */
export function percentWithShareLeft(value: unknown): number | null {
  const left = countOf(value);
  return left !== null && left <= 1 ? 100 - left * 100 : null;
}

/** The percentage used of a limit, from two quantities. A limit of nothing has no share. */
export function percentUsed(used: number | null, limit: number | null): number | null {
  return used === null || limit === null || limit === 0 ? null : percentOf((used / limit) * 100);
}

/** The percentage used of a limit, from what is left of it. */
export function percentLeft(left: number | null, limit: number | null): number | null {
  return left === null || limit === null || left > limit ? null : percentUsed(limit - left, limit);
}

/** The length of a window in milliseconds, from a whole number of units. */
export function lengthOf(value: unknown, unitMs: number): number | null {
  const count = countOf(value);
  return count !== null && count > 0 && Number.isInteger(count) && count * unitMs <= longestMs
    ? count * unitMs
    : null;
}

function unixMs(count: number | null): number | null {
  return count === null ? null : Math.round(count < leastMs ? count * 1000 : count);
}

/**
 * Unix milliseconds, from ISO 8601 or from Unix seconds or milliseconds, which their size tells apart. Before 2020 and
 * more than two years ahead no quota is reset; a time that has passed stays as stated.
 */
export function timeOf(value: unknown, nowMs: number): number | null {
  const at = isoTime.safeParse(value);
  const stated = at.success ? Date.parse(at.data) : unixMs(countOf(value));
  return stated !== null && stated >= earliestMs && stated <= nowMs + furthestMs ? stated : null;
}
