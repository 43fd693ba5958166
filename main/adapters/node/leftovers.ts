// Names of temporary files, which say whose they are, and the end of those whose writer is dead.
import { randomBytes } from 'node:crypto';
import { lstat, readdir, realpath, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fingerprintOf } from './fingerprint.ts';
import { judge, ownIdentity, type ProcessIdentity } from './process-identity.ts';

const pattern =
  /^\.gatehouse-(?<pid>\d+)-(?<start>[\d.]+)-(?<boot>[0-9a-f]{8})(?<space>[0-9a-f]{8})(?<machine>[0-9a-f]{8})-[0-9a-f]{16}\.tmp$/;

/** A write takes milliseconds. This is for what a process has left that cannot be judged from here. */
const unjudgedAgeMs = 3_600_000;

/** A name that nobody can guess, for a file that is gone in a moment. */
export async function temporaryName(): Promise<string> {
  const { pid, startTime, bootId, namespace, machine } = await ownIdentity();
  const where = [bootId, namespace, machine].map(fingerprintOf).join('');
  return `.gatehouse-${pid}-${startTime}-${where}-${randomBytes(8).toString('hex')}.tmp`;
}

/** Whose file it is; undefined for a name that is not one of ours. What is not as with us is known by its tag only. */
function writerOf(name: string, self: ProcessIdentity): ProcessIdentity | undefined {
  const found = pattern.exec(name)?.groups;
  if (found === undefined) return undefined;
  const known = (text: string, tag: string | undefined): string =>
    fingerprintOf(text) === tag ? text : `tag ${tag ?? ''}`;
  return {
    pid: Number(found['pid']),
    startTime: Number(found['start']),
    bootId: known(self.bootId, found['boot']),
    namespace: known(self.namespace, found['space']),
    machine: known(self.machine, found['machine']),
    host: '',
    program: '',
  };
}

async function isAbandoned(path: string, writer: ProcessIdentity): Promise<boolean> {
  const verdict = await judge(writer);
  if (verdict.kind !== 'unknown') return verdict.kind === 'dead';
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > unjudgedAgeMs;
}

/**
 * Takes away what killed writers of ours have left in these folders, for it may hold a token; what a live writer is at
 * stays. Whatever cannot be read or removed is passed over.
 */
export async function clearLeftovers(folders: Iterable<string>): Promise<void> {
  const self = await ownIdentity();
  for (const folder of new Set(folders)) {
    for (const name of await readdir(folder).catch(() => [])) {
      const writer = writerOf(name, self);
      if (writer === undefined || !(await isAbandoned(join(folder, name), writer))) continue;
      // A folder cannot be unlinked and stays.
      await unlink(join(folder, name)).catch(() => undefined);
    }
  }
}

/** The folders in which writers of these files work: beside each, and beside what a link there leads to. */
export async function foldersOf(paths: Iterable<string>): Promise<readonly string[]> {
  const folders = await Promise.all(
    [...paths].map(async (path) => [dirname(path), dirname(await realpath(path).catch(() => path))]),
  );
  return [...new Set(folders.flat())];
}
