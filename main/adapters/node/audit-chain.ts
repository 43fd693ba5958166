// How the audit's lines hang together: each says its number, the hash of the line before, and its own hash over both and
// what it tells. A segment begins with a head line of its own, which is a link of the same chain.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { AuditEntry } from '../../domain/audit-entry.ts';

/** The end of a chain: how many entries it has, and the hash of its last line. */
export interface Link {
  readonly index: number;
  readonly hash: string;
}

/** Before the first entry that was ever written. */
export const beginning: Link = { index: 0, hash: '0'.repeat(64) };

type Facts = Readonly<Record<string, string | number | boolean>>;

const hash = z.string().check(z.regex(/^[\da-f]{64}$/));
const lineShape = z.catchall(
  z.object({ index: z.int().check(z.nonnegative()), previous: hash, hash }),
  z.union([z.string(), z.number(), z.boolean()]),
);

/** One way to write the same facts, whatever their order. */
function canonical(facts: Facts): string {
  return JSON.stringify(facts, Object.keys(facts).sort());
}

function hashOf(index: number, previous: string, facts: Facts): string {
  return createHash('sha256')
    .update(`${index}\n${previous}\n${canonical(facts)}`)
    .digest('hex');
}

function textOf(
  facts: Facts,
  index: number,
  previous: string,
): { readonly line: string; readonly link: Link } {
  const own = hashOf(index, previous, facts);
  const line = `${JSON.stringify({ ...sorted(facts), index, previous, hash: own })}\n`;
  return { line, link: { index, hash: own } };
}

function sorted(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Without what is undefined, which JSON does not write. */
function factsOf(entry: AuditEntry): Facts {
  return Object.fromEntries(
    Object.entries(entry).flatMap(([name, value]: [string, string | number | undefined]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
}

/** The line of the next entry, with its line break, and where the chain ends then. */
export function entryLine(entry: AuditEntry, before: Link): { readonly line: string; readonly link: Link } {
  return textOf(factsOf(entry), before.index + 1, before.hash);
}

/** The first line of a segment. @param isSealed whether the head was kept sealed when it began */
export function headLine(
  segment: number,
  isSealed: boolean,
  before: Link,
): { readonly line: string; readonly link: Link } {
  return textOf({ isSealed, segment }, before.index, before.hash);
}

export interface ChainLine {
  readonly kind: 'head' | 'entry';
  readonly facts: Facts;
  readonly previous: string;
  readonly link: Link;
}

/** A line without its line break; undefined unless every byte of it is as it was written. */
export function lineIn(text: string): ChainLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = lineShape.safeParse(value);
  if (data === undefined) return undefined;
  const { index, previous, hash: own, ...facts } = data;
  if (textOf(facts, index, previous).line !== `${text}\n`) return undefined;
  return { kind: 'segment' in facts ? 'head' : 'entry', facts, previous, link: { index, hash: own } };
}

export type Break = 'changed' | 'missing';

/** Why a line does not follow; undefined when it does. */
export function breakAt(line: ChainLine | undefined, before: Link): Break | undefined {
  if (line === undefined) return 'changed';
  const expected = line.kind === 'entry' ? before.index + 1 : before.index;
  if (line.link.index > expected) return 'missing';
  return line.link.index === expected && line.previous === before.hash ? undefined : 'changed';
}
