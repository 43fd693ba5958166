// An edit of another program's file: what it is shown, when it is asked again, and how an emptied file goes.
import { chmod, mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../main/domain/failure.ts';
import type { JsonObject } from '../../main/domain/json.ts';
import type { JsonEdit } from '../../main/ports.ts';
import { copiesIn, openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, temporaryFolder } from '../fakes/temporary-folder.ts';

async function open(text?: string) {
  const folder = await temporaryFolder();
  const home = join(folder, 'home');
  const path = join(home, 'auth.json');
  const backups = join(folder, 'backups');
  await mkdir(home, { mode: 0o700 });
  if (text !== undefined) await writeFile(path, text);
  return { folder, home, path, backups, files: openWriter(backups) };
}

/** The texts of the copies, the original first. */
async function textsIn(backups: string): Promise<readonly string[]> {
  return (await copiesIn(backups)).map(({ text }) => text);
}

/** An edit during which another program does something, each time with the next of its deeds. */
function meeting(
  deeds: readonly (() => Promise<unknown>)[],
  edit: JsonEdit,
): { edit: JsonEdit; shown: (JsonObject | undefined)[] } {
  const shown: (JsonObject | undefined)[] = [];
  return {
    shown,
    edit: async (present, wroteLast) => {
      const deed = deeds[shown.length];
      shown.push(present);
      await deed?.();
      return edit(present, wroteLast);
    },
  };
}

describe('another program that writes while an edit is thought about', () => {
  test('is not overwritten: the edit is asked again with what it wrote, and both stay', async () => {
    const { path, home, files } = await open('{"theirs":1}');
    const { edit, shown } = meeting(
      [() => writeFile(path, '{"theirs":2}'), () => writeFile(path, '{"theirs":3}')],
      (present) => ({ ours: present?.['theirs'] ?? null }),
    );
    const outcome = await files.editJson({ path }, edit);
    expect([outcome, shown, await contentOf(home)]).toEqual([
      'written',
      [{ theirs: 1 }, { theirs: 2 }, { theirs: 3 }],
      { 'auth.json': '{"theirs":3, "ours": 3}' },
    ]);
  });

  test('that makes the file or takes it away is noticed the same way', async () => {
    const { path, home, files } = await open();
    const { edit, shown } = meeting([() => writeFile(path, '{"theirs":1}'), () => rm(path)], () => ({
      ours: 1,
    }));
    const outcome = await files.editJson({ path }, edit);
    expect([outcome, shown, await contentOf(home)]).toEqual([
      'written',
      [undefined, { theirs: 1 }, undefined],
      { 'auth.json': '{\n  "ours": 1\n}\n' },
    ]);
  });

  test('can make the edit want nothing any more, and then its file is left alone', async () => {
    const { path, home, files } = await open('{"theirs":1}');
    const { edit } = meeting([() => writeFile(path, '{"theirs":2}')], (present) =>
      present?.['theirs'] === 1 ? { ours: 1 } : undefined,
    );
    expect([await files.editJson({ path }, edit), await contentOf(home)]).toEqual([
      'unchanged',
      { 'auth.json': '{"theirs":2}' },
    ]);
  });

  test('can spoil the file, and then it is not touched again', async () => {
    const { path, home, files } = await open('{"theirs":1}');
    const { edit } = meeting([() => writeFile(path, '{"theirs":')], () => ({ ours: 1 }));
    expect([await failureOf(files.editJson({ path }, edit)), await contentOf(home)]).toEqual([
      { code: 'storage/unreadable', subject: path, detail: 'line 1, byte 10: cut short' },
      { 'auth.json': '{"theirs":' },
    ]);
  });

  test('and never stops is given way to at the fifth write, with a failure that names the file', async () => {
    const { path, home, files } = await open('{"theirs":0}');
    const deeds = Array.from(
      { length: 9 },
      (_empty, index) => () => writeFile(path, `{"theirs":${String(index + 1)}}`),
    );
    const { edit, shown } = meeting(deeds, () => ({ ours: 1 }));
    expect([await failureOf(files.editJson({ path }, edit)), shown.length, await contentOf(home)]).toEqual([
      { code: 'storage/conflict', subject: path },
      6,
      { 'auth.json': '{"theirs":6}' },
    ]);
  });

  test('keeps the file that an edit wanted to empty', async () => {
    const { path, home, files } = await open('{"ours":1}');
    const { edit } = meeting([() => writeFile(path, '{"ours":1,"theirs":1}')], () => ({ ours: undefined }));
    expect([await files.editJson({ path }, edit), await contentOf(home)]).toEqual([
      'written',
      { 'auth.json': '{"theirs":1}' },
    ]);
  });
});

test.each<[string, JsonEdit]>([
  [
    'at once',
    () => {
      throw new Failure('storage/newer-schema', { subject: 'auth.json' });
    },
  ],
  ['later', () => Promise.reject(new Failure('storage/newer-schema', { subject: 'auth.json' }))],
])('an edit that throws %s is asked once, and leaves every byte and no copy', async (_name, edit) => {
  const text = '{ "schema": 99,\n  "theirs": 1.50 }';
  const { path, home, backups, files } = await open(text);
  const { edit: counted, shown } = meeting([], edit);
  expect([
    await failureOf(files.editJson({ path }, counted)),
    shown.length,
    await contentOf(home),
    await textsIn(backups),
  ]).toEqual([{ code: 'storage/newer-schema', subject: 'auth.json' }, 1, { 'auth.json': text }, []]);
});

test('a file that may not be written is not copied, however often it is tried', async () => {
  const text = '{"theirs":"canary_theirs"}';
  const { path, home, backups, files } = await open(text);
  await chmod(path, 0o400);
  const outcomes: unknown[] = [];
  for (const ours of [1, 1, 2])
    outcomes.push((await failureOf(files.editJson({ path }, () => ({ ours })))).code);
  expect([outcomes, await contentOf(home), await textsIn(backups)]).toEqual([
    ['storage/refused-path', 'storage/refused-path', 'storage/refused-path'],
    { 'auth.json': text },
    [],
  ]);
});

describe('a file whose last key goes', () => {
  test('is taken away, and what somebody else had put there is kept in a private copy', async () => {
    const text = '{\n  "tokens": "canary_theirs"\n}\n';
    const { path, home, backups, files } = await open(text);
    const outcome = await files.editJson({ path }, () => ({ tokens: undefined }));
    expect([outcome, await contentOf(home), await copiesIn(backups)]).toEqual([
      'removed',
      {},
      [{ why: 'original', text, mode: '600' }],
    ]);
  });

  test('is taken away without a copy when all of it was ours', async () => {
    const { path, home, backups, files } = await open();
    await files.editJson({ path }, () => ({ tokens: 'canary_ours' }));
    const outcome = await files.editJson({ path }, () => ({ tokens: undefined }));
    expect([outcome, await contentOf(home), await textsIn(backups)]).toEqual(['removed', {}, []]);
  });

  test('is made anew by the next edit', async () => {
    const { path, home, files } = await open('{"tokens":1}');
    await files.editJson({ path }, () => ({ tokens: undefined }));
    const { edit, shown } = meeting([], () => ({ tokens: 2 }));
    expect([await files.editJson({ path }, edit), shown, await contentOf(home)]).toEqual([
      'written',
      [undefined],
      { 'auth.json': '{\n  "tokens": 2\n}\n' },
    ]);
  });

  test('stays when another key is left, however little that is', async () => {
    const { path, home, files } = await open('{"tokens":1,"theirs":null}');
    expect([await files.editJson({ path }, () => ({ tokens: undefined })), await contentOf(home)]).toEqual([
      'written',
      { 'auth.json': '{"theirs":null}' },
    ]);
  });

  test('that was empty already stays as somebody else left it', async () => {
    const { path, home, files } = await open('{ }\n');
    expect([await files.editJson({ path }, () => ({ tokens: undefined })), await contentOf(home)]).toEqual([
      'unchanged',
      { 'auth.json': '{ }\n' },
    ]);
  });

  test.each([['{}'], ['{ }\n']])('becomes the %j again that stood there before us', async (text) => {
    const { folder, path, files } = await open();
    await writeFile(join(folder, 'real.json'), text);
    await symlink('../real.json', path);
    await files.editJson({ path }, () => ({ statusLine: 1 }));
    const outcome = await files.editJson({ path }, () => ({ statusLine: undefined }));
    expect([outcome, await readFile(join(folder, 'real.json'), 'utf8'), await readlink(path)]).toEqual([
      'written',
      text,
      '../real.json',
    ]);
  });

  test('is taken away all the same when it holds keys of ours, or was no JSON', async () => {
    const { path, home, files } = await open('{}');
    const keys = { path, isOurs: () => true };
    await files.editJson(keys, () => ({ tokens: 'canary_ours' }));
    const outcomes = [await files.editJson(keys, () => ({ tokens: undefined }))];
    const other = { path: join(home, 'other.json') };
    await writeFile(other.path, 'text');
    await files.editText(other, () => '{"ours":1}');
    outcomes.push(await files.editJson(other, () => ({ ours: undefined })));
    expect([outcomes, await contentOf(home)]).toEqual([['removed', 'removed'], {}]);
  });

  test('behind a link goes, and the next edit can make it again', async () => {
    const { folder, path, backups, files } = await open();
    await writeFile(join(folder, 'real.json'), '{"tokens":1}');
    await symlink('../real.json', path);
    const removed = await files.editJson({ path }, () => ({ tokens: undefined }));
    const written = await files.editJson({ path }, () => ({ tokens: 2 }));
    expect([removed, written, JSON.parse(await readFile(path, 'utf8')), await textsIn(backups)]).toEqual([
      'removed',
      'written',
      { tokens: 2 },
      ['{"tokens":1}'],
    ]);
  });
});

describe('an edit is told', () => {
  test('whether what stands there is what we wrote last, byte for byte', async () => {
    const { path, files } = await open('{"a": 1}');
    const told: boolean[] = [];
    const look: JsonEdit = async (_present, wroteLast) => {
      told.push(await wroteLast());
      return undefined;
    };
    await files.editJson({ path }, look);
    await files.editJson({ path }, () => ({ a: 2 }));
    await files.editJson({ path }, look);
    await writeFile(path, `${await readFile(path, 'utf8')} `);
    await files.editJson({ path }, look);
    expect(told).toEqual([false, true, false]);
  });
});

test('a file whose folder is its program’s to make is not written where there is none', async () => {
  const { home, files } = await open();
  const path = join(home, 'none/auth.json');
  const outcome = await files.editJson({ path, needsFolder: true }, () => ({ a: 1 }));
  await mkdir(join(home, 'none'), { mode: 0o700 });
  expect([outcome, await files.editJson({ path, needsFolder: true }, () => ({ a: 1 }))]).toEqual([
    'unchanged',
    'written',
  ]);
});
