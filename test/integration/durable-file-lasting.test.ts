// What outlives a power cut: which folders are synced, the empty file that is there for good, and what rights are told.
import * as system from 'node:fs/promises';
import { chmod, link, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDurableFiles, durableFiles } from '../../main/adapters/node/durable-file.ts';
import type { FileSystem } from '../../main/adapters/node/file-system.ts';
import { failureOf } from '../fakes/failures.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Says which folders are synced, and how many of what was opened stays open. */
function watched(): { readonly files: FileSystem; readonly synced: string[]; readonly open: Set<unknown> } {
  const synced: string[] = [];
  const open = new Set<unknown>();
  const files: FileSystem = {
    ...system,
    open: async (path, flags, mode) => {
      const handle = await system.open(path, flags, mode);
      open.add(handle);
      const sync = handle.sync.bind(handle);
      const close = handle.close.bind(handle);
      if (flags === 'r')
        handle.sync = async () => {
          synced.push(String(path));
          await sync();
        };
      handle.close = async () => {
        open.delete(handle);
        await close();
      };
      return handle;
    },
  };
  return { files, synced, open };
}

/** Fails with this code. */
const broken = (code: string) => (): Promise<never> =>
  Promise.reject(Object.assign(new Error(`${code}: made up`), { code }));

describe('folders', () => {
  test('that a write has made are synced each in the one above, and its own at the end', async () => {
    const folder = await temporaryFolder();
    const { files, synced, open } = watched();
    const durable = createDurableFiles(files);
    const path = join(folder, 'a', 'b', 'c', 'file');
    await durable.replace(path, bytes('first'), undefined);
    const first = synced.splice(0);
    await durable.replace(path, bytes('second'), bytes('first'));
    const second = synced.splice(0);
    await durable.remove(path, bytes('second'));
    const own = join(folder, 'a', 'b', 'c');
    expect([first, second, synced, open.size]).toEqual([
      [join(folder, 'a', 'b'), join(folder, 'a'), folder, own],
      [own],
      [own],
      0,
    ]);
  });

  test('are not opened on Windows, which cannot', async () => {
    const folder = await temporaryFolder();
    const { files, synced } = watched();
    const durable = createDurableFiles(files, 'win32');
    await durable.replace(join(folder, 'a', 'file'), bytes('text'), undefined);
    expect([synced, await contentOf(join(folder, 'a'))]).toEqual([[], { file: 'text' }]);
  });
});

describe('a file that has to be there', () => {
  test('is made empty and private, for good, in a private folder', async () => {
    const folder = await temporaryFolder();
    const { files, synced, open } = watched();
    const path = join(folder, 'notes', 'file');
    await createDurableFiles(files).ensure(path);
    expect([
      await contentOf(join(folder, 'notes')),
      await modeOf(path),
      await modeOf(join(folder, 'notes')),
      synced,
      open.size,
    ]).toEqual([{ file: '' }, '600', '700', [folder, join(folder, 'notes')], 0]);
  });

  test('stays as it is where it is there already, also behind a link', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'theirs');
    await chmod(join(folder, 'file'), 0o640);
    await symlink('file', join(folder, 'link'));
    const before = await stat(join(folder, 'file'));
    for (const name of ['file', 'link']) await durableFiles.ensure(join(folder, name));
    const { ino, mtimeMs } = await stat(join(folder, 'file'));
    expect([ino, mtimeMs, await modeOf(join(folder, 'file')), (await readdir(folder)).sort()]).toEqual([
      before.ino,
      before.mtimeMs,
      '640',
      ['file', 'link'],
    ]);
  });

  test('and cannot be there says why', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'taken'));
    const full = createDurableFiles({ ...system, open: broken('ENOSPC') });
    expect([
      await failureOf(durableFiles.ensure(join(folder, 'taken'))),
      await failureOf(full.ensure(join(folder, 'file'))),
    ]).toEqual([
      { code: 'storage/refused-path', subject: join(folder, 'taken'), detail: 'not a regular file' },
      { code: 'storage/write-failed', subject: join(folder, 'file'), detail: 'ENOSPC' },
    ]);
  });
});

describe('the rights of a file', () => {
  test('are told with the number of its names, of the file behind a link; of none there are none', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await chmod(join(folder, 'file'), 0o4640);
    await link(join(folder, 'file'), join(folder, 'second'));
    await symlink('file', join(folder, 'link'));
    expect([
      await durableFiles.rights(join(folder, 'link')),
      await durableFiles.rights(join(folder, 'absent')),
    ]).toEqual([{ mode: 0o4640, names: 2 }, undefined]);
  });

  test('that others have are taken away, and those of its owner stay', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, '');
    await chmod(path, 0o541);
    const answers = [await durableFiles.tighten(path), await durableFiles.tighten(path)];
    expect([answers, await modeOf(path)]).toEqual([[true, false], '500']);
  });

  test('that cannot be told or taken away are a failure that names it', async () => {
    const path = join(await temporaryFolder(), 'file');
    const failing = createDurableFiles({ ...system, stat: broken('EIO') });
    const failure = { code: 'storage/write-failed', subject: path };
    expect([
      await failureOf(failing.rights(path)),
      await failureOf(failing.tighten(path)),
      await failureOf(durableFiles.tighten(path)),
    ]).toEqual([
      { ...failure, detail: 'EIO' },
      { ...failure, detail: 'EIO' },
      { ...failure, detail: 'ENOENT' },
    ]);
  });
});
