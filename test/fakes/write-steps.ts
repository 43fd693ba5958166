// The document that writers count up in, and the steps of one write as they tell them.
import type { JsonObject } from '../../main/domain/json.ts';

/** By letter, what has been done last. */
export const writeSteps = {
  b: 'begun: lock, read, edit',
  o: 'temporary file open',
  w: 'bytes written',
  s: 'bytes synced',
  c: 'last look taken',
  r: 'renamed',
  f: 'folder synced',
  e: 'over',
} as const;

export type WriteStep = keyof typeof writeSteps;

/** About 4 KB that differ from one count to the next in every part. */
export function documentOf(count: number): JsonObject {
  const letter = String.fromCharCode(97 + (count % 26));
  return { count, filler: letter.repeat(4_000), end: count };
}

/** The count in a whole document; -1 for anything else. */
export function countIn(value: unknown): number {
  if (typeof value !== 'object' || value === null || !('count' in value)) return -1;
  const { count } = value;
  return typeof count === 'number' && JSON.stringify(value) === JSON.stringify(documentOf(count))
    ? count
    : -1;
}
