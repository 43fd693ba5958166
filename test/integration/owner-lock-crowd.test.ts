// The machine-wide lock with a thousand callers at once.
import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createOwnerLock } from '../../main/adapters/node/owner-lock.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

test('a thousand callers come one at a time, in the order in which they asked, and leave nothing behind', async () => {
  const folder = await temporaryFolder();
  const lock = createOwnerLock(folder);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 1000 }, (_, caller) =>
      lock.hold(
        'claude of ada',
        async () => {
          inside += 1;
          most = Math.max(most, inside);
          await Promise.resolve();
          order.push(caller);
          inside -= 1;
        },
        { deadlineMs: 50_000 },
      ),
    ),
  );
  expect([most, order, await readdir(folder)]).toEqual([1, Array.from({ length: 1000 }, (_, n) => n), []]);
});
