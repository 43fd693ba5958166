// Writes on a file system that fails at one call: which calls a write is made of, and what is left after each fault.
import { execFileSync } from 'node:child_process';
import * as system from 'node:fs/promises';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDurableFiles, type DurableFiles } from '../../main/adapters/node/durable-file.ts';
import type { FileSystem } from '../../main/adapters/node/file-system.ts';
import { runChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { withMounts } from '../fakes/mounts.ts';
import { parsed } from '../fakes/parsed.ts';
import { contentOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: made up`), { code });
}

/** Fails so many times, then does what the real call does. */
function failing<Words extends unknown[], Value>(
  real: (...words: Words) => Promise<Value>,
  code: string,
  times: number,
): (...words: Words) => Promise<Value> {
  let left = times;
  return (...words) => {
    left -= 1;
    return left >= 0 ? Promise.reject(fault(code)) : real(...words);
  };
}

/** Every call of a write that changes something or makes it last, in order. */
function recording(calls: string[]): FileSystem {
  return {
    ...system,
    open: async (path, flags, mode) => {
      const isFolder = flags === 'r';
      const handle = await system.open(path, flags, mode);
      const name = isFolder ? 'folder' : 'file';
      if (!isFolder) calls.push(`open ${Number(flags).toString(8)} ${Number(mode).toString(8)}`);
      const sync = handle.sync.bind(handle);
      const write = handle.write.bind(handle);
      const close = handle.close.bind(handle);
      handle.sync = async () => {
        calls.push(`sync ${name}`);
        await sync();
      };
      handle.write = (async (...words: Parameters<typeof write>) => {
        calls.push(`write`);
        return write(...words);
      }) as typeof write;
      handle.close = async () => {
        if (!isFolder) calls.push('close');
        await close();
      };
      return handle;
    },
    rename: async (from, to) => {
      calls.push(`rename ${basename(String(to))}`);
      await system.rename(from, to);
    },
    readFile: (async (...words: Parameters<typeof system.readFile>) => {
      calls.push('compare');
      return system.readFile(...words);
    }) as FileSystem['readFile'],
  };
}

async function open(text?: string): Promise<{ readonly folder: string; readonly path: string }> {
  const folder = await temporaryFolder();
  const path = join(folder, 'file');
  if (text !== undefined) await writeFile(path, text);
  return { folder, path };
}

test('a write is an exclusive private file, its bytes, a sync, a last look, a rename, a sync of the folder', async () => {
  const { path } = await open('old');
  const calls: string[] = [];
  await createDurableFiles(recording(calls)).replace(path, bytes('new'), bytes('old'), {
    during: async (save) => {
      calls.push('locks taken');
      await save();
      calls.push('locks let go');
    },
  });
  expect(calls).toEqual([
    `open ${(system.constants.O_WRONLY | system.constants.O_CREAT | system.constants.O_EXCL | system.constants.O_NOFOLLOW).toString(8)} 600`,
    'write',
    'sync file',
    'close',
    'locks taken',
    'compare',
    'rename file',
    'locks let go',
    'sync folder',
  ]);
});

describe('a write that fails at one call', () => {
  test.each<[string, (path: string) => Partial<FileSystem>, string]>([
    [
      'EXDEV at the rename',
      () => ({ rename: failing(system.rename, 'EXDEV', 9) }),
      'EXDEV: its folder spans two file systems',
    ],
    [
      'EBUSY at the rename',
      () => ({ rename: failing(system.rename, 'EBUSY', 9) }),
      'EBUSY: in use, or a mount of its own',
    ],
    [
      'ESTALE at the rename',
      () => ({ rename: failing(system.rename, 'ESTALE', 9) }),
      'ESTALE: the network file system has lost it',
    ],
    [
      'EROFS when it is opened',
      () => ({ open: failing(system.open, 'EROFS', 9) }),
      'EROFS: the file system is read-only',
    ],
    ['EDQUOT when it is opened', () => ({ open: failing(system.open, 'EDQUOT', 9) }), 'EDQUOT'],
    ['EMFILE when it is opened', () => ({ open: failing(system.open, 'EMFILE', 9) }), 'EMFILE'],
  ])('(%s) says so, keeps the old file and leaves nothing behind', async (_name, broken, detail) => {
    const { folder, path } = await open('old');
    const files = createDurableFiles({ ...system, ...broken(path) });
    expect([
      await failureOf(files.replace(path, bytes('new'), bytes('old'))),
      await contentOf(folder),
    ]).toEqual([{ code: 'storage/write-failed', subject: path, detail }, { file: 'old' }]);
  });

  /** A file system on whose new files this call does something else. */
  function withCall(name: 'write' | 'stat', call: (handle: system.FileHandle) => unknown): FileSystem {
    return {
      ...system,
      open: async (path, flags, mode) => {
        const handle = await system.open(path, flags, mode);
        if (flags !== 'r') Reflect.set(handle, name, call(handle));
        return handle;
      },
    };
  }

  test.each([
    [
      'because the disk is full in the middle of it',
      'write',
      () => Promise.reject(fault('ENOSPC')),
      'ENOSPC',
    ],
    ['because fewer bytes are there than were written', 'stat', async () => ({ size: 2 }), 'size differs'],
  ] as const)('%s keeps the old file and leaves nothing behind', async (_why, name, call, detail) => {
    const { folder, path } = await open('old');
    const files = createDurableFiles(withCall(name, () => call));
    expect([
      await failureOf(files.replace(path, bytes('new'), bytes('old'))),
      await contentOf(folder),
    ]).toEqual([{ code: 'storage/write-failed', subject: path, detail }, { file: 'old' }]);
  });

  test('does not fail because the system takes a byte at a time', async () => {
    const { folder, path } = await open('old');
    const files = createDurableFiles(
      withCall('write', (handle) => {
        const write = handle.write.bind(handle);
        return (data: Uint8Array, offset: number, _length: number, position: number) =>
          write(data, offset, 1, position);
      }),
    );
    await files.replace(path, bytes('a new text'), bytes('old'));
    expect(await contentOf(folder)).toEqual({ file: 'a new text' });
  });

  test('because its locks are not free leaves nothing behind either', async () => {
    const { folder, path } = await open('old');
    const files = createDurableFiles();
    const during = (): Promise<void> => Promise.reject(fault('EAGAIN'));
    const replaced = await failureOf(files.replace(path, bytes('new'), bytes('old'), { during }));
    const removed = await failureOf(files.remove(path, bytes('old'), { during }));
    const failure = { code: 'storage/write-failed', subject: path, detail: 'EAGAIN' };
    expect([replaced, removed, await contentOf(folder)]).toEqual([failure, failure, { file: 'old' }]);
  });

  test.skipIf(withMounts === undefined)('because a mount lies on the file itself says so', async () => {
    const { path } = await open('old');
    const { out } = await runChild('replace-file', {
      arguments: [path, '3'],
      through: [...(withMounts ?? []), 'sh', '-c', 'mount --bind "$0" "$0" && exec "$@"', path],
    });
    expect([parsed(out), await readFile(path, 'utf8')]).toEqual([
      { code: 'storage/write-failed', subject: path, detail: 'EBUSY: in use, or a mount of its own' },
      'old',
    ]);
  });

  test.skipIf(withMounts === undefined)('because the file system is read-only says so', async () => {
    const { folder, path } = await open('old');
    const { out } = await runChild('replace-file', {
      arguments: [path, '3'],
      through: [
        ...(withMounts ?? []),
        'sh',
        '-c',
        'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"',
        folder,
      ],
    });
    expect([parsed(out), await readFile(path, 'utf8')]).toEqual([
      { code: 'storage/write-failed', subject: path, detail: 'EROFS: the file system is read-only' },
      'old',
    ]);
  });
});

describe('a read that fails', () => {
  test.each(['EMFILE', 'ENFILE', 'EACCES', 'EIO', 'ESTALE', 'EINTR'])(
    'with %s is never taken for a file that is not there, and nothing is written',
    async (code) => {
      const { folder, path } = await open('old');
      const files = createDurableFiles({
        ...system,
        readFile: failing(system.readFile, code, 9) as FileSystem['readFile'],
      });
      const read = await failureOf(files.read(path));
      const written = await failureOf(files.replace(path, bytes('new'), undefined));
      expect([read.code, written, await contentOf(folder)]).toEqual([
        'storage/unreadable',
        read,
        { file: 'old' },
      ]);
    },
  );

  test('for want of descriptors is no empty file in a real process', async () => {
    const { folder, path } = await open('old');
    const { out } = await runChild('replace-file', {
      arguments: [path, '3', 'without-descriptors'],
      through: ['prlimit', '--nofile=64'],
    });
    expect([parsed(out), await contentOf(folder)]).toEqual([
      { code: 'storage/unreadable', subject: path, detail: 'EMFILE' },
      { file: 'old' },
    ]);
  });

  test('because of its size or its kind says so', async () => {
    const { folder, path } = await open();
    await writeFile(path, new Uint8Array(10_000_001));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    const files = createDurableFiles();
    expect([await failureOf(files.read(path)), await failureOf(files.read(join(folder, 'pipe')))]).toEqual([
      { code: 'storage/unreadable', subject: path, detail: 'larger than 10 MB' },
      { code: 'storage/unreadable', subject: join(folder, 'pipe'), detail: 'not a regular file' },
    ]);
  });
});

describe('on Windows, a file that somebody has open', () => {
  function patient(broken: Partial<FileSystem>): { files: DurableFiles; pausesMs: number[] } {
    const pausesMs: number[] = [];
    const files = createDurableFiles({ ...system, ...broken }, 'win32', async (delayMs) => {
      pausesMs.push(delayMs);
    });
    return { files, pausesMs };
  }

  test.each(['EPERM', 'EACCES', 'EBUSY'])('(%s) is tried again with growing pauses', async (code) => {
    const { folder, path } = await open('old');
    const { files, pausesMs } = patient({ rename: failing(system.rename, code, 4) });
    await files.replace(path, bytes('new'), bytes('old'));
    expect([await contentOf(folder), pausesMs]).toEqual([{ file: 'new' }, [5, 10, 20, 50]]);
  });

  test('is read and removed with the same patience', async () => {
    const { folder, path } = await open('old');
    const { files, pausesMs } = patient({
      readFile: failing(system.readFile, 'EBUSY', 2) as FileSystem['readFile'],
      unlink: failing(system.unlink, 'EPERM', 1),
    });
    const read = await files.read(path);
    await files.remove(path, bytes('old'));
    expect([read, await readdir(folder), pausesMs]).toEqual([Buffer.from('old'), [], [5, 10, 5]]);
  });

  test('and never closed is given up after less than two seconds; the old file stays', async () => {
    const { folder, path } = await open('old');
    const { files, pausesMs } = patient({ rename: failing(system.rename, 'EBUSY', 99) });
    const failure = await failureOf(files.replace(path, bytes('new'), bytes('old')));
    expect([failure, await contentOf(folder), pausesMs.reduce((sum, each) => sum + each, 0)]).toEqual([
      { code: 'storage/write-failed', subject: path, detail: 'EBUSY: in use, or a mount of its own' },
      { file: 'old' },
      1_585,
    ]);
  });

  test('anything else fails at once, and elsewhere so does this', async () => {
    const { path } = await open('old');
    const { files, pausesMs } = patient({ rename: failing(system.rename, 'EIO', 1) });
    const failure = await failureOf(files.replace(path, bytes('new'), bytes('old')));
    const linux = createDurableFiles({ ...system, rename: failing(system.rename, 'EBUSY', 1) }, 'linux');
    const there = await failureOf(linux.replace(path, bytes('new'), bytes('old')));
    expect([failure.detail, pausesMs, there.detail]).toEqual([
      'EIO',
      [],
      'EBUSY: in use, or a mount of its own',
    ]);
  });
});
