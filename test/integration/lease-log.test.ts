// The log of leases: what was said to be kept is there after a crash, what was refused is not, and damage costs one line.
import { appendFile, mkdir, readdir, readFile, readlink, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { realFileSystem, type FileSystem } from '../../main/adapters/node/file-system.ts';
import { createLeaseLog } from '../../main/adapters/node/lease-log.ts';
import type { LeaseRecord } from '../../main/domain/lease.ts';
import { noonMs } from '../fakes/accounts.ts';
import { startChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { grantedNumbers, grantedRecord, leaseIdOf, usedRecord } from '../fakes/lease-records.ts';
import { RecordingLog } from '../fakes/log.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

async function logIn() {
  const folder = join(await temporaryFolder(), 'data');
  const path = join(folder, 'leases.log');
  const log = new RecordingLog();
  return {
    folder,
    path,
    log,
    start: (options: { quietMs?: number; system?: FileSystem } = {}) =>
      createLeaseLog({ path, log, ...options }),
  };
}

const everyKind: readonly LeaseRecord[] = [
  grantedRecord(1),
  usedRecord(1, 2.5),
  { type: 'heartbeat', id: leaseIdOf(1), expiresAt: noonMs },
  { type: 'ended', id: leaseIdOf(1), how: 'process-gone', at: noonMs },
];

/** A file system that counts and delays writes, and fails them where told. */
class SlowDisk {
  writes = 0;
  isFull = false;
  release: () => void = () => undefined;
  #held: Promise<void> | undefined;

  hold(): void {
    this.#held = new Promise((resolve) => {
      this.release = () => {
        this.#held = undefined;
        resolve();
      };
    });
  }

  readonly system: FileSystem = {
    ...realFileSystem,
    open: async (...words) => {
      const handle = await realFileSystem.open(...words);
      const write = handle.write.bind(handle);
      Object.assign(handle, {
        write: async (bytes: Uint8Array, at: number) => {
          this.writes += 1;
          await this.#held;
          if (!this.isFull) return write(bytes, at);
          // Half of it gets there, then the disk is full.
          if (at === 0) return write(bytes.subarray(0, bytes.length / 2), 0);
          throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        },
      });
      return handle;
    },
  };
}

test('every kind of change is there again after a restart, in a private file', async () => {
  const { path, start, log } = await logIn();
  const before = await start().load();
  const first = start();
  await first.append(everyKind);
  await first.stop();
  expect([before, await start().load(), await modeOf(path), log.lines]).toEqual([[], everyKind, '600', []]);
});

test('what comes at once, or while a write is under way, is written together', async () => {
  const { start } = await logIn();
  const disk = new SlowDisk();
  const leases = start({ system: disk.system });
  await leases.append([grantedRecord(0)]);
  disk.hold();
  const first = [1, 2, 3].map((number) => leases.append([grantedRecord(number)]));
  await expect.poll(() => disk.writes).toBe(2);
  const second = [4, 5, 6].map((number) => leases.append([grantedRecord(number)]));
  let resolved = 0;
  for (const each of [...first, ...second]) void each.then(() => (resolved += 1));
  await new Promise((resolve) => setImmediate(resolve));
  const before = resolved;
  disk.release();
  await Promise.all([...first, ...second]);
  await leases.stop();
  expect([before, disk.writes, grantedNumbers(await start().load())]).toEqual([0, 3, [0, 1, 2, 3, 4, 5, 6]]);
});

describe('a write that fails', () => {
  test('is nobody’s lease, and the next one is', async () => {
    const { path, start, log } = await logIn();
    const disk = new SlowDisk();
    const leases = start({ system: disk.system });
    await leases.append([grantedRecord(1)]);
    const { size } = await stat(path);
    disk.isFull = true;
    const failures = await Promise.all(
      [2, 3].map((number) => failureOf(leases.append([grantedRecord(number)]))),
    );
    const sizeAfter = (await stat(path)).size;
    disk.isFull = false;
    await leases.append([grantedRecord(4)]);
    await leases.stop();
    const failure = { code: 'storage/write-failed', subject: path, detail: 'ENOSPC' };
    expect([failures, sizeAfter, grantedNumbers(await start().load()), log.lines]).toEqual([
      [failure, failure],
      size,
      [1, 4],
      [],
    ]);
  });

  test('because there is a folder in its place says so', async () => {
    const { path, start } = await logIn();
    await mkdir(path, { recursive: true });
    expect(await failureOf(start().append([grantedRecord(1)]))).toMatchObject({
      code: 'storage/write-failed',
    });
  });
});

test('a log that is there and cannot be read is not taken for an empty one', async () => {
  const { path, start } = await logIn();
  await mkdir(path, { recursive: true });
  expect(await failureOf(start().load())).toMatchObject({ code: 'storage/unreadable', subject: path });
});

describe('starting anew', () => {
  test('keeps what it is given and what comes later, and nothing of before', async () => {
    const { folder, path, start } = await logIn();
    const leases = start();
    const appended = leases.append([grantedRecord(1)]);
    const rewritten = leases.rewrite([grantedRecord(2)]);
    const later = leases.append([grantedRecord(3)]);
    await Promise.all([appended, rewritten, later]);
    await leases.append([grantedRecord(4)]);
    await leases.stop();
    expect([grantedNumbers(await start().load()), await modeOf(path), await readdir(folder)]).toEqual([
      [2, 3, 4],
      '600',
      ['leases.log'],
    ]);
  });

  test('that was cut off is begun again', async () => {
    const { path, start } = await logIn();
    await start().append([grantedRecord(1)]);
    await writeFile(`${path}.next`, 'half of it');
    await start().rewrite([grantedRecord(2)]);
    expect(grantedNumbers(await start().load())).toEqual([2]);
  });

  test('that fails leaves everything as it was', async () => {
    const { start } = await logIn();
    const system = { ...realFileSystem, rename: () => Promise.reject(new Error('no')) };
    const leases = start({ system });
    await leases.append([grantedRecord(1)]);
    const { code } = await failureOf(leases.rewrite([]));
    await leases.append([grantedRecord(2)]);
    expect([code, grantedNumbers(await start().load())]).toEqual(['storage/write-failed', [1, 2]]);
  });
});

describe('damage', () => {
  test('at the end, as a killed process leaves it, costs the last line and not the next one', async () => {
    const { path, start, log } = await logIn();
    await start().append([grantedRecord(1), grantedRecord(2)]);
    await truncate(path, (await stat(path)).size - 5);
    await start().append([grantedRecord(3)]);
    expect([grantedNumbers(await start().load()), log.lines]).toEqual([
      [1, 3],
      [{ level: 'warn', message: 'leases that cannot be read', facts: { lines: 1 } }],
    ]);
  });

  test('of any byte costs that line, or two where it was the break between them, and makes none up', async () => {
    const { path, start } = await logIn();
    await start().append([1, 2, 3].map(grantedRecord));
    const bytes = await readFile(path);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const damaged = Buffer.from(bytes);
        damaged[at] = (bytes[at] ?? 0) ^ by;
        await writeFile(path, damaged);
        const numbers = grantedNumbers(await start().load());
        const isBreak = bytes[at] === 10 && at < bytes.length - 1;
        const isLast = at === bytes.length - 1;
        expect([numbers.length, numbers.every((number) => [1, 2, 3].includes(number))]).toEqual([
          isBreak ? 1 : 2,
          true,
        ]);
        expect(isLast && numbers.includes(3)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  test('by a line that was well made and says nonsense costs that line', async () => {
    const { path, start } = await logIn();
    await start().append([grantedRecord(1)]);
    const other = await logIn();
    const nonsense = JSON.parse(JSON.stringify(usedRecord(1, 2)).replace('2', '-2')) as LeaseRecord;
    await other.start().append([nonsense]);
    await appendFile(path, await readFile(other.path));
    expect(await start().load()).toEqual([grantedRecord(1)]);
  });
});

async function isOpenHere(path: string): Promise<boolean> {
  const names = await readdir('/proc/self/fd');
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return targets.includes(path);
}

test.skipIf(process.platform !== 'linux')(
  'the file is open while leases are written, and not after',
  async () => {
    const { path, start } = await logIn();
    const leases = start({ quietMs: 30 });
    await leases.append([grantedRecord(1)]);
    const during = await isOpenHere(path);
    await expect.poll(() => isOpenHere(path)).toBe(false);
    await leases.append([grantedRecord(2)]);
    await leases.stop();
    expect([during, await isOpenHere(path)]).toEqual([true, false]);
  },
);

test('killed at any moment, everything that was said to be kept is kept, and nothing twice', async () => {
  const { folder, path, start } = await logIn();
  await mkdir(folder, { recursive: true });
  const said: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const child = startChild('append-leases', { arguments: [path, String(round * 1_000_000)] });
    await child.printed(`${round * 1_000_000 + 40 + round * 17}\n`);
    child.process.kill('SIGKILL');
    const { words } = await child.ended;
    const lines = words.split('\n').slice(0, -1);
    said.push(...lines.map(Number));
  }
  const kept = grantedNumbers(await start().load());
  expect([said.filter((number) => !kept.includes(number)), kept.length - new Set(kept).size]).toEqual([
    [],
    0,
  ]);
});
