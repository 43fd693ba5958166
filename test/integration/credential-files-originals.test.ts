// What stood in a file before our first touch: kept once, told, and put back byte for byte.
import { chmod, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { durableFiles } from '../../main/adapters/node/durable-file.ts';
import { copiesIn, openWriter } from '../fakes/credential-files.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

async function open(content?: string | Uint8Array, mode = 0o600) {
  const folder = await temporaryFolder();
  const home = join(folder, 'home');
  const backups = join(folder, 'backups');
  const path = join(home, 'auth.json');
  await mkdir(home, { mode: 0o700 });
  if (content !== undefined) {
    await writeFile(path, content);
    await chmod(path, mode);
  }
  return { folder, home, backups, path, files: openWriter(backups) };
}

const textOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

describe('the original', () => {
  test('is what stood there before our first touch, whoever asks, and nothing before that', async () => {
    const { path, backups, files } = await open('{"theirs":1.50}');
    const never = await files.original(path);
    await files.editJson({ path }, () => undefined);
    const looked = await files.original(path);
    const start = Date.now();
    await files.editJson({ path }, () => ({ ours: 1 }));
    await files.editJson({ path }, () => ({ ours: 2 }));
    await writeFile(path, '{"theirs":2}');
    await files.editJson({ path }, () => ({ ours: 3 }));
    const found = await openWriter(backups).original(path);
    expect([never, looked, textOf(found?.bytes), (found?.at ?? 0) >= start, await copiesIn(backups)]).toEqual(
      [
        undefined,
        undefined,
        '{"theirs":1.50}',
        true,
        [
          { why: 'original', text: '{"theirs":1.50}', mode: '600' },
          { why: 'replaced', text: '{"theirs":2}', mode: '600' },
        ],
      ],
    );
  });

  test('can be that there was no file', async () => {
    const { path, files } = await open();
    await files.editJson({ path }, () => ({ ours: 1 }));
    const found = await files.original(path);
    expect([found !== undefined, found?.bytes]).toEqual([true, undefined]);
  });

  test('is of the moment of the touch: what somebody wrote just before it counts', async () => {
    const { path, files, backups } = await open('{"theirs":1}');
    const shown: unknown[] = [];
    await files.editJson({ path }, async (present) => {
      shown.push(present);
      if (shown.length === 1) await writeFile(path, '{"theirs":2}');
      return { ours: 1 };
    });
    expect([textOf((await files.original(path))?.bytes), (await copiesIn(backups)).length]).toEqual([
      '{"theirs":2}',
      1,
    ]);
  });

  test('is none when the touch failed', async () => {
    const { path, backups } = await open('{"theirs":1}');
    const refused = Promise.reject(new Error('EIO'));
    refused.catch(() => undefined);
    const failing = openWriter(backups, {
      files: {
        ...durableFiles,
        replace: (at, ...rest) => (at === path ? refused : durableFiles.replace(at, ...rest)),
      },
    });
    await failing.editJson({ path }, () => ({ ours: 1 })).catch(() => undefined);
    expect([await failing.original(path), await copiesIn(backups)]).toEqual([undefined, []]);
  });

  test('of two files whose names read the same is kept apart', async () => {
    const { home, files } = await open();
    const paths = [join(home, 'a b'), join(home, 'a+b')];
    for (const path of paths) {
      await writeFile(path, JSON.stringify({ path }));
      await files.editJson({ path }, () => ({ ours: 1 }));
    }
    const found = await Promise.all(paths.map(async (path) => textOf((await files.original(path))?.bytes)));
    expect(found).toEqual(paths.map((path) => JSON.stringify({ path })));
  });

  test('moves along with the home that both it and its file are in', async () => {
    const { folder } = await open();
    const [before, after] = [join(folder, 'anna'), join(folder, 'anna2')];
    const writerIn = (home: string) => openWriter(join(home, 'data/backups'), { home });
    await mkdir(before, { mode: 0o700 });
    await writeFile(join(before, 'auth.json'), '{"tokens":"canary_theirs"}');
    await writerIn(before).editJson({ path: join(before, 'auth.json') }, () => ({ ours: 1 }));
    await rename(before, after);
    const target = { path: join(after, 'auth.json') };
    await writerIn(after).editJson(target, () => ({ ours: 2 }));
    expect([
      textOf((await writerIn(after).original(target.path))?.bytes),
      await copiesIn(join(after, 'data/backups')),
      await writerIn(after).restoreOriginal(target),
      await readFile(target.path, 'utf8'),
    ]).toEqual([
      '{"tokens":"canary_theirs"}',
      [{ why: 'original', text: '{"tokens":"canary_theirs"}', mode: '600' }],
      'written',
      '{"tokens":"canary_theirs"}',
    ]);
  });

  test('of one home is not that of another that has the same backups', async () => {
    const { folder, backups } = await open();
    const homes = ['anna', 'work'].map((name) => join(folder, name));
    for (const home of homes) {
      const path = join(home, 'auth.json');
      await mkdir(home, { mode: 0o700 });
      await writeFile(path, JSON.stringify({ home }));
      await openWriter(backups, { home }).editJson({ path }, () => ({ ours: 1 }));
    }
    const found = await Promise.all(
      homes.map(async (home) => {
        const original = await openWriter(backups, { home }).original(join(home, 'auth.json'));
        return textOf(original?.bytes);
      }),
    );
    expect(found).toEqual(homes.map((home) => JSON.stringify({ home })));
  });

  test('that an earlier version has kept by the whole path is found there, and stays the only one', async () => {
    const { folder, path } = await open('{"theirs":1}');
    const backups = join(folder, 'home/backups');
    await openWriter(backups, { home: join(folder, 'elsewhere') }).editJson({ path }, () => ({ ours: 1 }));
    const files = openWriter(backups, { home: join(folder, 'home') });
    await files.editJson({ path }, () => ({ ours: 2 }));
    expect([textOf((await files.original(path))?.bytes), (await copiesIn(backups)).length]).toEqual([
      '{"theirs":1}',
      1,
    ]);
  });

  test('stays however many copies come after it, of which the last twenty stay', async () => {
    const { path, files, backups } = await open('{"theirs":"first"}');
    for (let turn = 0; turn < 24; turn += 1) {
      await files.editJson({ path }, () => ({ ours: turn }));
      await writeFile(path, `{"theirs":${String(turn)}}`);
    }
    await files.editJson({ path }, () => ({ ours: 99 }));
    expect((await copiesIn(backups)).map(({ text }) => text)).toEqual([
      '{"theirs":"first"}',
      ...Array.from({ length: 20 }, (_empty, index) => `{"theirs":${String(index + 4)}}`),
    ]);
  });
});

describe('putting the original back', () => {
  test('brings back every byte and the rights, whatever the file was', async () => {
    const { path, files } = await open();
    const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r\n', '\t'), maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(fc.constantFrom('', '\ufeff'), space, fc.json({ maxDepth: 2 }), space),
        fc.constantFrom(0o600, 0o644, 0o640),
        async ([mark, lead, value, trail], mode) => {
          const original = `${mark}${lead}{"theirs":${value}}${trail}`;
          await writeFile(path, original);
          await chmod(path, mode);
          await files.editJson({ path }, () => ({ ours: 1 }));
          const outcome = await files.restoreOriginal({ path });
          expect([
            outcome,
            await readFile(path, 'utf8'),
            await modeOf(path),
            await files.original(path),
          ]).toEqual(['written', original, mode.toString(8), undefined]);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('takes away a file that was not there', async () => {
    const { path, home, files } = await open();
    await files.editJson({ path }, () => ({ ours: 1 }));
    expect([await files.restoreOriginal({ path }), await contentOf(home)]).toEqual(['removed', {}]);
  });

  test('makes a file again that we have taken away', async () => {
    const { path, home, files } = await open('{ "tokens":1.0 }\n', 0o640);
    await files.editJson({ path }, () => ({ tokens: undefined }));
    expect([await files.restoreOriginal({ path }), await contentOf(home), await modeOf(path)]).toEqual([
      'written',
      { 'auth.json': '{ "tokens":1.0 }\n' },
      '640',
    ]);
  });

  test('finds nothing to do where we never wrote, or where the original stands again', async () => {
    const { path, home, files } = await open('{"theirs":1}');
    const never = await files.restoreOriginal({ path });
    await files.editJson({ path }, () => ({ ours: 1 }));
    await writeFile(path, '{"theirs":1}');
    const before = await stat(path, { bigint: true });
    const same = await files.restoreOriginal({ path });
    const after = await stat(path, { bigint: true });
    await rm(path);
    await files.editJson({ path }, () => ({ ours: 1 }));
    await rm(path);
    const gone = await files.restoreOriginal({ path });
    expect([never, same, after.ino, gone, await contentOf(home)]).toEqual([
      'unchanged',
      'unchanged',
      before.ino,
      'unchanged',
      {},
    ]);
  });

  test('copies what somebody else wrote since, even when that is broken; never what we wrote', async () => {
    const { path, files, backups } = await open('{"theirs":1}');
    await files.editJson({ path }, () => ({ ours: 1 }));
    await files.restoreOriginal({ path });
    const ours = await copiesIn(backups);
    await files.editJson({ path }, () => ({ ours: 1 }));
    await writeFile(path, '{"newer":');
    await files.restoreOriginal({ path });
    expect([ours, await copiesIn(backups), await readFile(path, 'utf8')]).toEqual([
      [],
      [{ why: 'replaced', text: '{"newer":', mode: '600' }],
      '{"theirs":1}',
    ]);
  });

  test('starts anew: the next touch keeps what stands there then', async () => {
    const { path, files } = await open('{"theirs":1}');
    await files.editJson({ path }, () => ({ ours: 1 }));
    await files.restoreOriginal({ path });
    await writeFile(path, '{"theirs":2}');
    await files.editJson({ path }, () => ({ ours: 1 }));
    await files.restoreOriginal({ path });
    expect(await readFile(path, 'utf8')).toBe('{"theirs":2}');
  });

  test('goes through a link to the file behind it', async () => {
    const { folder, path, files } = await open();
    await writeFile(join(folder, 'real.json'), '{"theirs":1}');
    await symlink('../real.json', path);
    await files.editJson({ path }, () => ({ ours: 1 }));
    await files.restoreOriginal({ path });
    expect(await readFile(join(folder, 'real.json'), 'utf8')).toBe('{"theirs":1}');
  });

  test.each<[string, (place: string) => Promise<unknown>, string]>([
    [
      'was changed',
      (place) => writeFile(join(place, 'original'), '{"other":1}'),
      'not the copy that we made',
    ],
    ['has gone', (place) => rm(join(place, 'original')), 'not the copy that we made'],
    [
      'is not in the index any more',
      (place) => writeFile(join(place, 'index.json'), '{"at":'),
      'not what we wrote there',
    ],
  ])('is refused when the copy %s, and the file stays', async (_name, spoil, detail) => {
    const { path, files, backups } = await open('{"theirs":1}');
    await files.editJson({ path }, () => ({ ours: 1 }));
    const [place = ''] = (await readdir(backups)).filter((name) => name.includes('~'));
    await spoil(join(backups, place));
    const failure = await failureOf(files.restoreOriginal({ path }));
    expect([failure.code, failure.detail, await readFile(path, 'utf8')]).toEqual([
      'storage/unreadable',
      detail,
      '{"theirs":1, "ours": 1}',
    ]);
  });
});
