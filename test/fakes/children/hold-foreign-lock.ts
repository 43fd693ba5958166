// Holds a lock of another program in a process of its own until it is killed. Arguments: the lock file; or the lock folder,
// and where ours are noted.
import { createForeignLocks } from '../../../main/adapters/node/foreign-locks.ts';
import type { ForeignLock } from '../../../main/ports.ts';

const [path = '', notesFolder] = process.argv.slice(2);
const lock: ForeignLock =
  notesFolder === undefined ? { kind: 'flock', path } : { kind: 'folder', path, touchMs: 5000 };
await createForeignLocks(notesFolder === undefined ? {} : { notesFolder }).holding([lock], async () => {
  process.stdout.write('inside');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
