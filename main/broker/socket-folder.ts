// Finds or makes a private folder for the socket and checks the path before anything listens there.
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../domain/failure.ts';

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the closing zero included; Node cuts a longer one silently. */
const pathLimitBytes = 103;

async function isPrivate(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined);
  const user = process.getuid?.();
  return (
    found?.isDirectory() === true &&
    (user === undefined || (found.uid === user && (found.mode & 0o077) === 0))
  );
}

/** @throws Failure `storage/refused-path` when no candidate is private and short enough */
export async function chooseSocketPath(folders: readonly string[]): Promise<string> {
  if (process.platform === 'win32')
    return String.raw`\\.\pipe\gatehouse-` + (process.env['USERNAME'] ?? 'user');
  for (const folder of folders) {
    const path = join(folder, 'broker.sock');
    if (Buffer.byteLength(path) > pathLimitBytes) continue;
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined);
    if (await isPrivate(folder)) return path;
  }
  throw new Failure('storage/refused-path', {
    subject: folders.join(' or '),
    detail: 'no private folder for the socket',
  });
}
