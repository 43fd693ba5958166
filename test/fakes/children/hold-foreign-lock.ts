// Holds a lock file of another program in a process of its own until it is killed. Argument: the file.
import { createForeignLocks } from '../../../main/adapters/node/foreign-locks.ts';

const [path = ''] = process.argv.slice(2);
await createForeignLocks().holding([{ kind: 'flock', path }], async () => {
  process.stdout.write('inside');
  await new Promise((resolve) => setTimeout(resolve, 600_000));
});
