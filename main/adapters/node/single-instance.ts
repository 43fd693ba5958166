// Whether another Gatehouse of this user runs, by Chromium's lock: where that has its socket, and why there is no lock.
import { existsSync, mkdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { fileFailure } from './file-failure.ts';

export interface SingleInstanceParts {
  /** Asks for the lock, and tells the one that has it. */
  readonly request: () => boolean;
  /** Where the lock lies. */
  readonly config: string;
  /** Where its socket may lie, best first. What is not there is made. */
  readonly folders: readonly string[];
  /** Of this process: Chromium reads in it where temporary files go. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Chromium ends with a crash where the path of its socket is longer than the 107 bytes that Linux takes. */
const mostFolderBytes = 107 - '/scoped_dirXXXXXX/SingletonSocket'.length;
const lastFolder = '/tmp';

const asFile = (path: string): void => {
  writeFileSync(path, '', { flag: 'wx', mode: 0o600 });
};
const asFolder = (path: string): void => {
  mkdirSync(path, { mode: 0o700 });
};

/** Where a folder that is not there would have to be made. */
const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)));

/**
 * What keeps that from being made there; undefined where nothing does.
 * @param make the same as Chromium makes there: a full disk may still take a file, and no folder
 */
function faultIn(folder: string, make: (path: string) => void): Failure | undefined {
  const path = join(nearest(folder), `.gatehouse-${process.pid}`);
  try {
    make(path);
    rmSync(path, { recursive: true });
    return undefined;
  } catch (thrown) {
    return fileFailure('storage/write-failed', folder, thrown);
  }
}

/** The process whose lock it is, of which the link says `host-pid`. Chromium takes back a lock of its own that got no socket. */
function holderIn(config: string): string | undefined {
  try {
    return readlinkSync(join(config, 'SingletonLock')).split('-').at(-1);
  } catch {
    return undefined;
  }
}

/**
 * Whether the lock is ours now. In the usual temporary folder its socket would lose its cookie to the first cleaning after
 * some days, and then the next start would take the one that runs for dead, and kill it.
 */
function requestIn(candidates: readonly string[], parts: SingleInstanceParts): boolean {
  const { request, config, environment } = parts;
  const usual = environment['TMPDIR'];
  try {
    for (const folder of candidates) {
      environment['TMPDIR'] = folder;
      if (request()) return true;
      // It has heard of this start; once is enough.
      if (holderIn(config) !== undefined) return false;
    }
    return false;
  } finally {
    if (usual === undefined) delete environment['TMPDIR'];
    else environment['TMPDIR'] = usual;
  }
}

/**
 * False where another one runs, which has heard of this start.
 * @throws Failure `storage/write-failed` where there can be no lock
 */
export function takeSingleInstance(parts: SingleInstanceParts): boolean {
  // Elsewhere Chromium does not go by that variable.
  if (process.platform !== 'linux') return parts.request();
  const { config, folders, environment } = parts;
  const candidates = [...folders, environment['TMPDIR'] ?? '', lastFolder].filter(
    (folder) => folder !== '' && Buffer.byteLength(folder) <= mostFolderBytes,
  );
  if (requestIn(candidates, parts)) return true;
  const holder = holderIn(config);
  if (holder !== undefined && existsSync(`/proc/${holder}`)) return false;
  // Where nothing can be written, the lock of one that has crashed stays.
  const fault = faultIn(config, asFile);
  if (fault !== undefined) throw fault;
  if (holder !== undefined) return false;
  const [reason] = candidates.flatMap((folder) => faultIn(folder, asFolder) ?? []);
  throw reason ?? new Failure('storage/write-failed', { subject: config });
}
