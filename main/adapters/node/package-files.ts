// The folder in which the person describes providers: read when it is looked at, watched only while it is there.
import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { constants, watch, type FSWatcher } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { PackageFile } from '../../domain/known-package.ts';
import { mostPackageBytes, mostPackages } from '../../domain/provider-package.ts';
import type { PackageFiles } from '../../ports-files.ts';
import { codeOf, fileFailure } from './file-failure.ts';

/** A writer makes several events: a temporary file, a rename, a mode. */
const settleMs = 50;
const namePattern = /^[a-z\d][a-z\d_-]{0,60}\.json$/;

const unfit = (
  code: Extract<PackageFile['content'], { kind: 'unfit' }>['code'],
  about = '',
): PackageFile['content'] => ({ kind: 'unfit', code, about });

async function contentOf(path: string): Promise<PackageFile['content']> {
  // A pipe without a writer would keep us waiting for one.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) return unfit('unreadable');
    const room = Buffer.alloc(mostPackageBytes + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(room, length, room.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === room.length) break;
    }
    if (length > mostPackageBytes) return unfit('too-large', String(mostPackageBytes / 1024));
    const bytes = room.subarray(0, length);
    if (!isUtf8(bytes)) return unfit('not-text');
    const hash = createHash('sha256').update(bytes).digest('hex');
    return { kind: 'text', text: bytes.toString('utf8').replace(/^\uFEFF/, ''), hash };
  } finally {
    await handle.close();
  }
}

async function fileAt(folder: string, file: string, index: number): Promise<PackageFile> {
  if (!namePattern.test(file)) return { file, content: unfit('file-name') };
  if (index >= mostPackages) return { file, content: unfit('too-many-files', String(mostPackages)) };
  return { file, content: await contentOf(join(folder, file)).catch(() => unfit('unreadable')) };
}

export function createPackageFiles(folder: string): PackageFiles {
  let changed: (() => void) | undefined;
  let watcher: FSWatcher | undefined;
  let settling: NodeJS.Timeout | undefined;

  function unwatch(): void {
    clearTimeout(settling);
    watcher?.close();
    watcher = undefined;
  }

  function follow(): void {
    if (changed === undefined || watcher !== undefined) return;
    try {
      watcher = watch(folder, { persistent: false }, (_event, name) => {
        // It is told of its own end by its own name; another folder may come to its place.
        if (name === basename(folder)) unwatch();
        clearTimeout(settling);
        settling = setTimeout(() => changed?.(), settleMs);
      });
      watcher.on('error', unwatch);
    } catch {
      // It has gone this moment.
    }
  }

  return {
    async list() {
      try {
        // First, so that nothing is missed that changes while it is read.
        follow();
        const names = (await readdir(folder)).filter((name) => /\.json$/i.test(name)).sort();
        // More names than anybody would give are not even mentioned.
        const seen = names.slice(0, 2 * mostPackages);
        return await Promise.all(seen.map((name, index) => fileAt(folder, name, index)));
      } catch (thrown) {
        // A folder that cannot be read now still has its files.
        if (codeOf(thrown) !== 'ENOENT') throw fileFailure('storage/unreadable', folder, thrown);
        unwatch();
        return [];
      }
    },
    watch(callback) {
      changed = callback;
      return () => {
        changed = undefined;
        unwatch();
      };
    },
  };
}
