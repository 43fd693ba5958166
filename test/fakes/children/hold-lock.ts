// Holds a lock of ours in a process of its own until it is killed. Arguments: the folder of the locks, the lock's name.
import { createOwnerLock } from '../../../main/adapters/node/owner-lock.ts';

const [folder = '', name = ''] = process.argv.slice(2);
await createOwnerLock(folder).hold(name, async () => {
  process.stdout.write('inside');
  // A pending timer keeps the process alive.
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
