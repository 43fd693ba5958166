// Whole files are replaced so that the old or the new one stands there, never a mixture; on a real file system.
import { execFileSync } from 'node:child_process';
import { statSync, watch } from 'node:fs';
import { mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parsed } from '../fakes/parsed.ts';
import { decodeText, readIfPresent, removeFile, replaceFile } from '../../main/adapters/node/durable-file.ts';
import { clearLeftovers, foldersOf, temporaryName } from '../../main/adapters/node/leftovers.ts';
import { writePrivateText } from '../../main/adapters/node/private-text.ts';
import { isRoot, runChild, startChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function canMount(): boolean {
  if (!isRoot) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', '/mnt'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

const mounts = canMount();
if (!mounts) console.warn('NOT CHECKED: a full disk. That needs root and the right to mount a tmpfs.');

describe('a written file', () => {
  test('is new, private and complete, in a private folder made for it', async () => {
    const folder = join(await temporaryFolder(), 'made', 'for it');
    await replaceFile(join(folder, 'file'), bytes('content'), undefined);
    expect([await contentOf(folder), await modeOf(join(folder, 'file')), await modeOf(folder)]).toEqual([
      { file: 'content' },
      '600',
      '700',
    ]);
  });

  test('is private from the moment it exists, whatever the umask', async () => {
    const folder = await temporaryFolder();
    const modes = new Set<string>();
    const watcher = watch(folder, (_event, name) => {
      const found = name === null ? undefined : statSync(join(folder, name), { throwIfNoEntry: false });
      if (found !== undefined) modes.add((found.mode & 0o7777).toString(8));
    });
    const before = process.umask(0);
    onTestFinished(() => {
      process.umask(before);
      watcher.close();
    });
    // Large enough to be seen while it is being written.
    await replaceFile(join(folder, 'file'), new Uint8Array(16_000_000), undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(modes).toEqual(new Set(['600']));
  });

  test('takes away rights that the file before it gave to others', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, 'old', { mode: 0o644 });
    await replaceFile(path, bytes('new'), bytes('old'));
    expect([await readFile(path, 'utf8'), await modeOf(path)]).toEqual(['new', '600']);
  });

  test('can be empty', async () => {
    const path = join(await temporaryFolder(), 'file');
    await replaceFile(path, bytes('old'), undefined);
    await replaceFile(path, bytes(''), bytes('old'));
    expect(await readFile(path, 'utf8')).toBe('');
  });

  test('of our own is private text', async () => {
    const path = join(await temporaryFolder(), 'own', 'grant');
    await writePrivateText(path, 'canary_first');
    await writePrivateText(path, 'canary_second');
    expect([await readFile(path, 'utf8'), await modeOf(path)]).toEqual(['canary_second', '600']);
  });
});

describe('a change by another program since the file was read', () => {
  test.each<[string, string | undefined, string | undefined]>([
    ['the file was changed', 'theirs', 'old'],
    ['the file was changed to the same length', 'OLD', 'old'],
    ['the file appeared', 'theirs', undefined],
    ['the file vanished', undefined, 'old'],
  ])('%s: nothing is overwritten and nothing is left lying about', async (_name, present, before) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    if (present !== undefined) await writeFile(path, present);
    const failure = await failureOf(
      replaceFile(path, bytes('ours'), before === undefined ? undefined : bytes(before)),
    );
    expect([failure, await contentOf(folder)]).toEqual([
      { code: 'storage/conflict', subject: path },
      present === undefined ? {} : { file: present },
    ]);
  });

  test('16 writers at once leave the whole text of one of them', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'old');
    const texts = Array.from({ length: 16 }, (_empty, index) => String(index).repeat(9_000));
    const ended = await Promise.allSettled(
      texts.map((text) => replaceFile(join(folder, 'file'), bytes(text), bytes('old'))),
    );
    const { file = '', ...rest } = await contentOf(folder);
    const winners = texts.filter((_text, index) => ended[index]?.status === 'fulfilled');
    expect([winners.includes(file), rest]).toEqual([true, {}]);
  });
});

describe('a write that cannot be completed', () => {
  test.skipIf(!mounts)(
    'on a disk that is nearly full the old file or the new one is there, whole',
    async () => {
      const folder = await temporaryFolder();
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k,mode=700', 'tmpfs', folder]);
      // The test folder is removed afterwards, so this must come off before.
      let outcomes = '';
      try {
        for (const blocksLeft of [0, 1, 2, 3]) {
          for (const sizeKiB of [1, 3, 4, 5, 6, 8, 12]) {
            await rm(join(folder, 'file'), { force: true });
            await rm(join(folder, 'filler'), { force: true });
            const old = 'o'.repeat(sizeKiB > 8 ? 100 : 2_000);
            await writeFile(join(folder, 'file'), old);
            await writeFile(join(folder, 'filler'), 'f'.repeat((3 - blocksLeft) * 4_096));
            const text = 'n'.repeat(sizeKiB * 1_024 + 17);
            const failure = await replaceFile(join(folder, 'file'), bytes(text), bytes(old)).then(
              () => undefined,
              (thrown: unknown) => thrown,
            );
            const expected = failure === undefined ? text : old;
            const { file } = await contentOf(folder);
            const wrong = file !== expected || (await readdir(folder)).sort().join() !== 'file,filler';
            outcomes += wrong ? 'X' : failure === undefined ? 'w' : 'f';
          }
        }
        await rm(join(folder, 'filler'));
        await writeFile(join(folder, 'file'), 'old');
        const failure = await failureOf(
          replaceFile(join(folder, 'file'), new Uint8Array(13_000), bytes('old')),
        );
        expect(failure).toEqual({
          code: 'storage/write-failed',
          subject: join(folder, 'file'),
          detail: 'ENOSPC',
        });
      } finally {
        execFileSync('umount', [folder]);
      }
      // 4 states of the disk × 7 sizes: w written, f failed with everything as before, X anything else.
      expect(outcomes).toBe('fffffff' + 'wwfffff' + 'wwwwwff' + 'wwwwwwf');
    },
  );

  test('at a limit on the size of files it fails, the old file is whole, and nothing is left lying about', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await writeFile(path, 'old');
    const limits = [1, 4_095, 4_096, 5_999, 6_000];
    const ended = await Promise.all(
      limits.map((limit) =>
        runChild('replace-file', {
          arguments: [path, '6000'],
          through: ['prlimit', `--fsize=${String(limit)}`],
        }),
      ),
    );
    const refused = { code: 'storage/write-failed', subject: path, detail: 'EFBIG' };
    expect([ended.map(({ out }) => parsed(out)), await contentOf(folder)]).toEqual([
      [refused, refused, refused, refused, 'written'],
      { file: 'n'.repeat(6_000) },
    ]);
  });

  test('a process killed at any moment leaves the old file or the new one, whole', async () => {
    const path = join(await temporaryFolder(), 'file');
    const seen = new Set<string>();
    for (const delayMs of [0, 1, 2, 3, 5, 8, 13, 21]) {
      const writer = startChild('rewrite', { arguments: [path, '200000'] });
      await writer.printed('started');
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      writer.process.kill('SIGKILL');
      await writer.ended;
      const text = await readFile(path, 'utf8');
      seen.add(`${text.charAt(0)} ${text === text.charAt(0).repeat(200_000) ? 'whole' : 'broken'}`);
    }
    expect([...seen].filter((kind) => kind !== 'a whole' && kind !== 'b whole')).toEqual([]);
  });
});

describe('a file that is taken away', () => {
  test('is gone, and nothing else of its folder', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'old');
    await writeFile(join(folder, 'other'), 'old');
    await removeFile(join(folder, 'file'), bytes('old'));
    expect(await contentOf(folder)).toEqual({ other: 'old' });
  });

  test.each<[string, string | undefined]>([
    ['was changed', 'theirs'],
    ['was changed to the same length', 'OLD'],
    ['has gone', undefined],
  ])('and %s since it was read is a conflict, and stays as it is', async (_name, present) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    if (present !== undefined) await writeFile(path, present);
    expect([await failureOf(removeFile(path, bytes('old'))), await contentOf(folder)]).toEqual([
      { code: 'storage/conflict', subject: path },
      present === undefined ? {} : { file: present },
    ]);
  });

  test.each<[string, (path: string) => Promise<unknown>, string]>([
    ['a folder', (path) => mkdir(path), 'not a regular file'],
    ['a link that leads nowhere', (path) => symlink('nowhere', path), 'a link that leads nowhere'],
    ['a link to a device', (path) => symlink('/dev/null', path), 'not a regular file'],
  ])('is refused for %s', async (_name, make, detail) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'file');
    await make(path);
    expect([await failureOf(removeFile(path, bytes(''))), await readdir(folder)]).toEqual([
      { code: 'storage/refused-path', subject: path, detail },
      ['file'],
    ]);
  });
});

describe('what a killed writer left behind', () => {
  /** A name as a process would make it: this one, or one that differs in a part. */
  async function nameOf(change: (name: string) => string): Promise<string> {
    return change(await temporaryName());
  }

  const dead = (): Promise<string> => nameOf((name) => name.replace(/-\d+-[\d.]+-/, '-4194399-1-'));
  const elsewhere = (): Promise<string> =>
    nameOf((name) => name.replace(/[0-9a-f]{24}-/, `${'0'.repeat(24)}-`));

  async function leave(folder: string, file: string, ageMs = 0): Promise<string> {
    await writeFile(join(folder, file), 'canary_leftover', { mode: 0o600 });
    const at = (Date.now() - ageMs) / 1_000;
    await utimes(join(folder, file), at, at);
    return file;
  }

  test('goes at the next write, however new; what the living are at and everything else stays', async () => {
    const folder = await temporaryFolder();
    const day = 86_400_000;
    await leave(folder, await dead());
    // A later process got the number of the one that made it.
    await leave(folder, await nameOf((name) => name.replace(/-[\d.]+-(?=[0-9a-f]{24})/, '-1-')));
    await leave(folder, await elsewhere(), day);
    const kept = [
      await leave(folder, await temporaryName(), day),
      await leave(folder, await elsewhere()),
      await leave(folder, (await dead()).toUpperCase(), day),
      await leave(folder, `${await dead()}.bak`, day),
      await leave(folder, `a${await dead()}`, day),
      await leave(folder, '.gatehouse-vault.tmp', day),
    ];
    await replaceFile(join(folder, 'file'), bytes('content'), undefined);
    expect((await readdir(folder)).sort()).toEqual([...kept, 'file'].sort());
  });

  test('goes at the start, from every folder in which the files are written', async () => {
    const folder = await temporaryFolder();
    const real = join(folder, 'real');
    await mkdir(real, { mode: 0o700 });
    await writeFile(join(real, 'file'), 'old');
    await symlink('real/file', join(folder, 'link'));
    for (const place of [folder, real]) await leave(place, await dead());
    await clearLeftovers(await foldersOf([join(folder, 'link'), join(folder, 'absent', 'file')]));
    expect([await readdir(folder), await readdir(real)]).toEqual([['link', 'real'], ['file']]);
  });

  test('is looked for where the file itself stands, not where a link to it does', async () => {
    const folder = await temporaryFolder();
    const real = join(folder, 'real');
    await mkdir(real, { mode: 0o700 });
    await writeFile(join(real, 'file'), 'old');
    await symlink('real/file', join(folder, 'link'));
    const beside = await leave(folder, await dead());
    await leave(real, await dead());
    await replaceFile(join(folder, 'link'), bytes('new'), bytes('old'));
    expect([(await readdir(folder)).sort(), await contentOf(real)]).toEqual([
      [beside, 'link', 'real'],
      { file: 'new' },
    ]);
  });

  test('cannot stop the write when it cannot be removed', async () => {
    const folder = await temporaryFolder();
    const name = await dead();
    await mkdir(join(folder, name));
    await replaceFile(join(folder, 'file'), bytes('content'), undefined);
    expect((await readdir(folder)).sort()).toEqual([name, 'file']);
  });
});

describe('reading', () => {
  test('only a file that is truly absent counts as absent', async () => {
    const folder = await temporaryFolder();
    await symlink('loop', join(folder, 'loop'));
    await writeFile(join(folder, 'file'), 'x');
    expect([
      await readIfPresent(join(folder, 'absent')),
      await failureOf(readIfPresent(folder)),
      await failureOf(readIfPresent(join(folder, 'loop'))),
      await failureOf(readIfPresent(join(folder, 'file', 'below'))),
    ]).toEqual([
      undefined,
      { code: 'storage/unreadable', subject: folder, detail: 'EISDIR' },
      { code: 'storage/unreadable', subject: join(folder, 'loop'), detail: 'ELOOP' },
      { code: 'storage/unreadable', subject: join(folder, 'file', 'below'), detail: 'ENOTDIR' },
    ]);
  });

  test('bytes that are not UTF-8 are not guessed at', async () => {
    expect(await failureOf(() => decodeText(Uint8Array.of(0x7b, 0xff, 0x7d), '/a'))).toEqual({
      code: 'storage/unreadable',
      subject: '/a',
      detail: 'not UTF-8',
    });
  });
});
