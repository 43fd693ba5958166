// Every byte outside our keys stays, in whatever document another program left behind.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { changesOfOurs, documents, faultsOf, faultsOfObject, objectEdits } from '../fakes/json-documents.ts';
import { parsed } from '../fakes/parsed.ts';
import { editJson } from '../../main/adapters/node/json-text.ts';
import type { JsonValue } from '../../main/domain/json.ts';
import { openWriter } from '../fakes/credential-files.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function open() {
  const folder = await temporaryFolder();
  return { path: join(folder, 'auth.json'), files: openWriter(join(folder, 'backups')) };
}

describe('every byte outside our keys', () => {
  test('stays when single keys change, in any document', () => {
    fc.assert(
      fc.property(documents, changesOfOurs, (source, wanted) => {
        expect(faultsOf(source, wanted, editJson(source.text, wanted))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('stays exactly when only values of ours change that are there already', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom('"x"', '5', 'null'), (source, value) => {
        const has = source.members.some(({ name }) => name === 'auth_mode');
        fc.pre(has);
        const expected = source.members.reduce((text, { name, text: old }) => {
          if (name !== 'auth_mode') return text;
          const [head = ''] = /^"auth_mode"\s*:\s*/.exec(old) ?? [];
          return text.replace(old, () => head + value);
        }, source.text);
        const wanted = parsed(value);
        expect(
          editJson(source.text, {
            auth_mode: typeof wanted === 'string' || typeof wanted === 'number' ? wanted : null,
          }),
        ).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('stays on disk, and a second write of the same finds nothing to do', async () => {
    const { path, files } = await open();
    await fc.assert(
      fc.asyncProperty(documents, changesOfOurs, async (source, wanted) => {
        await writeFile(path, source.text);
        await files.editJson({ path }, () => wanted);
        expect([
          faultsOf(source, wanted, await readFile(path, 'utf8')),
          await files.editJson({ path }, () => wanted),
        ]).toEqual([[], 'unchanged']);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an object that stays an object', () => {
  test('keeps every byte of the members that stay equal, whatever else is set, added or taken out', () => {
    fc.assert(
      fc.property(objectEdits, (source) => {
        const edited = editJson(source.text, source.wanted);
        expect([faultsOfObject(source, edited), editJson(edited, source.wanted) === edited]).toEqual([
          [],
          true,
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is laid out as it was, at any depth', () => {
    const before = `{
    "claudeAiOauth": {
        "accessToken": "canary_old",
        "expiresAt": 17.50e11,
        "deep": {
            "theirs": 12345678901234567890,
            "ours": 1
        },
        "gone": 1
    },
    "mcpOAuth": { "x":1.50 }
}`;
    const after = `{
    "claudeAiOauth": {
        "accessToken": "canary_new",
        "expiresAt": 17.50e11,
        "deep": {
            "theirs": 12345678901234567890,
            "ours": [
                2
            ]
        },
        "scopes": {
            "a": []
        }
    },
    "mcpOAuth": { "x":1.50 }
}`;
    expect(
      editJson(before, {
        claudeAiOauth: {
          accessToken: 'canary_new',
          expiresAt: 17.5e11,
          deep: { theirs: Number('12345678901234567890'), ours: [2] },
          scopes: { a: [] },
        },
      }),
    ).toBe(after);
  });

  test.each<[string, string, JsonValue, string]>([
    [
      'a key that stands there twice: the last counts, both stay',
      '{"o":{"a":1.0,"a":2.0}}',
      { a: 3 },
      '{"o":{"a":1.0,"a":3}}',
    ],
    [
      'a key that stands there twice and goes',
      '{"o":{"a":1.0,"b":2.0,"a":2.0}}',
      { b: 2 },
      '{"o":{"b":2.0}}',
    ],
    ['an object becomes a list', '{"o":{"a":1.0}}', [1], '{"o":[1]}'],
    ['a list becomes an object', '{"o":[1.0]}', { a: 1 }, '{"o":{"a":1}}'],
    ['an object becomes empty', '{"o":{ "a":1.0 }}', {}, '{"o":{  }}'],
    ['an empty object gets a member', '{"o":{}}', { a: 1 }, '{"o":{"a": 1}}'],
    [
      'a member called __proto__ stays',
      '{"o":{"__proto__":{"x":1.0},"a":1}}',
      z.custom<JsonValue>().parse(parsed('{"__proto__":{"x":1},"a":2}')),
      '{"o":{"__proto__":{"x":1.0},"a":2}}',
    ],
    [
      'numbers that only look like others',
      '{"o":{"a":1.50,"b":-0,"c":1E2}}',
      { a: 1.5, b: 0, c: 100 },
      '{"o":{"a":1.50,"b":-0,"c":1E2}}',
    ],
  ])('%s', (_name, before, o, after) => {
    expect(editJson(before, { o })).toBe(after);
  });
});
