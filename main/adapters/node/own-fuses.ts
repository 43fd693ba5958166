// Reads the fuses of a packaged Electron binary: a marked row of characters inside the file (@electron/fuses writes it).
import { open } from 'node:fs/promises';

const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX');
/** After the sentinel: one byte version, one byte count, then '0' or '1' for each fuse; this one is the fourth. */
const inspectFuseIndex = 3;
const chunkBytes = 4_194_304;

/** Whether `--inspect` and its like are switched on in this binary; false when the fuses cannot be found. */
export async function allowsInspection(binary: string): Promise<boolean> {
  const handle = await open(binary, 'r');
  try {
    /** From the sentinel to the fuse, both included: what must lie in one chunk to be read. */
    const overlap = sentinel.length + 2 + inspectFuseIndex + 1;
    const chunk = Buffer.alloc(chunkBytes);
    for (let position = 0; ; position += chunkBytes - overlap) {
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, position);
      const at = chunk.subarray(0, bytesRead).indexOf(sentinel);
      // Cut off by the end of the chunk it lies whole in the next one.
      if (at >= 0 && at + overlap <= bytesRead) return chunk[at + overlap - 1] === '1'.charCodeAt(0);
      if (bytesRead < chunkBytes) return false;
    }
  } finally {
    await handle.close();
  }
}
