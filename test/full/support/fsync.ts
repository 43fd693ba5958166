// What the disk itself takes: a file of this size written and forced to it.
import { randomBytes } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { machineMs } from './statistics.ts';

/** Milliseconds for one write and fsync of a new file. */
export async function fsyncMs(folder: string, bytes: number): Promise<number> {
  const path = join(folder, `fsync-${randomBytes(6).toString('hex')}`);
  const content = randomBytes(bytes);
  const startedMs = machineMs();
  const handle = await open(path, 'wx', 0o600);
  await handle.write(content);
  await handle.sync();
  await handle.close();
  const tookMs = machineMs() - startedMs;
  await unlink(path);
  return tookMs;
}
