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
    const overlap = sentinel.length + 2 + inspectFuseIndex + 1;
    const chunk = Buffer.alloc(chunkBytes);
    for (let position = 0; ; position += chunkBytes - overlap) {
      const { bytesRead } = await handle.read(chunk, 0, chunkBytes, position);
      const at = chunk.subarray(0, bytesRead).indexOf(sentinel);
      if (at >= 0) return chunk[at + sentinel.length + 2 + inspectFuseIndex] === '1'.charCodeAt(0);
      if (bytesRead < chunkBytes) return false;
    }
  } finally {
    await handle.close();
  }
}
