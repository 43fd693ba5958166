// Files that are not one JSON object: never written over, copied aside once, and the failure says where they break.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDurableFiles } from '../../main/adapters/node/durable-file.ts';
import { whatIsWrong } from '../../main/adapters/node/unreadable-json.ts';
import { copiesIn, openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function open() {
  const folder = await temporaryFolder();
  const backups = join(folder, 'backups');
  const path = join(folder, 'home', 'auth.json');
  await mkdir(join(folder, 'home'), { mode: 0o700 });
  const pausesMs: number[] = [];
  const files = openWriter(backups, {
    pause: async (delayMs) => {
      pausesMs.push(delayMs);
    },
  });
  return { backups, path, files, pausesMs };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const raw = (...parts: (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : utf8(part))));

const good =
  '{\n  "tokens": {\n    "id": "canary_id",\n    "n": [1, 2.50, true, null]\n  },\n  "ü": "😀"\n}\n';

/** By what is wrong: the bytes, and where they break. */
const broken: readonly [string, Uint8Array, string][] = [
  ['empty', utf8(''), 'empty'],
  ['a space', utf8(' '), 'only white space'],
  ['a line end', utf8('\n'), 'only white space'],
  ['white space of every kind', utf8(' \t\r\n'), 'only white space'],
  ['a byte order mark alone', raw(0xef, 0xbb, 0xbf), 'only white space'],
  ['cut after the brace', utf8('{'), 'line 1, byte 1: cut short'],
  ['cut in a key', utf8('{"tok'), 'line 1, byte 1: cut short'],
  ['cut after a key', utf8('{"a"'), 'line 1, byte 4: cut short'],
  ['cut after a colon', utf8('{"a":'), 'line 1, byte 5: cut short'],
  ['cut in a text', utf8('{"a":"canary_x'), 'line 1, byte 5: cut short'],
  ['cut in an escape', utf8('{"a":"\\u00'), 'line 1, byte 5: cut short'],
  ['cut in a word', utf8('{"a":tru'), 'line 1, byte 5: cut short'],
  ['cut in a number', utf8('{"a":-'), 'line 1, byte 5: cut short'],
  ['cut after a point', utf8('{"a":1.'), 'line 1, byte 5: cut short'],
  ['cut after an exponent', utf8('{"a":1e'), 'line 1, byte 5: cut short'],
  ['cut after a value', utf8('{"a": 1'), 'line 1, byte 7: cut short'],
  ['cut after a comma', utf8('{"a": 1,'), 'line 1, byte 8: cut short'],
  ['cut in a list', utf8('{"a":[1,'), 'line 1, byte 8: cut short'],
  ['cut in an inner object', utf8('{"a":{"b":1}'), 'line 1, byte 12: cut short'],
  ['cut on a later line', utf8('{\n  "a": 1,\n  "b"'), 'line 3, byte 17: cut short'],
  ['cut after CRLF lines', utf8('{\r\n  "a": 1,\r\n'), 'line 3, byte 14: cut short'],
  ['cut, line end kept', utf8('{"a": 1\n'), 'line 2, byte 8: cut short'],
  ['cut behind a mark', raw(0xef, 0xbb, 0xbf, '{"a"'), 'line 1, byte 7: cut short'],
  ['cut in a character', utf8(good).subarray(0, utf8(good).length - 6), 'line 6, byte 84: not UTF-8'],
  ['followed by a letter', utf8('{"a": 1} x'), 'line 1, byte 9: something follows the end'],
  ['followed by another object', utf8('{"a": 1}{"b":2}'), 'line 1, byte 8: something follows the end'],
  [
    'followed by the tail of an older one',
    utf8('{"a": 1}\n"}\n'),
    'line 2, byte 9: something follows the end',
  ],
  ['followed by a brace', utf8('{"a": 1}}'), 'line 1, byte 8: something follows the end'],
  ['followed by a zero byte', utf8('{"a": 1}\0'), 'line 1, byte 8: a zero byte'],
  ['all zero bytes', new Uint8Array(64), 'line 1, byte 0: a zero byte'],
  ['a zero byte in a text', utf8('{"a":"x\0y"}'), 'line 1, byte 7: a zero byte'],
  [
    'a page of zero bytes at the end',
    raw(good, ...new Array<number>(100).fill(0)),
    'line 8, byte 92: a zero byte',
  ],
  ['UTF-16, little end first', Buffer.from('\ufeff{"a": 1}', 'utf16le'), 'UTF-16, not UTF-8'],
  ['UTF-16, big end first', raw(0xfe, 0xff, 0, '{', 0, '}'), 'UTF-16, not UTF-8'],
  ['UTF-16 without a mark', Buffer.from('{"a": 1}', 'utf16le'), 'line 1, byte 1: a zero byte'],
  ['UTF-32', raw(0xff, 0xfe, 0, 0, '{', 0, 0, 0), 'UTF-16, not UTF-8'],
  ['Latin-1', raw('{"a":"', 0xfc, '"}'), 'line 1, byte 6: not UTF-8'],
  ['a stray continuation byte', raw('{"a":"', 0x80, '"}'), 'line 1, byte 6: not UTF-8'],
  ['an overlong slash', raw('{"a":"', 0xc0, 0xaf, '"}'), 'line 1, byte 6: not UTF-8'],
  ['half a surrogate in bytes', raw('{"a":"', 0xed, 0xa0, 0x80, '"}'), 'line 1, byte 6: not UTF-8'],
  ['bytes of no text at all', raw(0x89, 'PNG\r\n', 0x1a, 0x0a), 'line 1, byte 0: not UTF-8'],
  ['compressed', raw(0x1f, 0x8b, 0x08, 0x00), 'line 1, byte 1: not UTF-8'],
  ['a line comment', utf8('{"a": 1 // one\n}'), 'line 1, byte 8: a comment, which JSON does not have'],
  ['a block comment', utf8('/* */{"a": 1}'), 'line 1, byte 0: a comment, which JSON does not have'],
  ['a comma at the end', utf8('{"a": 1,}'), 'line 1, byte 8: not JSON'],
  ['a comma at the end of a list', utf8('{"a": [1,]}'), 'line 1, byte 9: not JSON'],
  ['two commas', utf8('{"a": 1,,"b":2}'), 'line 1, byte 8: not JSON'],
  ['no comma', utf8('{"a": 1 "b":2}'), 'line 1, byte 8: not JSON'],
  ['no colon', utf8('{"a" 1}'), 'line 1, byte 5: not JSON'],
  ['single quotes', utf8("{'a': 1}"), 'line 1, byte 1: not JSON'],
  ['a bare key', utf8('{a: 1}'), 'line 1, byte 1: not JSON'],
  ['a leading zero', utf8('{"a": 01}'), 'line 1, byte 7: not JSON'],
  ['a plus sign', utf8('{"a": +1}'), 'line 1, byte 6: not JSON'],
  ['NaN', utf8('{"a": NaN}'), 'line 1, byte 6: not JSON'],
  ['a Python word', utf8('{"a": True}'), 'line 1, byte 6: not JSON'],
  ['a line end in a text', utf8('{"a": "x\ny"}'), 'line 1, byte 6: not JSON'],
  ['a tab in a text', utf8('{"a": "x\ty"}'), 'line 1, byte 6: not JSON'],
  ['an unknown escape', utf8('{"a": "\\x41"}'), 'line 1, byte 6: not JSON'],
  ['a hard space between', utf8('{"a":\u00a01}'), 'line 1, byte 5: not JSON'],
  [
    'a merge conflict',
    utf8('{\n<<<<<<< HEAD\n"a":1\n=======\n"a":2\n>>>>>>> b\n}'),
    'line 2, byte 2: not JSON',
  ],
  ['TOML', utf8('[tokens]\nid = "canary_id"\n'), 'line 1, byte 1: not JSON'],
  ['HTML', utf8('<!doctype html>'), 'line 1, byte 0: not JSON'],
  ['a list', utf8('[1]'), 'line 1, byte 0: not a JSON object'],
  ['null', utf8('null'), 'line 1, byte 0: not a JSON object'],
  ['a number', utf8(' 7'), 'line 1, byte 1: not a JSON object'],
  ['a text', utf8('"canary_x"'), 'line 1, byte 0: not a JSON object'],
  [
    'lists without end',
    utf8(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    'line 1, byte 504: nested too deeply',
  ],
  [
    'objects without end',
    utf8(`${'{"a":'.repeat(501)}1${'}'.repeat(501)}`),
    'line 1, byte 2500: nested too deeply',
  ],
];

describe('a file that is not one JSON object', () => {
  test.each(broken)(
    '(%s) is never written over, and is copied aside once',
    async (_name, content, detail) => {
      const { path, files, backups, pausesMs } = await open();
      await writeFile(path, content);
      const before = await stat(path, { bigint: true });
      const failures = [
        await failureOf(files.editJson({ path }, () => ({ ours: 1 }))),
        await failureOf(files.editJson({ path }, () => undefined)),
      ];
      const after = await stat(path, { bigint: true });
      const failure = { code: 'storage/unreadable', subject: path, detail };
      expect([failures, after.ino, after.mtimeNs, await copiesIn(backups)]).toEqual([
        [failure, failure],
        before.ino,
        before.mtimeNs,
        [{ why: 'unreadable', text: Buffer.from(content).toString('utf8'), mode: '600' }],
      ]);
      // Half a second each time, in case somebody is in the middle of writing it.
      expect(pausesMs.reduce((sum, each) => sum + each, 0)).toBe(1_000);
    },
  );

  test('is copied again when it is broken in another way, and at most twenty copies stay', async () => {
    const { path, files, backups } = await open();
    for (let broke = 0; broke < 23; broke += 1) {
      // Copies are in order to the millisecond; outside of tests half a second lies between two.
      await sleep(2);
      await writeFile(path, `{"${String(broke)}"`);
      await failureOf(files.editJson({ path }, () => ({ ours: 1 })));
    }
    expect((await copiesIn(backups)).map(({ text }) => text)).toEqual(
      Array.from({ length: 20 }, (_empty, index) => `{"${String(index + 3)}"`),
    );
  });

  test('keeps its own failure when there is no room for a copy', async () => {
    const { path, backups } = await open();
    await writeFile(path, '{');
    const warnings: string[] = [];
    const files = openWriter(backups, {
      files: { ...createDurableFiles(), replace: () => Promise.reject(new Error('ENOSPC')) },
      pause: async () => undefined,
      log: { info: () => undefined, warn: (message) => warnings.push(message) },
    });
    expect([await failureOf(files.editJson({ path }, () => ({ ours: 1 }))), warnings]).toEqual([
      { code: 'storage/unreadable', subject: path, detail: 'line 1, byte 1: cut short' },
      ['no copy of an unreadable file'],
    ]);
  });

  test('is a folder, or too large: said at once, and not copied', async () => {
    const { path, files, backups, pausesMs } = await open();
    const large = `${path}.large`;
    await mkdir(path);
    await writeFile(large, ' '.repeat(10_000_001));
    const failures = [
      await failureOf(files.editJson({ path }, () => ({ ours: 1 }))),
      await failureOf(files.editJson({ path: large }, () => ({ ours: 1 }))),
    ];
    expect([failures, pausesMs, await copiesIn(backups)]).toEqual([
      [
        { code: 'storage/unreadable', subject: path, detail: 'EISDIR' },
        { code: 'storage/unreadable', subject: large, detail: 'larger than 10 MB' },
      ],
      [],
      [],
    ]);
  });

  test('whatever it is: every text that JSON.parse refuses is refused here, every object it takes is taken', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"a"',
      ':',
      ',',
      '1',
      '-0.5e1',
      'true',
      'null',
      ' ',
      '\n',
      '"',
    );
    const text = fc.oneof(
      fc.json({ maxDepth: 3 }),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.string({ maxLength: 2 })).map(([json, at, put]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + put + json.slice(place + 1);
      }),
    );
    fc.assert(
      fc.property(text, (content) => {
        // What cannot be written down as UTF-8 at all is no file.
        fc.pre(content.isWellFormed());
        const wrong = whatIsWrong(utf8(content));
        let value: unknown;
        try {
          value = JSON.parse(content);
        } catch {
          value = undefined;
        }
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        expect(wrong === undefined).toBe(isObject);
      }),
      { numRuns: 5_000 },
    );
  });

  test('cut at any byte, it is never taken for whole', () => {
    const bytes = utf8(good.trimEnd());
    const taken = Array.from({ length: bytes.length }, (_empty, end) => end).filter(
      (end) => whatIsWrong(bytes.subarray(0, end)) === undefined,
    );
    expect([taken, whatIsWrong(bytes)]).toEqual([[], undefined]);
  });
});

describe('a file that is half written', () => {
  test('is read again until it is whole, and the edit sees only that', async () => {
    const { path, backups } = await open();
    const stages = ['', '{', '{"theirs":', '{"theirs":2}'];
    await writeFile(path, '{"theirs":1}'.slice(0, 5));
    const shown: unknown[] = [];
    const files = openWriter(backups, {
      pause: async () => {
        await setImmediate();
        await writeFile(path, stages.shift() ?? '{"theirs":2}');
      },
    });
    const outcome = await files.editJson({ path }, (present) => {
      shown.push(present);
      return { ours: 1 };
    });
    expect([outcome, shown, await readFile(path, 'utf8'), await copiesIn(backups)]).toEqual([
      'written',
      [{ theirs: 2 }],
      '{"theirs":2, "ours": 1}',
      [{ why: 'original', text: '{"theirs":2}', mode: '600' }],
    ]);
  });
});

describe('a file with marks of other systems', () => {
  test.each([
    [
      'a byte order mark',
      '\ufeff{\n  "theirs": 1.50\n}\n',
      '\ufeff{\n  "theirs": 1.50,\n  "ours": {\n    "a": 1\n  }\n}\n',
    ],
    [
      'CRLF',
      '{\r\n\t"theirs": 1.50\r\n}\r\n',
      '{\r\n\t"theirs": 1.50,\r\n\t"ours": {\r\n\t\t"a": 1\r\n\t}\r\n}\r\n',
    ],
    [
      'both',
      '\ufeff{\r\n  "theirs": 1.50\r\n}',
      '\ufeff{\r\n  "theirs": 1.50,\r\n  "ours": {\r\n    "a": 1\r\n  }\r\n}',
    ],
    ['a single old line end', '{"theirs":\r1.50}', '{"theirs":\r1.50, "ours": {"a":1}}'],
  ])('(%s) is edited and keeps them', async (_name, before, after) => {
    const { path, files } = await open();
    await writeFile(path, before);
    const outcome = await files.editJson({ path }, () => ({ ours: { a: 1 } }));
    expect([outcome, await readFile(path, 'utf8')]).toEqual(['written', after]);
  });
});
