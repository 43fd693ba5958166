// The machine-wide lock with a crowd of callers at once.
import { readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createOwnerLock } from '../../main/adapters/node/owner-lock.ts';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

describe.for([
  [100, {}],
  [1000, leftToWhole],
] as const)('%d callers', ([callers, options]) => {
  test(
    'come one at a time, in the order in which they asked, and leave nothing behind',
    options,
    async () => {
      const folder = await temporaryFolder();
      const lock = createOwnerLock(folder);
      const order: number[] = [];
      let inside = 0;
      let most = 0;
      await Promise.all(
        Array.from({ length: callers }, (_, caller) =>
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
      expect([most, order, await readdir(folder)]).toEqual([
        1,
        Array.from({ length: callers }, (_, n) => n),
        [],
      ]);
    },
  );
});
