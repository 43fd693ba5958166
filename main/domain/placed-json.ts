// Reads JSON that a person has written and keeps where everything stands, so that what is wrong can be pointed at. Pure.

/** Line and column from 1, in characters as a person counts them. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

interface PlacedEntry {
  readonly key: string;
  /** Of the key, as an offset into the text. */
  readonly at: number;
  readonly value: PlacedValue;
}

/** A value and its offset into the text. A key that stands twice in an object is twice in its entries. */
export type PlacedValue =
  | { readonly kind: 'object'; readonly at: number; readonly entries: readonly PlacedEntry[] }
  | { readonly kind: 'list'; readonly at: number; readonly items: readonly PlacedValue[] }
  | { readonly kind: 'text'; readonly at: number; readonly value: string }
  | { readonly kind: 'number'; readonly at: number; readonly value: number }
  | { readonly kind: 'word'; readonly at: number };

export type PlacedJson =
  | { readonly kind: 'read'; readonly value: PlacedValue }
  /** `too-deep`: more values inside each other than were allowed. */
  | { readonly kind: 'broken'; readonly problem: 'no-json' | 'too-deep'; readonly at: number };

const blank = /[\t\n\r ]*/y;
const text = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/uy;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d+)?/y;
const word = /true|false|null/y;

class Broken extends Error {
  readonly problem: 'no-json' | 'too-deep';
  readonly at: number;

  constructor(problem: 'no-json' | 'too-deep', at: number) {
    super(problem);
    this.problem = problem;
    this.at = at;
  }
}

/** @param mostDeep how many objects and lists may stand inside each other. Never throws. */
export function readPlacedJson(source: string, mostDeep: number): PlacedJson {
  let at = 0;

  function taken(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(source)?.[0];
    at += found?.length ?? 0;
    return found;
  }

  function skipBlank(): void {
    taken(blank);
  }

  function isNext(character: string): boolean {
    if (source[at] !== character) return false;
    at += 1;
    return true;
  }

  function need(character: string): void {
    if (!isNext(character)) throw new Broken('no-json', at);
  }

  function textHere(): string {
    const start = at;
    const found = taken(text);
    const value: unknown = found === undefined ? undefined : JSON.parse(found);
    if (typeof value !== 'string') throw new Broken('no-json', start);
    return value;
  }

  /** What stands between the brackets, one after the other, behind the opening one. */
  function each(closing: string, one: () => void): void {
    skipBlank();
    if (isNext(closing)) return;
    do {
      skipBlank();
      one();
      skipBlank();
    } while (isNext(','));
    need(closing);
  }

  function object(start: number, deep: number): PlacedValue {
    const entries: PlacedEntry[] = [];
    each('}', () => {
      const keyAt = at;
      const key = textHere();
      skipBlank();
      need(':');
      skipBlank();
      entries.push({ key, at: keyAt, value: value(deep + 1) });
    });
    return { kind: 'object', at: start, entries };
  }

  function list(start: number, deep: number): PlacedValue {
    const items: PlacedValue[] = [];
    each(']', () => {
      items.push(value(deep + 1));
    });
    return { kind: 'list', at: start, items };
  }

  function value(deep: number): PlacedValue {
    const start = at;
    if (source[at] === '"') return { kind: 'text', at: start, value: textHere() };
    if (source[at] === '{' || source[at] === '[') {
      if (deep > mostDeep) throw new Broken('too-deep', start);
      return isNext('{') ? object(start, deep) : (need('['), list(start, deep));
    }
    const digits = taken(number);
    if (digits !== undefined) return { kind: 'number', at: start, value: Number(digits) };
    if (taken(word) !== undefined) return { kind: 'word', at: start };
    throw new Broken('no-json', start);
  }

  try {
    skipBlank();
    const whole = value(1);
    skipBlank();
    if (at < source.length) throw new Broken('no-json', at);
    return { kind: 'read', value: whole };
  } catch (thrown) {
    if (thrown instanceof Broken) return { kind: 'broken', problem: thrown.problem, at: thrown.at };
    throw thrown;
  }
}

/** Where an offset lies. */
export function placeOf(source: string, at: number): Place {
  const lines = source.slice(0, at).split(/\r\n|\n|\r/);
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}
