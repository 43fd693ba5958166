// Every byte outside our keys stays, in whatever document another program left behind.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parsed } from '../fakes/parsed.ts';
import { createCredentialFiles } from '../../main/adapters/node/credential-files.ts';
import { editJson } from '../../main/adapters/node/json-text.ts';
import type { JsonChanges } from '../../main/domain/json.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function open() {
  const folder = await temporaryFolder();
  return { path: join(folder, 'auth.json'), files: createCredentialFiles(join(folder, 'backups')) };
}

const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r\n'), maxLength: 3 });
const spelling = fc.oneof(
  fc.constantFrom(
    '1.50',
    '1e3',
    '1E+2',
    '-0',
    '0.10',
    '123456789012345678901234567890',
    'true',
    'null',
    '"\\u0041\\/"',
    '"ü😀"',
    '{}',
    '[ ]',
    '{ "a" :1.50 }',
    '[1e3 ,\n 2]',
  ),
  fc.json({ maxDepth: 2 }),
);
const ours = ['auth_mode', 'tokens', 'last_refresh'] as const;
const key = fc
  .string({ unit: 'grapheme', maxLength: 8 })
  .filter((name) => !ours.some((mine) => mine === name));

interface Member {
  readonly name: string;
  /** From the opening quote of the key to the last character of the value. */
  readonly text: string;
  readonly before: string;
  readonly after: string;
}

const member = (name: fc.Arbitrary<string>): fc.Arbitrary<Member> =>
  fc.tuple(name, space, space, space, spelling, space).map(([label, before, left, right, value, after]) => ({
    name: label,
    before,
    after,
    text: `${JSON.stringify(label)}${left}:${right}${value}`,
  }));

interface Document {
  readonly members: readonly Member[];
  readonly lead: string;
  readonly trail: string;
  readonly text: string;
}

const document: fc.Arbitrary<Document> = fc
  .tuple(
    space,
    space,
    fc.uniqueArray(
      fc.oneof(
        { weight: 3, arbitrary: member(key) },
        { weight: 1, arbitrary: member(fc.constantFrom(...ours)) },
      ),
      {
        selector: ({ name }) => name,
        maxLength: 6,
      },
    ),
    space,
  )
  .map(([lead, inside, members, trail]) => ({
    members,
    lead,
    trail,
    text: `${lead}{${members.length === 0 ? inside : members.map(({ before, text, after }) => before + text + after).join(',')}}${trail}`,
  }));

const changes: fc.Arbitrary<JsonChanges> = fc.record({
  auth_mode: fc.constantFrom('chatgpt', 'apikey'),
  tokens: fc.option(fc.record({ id_token: fc.string(), account_id: fc.constantFrom(null, 'acc') }), {
    nil: undefined,
  }),
  last_refresh: fc.constantFrom('2026-11-24T12:00:00.000Z', undefined),
});

/** What is wrong with an edited text, as words; nothing when all is well. */
function faults(source: Document, wanted: JsonChanges, edited: string): string[] {
  const found: string[] = [];
  if (!edited.startsWith(`${source.lead}{`)) found.push('what stood before the object changed');
  if (!edited.endsWith(`}${source.trail}`)) found.push('what stood after the object changed');
  let from = 0;
  for (const { name, text } of source.members) {
    if (ours.some((mine) => mine === name)) continue;
    const at = edited.indexOf(text, from);
    if (at < 0) found.push(`lost or moved: ${text}`);
    else from = at + text.length;
  }
  const result = z.record(z.string(), z.unknown()).parse(parsed(edited));
  for (const [name, value] of Object.entries(wanted)) {
    if (JSON.stringify(result[name]) !== JSON.stringify(value)) found.push(`not set: ${name}`);
  }
  const foreign = source.members.filter(({ name }) => !Object.hasOwn(wanted, name)).length;
  const set = Object.values(wanted).filter((value) => value !== undefined).length;
  if (Object.keys(result).length !== foreign + set) found.push('a key too many or too few');
  return found;
}

describe('every byte outside our keys', () => {
  test('stays when single keys change, in any document', () => {
    fc.assert(
      fc.property(document, changes, (source, wanted) => {
        expect(faults(source, wanted, editJson(source.text, wanted, '/a'))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('stays exactly when only values of ours change that are there already', () => {
    fc.assert(
      fc.property(document, fc.constantFrom('"x"', '5', 'null'), (source, value) => {
        const has = source.members.some(({ name }) => name === 'auth_mode');
        fc.pre(has);
        const expected = source.members.reduce((text, { name, text: old }) => {
          if (name !== 'auth_mode') return text;
          const [head = ''] = /^"auth_mode"\s*:\s*/.exec(old) ?? [];
          return text.replace(old, () => head + value);
        }, source.text);
        const wanted = parsed(value);
        expect(
          editJson(
            source.text,
            { auth_mode: typeof wanted === 'string' || typeof wanted === 'number' ? wanted : null },
            '/a',
          ),
        ).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('stays on disk, and a second write of the same finds nothing to do', async () => {
    const { path, files } = await open();
    await fc.assert(
      fc.asyncProperty(document, changes, async (source, wanted) => {
        await writeFile(path, source.text);
        await files.editJson(path, () => wanted);
        expect([
          faults(source, wanted, await readFile(path, 'utf8')),
          await files.editJson(path, () => wanted),
        ]).toEqual([[], 'unchanged']);
      }),
      { numRuns: 60 },
    );
  });
});
