// One process among many that want a lock, for as many rounds as it is told. Talks over IPC; each time it is inside or
// leaves is also a line on descriptor 4, where it outlives the process.
// Arguments: the folder of the locks, and `owner` for the real lock or `unlink` for the usual wrong one.
import { writeSync } from 'node:fs';
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import { createOwnerLock } from '../../../main/adapters/node/owner-lock.ts';
import { toFailure } from '../../../main/domain/failure.ts';
import type { Lock } from '../../../main/ports.ts';

const [folder = '', kind = ''] = process.argv.slice(2);

const orderShape = z.object({
  name: z.string(),
  /** By the clock of `hrtime`, so that many ask at one moment. */
  atMs: z.number(),
  /** How long to stay inside; null: until killed. */
  stayMs: z.nullable(z.number()),
});

const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6;

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What many programs do: a file made exclusively, which goes when the process in it has died. */
const unlinkLock: Lock = {
  async hold(name, work) {
    const path = join(folder, name);
    for (;;) {
      try {
        await writeFile(path, String(process.pid), { flag: 'wx' });
        break;
      } catch {
        const pid = Number(await readFile(path, 'utf8').catch(() => ''));
        if (pid > 0 && !runs(pid)) await unlink(path).catch(() => undefined);
        else await delay(5 + Math.random() * 20);
      }
    }
    try {
      return await work();
    } finally {
      await unlink(path).catch(() => undefined);
    }
  },
};

const lock = kind === 'owner' ? createOwnerLock(folder) : unlinkLock;

async function obey({ name, atMs, stayMs }: z.infer<typeof orderShape>): Promise<string> {
  await delay(Math.max(0, atMs - machineMs()));
  await lock.hold(
    name,
    async () => {
      writeSync(4, `in ${machineMs()}\n`);
      if (stayMs === null) await new Promise(() => undefined);
      else await delay(stayMs);
      writeSync(4, `out ${machineMs()}\n`);
    },
    { deadlineMs: 20_000 },
  );
  return 'done';
}

process.on('message', (message: unknown) => {
  obey(orderShape.parse(message)).then(
    (said) => process.send?.(said),
    (thrown: unknown) => process.send?.(toFailure(thrown).message),
  );
});
// Whoever started it is gone: nobody would end it.
process.on('disconnect', () => {
  process.exit(0);
});
// Most are killed, and then keep nothing for the next one by themselves.
flushCompileCache();
process.send?.('ready');
