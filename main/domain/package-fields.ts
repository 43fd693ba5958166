// Reads the fields of a provider package one by one and notes everything that is wrong, each with its place. Pure.
import { placeOf, type PlacedValue } from './placed-json.ts';
import type { PackageProblem, PackageProblemCode } from './provider-package-words.ts';

/** More would help nobody. */
const mostProblems = 50;

/** A value and the way to it. */
export interface Field {
  readonly path: string;
  readonly value: PlacedValue;
}

export type Fields = ReadonlyMap<string, Field>;

/** A key that anybody may have written, short and in plain characters. */
function shownKey(key: string): string {
  return key.slice(0, 40).replaceAll(/[^\p{L}\p{N}_.-]/gu, '?');
}

export interface FieldReader {
  readonly problems: readonly PackageProblem[];
  /** Notes a problem. */
  readonly wrong: (field: Field, code: PackageProblemCode, about?: string) => void;
  /** The fields of an object; undefined where it is none. What is missing, unknown or there twice is noted. */
  readonly fields: (
    field: Field,
    required: readonly string[],
    optional?: readonly string[],
  ) => Fields | undefined;
  /** Undefined where it is not there, or no text. */
  readonly text: (field: Field | undefined) => string | undefined;
  /** A text that fits; else the problem is noted. */
  readonly fitting: (
    field: Field | undefined,
    pattern: RegExp,
    code: PackageProblemCode,
    about?: string,
  ) => string | undefined;
  /** A whole number in that range. */
  readonly whole: (field: Field | undefined, least: number, most: number) => number | undefined;
  /** One of these words. */
  readonly choice: <Choice extends string>(
    field: Field | undefined,
    choices: readonly Choice[],
  ) => Choice | undefined;
  /** The entries of a list, from one to as many. */
  readonly list: (field: Field | undefined, most: number) => readonly Field[] | undefined;
}

/** @param source the text that the values were read from */
export function createFieldReader(source: string): FieldReader {
  const problems: PackageProblem[] = [];

  function note(at: number, field: string, code: PackageProblemCode, about = ''): void {
    if (problems.length < mostProblems) problems.push({ ...placeOf(source, at), field, code, about });
  }

  const wrong: FieldReader['wrong'] = ({ value, path }, code, about) => {
    note(value.at, path, code, about);
  };

  function text(field: Field | undefined): string | undefined {
    if (field === undefined) return undefined;
    if (field.value.kind === 'text') return field.value.value;
    wrong(field, 'text');
    return undefined;
  }

  return {
    problems,
    wrong,
    fields(field, required, optional = []) {
      const { value, path } = field;
      if (value.kind !== 'object') {
        wrong(field, 'object');
        return undefined;
      }
      const known = [...required, ...optional];
      const found = new Map<string, Field>();
      for (const { key, at, value: inner } of value.entries) {
        const way = path === '' ? shownKey(key) : `${path}.${shownKey(key)}`;
        if (!known.includes(key)) note(at, way, 'unknown', known.join(', '));
        else if (found.has(key)) note(at, way, 'twice');
        else found.set(key, { path: way, value: inner });
      }
      for (const key of required) if (!found.has(key)) wrong(field, 'missing', key);
      return found;
    },
    text,
    fitting(field, pattern, code, about) {
      const found = text(field);
      if (field === undefined || found === undefined || pattern.test(found)) return found;
      wrong(field, code, about);
      return undefined;
    },
    whole(field, least, most) {
      if (field === undefined) return undefined;
      const { value } = field;
      const isFit =
        value.kind === 'number' &&
        Number.isInteger(value.value) &&
        value.value >= least &&
        value.value <= most;
      if (isFit) return value.value;
      wrong(field, 'number', `${String(least)} to ${String(most)}`);
      return undefined;
    },
    choice(field, choices) {
      const found = text(field);
      if (field === undefined || found === undefined) return undefined;
      const chosen = choices.find((each) => each === found);
      if (chosen === undefined) wrong(field, 'choice', choices.join(', '));
      return chosen;
    },
    list(field, most) {
      if (field === undefined) return undefined;
      const { value, path } = field;
      if (value.kind !== 'list' || value.items.length === 0 || value.items.length > most) {
        wrong(field, 'list', String(most));
        return undefined;
      }
      return value.items.map((item, index) => ({ path: `${path}[${String(index)}]`, value: item }));
    },
  };
}
