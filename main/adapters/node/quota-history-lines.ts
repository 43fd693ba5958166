// How readings of windows stand in a file: a first line that says whose they are, then a line for each time.
import * as z from 'zod/mini';
import type { Point } from '../../domain/quota-window.ts';
import type { AccountId } from '../../domain/ids.ts';

/** By the window's id, oldest first. */
export type Points = ReadonlyMap<string, readonly Point[]>;

const schemaVersion = 1;
/** Ends each line: without it a line was not finished, and its last figure may lack digits. */
const endMark = ';';
const firstLineShape = z.object({ schema: z.number(), account: z.string(), thinnedAt: z.number() });

/** What the first line says. @param thinnedAt Unix milliseconds at which the older readings were last thinned */
export function firstLine(account: AccountId, thinnedAt: number): string {
  return `${JSON.stringify({ schema: schemaVersion, account, thinnedAt })}\n`;
}

export type FirstLine =
  | { readonly kind: 'ours'; readonly thinnedAt: number }
  /** Of a later version of this app. */
  | { readonly kind: 'newer' }
  /** Of another account whose fingerprint is the same. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'damaged' };

export function readFirstLine(text: string, account: AccountId): FirstLine {
  let value: unknown;
  try {
    value = JSON.parse(text.slice(0, text.indexOf('\n') + 1));
  } catch {
    return { kind: 'damaged' };
  }
  const { data } = firstLineShape.safeParse(value);
  if (data === undefined) return { kind: 'damaged' };
  if (data.account !== account) return { kind: 'foreign' };
  if (data.schema > schemaVersion) return { kind: 'newer' };
  return { kind: 'ours', thinnedAt: data.thinnedAt };
}

function seconds(timeMs: number): number {
  return Math.round(timeMs / 1000);
}

/**
 * The lines for these readings, oldest first, as they stand behind the first one. Each is `<seconds> <window> <percent>
 * <seconds to its reset, or -> …;`.
 */
export function linesOf(points: Points): string {
  const byTime = new Map<number, string>();
  for (const [id, ofWindow] of points) {
    const name = encodeURIComponent(id.toWellFormed());
    for (const { at, usedPercent, resetsAt } of ofWindow) {
      const reset = resetsAt === null ? '-' : String(seconds(resetsAt) - seconds(at));
      const before = byTime.get(seconds(at)) ?? '';
      byTime.set(seconds(at), `${before} ${name} ${usedPercent} ${reset}`);
    }
  }
  return [...byTime]
    .sort(([left], [right]) => left - right)
    .map(([at, windows]) => `${at}${windows}${endMark}\n`)
    .join('');
}

export interface ReadLines {
  readonly points: Points;
  /** What no reading can be made of, a line at the end that was not finished left out. */
  readonly unreadable: number;
}

function idOf(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** NaN for everything that is no number, an empty word among it. */
function numberIn(word: string): number {
  const number = Number(word);
  return word === '' || !Number.isFinite(number) ? Number.NaN : number;
}

/**
 * Adds what a line says, without its sign at the end. Answers whether all of it could be read. Goes from space to space,
 * for to split it takes twice the time, and there may be tens of thousands.
 */
function readLine(line: string, fromMs: number, toMs: number, byName: Map<string, Point[]>): boolean {
  let next = 0;
  const word = (): string => {
    const from = next;
    const space = line.indexOf(' ', from);
    const to = space === -1 ? line.length : space;
    next = to + 1;
    return line.slice(from, to);
  };
  const at = numberIn(word()) * 1000;
  if (Number.isNaN(at)) return false;
  if (at < fromMs || at > toMs) return true;
  while (next < line.length) {
    const name = word();
    const usedPercent = numberIn(word());
    const reset = word();
    const resetsAt = reset === '-' ? null : at + numberIn(reset) * 1000;
    if (Number.isNaN(usedPercent) || Number.isNaN(resetsAt)) return false;
    const point = { at, usedPercent, resetsAt };
    const ofWindow = byName.get(name);
    if (ofWindow === undefined) byName.set(name, [point]);
    else ofWindow.push(point);
  }
  return true;
}

/** The readings of a whole file from one time to another, both included, in Unix milliseconds. */
export function readLines(text: string, fromMs: number, toMs: number): ReadLines {
  const byName = new Map<string, Point[]>();
  let unreadable = 0;
  const end = text.lastIndexOf('\n');
  for (let from = text.indexOf('\n') + 1; from <= end;) {
    const to = text.indexOf('\n', from);
    const isWhole = text[to - 1] === endMark;
    if (!isWhole || !readLine(text.slice(from, to - 1), fromMs, toMs, byName)) unreadable += 1;
    from = to + 1;
  }
  const points = new Map<string, readonly Point[]>();
  for (const [name, ofWindow] of byName) {
    const id = idOf(name);
    // In the order of the file unless the clock was set back.
    if (id !== undefined)
      points.set(
        id,
        ofWindow.sort((left, right) => left.at - right.at),
      );
  }
  return { points, unreadable };
}
