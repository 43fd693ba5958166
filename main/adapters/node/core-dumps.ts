// Keeps the memory of this process, and of those that it starts, out of core dumps: keys are in it (reliability EL-08).
import { writeFileSync } from 'node:fs';

/** Which kinds of memory the kernel writes into a dump, as bits. Only Linux has such a file. */
const filterFile = '/proc/self/coredump_filter';

export function emptyCoreDumps(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync(filterFile, '0');
  } catch {
    // A kernel that writes no core dumps has no filter for them.
  }
}
