// A private folder on the disk for one measurement.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function makeFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  // Private from the start, whatever the umask.
  const path = await mkdtemp(join(tmpdir(), 'gatehouse-figure-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
