// A TOML text keeps its comments, its order and its spelling, whatever single key is set or taken away.
import fc from 'fast-check';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { describe, expect, test } from 'vitest';
import {
  editToml,
  type TomlChange,
  type TomlKey,
  type TomlValue,
} from '../../main/adapters/node/toml-text.ts';
import { failureOf } from '../fakes/failures.ts';

const path = '/home/ada/.codex/config.toml';
const set = (text: string | undefined, key: TomlKey, value: TomlValue): string =>
  editToml(text, [{ key, value }], path);
const remove = (text: string, key: TomlKey): string => editToml(text, [{ key, value: undefined }], path);
const valueOf = (text: string): unknown => getStaticTOMLValue(parseTOML(text, { tomlVersion: 'latest' }));

describe('a key is set', () => {
  test.each<[string, string | undefined, TomlKey, TomlValue, string]>([
    ['in a text that is not there', undefined, ['a', 'b'], 'x', '[a]\nb = "x"\n'],
    ['in an empty text', '', ['model'], 'x', 'model = "x"\n'],
    ['in place of its old value', 'model\t=  "x"   # why\n', ['model'], 'y', 'model\t=  "y"   # why\n'],
    [
      'in place of a value of another kind',
      'a = 2024-01-01\nb = 1\n',
      ['a'],
      '2024-01-01',
      'a = "2024-01-01"\nb = 1\n',
    ],
    ['in place of one of several lines', 'a = """\nx\n"""\nb = 1', ['a'], [1, 'x'], 'a = [1, "x"]\nb = 1'],
    [
      'to what it is',
      'n = 1_000 # many\nl = [ 1,\n 2 ]\n',
      ['n'],
      1000,
      'n = 1_000 # many\nl = [ 1,\n 2 ]\n',
    ],
    ['to the list it is', 'l = [ 1,\n "x", ]\n', ['l'], [1, 'x'], 'l = [ 1,\n "x", ]\n'],
    [
      'below the last key at the top',
      '# head\na = 1 # one\n\n# of t\n[t]\nx = 1\n',
      ['b'],
      true,
      '# head\na = 1 # one\nb = true\n\n# of t\n[t]\nx = 1\n',
    ],
    [
      'before the first table, if nothing is at the top',
      '# of t\n[t]\n',
      ['b'],
      1.5,
      'b = 1.5\n\n# of t\n[t]\n',
    ],
    ['below a last line without its end', 'a = 1', ['b'], 2, 'a = 1\nb = 2'],
    [
      'in its table',
      '[t]\n  x = 1\n\n[u]\ny = 1\n',
      ['t', 'z'],
      'v',
      '[t]\n  x = 1\n  z = "v"\n\n[u]\ny = 1\n',
    ],
    [
      'in an empty table',
      '[ t . "u v" ] # here\n\n[w]\n',
      ['t', 'u v', 'z'],
      1,
      '[ t . "u v" ] # here\nz = 1\n\n[w]\n',
    ],
    [
      'in a table of its own',
      'a = 1\n\n[t.u]\nx = 1',
      ['t', 'v', 'w'],
      1,
      'a = 1\n\n[t.u]\nx = 1\n\n[t.v]\nw = 1\n',
    ],
    ['above a table that is there', '[t.u]\nx = 1\n', ['t', 'y'], 1, '[t.u]\nx = 1\n\n[t]\ny = 1\n'],
    ['beside dotted keys', 't.u.x = 1\nb = 1\n', ['t', 'u', 'y'], 2, 't.u.x = 1\nt.u.y = 2\nb = 1\n'],
    [
      'beside dotted keys of a table',
      '[s]\nt.x = 1\n[v]\n',
      ['s', 't', 'y'],
      2,
      '[s]\nt.x = 1\nt.y = 2\n[v]\n',
    ],
    ['below dotted keys', 't.u.x = 1\n', ['t', 'u', 'v', 'w'], 2, 't.u.x = 1\n\n[t.u.v]\nw = 2\n'],
    ['in braces', 't = { x = 1 } # c\n', ['t', 'y'], 'z', 't = { x = 1, y = "z" } # c\n'],
    ['in empty braces', 't = {}\n', ['t', 'y'], 1, 't = { y = 1 }\n'],
    [
      'deep in braces',
      't = { u = { x = 1 } }\n',
      ['t', 'u', 'v', 'w'],
      1,
      't = { u = { x = 1, v.w = 1 } }\n',
    ],
    [
      'in braces of a table',
      '[s]\nt = { x.a = 1 }\n',
      ['s', 't', 'x', 'b'],
      2,
      '[s]\nt = { x.a = 1, x.b = 2 }\n',
    ],
    [
      'with the line breaks that are there',
      'a = 1\r\n[t]\r\nx = 1\r\n',
      ['t', 'y'],
      1,
      'a = 1\r\n[t]\r\nx = 1\r\ny = 1\r\n',
    ],
    [
      'in a new table with the line breaks that are there',
      'a = 1\r\n',
      ['t', 'y'],
      1,
      'a = 1\r\n\r\n[t]\r\ny = 1\r\n',
    ],
    ['behind a byte order mark', '\uFEFFa = 1\n', ['a'], 2, '\uFEFFa = 2\n'],
    ['under a name that needs quotes', '', ['a b', 'ü.', ''], 'x', '["a b"."ü."]\n"" = "x"\n'],
    [
      'to a text with everything in it',
      '',
      ['a'],
      '"\\\n\u0001\u007fü\u{1F511}\uD800',
      'a = "\\"\\\\\\n\\u0001\\u007fü\u{1F511}\uFFFD"\n',
    ],
    ['to a number that is no whole one of 64 bits', '', ['a'], 1e20, 'a = 1e+20\n'],
    ['to a list in a list', '', ['a'], [['x'], [], [-1, false]], 'a = [["x"], [], [-1, false]]\n'],
    ['to numbers that JSON has not', '', ['a'], [Infinity, -Infinity, NaN], 'a = [inf, -inf, nan]\n'],
  ])('%s', (_name, text, key, value, expected) => {
    expect(set(text, key, value)).toBe(expected);
  });
});

describe('a key is taken away', () => {
  test.each<[string, string, TomlKey, string]>([
    ['with its line', '# head\na = 1 # one\nb = 2\n', ['a'], '# head\nb = 2\n'],
    ['with its lines', 'a = [\n 1,\n] # one\nb = 2\n', ['a'], 'b = 2\n'],
    ['at the end of the text', 'a = 1\nb = 2', ['b'], 'a = 1'],
    ['from a table', '[t]\r\nx = 1\r\ny = 2\r\n', ['t', 'x'], '[t]\r\ny = 2\r\n'],
    ['from braces', 't = { x = 1, y = 2, z = 3 }\n', ['t', 'y'], 't = { x = 1, z = 3 }\n'],
    ['from the end of braces', 't = { x = 1, y = 2 }\n', ['t', 'y'], 't = { x = 1 }\n'],
    ['from braces that hold nothing else', 't = {x = 1 , }\n', ['t', 'x'], 't = { }\n'],
    ['not, where it is not', 'a = 1\n', ['b'], 'a = 1\n'],
    ['not, where its name belongs to another table', '[t]\na = 1\n', ['a'], '[t]\na = 1\n'],
    ['with everything below it', 'a = 1\n\n[t]\nx = 1\n\n[t.u]\ny = 2\n\n[v]\n', ['t'], 'a = 1\n\n[v]\n'],
    ['with all its dotted keys', 't.x = 1\na = 1\nt.y.z = 2\n', ['t'], 'a = 1\n'],
    ['with all its dotted keys in braces', 's = { t.x = 1, t.y = 2 }\n', ['s', 't'], 's = {  }\n'],
    ['with a list of tables', '[[t]]\nx = 1\n[[t]]\nx = 2\n[u]\n', ['t'], '[u]\n'],
    ['but the comments after its table stay', '[t]\nx = 1 # gone\n\n# of u\n[u]\n', ['t'], '\n# of u\n[u]\n'],
  ])('%s', (_name, text, key, expected) => {
    expect(remove(text, key)).toBe(expected);
  });
});

test('several changes are made in their order', () => {
  const changes: readonly TomlChange[] = [
    { key: ['model_provider'], value: 'x' },
    { key: ['model_providers', 'x', 'name'], value: 'X' },
    { key: ['model_providers', 'x', 'auth', 'command'], value: 'gatehouse' },
    { key: ['model_providers', 'x', 'auth', 'args'], value: ['auth', 'token'] },
    { key: ['old'], value: undefined },
  ];
  expect(editToml('# mine\nold = 1\n', changes, path)).toBe(
    '# mine\nmodel_provider = "x"\n\n[model_providers.x]\nname = "X"\n\n' +
      '[model_providers.x.auth]\ncommand = "gatehouse"\nargs = ["auth", "token"]\n',
  );
});

test('a text that is no TOML is refused even when nothing is to be changed', async () => {
  expect((await failureOf(() => editToml('a = b', [], path))).code).toBe('storage/unreadable');
});

describe('refused, naming the line, is', () => {
  test.each<[string, string, TomlKey, string, string]>([
    [
      'a text that is no TOML',
      'a = 1\nb = \n',
      ['a'],
      'storage/unreadable',
      'line 3: Unspecified values are invalid',
    ],
    [
      'a key that stands there twice',
      'a = 1\na = 2\n',
      ['b'],
      'storage/unreadable',
      'line 2: Defining a key multiple times is invalid',
    ],
    ['a key below a value', '\na = 1\n', ['a', 'b'], 'storage/conflict', 'line 2: a is no table'],
    ['a key below a list of tables', '[[a]]\nx = 1\n', ['a', 'b'], 'storage/conflict', 'line 1: a is a list'],
    ['a key in place of a table', 'x = 1\n[a]\n', ['a'], 'storage/conflict', 'line 2: a is a table'],
    ['a key in place of a table above others', '[a.b]\n', ['a'], 'storage/conflict', 'line 1: a is a table'],
    ['a key in place of braces', 'a = {}\n', ['a'], 'storage/conflict', 'line 1: a is a table'],
    ['a key in place of dotted keys', 'a.b = 1\n', ['a'], 'storage/conflict', 'line 1: a is a table'],
  ])('%s', async (_name, text, key, code, detail) => {
    expect(await failureOf(() => set(text, key, 1))).toEqual({ code, subject: path, detail });
  });
});

/** A line of a document; those with a key can be asked for. */
interface Line {
  readonly text: string;
  readonly key?: TomlKey;
  /** Before and after the value. */
  readonly around?: readonly [string, string];
}

const space = fc.constantFrom('', ' ', '  ', '\t');
const comment = fc.constantFrom('', ' # why', '#"x = [', ' # ü = 1  ');
const literal = fc.constantFrom(
  '"x"',
  "'C:\\x'",
  '1_000',
  '0xDEAD',
  '1.50',
  'true',
  '1979-05-27T07:32:00Z',
  '[ 1,\t2 ]',
  '[ # in\n  "a", # a\n  "#b",\n]',
  '"""\n[t]\nx = 1 \\\n  """',
  "'''\n# no comment\n'''",
  '{ a = 1,b="}" }',
  '9223372036854775807',
  '[{ x = 1 }, { y = [] }]',
);
const between = fc.array(
  fc.constantFrom<Line>({ text: '' }, { text: '  ' }, { text: '# x = 1' }, { text: '\t# [t]' }),
  { maxLength: 2 },
);
const names = ['a', 'b-c', 'D_1', '"e f"', "'g.h'"];
const plain = (name: string): string => name.replaceAll(/["']/g, '');

const entries = (table: TomlKey): fc.Arbitrary<readonly Line[]> =>
  fc
    .uniqueArray(
      fc.record({
        name: fc.constantFrom(...names),
        value: literal,
        indent: space,
        before: space,
        after: space,
        end: comment,
        above: between,
      }),
      {
        selector: ({ name }) => name,
        maxLength: 4,
      },
    )
    .map((made) =>
      made.flatMap(({ name, value, indent, before, after, end, above }): readonly Line[] => {
        const around = [`${indent}${name}${before}=${after}`, end] as const;
        return [...above, { text: around[0] + value + around[1], key: [...table, plain(name)], around }];
      }),
    );

const tables = fc
  .subarray(['t', 'u', 'v'])
  .chain((chosen) =>
    fc.tuple(
      ...chosen.map((name) =>
        fc
          .tuple(space, comment, between, fc.boolean(), entries([name]), entries([name, 'sub']))
          .map(([indent, end, above, hasSub, own, sub]): readonly Line[] => [
            ...above,
            { text: `${indent}[${indent}${name} ]${end}` },
            ...own,
            ...(hasSub ? [{ text: `[${name}.sub]` }, ...sub] : []),
          ]),
      ),
    ),
  );

const documents = fc
  .record({
    top: entries([]),
    tables,
    tail: between,
    newline: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\uFEFF'),
  })
  .map(({ top, tables: made, tail, newline, mark }) => {
    const lines = [...top, ...made.flat(), ...tail];
    const joined = (chosen: readonly Line[]): string =>
      mark +
      chosen
        .map(({ text }) => text)
        .join('\n')
        .replaceAll('\n', newline);
    return { lines, joined, newline, text: joined(lines) };
  });

const newValue: fc.Arbitrary<TomlValue> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.double({ noNaN: true }),
);

const linesOf = (text: string): readonly string[] => text.replace(/^\uFEFF/, '').split(/\r?\n/);

/** Whether all of them are there, in their order. */
function areKept(lines: readonly string[], found: readonly string[]): boolean {
  let next = 0;
  for (const line of found) if (line === lines[next]) next += 1;
  return next === lines.length || lines.join('') === '';
}

function valueAt(text: string, key: TomlKey): unknown {
  return key.reduce<unknown>(
    (around, part) =>
      typeof around === 'object' && around !== null
        ? (Object.entries(around) as [string, unknown][]).find(([name]) => name === part)?.[1]
        : undefined,
    valueOf(text.replace(/^\uFEFF/, '')),
  );
}

describe('whatever document it is', () => {
  const key = fc.constantFrom<TomlKey>(
    ['new'],
    ['t', 'new'],
    ['t', 'sub', 'new'],
    ['v', 'new'],
    ['a b', 'c', 'new'],
  );

  test('a value is replaced between its neighbours, and nothing else', () => {
    fc.assert(
      fc.property(documents, fc.nat(), ({ lines, joined, text }, at) => {
        const withKey = lines.filter(({ key }) => key !== undefined);
        const line = withKey[at % Math.max(1, withKey.length)];
        if (line?.key === undefined || line.around === undefined || line.text.includes('{ a')) return;
        const [before, after] = line.around;
        const replaced = { text: `${before}"canary"${after}` };
        expect(set(text, line.key, 'canary')).toBe(
          joined(lines.map((each) => (each === line ? replaced : each))),
        );
      }),
    );
  });

  test('a key goes with its own lines, and nothing else', () => {
    fc.assert(
      fc.property(documents, fc.nat(), ({ lines, joined, text }, at) => {
        const withKey = lines.filter(({ key }) => key !== undefined);
        const line = withKey[at % Math.max(1, withKey.length)];
        if (line?.key === undefined) return;
        expect(remove(text, line.key)).toBe(joined(lines.filter((each) => each !== line)));
      }),
    );
  });

  test('a new key is where it belongs, and every line that was there stays', () => {
    fc.assert(
      fc.property(documents, key, newValue, ({ text }, wanted, value) => {
        const result = set(text, wanted, value);
        const expected = typeof value === 'string' ? value.toWellFormed() : value;
        expect([
          areKept(linesOf(text), linesOf(result)),
          valueAt(result, wanted),
          set(result, wanted, value),
        ]).toEqual([true, expected, result]);
      }),
    );
  });

  test('taking a new key away, or the table that was made for it, undoes it', () => {
    fc.assert(
      fc.property(documents, key, newValue, ({ text }, wanted, value) => {
        const result = set(text, wanted, value);
        const table = wanted.slice(0, -1);
        const isNewTable = table.length > 0 && valueAt(text, table) === undefined;
        // At the top of a text without keys there it gets an empty line after it, which stays.
        if (table.length === 0 && !/^[^[#]*=/m.test(text.split(/^\s*\[/m)[0] ?? '')) return;
        const undone = remove(result, isNewTable ? table : wanted);
        // A last line without an end gets one, in the way of the lines above it.
        expect(isNewTable ? [text, `${text}\n`, `${text}\r\n`] : [text]).toContain(undone);
      }),
    );
  });

  test('what is no TOML is refused, and everything else stays TOML', () => {
    const anything = fc
      .array(fc.oneof(literal, fc.constantFrom('a', ' = ', '\n', '[t]', '[[u]]', '.', '}', ',', '#', '"')))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom<TomlKey>(['a'], ['t', 'a'], ['u', 'a', 'b']),
        fc.boolean(),
        (text, key, gone) => {
          let result: string;
          try {
            result = gone ? remove(text, key) : set(text, key, 'x');
          } catch (thrown) {
            expect(thrown).toMatchObject({ name: 'Failure', subject: path });
            return;
          }
          expect(() => valueOf(result)).not.toThrow();
        },
      ),
    );
  });
});
