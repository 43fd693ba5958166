// Reads a file that the person names, or what comes on standard input: bounded, and nothing that would never end.
import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Failure } from '../domain/failure.ts';

/** Stands for standard input. */
const standardInput = '-';

export function givenName(path: string): string {
  return path === standardInput ? 'standard input' : path;
}

const wrong = (detail: string, cause?: unknown): Failure =>
  new Failure('broker/bad-request', { detail, ...(cause !== undefined && { cause }) });

function failed(path: string, cause: unknown): Failure {
  if (cause instanceof Failure) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return wrong(`there is no file ${path}`, cause);
  if (code === 'EACCES' || code === 'EPERM')
    return wrong(`you may not read ${path}; give yourself the right to, then try again`, cause);
  const detail = typeof code === 'string' ? { detail: code } : {};
  return new Failure('storage/unreadable', { subject: path, cause, ...detail });
}

/** No more is kept than one byte beyond what may come. */
async function bytesOf(stream: AsyncIterable<Buffer>, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes > mostBytes) break;
  }
  return Buffer.concat(chunks);
}

async function fileBytes(path: string, mostBytes: number): Promise<Buffer> {
  // A pipe without a writer would keep us waiting for one.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const found = await handle.stat();
    if (found.isDirectory()) throw wrong(`${path} is a folder; name a file in it`);
    if (!found.isFile()) throw wrong(`${path} is no file; - stands for standard input`);
    return await bytesOf(handle.createReadStream({ autoClose: false, end: mostBytes }), mostBytes);
  } finally {
    await handle.close();
  }
}

/**
 * @param path `-` for standard input
 * @throws Failure `broker/bad-request` when it cannot be opened, `storage/unreadable` when it is too large or no text
 */
export async function readGivenFile(path: string, mostBytes: number): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await (path === standardInput ? bytesOf(process.stdin, mostBytes) : fileBytes(path, mostBytes));
  } catch (thrown) {
    throw failed(path, thrown);
  }
  const subject = givenName(path);
  if (bytes.byteLength > mostBytes)
    throw new Failure('storage/unreadable', {
      subject,
      detail: `larger than ${String(mostBytes / 1024)} KiB`,
    });
  if (!isUtf8(bytes)) throw new Failure('storage/unreadable', { subject, detail: 'not UTF-8' });
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}
