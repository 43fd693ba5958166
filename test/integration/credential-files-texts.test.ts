// Texts that are no JSON: a config file, a start-up file of a shell, a file of our own. They are edited as a whole.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextEdit } from '../../main/ports.ts';
import { copiesIn, openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

async function open(content?: string | Uint8Array, mode = 0o600) {
  const folder = await temporaryFolder();
  const home = join(folder, 'home');
  const path = join(home, '.bashrc');
  const backups = join(folder, 'backups');
  await mkdir(home, { mode: 0o700 });
  if (content !== undefined) {
    await writeFile(path, content);
    await chmod(path, mode);
  }
  const pauses: number[] = [];
  const pause = async (delayMs: number): Promise<void> => {
    pauses.push(delayMs);
  };
  return { home, path, backups, pauses, files: openWriter(backups, { pause }) };
}

test.each<[string, string | undefined, TextEdit, readonly [string, Readonly<Record<string, string>>]]>([
  ['is made', undefined, () => 'ours\n', ['written', { '.bashrc': 'ours\n' }]],
  ['is made empty', undefined, () => '', ['written', { '.bashrc': '' }]],
  ['is not made', undefined, () => undefined, ['unchanged', {}]],
  ['is changed', 'theirs\n', (text) => `${text ?? ''}ours\n`, ['written', { '.bashrc': 'theirs\nours\n' }]],
  ['is left alone', 'theirs\n', () => undefined, ['unchanged', { '.bashrc': 'theirs\n' }]],
  ['says that already', 'theirs\n', (text) => text, ['unchanged', { '.bashrc': 'theirs\n' }]],
  ['becomes empty, and stays a file', 'ours\n', () => '', ['written', { '.bashrc': '' }]],
  ['is empty', '', (text) => `${text ?? 'none'}ours`, ['written', { '.bashrc': 'ours' }]],
])('a text that %s', async (_name, content, edit, expected) => {
  const { path, home, files } = await open(content);
  expect([await files.editText({ path }, edit), await contentOf(home)]).toEqual(expected);
});

test('every byte that the edit keeps stays: marks, line ends, characters of any script', async () => {
  const { path, files } = await open();
  const line = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((text) => text.replaceAll(/[\r\n\ufeff]/g, ''));
  const text = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '')), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('', '\ufeff'), text, async (mark, lines) => {
      const content = lines.flat().join('');
      await writeFile(path, mark + content);
      const shown: unknown[] = [];
      const edit: TextEdit = (present) => {
        shown.push(present);
        return `${present ?? ''}# ours\r\n`;
      };
      const plan = await files.planText({ path }, edit);
      await files.editText({ path }, edit);
      expect([shown, await readFile(path, 'utf8'), Buffer.from(plan.after ?? '').toString()]).toEqual([
        [content, content],
        `${mark}${content}# ours\r\n`,
        `${mark}${content}# ours\r\n`,
      ]);
    }),
    { numRuns: 40 },
  );
});

describe('the rights', () => {
  test.each([
    [0o644, '644'],
    [0o755, '755'],
    [0o600, '600'],
  ])('of a file that is its owner’s stay: %o', async (mode, kept) => {
    const { path, files } = await open('theirs\n', mode);
    const target = { path, rights: 'kept' } as const;
    const modes: string[] = [];
    for (const edit of ['theirs\n', 'ours\n', 'ours\n']) {
      await files.editText(target, () => edit);
      modes.push(await modeOf(path));
    }
    await files.put(target, { path, before: Buffer.from('ours\n'), after: Buffer.from('theirs\n') });
    expect([...modes, await modeOf(path)]).toEqual([kept, kept, kept, kept]);
  });

  test('of a new one are the usual ones, those of a file of ours are for the person alone', async () => {
    const { path, home, files } = await open();
    await files.editText({ path, rights: 'kept' }, () => 'theirs\n');
    const ours = join(home, 'ours');
    await files.editText({ path: ours }, () => 'ours\n');
    expect([await modeOf(path), await modeOf(ours)]).toEqual(['644', '600']);
  });
});

test('bytes that are no text are waited for, then copied aside once and refused', async () => {
  const half = Uint8Array.of(0x61, 0xc3);
  const { path, home, backups, pauses, files } = await open(half);
  const failures = [
    await failureOf(files.editText({ path }, () => 'ours')),
    await failureOf(files.planText({ path }, () => 'ours')),
  ];
  const refused = { code: 'storage/unreadable', subject: path, detail: 'not UTF-8' };
  expect([
    failures,
    Buffer.from(await readFile(path)).equals(half),
    Object.keys(await contentOf(home)),
    (await copiesIn(backups)).map(({ why }) => why),
    pauses.length,
  ]).toEqual([[refused, refused], true, ['.bashrc'], ['unreadable'], 14]);
});

test('a text that is half written is read again', async () => {
  const { path, backups } = await open(Uint8Array.of(0x61, 0xc3));
  const files = openWriter(backups, { pause: () => writeFile(path, 'aé') });
  expect([await files.editText({ path }, (text) => `${text ?? ''}!`), await readFile(path, 'utf8')]).toEqual([
    'written',
    'aé!',
  ]);
});

test('somebody who writes meanwhile is not overwritten', async () => {
  const { path, files } = await open('one\n');
  const shown: unknown[] = [];
  await files.editText({ path }, async (text) => {
    if (shown.push(text) === 1) await writeFile(path, 'two\n');
    return `${text ?? ''}ours\n`;
  });
  expect([shown, await readFile(path, 'utf8')]).toEqual([['one\n', 'two\n'], 'two\nours\n']);
});

test('what stood there before our first touch can be put back', async () => {
  const { path, files } = await open('theirs\n', 0o644);
  await files.editText({ path, rights: 'kept' }, () => 'ours\n');
  await files.restoreOriginal({ path });
  expect([await readFile(path, 'utf8'), await modeOf(path)]).toEqual(['theirs\n', '644']);
});
