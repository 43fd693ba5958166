// The files of other programs: only our keys change, every other byte stays, and what was there first is kept.
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsed } from '../fakes/parsed.ts';
import { textFiles } from '../../main/adapters/node/credential-files.ts';
import type { JsonChanges } from '../../main/domain/json.ts';
import type { JsonEdit } from '../../main/ports.ts';
import { copiesIn, openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

/** The edit that always wants the same. */
const always =
  (changes: JsonChanges): JsonEdit =>
  () =>
    changes;

async function open() {
  const folder = await temporaryFolder();
  const backups = join(folder, 'backups');
  const path = join(folder, 'home', 'auth.json');
  await mkdir(join(folder, 'home'), { mode: 0o700 });
  return { folder, backups, path, files: openWriter(backups) };
}

describe('a file that was not there', () => {
  test('is made, private and laid out to be read, and holds every value as it was meant', async () => {
    const { path, files, backups } = await open();
    const outcome = await files.editJson(
      { path },
      always({
        auth_mode: 'chatgpt',
        OPENAI_API_KEY: null,
        tokens: { id_token: 'canary_id', list: [1, true] },
        gone: undefined,
      }),
    );
    expect([
      outcome,
      await readFile(path, 'utf8'),
      ((await stat(path)).mode & 0o777).toString(8),
      await copiesIn(backups),
    ]).toEqual([
      'written',
      `{
  "auth_mode": "chatgpt",
  "OPENAI_API_KEY": null,
  "tokens": {
    "id_token": "canary_id",
    "list": [
      1,
      true
    ]
  }
}
`,
      '600',
      [],
    ]);
  });

  test.each<[string, JsonEdit]>([
    ['the edit wants nothing', () => undefined],
    ['the edit has no key', always({})],
    ['the edit only takes keys away', always({ tokens: undefined })],
  ])('is not made when %s', async (_name, edit) => {
    const { path, files } = await open();
    expect([await files.editJson({ path }, edit), await readdir(join(path, '..'))]).toEqual([
      'unchanged',
      [],
    ]);
  });
});

describe('a file that is there', () => {
  test('keeps what others wrote; tokens of an older sign-in go', async () => {
    const { path, files } = await open();
    await writeFile(
      path,
      '{"oauth_tokens":{"refresh_token":"canary_old"}, "theirs" : [1.50, 1e3] ,\n\t"ANTHROPIC_API_KEY":"canary_old_key"}\n\n',
    );
    await files.editJson(
      { path },
      always({ ANTHROPIC_API_KEY: 'canary_key_wxyz', oauth_tokens: undefined, preferred_mode: 'ApiKey' }),
    );
    const text = await readFile(path, 'utf8');
    expect([
      text.includes('"theirs" : [1.50, 1e3]'),
      text.endsWith('}\n\n'),
      text.includes('canary_old'),
      parsed(text),
    ]).toEqual([
      true,
      true,
      false,
      {
        theirs: [1.5, 1000],
        ANTHROPIC_API_KEY: 'canary_key_wxyz',
        preferred_mode: 'ApiKey',
      },
    ]);
  });

  test('is not touched when nothing changes', async () => {
    const { path, files, backups } = await open();
    const changes = { tokens: { access_token: 'canary_access' }, last_refresh: null };
    await files.editJson({ path }, always(changes));
    const before = await stat(path, { bigint: true });
    const outcome = await files.editJson({ path }, always(changes));
    const after = await stat(path, { bigint: true });
    expect([outcome, after.ino, after.mtimeNs, await copiesIn(backups)]).toEqual([
      'unchanged',
      before.ino,
      before.mtimeNs,
      [],
    ]);
  });

  test.each(['644', '660', '604'])(
    'and is open to others (%s) is closed to them even when nothing changes, without being replaced',
    async (mode) => {
      const { path, files, backups } = await open();
      const text = '{"ours":1}';
      await writeFile(path, text);
      await chmod(path, Number.parseInt(mode, 8));
      const before = await stat(path);
      const outcome = await files.editJson({ path }, always({ ours: 1 }));
      const after = await stat(path);
      expect([
        outcome,
        after.ino,
        (after.mode & 0o7777).toString(8),
        await readFile(path, 'utf8'),
        await copiesIn(backups),
      ]).toEqual(['unchanged', before.ino, '600', text, []]);
    },
  );

  test('and is open to others stays exactly as it is when the edit wants nothing', async () => {
    const { path, files, backups } = await open();
    await writeFile(path, '{"theirs":1}');
    await chmod(path, 0o644);
    const before = await stat(path, { bigint: true });
    const outcome = await files.editJson({ path }, () => undefined);
    const after = await stat(path, { bigint: true });
    expect([outcome, after.ino, after.mtimeNs, after.ctimeNs, await copiesIn(backups)]).toEqual([
      'unchanged',
      before.ino,
      before.mtimeNs,
      before.ctimeNs,
      [],
    ]);
  });

  test('and is read-only stays read-only when it is closed to others', async () => {
    const { path, files } = await open();
    await writeFile(path, '{"ours":1}');
    await chmod(path, 0o444);
    const outcome = await files.editJson({ path }, always({ ours: 1 }));
    expect([outcome, ((await stat(path)).mode & 0o7777).toString(8)]).toEqual(['unchanged', '400']);
  });

  test('behind a link is closed to others, too, when nothing changes', async () => {
    const { folder, path, files } = await open();
    const real = join(folder, 'real.json');
    await writeFile(real, '{"ours":1}');
    await chmod(real, 0o644);
    await symlink('../real.json', path);
    const { ino } = await stat(real);
    const outcome = await files.editJson({ path }, always({ ours: 1 }));
    const after = await stat(real);
    expect([outcome, after.ino, (after.mode & 0o7777).toString(8)]).toEqual(['unchanged', ino, '600']);
  });

  test('is kept whenever somebody else wrote it, never when we did, private', async () => {
    const { path, files, backups } = await open();
    const first = '{ "theirs": "canary_first" }';
    await writeFile(path, first, { mode: 0o644 });
    await files.editJson({ path }, always({ ours: 1 }));
    await files.editJson({ path }, always({ ours: 2 }));
    const later = '{ "theirs": "canary_later" }';
    await writeFile(path, later);
    await files.editJson({ path }, always({ ours: 3 }));
    expect([await copiesIn(backups), ((await stat(backups)).mode & 0o777).toString(8)]).toEqual([
      [
        { why: 'original', text: first, mode: '600' },
        { why: 'replaced', text: later, mode: '600' },
      ],
      '700',
    ]);
  });

  test('behind a link is written, the link stays, and the backup is of the file', async () => {
    const { folder, path, files, backups } = await open();
    await writeFile(join(folder, 'real.json'), '{"a":1}');
    await symlink('../real.json', path);
    await files.editJson({ path }, always({ a: 2 }));
    expect([
      await readFile(join(folder, 'real.json'), 'utf8'),
      await readdir(join(folder, 'home')),
      await copiesIn(backups),
    ]).toEqual(['{"a":2}', ['auth.json'], [{ why: 'original', text: '{"a":1}', mode: '600' }]]);
  });
});

test('text files are read as they are; absent is not unreadable', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'config.toml'), '\ufeffx = "ü"\r\n');
  expect([
    await textFiles.read(join(folder, 'config.toml')),
    await textFiles.read(join(folder, 'absent')),
    await failureOf(textFiles.read(folder)),
  ]).toEqual([
    '\ufeffx = "ü"\r\n',
    undefined,
    { code: 'storage/unreadable', subject: folder, detail: 'EISDIR' },
  ]);
});
