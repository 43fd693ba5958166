// Small private files of our own where nobody can wait for the disk, like those of private-text.ts: whole or not at all.
import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, fileFailure } from './file-failure.ts';
import { patientlyAtOnce } from './patience.ts';
import { asideOf } from './private-text.ts';

/** What a link leads to; the path itself where nothing stands. */
function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return path;
    throw thrown;
  }
}

/**
 * Durable when it returns. A file that is there keeps its rights.
 * @param temporary what the text is called until it is whole (leftovers.ts); one name does for all that a process writes
 * @throws Failure `storage/write-failed`; the old file stays
 */
export function writePrivateTextAtOnce(path: string, text: string, temporary: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const target = targetOf(path);
    const beside = join(dirname(target), temporary);
    const mode = (statSync(target, { throwIfNoEntry: false })?.mode ?? 0o600) & 0o777;
    try {
      // A write may take fewer bytes than given; this one goes on until all are there.
      writeFileSync(beside, text, { mode, flush: true });
      patientlyAtOnce(() => {
        renameSync(beside, target);
      });
    } catch (thrown) {
      rmSync(beside, { force: true });
      throw thrown;
    }
  } catch (thrown) {
    throw fileFailure('storage/write-failed', path, thrown);
  }
}

/** Where the file is kept from now on, as `setAside` does it; undefined when it has to stay. */
export function setAsideAtOnce(path: string): string | undefined {
  const aside = asideOf(path);
  try {
    renameSync(path, aside);
    return aside;
  } catch {
    return undefined;
  }
}
