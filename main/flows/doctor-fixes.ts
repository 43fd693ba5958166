// What Doctor does about a finding: what changes a file is shown first and can be taken back. Every file is written by the
// one writer.
import type { Chain } from '../consumers/description.ts';
import { keyLines, mark } from '../domain/doctor-start-up.ts';
import {
  changesFile,
  type FileChange,
  type Finding,
  type FindingKind,
  type Repair,
} from '../domain/finding.ts';
import { Failure } from '../domain/failure.ts';
import type { Language } from '../domain/language.ts';
import { phrase } from '../domain/phrases.ts';
import { planChange, sharedTarget, takenOut, textOf } from './doctor-change.ts';
import type { DoctorParts, RepairRecord } from './doctor-parts.ts';
import { forget } from './doctor-undo.ts';
import type { FilePreview } from './preview-file.ts';
import { areSameBytes } from '../domain/same-bytes.ts';

/** Older ones are not worth keeping. */
const mostRecords = 50;

/** They take a sign-in out that stands elsewhere as well, and nothing else that has come to its place since. */
const aboutChain: ReadonlySet<FindingKind> = new Set(['forked-chain', 'two-owners']);

function requireRepair({ id, repair }: Finding): Repair {
  if (repair === undefined) throw new Failure('doctor/by-hand', { subject: id });
  return repair;
}

const unchanged = (path: string, reason: string): FilePreview => ({
  path,
  before: null,
  after: null,
  reason,
});

/** What a fix would change, without any secret. @throws Failure `doctor/by-hand`, or of the `storage/` family */
/** @param language of its reason; without one, English, as in a terminal */
export async function previewFix(
  finding: Finding,
  parts: DoctorParts,
  language?: Language,
): Promise<FilePreview> {
  const repair = requireRepair(finding);
  switch (repair.kind) {
    case 'close':
      return unchanged(
        repair.path,
        phrase(language, 'Its content stays as it is; only you can read it then.'),
      );
    case 'approve':
      return unchanged(
        finding.where,
        phrase(language, 'It stays as it is; you are asked in a dialog whether it may be used.'),
      );
    case 'accept-write':
      return unchanged(finding.where, phrase(language, 'It stays as it is.'));
    case 'start-normally':
      return unchanged(
        finding.where,
        phrase(language, 'No file is changed; quotas, renewals and switches go on by themselves again.'),
      );
    case 'write-anew':
      return parts.previewFile(repair.file, language);
    case 'take-out': {
      const { path, before, after } = (await planChange(repair, parts)).planned;
      return {
        path,
        before: parts.redacted(textOf(before)),
        after: after === undefined ? '' : parts.redacted(textOf(after)),
        reason: null,
      };
    }
    case 'comment-out': {
      const { path, dialect, line, variable } = repair;
      const text = (await parts.files.read(path)) ?? '';
      const shown = keyLines(text, dialect, [variable]).find((each) => each.line === line)?.shown;
      if (shown === undefined) throw new Failure('doctor/no-such-finding', { subject: finding.id });
      // The line alone: what stands around it is nobody's business, and may be secret too.
      return { path, before: shown, after: `${mark}${shown}`, reason: null };
    }
  }
}

/** Keeps what stood there before anything is written. @throws Failure of the `storage/` family; nothing is changed then */
async function changeFile(
  { id: finding, kind }: Finding,
  repair: FileChange,
  chains: readonly Chain[],
  parts: DoctorParts,
): Promise<void> {
  const { repairs, writer, clock } = parts;
  const { target, planned, settle } = await planChange(repair, parts);
  const { path, before, after } = planned;
  const chain = await takenOut(repair, planned, chains, parts);
  if (areSameBytes(before, after) || (aboutChain.has(kind) && chain === undefined))
    throw new Failure('doctor/no-such-finding', { subject: finding });
  const at = clock.nowMs();
  const id = `${String(at)}-${String((await repairs.load()).length)}:${path}`;
  const record: RepairRecord = {
    id,
    at,
    planned,
    ...(repair.kind === 'comment-out' && { line: repair.line }),
    ...(chain !== undefined && { chain }),
  };
  await repairs.change((all) => [...all, record].slice(-mostRecords));
  try {
    await writer.put(target, { path, before, after });
  } catch (thrown) {
    await forget(id, parts);
    throw thrown;
  }
  await settle();
}

/**
 * @param chains the sign-ins that files hold now
 * @param accepted by file, until when what others wrote there counts as seen, Unix milliseconds
 * @param signal takes a question to the person back
 * @throws Failure `doctor/by-hand`, `doctor/no-such-finding`, or of the `storage/` family
 */
export async function applyFix(
  finding: Finding,
  chains: readonly Chain[],
  accepted: Map<string, number>,
  parts: DoctorParts,
  signal?: AbortSignal,
): Promise<void> {
  const repair = requireRepair(finding);
  if (changesFile(repair)) {
    await parts.sharedFiles.alone(async () => {
      await changeFile(finding, repair, chains, parts);
      if (repair.kind === 'write-anew') accepted.set(repair.file, parts.clock.nowMs());
    });
  } else if (repair.kind === 'approve') {
    await parts.approvePackage(repair.file, signal);
  } else if (repair.kind === 'start-normally') {
    await parts.startNormally();
  } else if (repair.kind === 'accept-write') {
    accepted.set(repair.file, repair.at);
  } else {
    // The writer takes the access of others away from whatever it is asked to keep, whether it can be understood or not.
    await parts.sharedFiles.alone(() =>
      parts.writer.editText(sharedTarget(repair.path, parts), (present) => present),
    );
  }
  parts.log.info('doctor has repaired', { finding: finding.id });
}
