// Private folders for logins that other programs keep: an attempt until it is kept, and swept away when it was cut off or
// has been replaced.
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { isConsumerId } from '../../domain/ids.ts';
import type { LoginFolders } from '../../ports.ts';
import { decodeText, readIfPresent, removeFile } from './durable-file.ts';
import { codeOf, fileFailure } from './file-failure.ts';
import { writePrivateText } from './private-text.ts';
import { identityShape, judge, ownIdentity } from './process-identity.ts';

const folderName = /^[0-9a-f]{16}$/;
const markerEnding = '.attempt';

/** Beside the folder, which stays empty for its program. Whoever stands in it is at work on the folder. */
const markerOf = (folder: string): string => `${folder}${markerEnding}`;

async function isAbsent(path: string): Promise<boolean> {
  return lstat(path).then(
    () => false,
    (thrown: unknown) => codeOf(thrown) === 'ENOENT',
  );
}

async function isRealFolder(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return [];
    throw fileFailure('storage/unreadable', folder, thrown);
  }
}

/** What a program saves it does not always push to the disk; a kept login has to outlive a power cut. */
async function pushToDisk(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The files right in the folder are those with the login; what lies deeper is the program's history and the like. */
async function pushLogin(folder: string): Promise<void> {
  // Windows cannot push a folder, nor a file that is open for reading.
  if (process.platform === 'win32') return;
  for (const entry of await readdir(folder, { withFileTypes: true }))
    if (entry.isFile()) await pushToDisk(join(folder, entry.name));
  await pushToDisk(folder);
}

async function removeMarker(folder: string): Promise<void> {
  const marker = await readIfPresent(markerOf(folder));
  if (marker !== undefined) await removeFile(markerOf(folder), marker);
}

async function mark(folder: string): Promise<void> {
  await writePrivateText(markerOf(folder), JSON.stringify(await ownIdentity()));
}

/** Whether the process that works on the folder has died. One that cannot be judged from here may live. */
async function isCutOff(folder: string): Promise<boolean> {
  const bytes = await readIfPresent(markerOf(folder));
  if (bytes === undefined) return false;
  try {
    const maker = identityShape.safeParse(JSON.parse(decodeText(bytes, folder)));
    return maker.success && (await judge(maker.data)).kind === 'dead';
  } catch {
    return false;
  }
}

/** The marker goes last, so that what is left half removed is swept later. */
async function takeAway(folder: string): Promise<void> {
  try {
    // Its program may still be writing while it ends.
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  } catch (thrown) {
    throw fileFailure('storage/write-failed', folder, thrown);
  }
  await removeMarker(folder);
}

/** @param root of ours alone; made when first needed: `<root>/<owner>/<random>` */
export function createLoginFolders(root: string): LoginFolders {
  function folderOf(owner: string): string {
    if (!isConsumerId(owner)) throw new Failure('storage/refused-path', { subject: root });
    return join(root, owner);
  }

  /** @throws Failure `storage/refused-path` for anything that is not directly a folder of ours, a link on the way included */
  async function requireOurs(folder: string): Promise<void> {
    const owner = dirname(folder);
    const [name, ownerName] = [folder.slice(owner.length + 1), owner.slice(root.length + 1)];
    const isNamed =
      folder === join(root, ownerName, name) && isConsumerId(ownerName) && folderName.test(name);
    const places = isNamed ? await Promise.all([root, owner, folder].map(isRealFolder)) : [false];
    if (places.includes(false))
      throw new Failure('storage/refused-path', { subject: folder, detail: 'no login folder of ours' });
  }

  /** By the folder that has taken their place. */
  const retired = new Map<string, string>();

  /** An attempt from now on, which counts as cut off when this process has ended. */
  async function endUse(folder: string): Promise<void> {
    await requireOurs(folder);
    await mark(folder);
  }

  async function discard(folder: string): Promise<void> {
    const before = retired.get(folder);
    if (!(await isAbsent(folder))) {
      // First, so that what a kill leaves of it is swept.
      await endUse(folder);
      await takeAway(folder);
    }
    retired.delete(folder);
    if (before !== undefined) await discard(before);
  }

  return {
    async make(owner) {
      const folder = join(folderOf(owner), randomBytes(8).toString('hex'));
      // The marker first: a folder without one counts as kept.
      await mark(folder);
      try {
        await mkdir(folder, { mode: 0o700 });
      } catch (thrown) {
        throw fileFailure('storage/write-failed', folder, thrown);
      }
      return folder;
    },

    async keep(folder) {
      await requireOurs(folder);
      try {
        await pushLogin(folder);
      } catch (thrown) {
        throw fileFailure('storage/write-failed', folder, thrown);
      }
      await removeMarker(folder);
    },

    async retire(folder, successor) {
      await endUse(folder);
      retired.set(successor, folder);
    },

    discard,

    async sweep() {
      for (const owner of (await namesIn(root)).filter(isConsumerId)) {
        const ownerFolder = folderOf(owner);
        if (!(await isRealFolder(ownerFolder))) continue;
        for (const marker of await namesIn(ownerFolder)) {
          const name = marker.slice(0, -markerEnding.length);
          const folder = join(ownerFolder, name);
          if (!marker.endsWith(markerEnding) || !folderName.test(name)) continue;
          if (await isCutOff(folder)) await takeAway(folder);
        }
      }
    },

    async kept(owner) {
      const ownerFolder = folderOf(owner);
      if (!(await isRealFolder(ownerFolder))) return [];
      const names = (await namesIn(ownerFolder)).toSorted();
      const folders = names
        .filter((name) => folderName.test(name) && !names.includes(`${name}${markerEnding}`))
        .map((name) => join(ownerFolder, name));
      const areReal = await Promise.all(folders.map(isRealFolder));
      return folders.filter((_folder, index) => areReal[index]);
    },
  };
}
