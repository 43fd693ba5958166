// The file of a program for events: where it really lies, that nobody else can change it, and what it holds.
import { createHash } from 'node:crypto';
import { constants, type BigIntStats } from 'node:fs';
import { access, open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { Failure } from '../../domain/failure.ts';
import { codeOf } from './file-failure.ts';

const largestBytes = 64 * 1024 * 1024;
/** A longer one could not be read whole in a dialog. */
const longestPath = 512;
const readChunkBytes = 256 * 1024;

/** Control characters, and those that turn the direction of text, could make a dialog say something else. */
const unshownCharacters = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** How a file begins that the system starts by itself. Of anything else the C library would make a shell script. */
const scriptStart = '#!';
const binaryStarts: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['7f454c46'],
  darwin: ['cffaedfe', 'cafebabe', 'cafebabf'],
};

/** A program as it was read, and still open. */
export interface ProgramFile {
  /** Absolute, without a link in it. */
  readonly program: string;
  /** SHA-256 of its content. */
  readonly hash: string;
  readonly isScript: boolean;
  readonly file: FileHandle;
  /** Whether its name still leads to it, and nothing was written there since it was read. */
  isUntouched(): Promise<boolean>;
}

/** Who owns something, and its rights as `chmod` takes them. */
interface Rights {
  readonly uid: number;
  readonly mode: number;
}

export type FolderRights = (folder: string) => Promise<Rights>;

export async function rightsOf(folder: string): Promise<Rights> {
  const { uid, mode } = await stat(folder);
  return { uid, mode };
}

function unsuitable(program: string, detail: string, cause?: unknown): Failure {
  const subject = program.slice(0, longestPath).replaceAll(unshownCharacters, '?');
  return new Failure('hook/unsuitable', { subject, detail, ...(cause !== undefined && { cause }) });
}

/** No program can set the time of the last change of a file, which a rename and new rights move too. */
function areSame(one: BigIntStats, other: BigIntStats): boolean {
  const marks = ['dev', 'ino', 'size', 'mtimeNs', 'ctimeNs'] as const;
  return marks.every((mark) => one[mark] === other[mark]);
}

/** @throws Failure `hook/unsuitable` when it could not be shown as it is */
function requirePlainPath(program: string): void {
  if (!isAbsolute(program)) throw unsuitable(program, 'not an absolute path');
  if (program.search(unshownCharacters) !== -1)
    throw unsuitable(program, 'its path has characters that cannot be shown');
  if (program.length > longestPath)
    throw unsuitable(program, `its path is longer than ${longestPath} characters`);
}

/** @throws Failure `hook/unsuitable` when somebody else could put another program in its place */
async function requireOurs(
  program: string,
  own: Rights,
  user: number,
  folderRights: FolderRights,
): Promise<void> {
  // In a namespace of its own the system's owner is called otherwise; whoever owns the root can change everything anyway.
  const { uid: system } = await stat('/');
  const judge = (name: string, { uid, mode }: Rights): void => {
    if (uid !== user && uid !== system) throw unsuitable(program, `${name} belongs to another user`);
    if ((mode & 0o022) !== 0) throw unsuitable(program, `others may write to ${name}`);
  };
  judge('it', own);
  for (let folder = dirname(program); ; folder = dirname(folder)) {
    judge(folder, await folderRights(folder));
    if (folder === dirname(folder)) return;
  }
}

/** @throws Failure `hook/unsuitable` when it is too large, also when it grows meanwhile */
async function read(program: string, file: FileHandle): Promise<Pick<ProgramFile, 'hash' | 'isScript'>> {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(readChunkBytes);
  const next = (at: number): Promise<{ bytesRead: number }> => file.read(chunk, 0, chunk.length, at);
  let { bytesRead } = await next(0);
  const isScript = chunk.toString('latin1', 0, scriptStart.length) === scriptStart;
  if (!isScript && binaryStarts[process.platform]?.includes(chunk.toString('hex', 0, 4)) !== true)
    throw unsuitable(program, 'neither a binary of this system nor a script that begins with #!');
  for (let at = 0; bytesRead > 0; { bytesRead } = await next(at)) {
    at += bytesRead;
    if (at > largestBytes) throw unsuitable(program, 'larger than 64 MiB');
    hash.update(chunk.subarray(0, bytesRead));
  }
  return { hash: hash.digest('hex'), isScript };
}

async function examined(
  program: string,
  file: FileHandle,
  user: number,
  folderRights: FolderRights,
): Promise<ProgramFile> {
  const before = await file.stat({ bigint: true });
  if (!before.isFile()) throw unsuitable(program, 'not a regular file');
  await requireOurs(program, { uid: Number(before.uid), mode: Number(before.mode) }, user, folderRights);
  // Root may run what nobody may run.
  if ((before.mode & 0o111n) === 0n) throw unsuitable(program, 'not executable');
  await access(program, constants.X_OK).catch((cause: unknown) => {
    throw unsuitable(program, 'not executable for you', cause);
  });
  return {
    program,
    file,
    ...(await read(program, file)),
    async isUntouched() {
      const now = await stat(program, { bigint: true }).catch(() => undefined);
      return now !== undefined && areSame(before, now);
    },
  };
}

/**
 * Uses a program that is as it has to be.
 * @param named an absolute path; links in it are followed
 * @param folderRights of each folder above the program
 * @throws Failure `hook/unsuitable` naming the rule that it breaks, or what the use throws
 */
export async function withProgramFile<Value>(
  named: string,
  folderRights: FolderRights,
  use: (program: ProgramFile) => Promise<Value>,
): Promise<Value> {
  const user = process.getuid?.();
  // Neither owners nor rights can be told on Windows from here.
  if (user === undefined) throw unsuitable(named, 'programs for events are not available on this system yet');
  requirePlainPath(named);
  let program = named;
  let file: FileHandle;
  try {
    program = await realpath(named);
    requirePlainPath(program);
    // A pipe is not waited for.
    file = await open(program, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    const code = codeOf(cause);
    const detail = code === 'ENOENT' ? 'there is no such file' : `cannot be read: ${code ?? 'unknown'}`;
    throw unsuitable(program, detail, cause);
  }
  try {
    return await use(await examined(program, file, user, folderRights));
  } finally {
    await file.close();
  }
}
