// What Doctor does about a finding, and how it is taken back. Every file is written by the one writer.
import type { Chain } from '../consumers/description.ts';
import { isOAuthAccount } from '../domain/account.ts';
import { commentedOut, keyLines, mark, putBack } from '../domain/doctor-start-up.ts';
import { changesFile, type Finding, type Repair } from '../domain/finding.ts';
import { Failure, fromValue, toFailure } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import type { PlannedWrite, WriteTarget } from '../ports.ts';
import { credentialFiles } from './doctor-files.ts';
import { keyNames } from './doctor-looks.ts';
import type { DoctorParts, RepairRecord, TakenChain } from './doctor-parts.ts';
import type { FilePreview } from './preview-file.ts';
import { targetOf } from './restore-files.ts';
import { areSameBytes } from './same-bytes.ts';

type FileChange = Extract<Repair, { kind: 'take-out' | 'comment-out' }>;

/** Older ones are not worth keeping. */
const mostRecords = 50;

const textOf = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '' : new TextDecoder().decode(bytes);

function requireRepair({ id, repair }: Finding): Repair {
  if (repair === undefined) throw new Failure('doctor/by-hand', { subject: id });
  return repair;
}

function isFileChange(repair: Repair): repair is FileChange {
  return changesFile(repair);
}

/** With the locks of its program, where it is a file that we write otherwise. */
function sharedTarget(path: string, parts: DoctorParts): WriteTarget {
  const item = credentialFiles(parts).find((each) => each.path === path);
  return item === undefined ? { path } : targetOf(item, parts.places);
}

/** @throws Failure of the `storage/` family */
function planned(repair: FileChange, parts: DoctorParts): Promise<PlannedWrite> {
  const { writer } = parts;
  if (repair.kind === 'take-out')
    return writer.planJson(sharedTarget(repair.path, parts), (present) =>
      present === undefined ? undefined : repair.changes,
    );
  return writer.planText(startUpTarget(repair.path), (present) =>
    present === undefined ? undefined : commentedOut(present, repair.dialect, keyNames(parts), repair.line),
  );
}

function startUpTarget(path: string): WriteTarget {
  return { path, rights: 'kept' };
}

/** What a fix would change, without any secret. @throws Failure `doctor/by-hand`, or of the `storage/` family */
export async function previewFix(finding: Finding, parts: DoctorParts): Promise<FilePreview> {
  const repair = requireRepair(finding);
  switch (repair.kind) {
    case 'close':
      return {
        path: repair.path,
        before: null,
        after: null,
        reason: 'Its content stays as it is; only you can read it then.',
      };
    case 'write-anew':
    case 'accept-write':
      return parts.previewFile(repair.file);
    case 'take-out': {
      const { path, before, after } = await planned(repair, parts);
      return {
        path,
        before: parts.redacted(textOf(before)),
        after: after === undefined ? '' : parts.redacted(textOf(after)),
        reason: null,
      };
    }
    case 'comment-out': {
      const { path, dialect, line } = repair;
      const text = (await parts.files.read(path)) ?? '';
      const shown = keyLines(text, dialect, keyNames(parts)).find((each) => each.line === line)?.shown;
      if (shown === undefined) throw new Failure('doctor/no-such-finding', { subject: finding.id });
      // The line alone: what stands around it is nobody's business, and may be secret too.
      return { path, before: shown, after: `${mark}${shown}`, reason: null };
    }
  }
}

/** Whether it is the refresh token of an account here. */
function isKept(token: Secret, { book }: DoctorParts): boolean {
  return book
    .all()
    .filter(isOAuthAccount)
    .some(({ credential }) => credential.refreshToken.reveal() === token.reveal());
}

/** The sign-in that a change takes out of a file; undefined where it takes none. */
function takenOut(
  { path, before, after }: PlannedWrite,
  chains: readonly Chain[],
  parts: DoctorParts,
): TakenChain | undefined {
  const holds = (bytes: Uint8Array | undefined, token: Secret): boolean =>
    textOf(bytes).includes(token.reveal());
  const taken = chains.find(
    ({ where, token }) => where === path && holds(before, token) && !holds(after, token),
  );
  if (taken === undefined) return undefined;
  const { token } = taken;
  const others = chains.filter((each) => each.where !== path && each.token.reveal() === token.reveal());
  return {
    token,
    files: [...new Set(others.map(({ where }) => where))],
    isKept: isKept(token, parts),
  };
}

/** Whether the sign-in whose copy was taken out is no more what it was: its token is spent then, or revoked. */
async function isSpent({ chain }: RepairRecord, parts: DoctorParts): Promise<boolean> {
  if (chain === undefined) return false;
  const { token, files } = chain;
  const texts = await Promise.all(files.map((path) => parts.files.read(path).catch(() => undefined)));
  const stands = texts.every((text) => text?.includes(token.reveal()) === true);
  return !stands || (chain.isKept && !isKept(token, parts));
}

/** Keeps what stood there before anything is written. @throws Failure of the `storage/` family; nothing is changed then */
async function changeFile(
  finding: Finding,
  repair: FileChange,
  chains: readonly Chain[],
  parts: DoctorParts,
): Promise<void> {
  const { repairs, writer, clock } = parts;
  const change = await planned(repair, parts);
  if (areSameBytes(change.before, change.after))
    throw new Failure('doctor/no-such-finding', { subject: finding.id });
  const at = clock.nowMs();
  const id = `${String(at)}-${String((await repairs.load()).length)}:${repair.path}`;
  const chain = repair.kind === 'take-out' ? takenOut(change, chains, parts) : undefined;
  const record: RepairRecord = {
    id,
    at,
    planned: change,
    ...(repair.kind === 'comment-out' && { line: repair.line }),
    ...(chain !== undefined && { chain }),
  };
  await repairs.change((all) => [...all, record].slice(-mostRecords));
  try {
    const target =
      repair.kind === 'comment-out' ? startUpTarget(repair.path) : sharedTarget(repair.path, parts);
    await writer.put(target, change);
  } catch (thrown) {
    await forget(id, parts);
    throw thrown;
  }
  await parts.sharedFiles.wrote(repair.path);
}

function forget(id: string, { repairs }: DoctorParts): Promise<void> {
  return repairs.change((all) => all.filter((each) => each.id !== id));
}

/**
 * @param chains the sign-ins that files hold now
 * @throws Failure `doctor/by-hand`, `doctor/no-such-finding`, or of the `storage/` family
 */
export async function applyFix(
  finding: Finding,
  chains: readonly Chain[],
  accepted: Map<string, number>,
  parts: DoctorParts,
): Promise<void> {
  const repair = requireRepair(finding);
  const { sharedFiles } = parts;
  if (isFileChange(repair)) {
    await sharedFiles.alone(() => changeFile(finding, repair, chains, parts));
  } else if (repair.kind === 'close') {
    // The writer takes the access of others away from whatever it is asked to keep.
    await sharedFiles.alone(() =>
      parts.writer.editJson(sharedTarget(repair.path, parts), (present) =>
        present === undefined ? undefined : {},
      ),
    );
  } else {
    await sharedFiles.chosen(repair.file);
    const problem = parts.state().problems.get(repair.file);
    if (problem !== undefined) throw fromValue(problem);
    if (repair.kind === 'accept-write') accepted.set(repair.file, repair.at);
  }
  parts.log.info('doctor has repaired', { finding: finding.id });
}

function markedLine({ planned: { after }, line }: RepairRecord): string | undefined {
  return line === undefined ? undefined : textOf(after).split('\n')[line - 1];
}

/** Whether what was changed still stands there, and nothing in it is spent, so that it can be taken back. */
export async function canTakeBack(record: RepairRecord, parts: DoctorParts): Promise<boolean> {
  if (await isSpent(record, parts)) return false;
  const { path, after } = record.planned;
  const text = await parts.files.read(path).catch(() => undefined);
  if (text === (after === undefined ? undefined : textOf(after))) return true;
  const marked = markedLine(record);
  return text !== undefined && marked !== undefined && putBack(text, marked) !== undefined;
}

/**
 * Puts back what stood there, byte for byte; where others have changed a start-up file since, our line alone.
 * @throws Failure `doctor/no-such-finding`, `credential/spent` when the sign-in in it was renewed since, `storage/conflict`,
 * or another of the `storage/` family
 */
export async function takeBack(id: string, parts: DoctorParts): Promise<void> {
  const record = (await parts.repairs.load()).find((each) => each.id === id);
  if (record === undefined) throw new Failure('doctor/no-such-finding', { subject: id });
  await parts.sharedFiles.alone(async () => {
    await putBefore(record, parts);
    await parts.sharedFiles.wrote(record.planned.path);
  });
  await forget(id, parts);
}

async function putBefore(record: RepairRecord, parts: DoctorParts): Promise<void> {
  const { writer } = parts;
  const { path, before, after, mode } = record.planned;
  if (await isSpent(record, parts)) throw new Failure('credential/spent', { subject: path });
  const marked = markedLine(record);
  const target = marked === undefined ? sharedTarget(path, parts) : startUpTarget(path);
  try {
    await writer.put(target, { path, before: after, after: before, ...(mode !== undefined && { mode }) });
  } catch (thrown) {
    if (marked === undefined || toFailure(thrown).code !== 'storage/conflict') throw thrown;
    await writer.put(
      target,
      await writer.planText(target, (present) => {
        const text = present === undefined ? undefined : putBack(present, marked);
        if (text === undefined) throw thrown;
        return text;
      }),
    );
  }
}
