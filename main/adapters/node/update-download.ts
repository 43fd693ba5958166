// Fetches one file of a release: from the one host, without a redirect, no byte more than was signed, and only if it is the file
// that was signed.
import { createHash, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Failure } from '../../domain/failure.ts';
import type { UpdateFile } from '../../domain/update.ts';
import type { Fetch } from './pinned-http.ts';
import { allowedAddress } from './provider-address.ts';

export interface UpdateDownload {
  readonly fetch: Fetch;
  readonly userAgent: string;
  /** The folder of the file. */
  readonly address: string;
  readonly file: UpdateFile;
  readonly destination: string;
  readonly onPercent: (percent: number) => void;
  readonly signal: AbortSignal;
  /** How long nothing may come. */
  readonly silenceMs?: number;
  readonly limitMs?: number;
}

function isSame(hash: Buffer, sha512: string): boolean {
  const wanted = Buffer.from(sha512, 'base64');
  return wanted.length === hash.length && timingSafeEqual(wanted, hash);
}

interface Taken {
  readonly body: ReadableStream<Uint8Array>;
  readonly file: UpdateFile;
  readonly into: FileHandle;
  readonly heard: () => void;
  readonly onPercent: (percent: number) => void;
}

/** @throws Failure `update/spoilt` */
async function take({ body, file, into, heard, onPercent }: Taken): Promise<void> {
  const spoilt = (): Failure => new Failure('update/spoilt', { subject: file.name });
  const hash = createHash('sha512');
  let takenBytes = 0;
  const reader = body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    heard();
    takenBytes += part.value.length;
    if (takenBytes > file.sizeBytes) {
      await reader.cancel();
      throw spoilt();
    }
    hash.update(part.value);
    await into.write(part.value);
    onPercent(Math.floor((takenBytes / file.sizeBytes) * 100));
  }
  if (takenBytes !== file.sizeBytes || !isSame(hash.digest(), file.sha512)) throw spoilt();
  await into.sync();
}

/** What is not whole stays where it is, for electron-updater to throw away. @throws Failure `update/not-fetched`, `update/spoilt`, `network/host-not-allowed` */
export async function downloadUpdate(download: UpdateDownload): Promise<void> {
  const { fetch, userAgent, address, file, destination, onPercent, signal } = download;
  const { silenceMs = 60_000, limitMs = 2 * 3_600_000 } = download;
  const url = new URL(file.name, address);
  const target = allowedAddress(url.href, [new URL(address).hostname]);
  const silent = new AbortController();
  const waiting = setTimeout(() => {
    silent.abort(new Error('nothing comes any more'));
  }, silenceMs);
  const heard = (): void => void waiting.refresh();
  const into = await open(destination, 'w', 0o600).catch((thrown: unknown) => {
    throw new Failure('update/not-fetched', { subject: file.name, cause: thrown });
  });
  try {
    const response = await fetch(target.href, {
      headers: { 'user-agent': userAgent },
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.any([signal, silent.signal, AbortSignal.timeout(limitMs)]),
    });
    if (response.status !== 200 || response.body === null)
      throw new Failure('update/not-fetched', { subject: file.name, detail: String(response.status) });
    await take({ body: response.body, file, into, heard, onPercent });
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    throw new Failure('update/not-fetched', { subject: file.name, cause: thrown });
  } finally {
    clearTimeout(waiting);
    await into.close();
  }
}

/** Whether the file still is what was signed, however long it has lain there. */
export async function isSignedFile(path: string, { sha512 }: UpdateFile): Promise<boolean> {
  const hash = createHash('sha512');
  try {
    const parts: AsyncIterable<Uint8Array> = createReadStream(path);
    for await (const part of parts) hash.update(part);
  } catch {
    return false;
  }
  return isSame(hash.digest(), sha512);
}
