// How a change of Doctor's is taken back: as long as what it left stands there, and no sign-in in it is spent.
import { putBack } from '../domain/doctor-start-up.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import { isKept, sharedTarget, startUpTarget, textOf } from './doctor-change.ts';
import { credentialFiles } from './doctor-files.ts';
import type { DoctorParts, RepairRecord } from './doctor-parts.ts';

/** Whether the sign-in that was taken out is no more what it was: its token is spent then, or revoked. */
async function isSpent({ chain }: RepairRecord, parts: DoctorParts): Promise<boolean> {
  if (chain === undefined) return false;
  const { token, files } = chain;
  const texts = await Promise.all(files.map((path) => parts.files.read(path).catch(() => undefined)));
  const stands = texts.every((text) => text?.includes(token.reveal()) === true);
  return !stands || (chain.isKept && !isKept(token, parts));
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

export function forget(id: string, { repairs }: Pick<DoctorParts, 'repairs'>): Promise<void> {
  return repairs.change((all) => all.filter((each) => each.id !== id));
}

/**
 * Puts back what stood there, byte for byte; where others have changed a start-up file since, our line alone.
 * @param accepted by file, until when what others wrote there counts as seen; what they wrote is to be seen again
 * @throws Failure `doctor/no-such-finding`, `credential/spent` when the sign-in in it was renewed since, `storage/conflict`,
 * or another of the `storage/` family
 */
export async function takeBack(id: string, accepted: Map<string, number>, parts: DoctorParts): Promise<void> {
  const record = (await parts.repairs.load()).find((each) => each.id === id);
  if (record === undefined) throw new Failure('doctor/no-such-finding', { subject: id });
  const { path } = record.planned;
  await parts.sharedFiles.alone(async () => {
    await putBefore(record, parts);
    await parts.sharedFiles.wrote(path);
  });
  for (const item of credentialFiles(parts)) if (item.path === path) accepted.delete(item.file.id);
  await forget(id, parts);
}

async function putBefore(record: RepairRecord, parts: DoctorParts): Promise<void> {
  const { writer } = parts;
  const { path, before, after } = record.planned;
  if (await isSpent(record, parts)) throw new Failure('credential/spent', { subject: path });
  const marked = markedLine(record);
  const target = marked === undefined ? sharedTarget(path, parts) : startUpTarget(path);
  try {
    // Without the rights of then: keys that were open to others are not opened again.
    await writer.put(target, { path, before: after, after: before });
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
