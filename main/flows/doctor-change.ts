// The change of one file that Doctor makes, planned before anything is written, and the sign-in that it takes out of there.
import type { Chain } from '../consumers/description.ts';
import { isOAuthAccount } from '../domain/account.ts';
import { commentedOut } from '../domain/doctor-start-up.ts';
import type { FileChange } from '../domain/finding.ts';
import { Failure } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import type { PlannedWrite, WriteTarget } from '../ports.ts';
import { credentialFiles } from './doctor-files.ts';
import type { DoctorParts, TakenChain } from './doctor-parts.ts';
import { objectInBytes } from './json-in-file.ts';
import { targetOf } from './restore-files.ts';

export interface PlannedChange {
  readonly target: WriteTarget;
  readonly planned: PlannedWrite;
  /** It stands there now. */
  readonly settle: () => void | Promise<void>;
}

export const textOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '' : new TextDecoder().decode(bytes);

/** With the locks of its program, where it is a file that we write otherwise. */
export function sharedTarget(path: string, parts: DoctorParts): WriteTarget {
  const item = credentialFiles(parts).find((each) => each.path === path);
  return item === undefined ? { path } : targetOf(item, parts.places);
}

export function startUpTarget(path: string): WriteTarget {
  return { path, rights: 'kept' };
}

/** @throws Failure of the `storage/` family */
export async function planChange(repair: FileChange, parts: DoctorParts): Promise<PlannedChange> {
  const { writer, sharedFiles } = parts;
  if (repair.kind === 'write-anew') {
    const plan = await sharedFiles.planClaim(repair.file);
    if (plan !== undefined) return plan;
    const item = credentialFiles(parts).find(({ file }) => file.id === repair.file);
    throw new Failure('storage/managed-elsewhere', { subject: item?.reader ?? repair.file });
  }
  const { path } = repair;
  const settle = (): Promise<void> => sharedFiles.wrote(path);
  if (repair.kind === 'take-out') {
    const target = sharedTarget(path, parts);
    const planned = await writer.planJson(target, (present) =>
      present === undefined ? undefined : repair.changes,
    );
    return { target, planned, settle };
  }
  const target = startUpTarget(path);
  // Asked for this variable alone, another one that stands on the line by now is left alone.
  const planned = await writer.planText(target, (present) =>
    present === undefined ? undefined : commentedOut(present, repair.dialect, [repair.variable], repair.line),
  );
  return { target, planned, settle };
}

/** Whether it is the refresh token of an account here. */
export function isKept(token: Secret, { book }: Pick<DoctorParts, 'book'>): boolean {
  return book
    .all()
    .filter(isOAuthAccount)
    .some(({ credential }) => credential.refreshToken.reveal() === token.reveal());
}

/** Whether the sign-in in a file is that of an account here, with its newest token or an older one. */
function isOfAccount({ path, before }: PlannedWrite, parts: DoctorParts): boolean {
  const present = before === undefined ? undefined : objectInBytes(before);
  return (
    present !== undefined &&
    credentialFiles(parts).some(
      (item) =>
        item.path === path &&
        parts.book
          .all()
          .filter(isOAuthAccount)
          .some((entry) => item.file.accepts(entry) && item.file.holds(present, entry)),
    )
  );
}

/**
 * The sign-in that a change takes out of its file, and where else it stands; undefined where it takes none.
 * @throws Failure `storage/refused-path` for a copy that is none: another program reads the same file by another name
 */
export async function takenOut(
  { kind }: FileChange,
  planned: PlannedWrite,
  chains: readonly Chain[],
  parts: DoctorParts,
): Promise<TakenChain | undefined> {
  const { path, before, after } = planned;
  const times = (bytes: Uint8Array | undefined, token: Secret): number =>
    textOf(bytes).split(token.reveal()).length;
  const taken = chains.find(
    ({ where, token }) => where === path && times(before, token) > times(after, token),
  );
  if (taken === undefined) return undefined;
  const { token } = taken;
  const others = new Set(
    chains.filter((each) => each.token.reveal() === token.reveal()).map(({ where }) => where),
  );
  others.delete(path);
  const here = await parts.machine.realPath(path);
  const really = await Promise.all(
    [...others].map(async (where) => ({ where, real: await parts.machine.realPath(where) })),
  );
  const same = really.find(({ real }) => real === here);
  if (kind === 'take-out' && same !== undefined)
    throw new Failure('storage/refused-path', { subject: path, detail: `it is ${same.where}` });
  return {
    token,
    files: really.filter(({ real }) => real !== here).map(({ where }) => where),
    isKept: isKept(token, parts) || isOfAccount(planned, parts),
  };
}
