// An audit in a folder of its own, and its files.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createAuditLog, type AuditLogParts } from '../../main/adapters/node/audit-log.ts';
import { auditEntry } from './audit-entries.ts';
import { RecordingLog } from './log.ts';
import { keyStoresOf, ToySecretBox } from './secret-box.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** An audit in a folder of its own: ends with the test. */
export async function auditIn(box = new ToySecretBox()) {
  const data = await temporaryFolder();
  const folder = join(data, 'audit');
  const headPath = join(data, 'audit-head.json');
  const log = new RecordingLog();
  const start = (options: Partial<AuditLogParts> = {}) =>
    createAuditLog({ folder, headPath, ...keyStoresOf(box), log, ...options });

  /** Appends so many, starting with this number, and ends. */
  async function run(first: number, count: number, options: Partial<AuditLogParts> = {}): Promise<void> {
    const audit = start(options);
    for (let number = first; number < first + count; number += 1) audit.append(auditEntry(number));
    await audit.stop();
  }

  return { folder, headPath, box, log, start, run };
}

export type Audit = Awaited<ReturnType<typeof auditIn>>;

/** About five entries in each segment. */
export const smallSegments = { largestBytes: 2_500 };

/** Its segments, the oldest first. */
export async function filesOf({ folder }: Pick<Audit, 'folder'>): Promise<readonly string[]> {
  return (await readdir(folder)).sort().map((name) => join(folder, name));
}
