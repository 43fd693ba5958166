// One lock file: made whole in one step, read, and taken away by its owner alone.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, readFile, rename, unlink } from 'node:fs/promises';
import * as z from 'zod/mini';
import { Failure } from '../../domain/failure.ts';
import { codeOf } from './file-failure.ts';
import { createPatience } from './patience.ts';
import { identityShape, ownIdentity } from './process-identity.ts';

const ownerShape = z.extend(identityShape, { nonce: z.string(), name: z.string() });

/** What stands in a lock file: the process that holds it, what for, and a number that no other holding has. */
export type LockOwner = z.infer<typeof ownerShape>;

export type LockState =
  | { readonly kind: 'free' }
  | { readonly kind: 'held'; readonly owner: LockOwner }
  /** Never made by us: our files are complete on the disk before they get their name. */
  | { readonly kind: 'unreadable' };

export async function newOwner(name: string): Promise<LockOwner> {
  return { ...(await ownIdentity()), nonce: randomBytes(16).toString('hex'), name };
}

export async function lookAt(path: string): Promise<LockState> {
  try {
    const owner = ownerShape.safeParse(JSON.parse(await readFile(path, 'utf8')));
    return owner.success ? { kind: 'held', owner: owner.data } : { kind: 'unreadable' };
  } catch (thrown) {
    return { kind: codeOf(thrown) === 'ENOENT' ? 'free' : 'unreadable' };
  }
}

const patiently = createPatience();

async function writeWhole(path: string, owner: LockOwner): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(path, flags, 0o600);
  try {
    await handle.writeFile(JSON.stringify(owner));
    // Or a power cut could leave the name without the content, and then nobody could ever judge it.
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** What file systems without hard links answer. */
const linkless = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'];

/** Why a lock cannot be made, as a person can act on it. */
export function lockFailure(path: string, thrown: unknown): Failure {
  const code = codeOf(thrown) ?? 'unknown error';
  const isLinkless = thrown instanceof Error && 'syscall' in thrown && thrown.syscall === 'link';
  const detail = isLinkless && linkless.includes(code) ? `the file system has no hard links: ${code}` : code;
  return new Failure('storage/write-failed', { subject: path, detail, cause: thrown });
}

/**
 * Puts the owner's file in the place of the lock: `make` where nothing stands, `replace` over a dead one.
 * @param temporary in the same folder; gone in any case when this returns
 * @returns false when it did not come to that, and the lock has to be looked at again
 * @throws Failure `storage/write-failed`
 */
export async function place(
  how: 'make' | 'replace',
  path: string,
  temporary: string,
  owner: LockOwner,
): Promise<boolean> {
  try {
    await writeWhole(temporary, owner);
    if (how === 'make') await link(temporary, path);
    else await patiently(() => rename(temporary, path));
    return true;
  } catch (thrown) {
    // ENOENT: whoever holds the lock has cleared the temporary file away as a leftover.
    if (['EEXIST', 'ENOENT'].includes(codeOf(thrown) ?? '')) return false;
    throw lockFailure(path, thrown);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

/** Lets go of a lock that still is this owner's. Never fails: there is nothing that the caller could do. */
export async function letGo(path: string, owner: LockOwner): Promise<void> {
  const state = await lookAt(path);
  if (state.kind !== 'held' || state.owner.nonce !== owner.nonce) return;
  await patiently(() => unlink(path)).catch(() => undefined);
}
