// A write that is planned first: what the plan says, what a later put makes of it, and how it is taken back.
import { chmod, lstat, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonChanges } from '../../main/domain/json.ts';
import type { PlannedWrite } from '../../main/ports.ts';
import { copiesIn, openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { changesOfOurs, documents } from '../fakes/json-documents.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

async function open(text?: string, mode = 0o600) {
  const folder = await temporaryFolder();
  const home = join(folder, 'home');
  const path = join(home, 'auth.json');
  const backups = join(folder, 'backups');
  await mkdir(home, { mode: 0o700 });
  if (text !== undefined) {
    await writeFile(path, text);
    await chmod(path, mode);
  }
  return { folder, home, path, backups, files: openWriter(backups) };
}

interface Texts {
  readonly before?: string;
  readonly after?: string;
  readonly mode?: string;
}

/** Only what there is. */
function textsOf({ before, after, mode }: PlannedWrite): Texts {
  return {
    ...(before !== undefined && { before: Buffer.from(before).toString() }),
    ...(after !== undefined && { after: Buffer.from(after).toString() }),
    ...(mode !== undefined && { mode: mode.toString(8) }),
  };
}

/** As its target asks for it, not with the rights that stood there. */
const forward = ({ path, before, after }: PlannedWrite): PlannedWrite => ({ path, before, after });
const back = ({ before, after, ...rest }: PlannedWrite): PlannedWrite => ({
  ...rest,
  before: after,
  after: before,
});

describe('a plan', () => {
  test('says what stands there and what an edit would leave, and writes nothing', async () => {
    const { path, home, backups, files } = await open('{"theirs":1.0}', 0o640);
    const plan = await files.planJson({ path }, (present) => ({ ours: present?.['theirs'] ?? null }));
    expect([textsOf(plan), await contentOf(home), await modeOf(path), await copiesIn(backups)]).toEqual([
      { before: '{"theirs":1.0}', after: '{"theirs":1.0, "ours": 1}', mode: '640' },
      { 'auth.json': '{"theirs":1.0}' },
      '640',
      [],
    ]);
  });

  test.each<[string, string | undefined, JsonChanges | undefined, Texts]>([
    ['a file where there is none', undefined, { a: 1 }, { after: '{\n  "a": 1\n}\n' }],
    ['no file where there is none', undefined, undefined, {}],
    ['no file for nothing', undefined, {}, {}],
    ['a file left alone', '{"a":1.0}', undefined, { before: '{"a":1.0}', after: '{"a":1.0}', mode: '600' }],
    ['the same again', '{"a":1.0}', { a: 1 }, { before: '{"a":1.0}', after: '{"a":1.0}', mode: '600' }],
    ['no file without a key', '{"a":1.0}', { a: undefined }, { before: '{"a":1.0}', mode: '600' }],
    ['an empty object that stays', '{ }', { a: undefined }, { before: '{ }', after: '{ }', mode: '600' }],
  ])('says: %s', async (_name, text, changes, said) => {
    const { path, files } = await open(text);
    expect(textsOf(await files.planJson({ path }, () => changes))).toEqual(said);
  });

  test.each<[string, JsonChanges | undefined, string | undefined]>([
    ['changes it', { ours: 2 }, '{"older":1.0, "ours": 2}'],
    ['leaves it', undefined, '{"older":1.0}'],
    ['says what it says', { older: 1 }, '{"older":1.0}'],
    ['empties it', { older: undefined }, undefined],
  ])(
    'edits other bytes in the place of what stands there: an edit that %s',
    async (_name, changes, after) => {
      const { path, files } = await open('{"theirs":1}');
      const shown: unknown[] = [];
      const edit = (present: unknown): JsonChanges | undefined => {
        shown.push(present);
        return changes;
      };
      const plan = await files.planJson({ path }, edit, Buffer.from('{"older":1.0}'));
      expect([shown, textsOf(plan)]).toEqual([
        [{ older: 1 }],
        { before: '{"theirs":1}', mode: '600', ...(after !== undefined && { after }) },
      ]);
    },
  );

  test('of a file that could not be written is refused, unless nothing is to be written there', async () => {
    const { path, files } = await open('{"theirs":1}', 0o400);
    const planned = await files.planJson({ path }, () => undefined);
    expect([await failureOf(files.planJson({ path }, () => ({ ours: 1 }))), textsOf(planned)]).toEqual([
      { code: 'storage/refused-path', subject: path, detail: 'read-only' },
      { before: '{"theirs":1}', after: '{"theirs":1}' },
    ]);
  });

  test('of a link that leads nowhere is refused', async () => {
    const { folder, path, files } = await open();
    await symlink(join(folder, 'nowhere'), path);
    expect(await failureOf(files.planJson({ path }, () => ({ ours: 1 })))).toEqual({
      code: 'storage/refused-path',
      subject: path,
      detail: 'a link that leads nowhere',
    });
  });

  test('has no file where its folder is missing and is not ours to make', async () => {
    const { folder, files } = await open();
    const path = join(folder, 'never', 'auth.json');
    expect([
      textsOf(await files.planJson({ path, needsFolder: true }, () => ({ ours: 1 }))),
      textsOf(await files.planText({ path, needsFolder: true }, () => 'ours')),
      textsOf(await files.planText({ path }, () => 'ours')),
    ]).toEqual([{}, {}, { after: 'ours' }]);
  });
});

describe('a planned write', () => {
  test('puts what editing at once would have left, and going back leaves every byte and the rights', async () => {
    const [planned, edited] = [await open(), await open()];
    await fc.assert(
      fc.asyncProperty(
        documents,
        changesOfOurs,
        fc.constantFrom(0o600, 0o644, 0o640),
        async ({ text }, wanted, mode) => {
          for (const { path } of [planned, edited]) {
            await writeFile(path, text);
            await chmod(path, mode);
          }
          await edited.files.editJson(edited, () => wanted);
          const plan = await planned.files.planJson(planned, () => wanted);
          await planned.files.put(planned, forward(plan));
          const forwards = await contentOf(planned.home);
          await planned.files.put(planned, back(plan));
          expect([
            forwards,
            await readFile(planned.path, 'utf8'),
            await modeOf(planned.path),
            await planned.files.original(planned.path),
          ]).toEqual([await contentOf(edited.home), text, mode.toString(8), undefined]);
          await rm(planned.path);
          await rm(edited.path, { force: true });
        },
      ),
      { numRuns: 40 },
    );
  });

  test('takes the rights that it is given, and others have none otherwise', async () => {
    const { path, files } = await open('{"theirs":1}', 0o644);
    const plan = await files.planJson({ path }, () => ({ ours: 1 }));
    await files.put({ path }, forward(plan));
    const modes = [await modeOf(path)];
    await files.put({ path }, back(plan));
    modes.push(await modeOf(path));
    await files.put({ path }, { ...plan, mode: 0o640 });
    expect([...modes, await modeOf(path)]).toEqual(['600', '644', '640']);
  });

  test('goes back to no file, and a file that is taken away comes back', async () => {
    const { path, home, files } = await open();
    const outcomes: string[] = [];
    const made = await files.planJson({ path }, () => ({ ours: 1 }));
    outcomes.push(await files.put({ path }, made), await files.put({ path }, back(made)));
    const seen = [await contentOf(home)];
    await writeFile(path, '{"ours":1}');
    const emptied = await files.planJson({ path }, () => ({ ours: undefined }));
    outcomes.push(await files.put({ path }, forward(emptied)), await files.put({ path }, back(emptied)));
    expect([outcomes, [...seen, await contentOf(home)]]).toEqual([
      ['written', 'removed', 'removed', 'written'],
      [{}, { 'auth.json': '{"ours":1}' }],
    ]);
  });

  test('follows a link of the person, and leaves it a link', async () => {
    const { folder, path, files } = await open();
    const real = join(folder, 'real.json');
    await writeFile(real, '{"theirs":1}', { mode: 0o600 });
    await symlink(real, path);
    const plan = await files.planJson({ path }, () => ({ ours: 1 }));
    await files.put({ path }, forward(plan));
    const text = await readFile(real, 'utf8');
    await files.put({ path }, back(plan));
    expect([text, await readFile(real, 'utf8'), (await lstat(path)).isSymbolicLink()]).toEqual([
      '{"theirs":1, "ours": 1}',
      '{"theirs":1}',
      true,
    ]);
  });

  test.each<[string, string | undefined]>([
    ['somebody else has written', '{"theirs":2}'],
    ['is half written', '{"the'],
    ['is gone', undefined],
  ])('is not put where the file %s: it is tried once, and every byte stays', async (_name, meanwhile) => {
    const { path, home, backups, files } = await open('{"theirs":1}');
    const plan = await files.planJson({ path }, () => ({ ours: 1 }));
    if (meanwhile === undefined) await rm(path);
    else await writeFile(path, meanwhile);
    expect([
      await failureOf(files.put({ path }, plan)),
      await contentOf(home),
      await copiesIn(backups),
    ]).toEqual([
      { code: 'storage/conflict', subject: path },
      meanwhile === undefined ? {} : { 'auth.json': meanwhile },
      [],
    ]);
  });

  test('does nothing where its result stands already, and nothing where its folder has gone', async () => {
    const { home, path, files } = await open('{"theirs":1}');
    const target = { path, needsFolder: true } as const;
    const plan = await files.planJson(target, () => ({ ours: 1 }));
    const outcomes: unknown[] = [await files.put(target, plan), await files.put(target, plan)];
    const made = { path, before: undefined, after: plan.after };
    await rm(home, { recursive: true });
    outcomes.push((await failureOf(files.put(target, made))).code, await files.put(target, back(made)));
    expect(outcomes).toEqual(['written', 'unchanged', 'storage/conflict', 'unchanged']);
  });

  test("copies somebody else's content once, and what is put back is not taken for ours", async () => {
    const { path, backups, files } = await open('{"theirs":"first"}');
    await files.editJson({ path }, () => ({ ours: 1 }));
    await writeFile(path, '{"theirs":"later"}');
    const plan = await files.planJson({ path }, () => ({ ours: 2 }));
    await files.put({ path }, forward(plan));
    await files.put({ path }, back(plan));
    const wroteLast: boolean[] = [];
    const look = (): Promise<unknown> =>
      files.editJson({ path }, async (_present, ask) => {
        wroteLast.push(await ask());
        return undefined;
      });
    await look();
    await files.put({ path }, forward(plan));
    await look();
    expect([wroteLast, (await copiesIn(backups)).map(({ why, text }) => [why, text])]).toEqual([
      [false, true],
      [
        ['original', '{"theirs":"first"}'],
        ['replaced', '{"theirs":"later"}'],
      ],
    ]);
  });
});
