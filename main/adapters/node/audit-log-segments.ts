// The files of the audit: `audit-000001.jsonl` and so on in a folder of their own, each continuing the one before.
import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { beginning, breakAt, headLine, lineIn, type ChainLine, type Link } from './audit-chain.ts';
import { codeOf, fileFailure } from './file-failure.ts';

const namePattern = /^audit-(\d{6,})\.jsonl$/;

export function segmentPath(folder: string, number: number): string {
  return join(folder, `audit-${number.toString().padStart(6, '0')}.jsonl`);
}

/** Numbers of the segments that are there, in order. @throws Failure `storage/unreadable` */
export async function segmentsIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch((thrown: unknown) => {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw fileFailure('storage/unreadable', folder, thrown);
  });
  return names
    .flatMap((name) => {
      const [, digits] = namePattern.exec(name) ?? [];
      return digits === undefined ? [] : [Number(digits)];
    })
    .sort((one, other) => one - other);
}

export interface Segment {
  readonly number: number;
  readonly lines: readonly string[];
  /** What stands behind the last line break: a line that was being written. */
  readonly tail: string;
}

/** @throws Failure `storage/unreadable` */
export async function readSegment(folder: string, number: number): Promise<Segment> {
  const path = segmentPath(folder, number);
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw fileFailure('storage/unreadable', path, thrown);
  });
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  return { number, lines, tail };
}

export interface EndSegment {
  readonly number: number;
  /** Whether only the break of the last line is missing; otherwise what stands behind the last break is a piece of one. */
  readonly isWhole: boolean;
  /** What its first line says. */
  readonly saysSealed: boolean;
}

/** Where the log goes on. */
export interface LogEnd {
  readonly link: Link;
  /** The same, or what the first line of a segment continues where that is the last one. */
  readonly lastEntry: Link;
  /** The segment with that link in it; undefined when a new one has to be begun. */
  readonly segment: EndSegment | undefined;
  /** Of the newest segment that is there; 0: none. */
  readonly newest: number;
}

/** The last line that is whole in itself, in the newest segment that has one. @throws Failure `storage/unreadable` */
export async function endOf(folder: string): Promise<LogEnd> {
  const numbers = await segmentsIn(folder);
  const newest = numbers.at(-1) ?? 0;
  for (const number of numbers.toReversed()) {
    const { lines, tail } = await readSegment(folder, number);
    const written = [...lines, tail];
    for (let at = written.length - 1; at >= 0; at -= 1) {
      const line = lineIn(written[at] ?? '');
      if (line === undefined) continue;
      const isWhole = at === lines.length;
      const saysSealed = lineIn(written[0] ?? '')?.facts['isSealed'] === true;
      const segment = number === newest ? { number, isWhole, saysSealed } : undefined;
      const { link, kind, previous } = line;
      const lastEntry = kind === 'entry' ? link : { index: link.index, hash: previous };
      return { link, lastEntry, newest, segment };
    }
  }
  return { link: beginning, lastEntry: beginning, newest, segment: undefined };
}

export type Walked =
  | {
      readonly kind: 'whole';
      /** From where the oldest segment continues. */
      readonly first: Link;
      readonly last: Link;
      /** Unix milliseconds of the oldest entry. */
      readonly from: number | null;
      /** Whether any segment says that the head was kept sealed when it began. */
      readonly saysSealed: boolean;
    }
  | { readonly kind: 'broken'; readonly index: number; readonly why: 'changed' | 'missing' | 'unreadable' };

/** What a killed process can have left of a segment's first line: nobody else vouches for a segment without entries. */
function isBegunHead(text: string, number: number, before: Link): boolean {
  return [true, false].some((isSealed) => headLine(number, isSealed, before).line.startsWith(text));
}

/**
 * Follows the chain from the oldest segment to the end.
 * @param visit is told of every link
 */
export async function walk(folder: string, visit: (link: Link) => void): Promise<Walked> {
  let first: Link | undefined;
  let last = beginning;
  let from: number | null = null;
  let saysSealed = false;

  function follow(line: ChainLine | undefined, isFirstOfFile: boolean, number: number): Walked | undefined {
    const at = first === undefined ? (line?.link.index ?? 1) : last.index + 1;
    if (isFirstOfFile && line?.kind === 'entry') return { kind: 'broken', index: at, why: 'missing' };
    if (isFirstOfFile && line !== undefined && line.facts['segment'] !== number)
      return { kind: 'broken', index: at, why: 'changed' };
    if (first === undefined && line !== undefined) {
      first = { index: line.link.index, hash: line.previous };
      last = first;
      visit(first);
    }
    const why = breakAt(line, last);
    if (why !== undefined || line === undefined) return { kind: 'broken', index: at, why: why ?? 'changed' };
    last = line.link;
    visit(last);
    return undefined;
  }

  for (const number of await segmentsIn(folder)) {
    const segment = await readSegment(folder, number).catch(() => undefined);
    if (segment === undefined) return { kind: 'broken', index: last.index + 1, why: 'unreadable' };
    if (segment.lines.length === 0 && !isBegunHead(segment.tail, number, last))
      return { kind: 'broken', index: last.index + 1, why: 'changed' };
    for (const [at, text] of segment.lines.entries()) {
      const line = lineIn(text);
      const broken = follow(line, at === 0, number);
      if (broken !== undefined) return broken;
      saysSealed ||= line?.facts['isSealed'] === true;
      const moment = line?.facts['at'];
      if (from === null && typeof moment === 'number') from = moment;
    }
  }
  return { kind: 'whole', first: first ?? beginning, last, from, saysSealed };
}

/** Takes away the oldest beyond so many; answers from where the oldest that stays continues. */
export async function firstOfNewest(
  folder: string,
  most: number,
): Promise<{ readonly first: Link; readonly older: readonly number[] } | undefined> {
  const numbers = await segmentsIn(folder);
  const [oldest] = numbers.slice(-most);
  if (oldest === undefined) return undefined;
  const { lines } = await readSegment(folder, oldest);
  const head = lineIn(lines[0] ?? '');
  if (head === undefined) return undefined;
  return { first: { index: head.link.index, hash: head.previous }, older: numbers.slice(0, -most) };
}

export async function removeSegments(folder: string, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) await unlink(segmentPath(folder, number)).catch(() => undefined);
}
