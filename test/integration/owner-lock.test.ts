// The machine-wide lock: one at a time, the dead replaced, the living and the unknown never.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, readdir, readFile, readlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createOwnerLock } from '../../main/adapters/node/owner-lock.ts';
import { toFailure } from '../../main/domain/failure.ts';
import { isRoot, startChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { parsed } from '../fakes/parsed.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const name = 'claude of ada';
const soon = { deadlineMs: 60 };
const isLinux = process.platform === 'linux';

async function open() {
  const folder = join(await temporaryFolder(), 'locks');
  const lock = createOwnerLock(folder);
  /** The record of a holding of this process. */
  const [record] = await lock.hold(name, async () =>
    Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8'))),
  );
  const path = join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.lock`);
  /** As if this had been left there. */
  const forge = (changes: object, where = path): Promise<void> =>
    writeFile(where, JSON.stringify({ ...JSON.parse(record ?? ''), ...changes }));
  return { folder, lock, path, forge };
}

const passed = async (): Promise<string> => 'passed';

async function killed(child: ReturnType<typeof startChild>): Promise<void> {
  child.process.kill('SIGKILL');
  await once(child.process, 'exit');
}

/** A pid that surely belongs to nobody: its process was waited for. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

/** Where the system tells what this process has open. */
async function openFilesIn(folder: string): Promise<readonly string[]> {
  const numbers = await readdir('/proc/self/fd').catch(() => []);
  const files = await Promise.all(numbers.map((each) => readlink(`/proc/self/fd/${each}`).catch(() => '')));
  return files.filter((file) => file.startsWith(folder));
}

describe('callers in one process', () => {
  test('come one at a time, in the order in which they asked, and leave nothing behind', async () => {
    const { folder, lock } = await open();
    const order: number[] = [];
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, (_, caller) =>
        lock.hold(name, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await Promise.resolve();
          order.push(caller);
          inside -= 1;
        }),
      ),
    );
    expect([most, order, await readdir(folder)]).toEqual([1, Array.from({ length: 20 }, (_, n) => n), []]);
  });

  test('share the queue when each has made a lock object of its own', async () => {
    const { folder, lock } = await open();
    const failure = lock.hold(name, () => failureOf(createOwnerLock(folder).hold(name, passed, soon)));
    expect(await failure).toEqual({
      code: 'storage/lock-held',
      subject: name,
      detail: `held by node, process ${process.pid}`,
    });
  });

  test('do not wait for one another under different names', async () => {
    const { lock } = await open();
    expect(await lock.hold(name, () => lock.hold('another', passed))).toBe('passed');
  });

  test('that give up do not hold up or let in those behind them', async () => {
    const { lock } = await open();
    const gate = Promise.withResolvers<undefined>();
    const first = lock.hold(name, () => gate.promise);
    const began = performance.now();
    const second = failureOf(lock.hold(name, passed, soon));
    const order: string[] = [];
    const third = lock.hold(name, async () => order.push('third'));
    const { code } = await second;
    const waitedMs = performance.now() - began;
    order.push('second gave up');
    gate.resolve(undefined);
    await Promise.all([first, third]);
    expect([code, order, waitedMs < 1_500]).toEqual(['storage/lock-held', ['second gave up', 'third'], true]);
  });

  test('leave no timer behind, however long they would have waited, and no open file', async () => {
    const { folder, lock } = await open();
    const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = timers();
    for (let turn = 0; turn < 5; turn += 1) await lock.hold(name, passed, { deadlineMs: 3_600_000 });
    // The runner of the tests has a timer of its own now and then.
    expect([timers() - before < 5, await openFilesIn(folder)]).toEqual([true, []]);
  });

  test('wait for as long as they say, also when that is longer than a timer can', async () => {
    const { lock } = await open();
    const gate = Promise.withResolvers<string>();
    const first = lock.hold(name, () => gate.promise);
    const second = lock.hold(name, passed, { deadlineMs: Number.POSITIVE_INFINITY });
    const early = await Promise.race([second, delay(50, 'still waits')]);
    gate.resolve('over');
    expect([early, await second, await first]).toEqual(['still waits', 'passed', 'over']);
  });

  test('that stop waiting get the reason of their signal, in the queue and at the file', async () => {
    const { lock, folder, forge } = await open();
    const reason = new Error('the person cancelled');
    const stopped = async (): Promise<unknown> => {
      const controller = new AbortController();
      const waiting = lock
        .hold(name, passed, { signal: controller.signal, deadlineMs: Number.POSITIVE_INFINITY })
        .catch((thrown: unknown) => thrown);
      setTimeout(() => {
        controller.abort(reason);
      }, 30);
      return waiting;
    };
    const inQueue = await lock.hold(name, stopped);
    await forge({ bootId: 'x', machine: 'y' });
    const before = await readdir(folder);
    const atFile = await stopped();
    const atOnce = await lock
      .hold(name, passed, { signal: AbortSignal.abort(reason) })
      .catch((e: unknown) => e);
    expect([inQueue, atFile, atOnce, await readdir(folder)]).toEqual([reason, reason, reason, before]);
  });

  test('get the result or the error of their work, and the lock is free after either', async () => {
    const { lock } = await open();
    const error = new Error('the work failed');
    const failed = await lock.hold(name, () => Promise.reject(error)).catch((thrown: unknown) => thrown);
    expect([failed, await lock.hold(name, passed, soon)]).toEqual([error, 'passed']);
  });
});

describe('another process', () => {
  test('that is inside keeps everybody out, also while it is stopped; killed, it is replaced', async () => {
    const { lock, folder } = await open();
    const holder = startChild('hold-lock', { arguments: [folder, name] });
    await holder.printed('inside');
    const held = await failureOf(lock.hold(name, passed, soon));
    holder.process.kill('SIGSTOP');
    const stopped = await failureOf(lock.hold(name, passed, { deadlineMs: 300 }));
    const left = await readdir(folder);
    await killed(holder);
    const taken = await lock.hold(name, passed, { deadlineMs: 2000 });
    const expected = {
      code: 'storage/lock-held',
      subject: name,
      detail: `held by node, process ${holder.process.pid ?? 0}`,
    };
    expect([held, stopped, left.length, taken, await readdir(folder)]).toEqual([
      expected,
      expected,
      1,
      'passed',
      [],
    ]);
  });

  test.runIf(isLinux)('that was killed and that nobody has waited for is dead', async () => {
    const { lock, folder } = await open();
    // The shell becomes a program that never asks what came of its child.
    const shell = ['sh', '-c', '"$0" "$@" & exec sleep 60'];
    const parent = startChild('hold-lock', { arguments: [folder, name], through: shell });
    await parent.printed('inside');
    const { detail = '' } = await failureOf(lock.hold(name, passed, soon));
    const pid = Number(/\d+$/.exec(detail)?.[0]);
    process.kill(pid, 'SIGKILL');
    const taken = await lock.hold(name, passed, { deadlineMs: 2000 });
    const status = await readFile(`/proc/${pid}/stat`, 'utf8');
    expect([taken, status.split(') ')[1]?.[0]]).toEqual(['passed', 'Z']);
  });
});

describe.runIf(isLinux)('a lock that was left', () => {
  test('by a process that is gone is taken over, also when its pid has a new owner', async () => {
    const { lock, folder, forge } = await open();
    await forge({ pid: deadPid(), nonce: 'a' });
    const gone = await lock.hold(name, passed, soon);
    await forge({ startTime: 1, nonce: 'b' });
    const reused = await lock.hold(name, passed, soon);
    expect([gone, reused, await readdir(folder)]).toEqual(['passed', 'passed', []]);
  });

  test('before this machine was started anew is taken over, though a process has its pid', async () => {
    const { lock, forge } = await open();
    await forge({ bootId: 'an earlier one' });
    expect(await lock.hold(name, passed, soon)).toBe('passed');
  });

  test.for([
    ['on another machine', { bootId: 'x', machine: 'y', host: 'build-box' }, 'on build-box'],
    ['on a machine that does not say which it is', { bootId: 'x', machine: '' }, 'on '],
    ['in another container', { namespace: 'pid:[1] time:[1]' }, 'in another container'],
  ] as const)('%s is nobody’s to take, and is named', async ([, changes, where]) => {
    const { lock, path, forge } = await open();
    await forge({ pid: deadPid(), ...changes });
    const before = await readFile(path, 'utf8');
    const { code, detail } = await failureOf(lock.hold(name, passed, soon));
    expect([code, detail?.includes(where), detail?.endsWith(path), await readFile(path, 'utf8')]).toEqual([
      'storage/lock-held',
      true,
      true,
      before,
    ]);
  });

  test.for([
    ['empty', ''],
    ['half written', '{"pid":1'],
    ['of another kind', '{"pid":4211}'],
    ['of a pid that stands for many', 'forged'],
  ] as const)('%s cannot be judged, so it stays and is named', async ([, text]) => {
    const { lock, path, forge } = await open();
    if (text === 'forged') await forge({ pid: -1 });
    else await writeFile(path, text);
    const before = await readFile(path, 'utf8');
    const failure = await failureOf(lock.hold(name, passed, soon));
    expect([failure, await readFile(path, 'utf8')]).toEqual([
      {
        code: 'storage/lock-held',
        subject: name,
        detail: `${path} is no lock file of ours; nobody knows whose it is`,
      },
      before,
    ]);
  });

  test('by one that died while it took over from a dead one is taken over all the same', async () => {
    const { lock, folder, path, forge } = await open();
    const stem = path.slice(0, -'.lock'.length);
    const rightTo = (place: string, nonce: string): string =>
      `${stem}.${createHash('sha256').update(`${place} ${nonce}`).digest('hex').slice(0, 32)}.lock`;
    const first = rightTo(path, 'a');
    const pid = deadPid();
    await forge({ pid, nonce: 'a' });
    await forge({ pid, nonce: 'b' }, first);
    await forge({ pid, nonce: 'c' }, rightTo(first, 'b'));
    await writeFile(`${stem}.${'0'.repeat(32)}.tmp`, 'half a rec');
    const during = await lock.hold(name, () => readdir(folder), { deadlineMs: 500 });
    expect([during, await readdir(folder)]).toEqual([[path.slice(folder.length + 1)], []]);
  });

  test('by a dead one waits for a living one that takes over from it', async () => {
    const { lock, folder, path, forge } = await open();
    const right = createHash('sha256').update(`${path} a`).digest('hex').slice(0, 32);
    await forge({ pid: deadPid(), nonce: 'a' });
    await forge({ nonce: 'b' }, `${path.slice(0, -'.lock'.length)}.${right}.lock`);
    const before = (await readdir(folder)).sort();
    const { code } = await failureOf(lock.hold(name, passed, soon));
    expect([code, (await readdir(folder)).sort()]).toEqual(['storage/lock-held', before]);
  });
});

describe.runIf(isLinux)('while somebody waits for the right to take over from a dead one', () => {
  /** A dead owner, whom somebody who lives is about to replace; and one who waits for that. */
  async function waiting(deadlineMs: number) {
    const { lock, path, forge } = await open();
    const hash = createHash('sha256').update(`${path} a`).digest('hex').slice(0, 32);
    const right = `${path.slice(0, -'.lock'.length)}.${hash}.lock`;
    await forge({ pid: deadPid(), nonce: 'a' });
    await forge({ nonce: 'b' }, right);
    const outcome = lock
      .hold(name, passed, { deadlineMs })
      .catch((thrown: unknown) => toFailure(thrown).code);
    // Time enough to come to that, even on a busy machine; without it this proves less and holds all the same.
    await delay(250);
    return { path, forge, outcome, letGoOfRight: () => unlink(right) };
  }

  test('the lock of the one who was faster stays theirs', async () => {
    const { path, forge, outcome, letGoOfRight } = await waiting(1500);
    await forge({ nonce: 'c' });
    await letGoOfRight();
    expect([await outcome, parsed(await readFile(path, 'utf8'))]).toEqual([
      'storage/lock-held',
      expect.objectContaining({ nonce: 'c' }),
    ]);
  });

  test('a lock that they have let go of already is free', async () => {
    const { path, outcome, letGoOfRight } = await waiting(10_000);
    await unlink(path);
    await letGoOfRight();
    expect(await outcome).toBe('passed');
  });

  test('it is had within moments, not at the deadline', async () => {
    const { outcome, letGoOfRight } = await waiting(20_000);
    await letGoOfRight();
    expect(await outcome).toBe('passed');
  }, 10_000);
});

describe('the folder', () => {
  test('is private, and so is each lock in it', async () => {
    const { lock, folder, path } = await open();
    expect(await lock.hold(name, async () => [await modeOf(folder), await modeOf(path)])).toEqual([
      '700',
      '600',
    ]);
  });

  test('is made again when somebody has taken it away', async () => {
    const folder = join(await temporaryFolder(), 'a', 'b');
    expect(await createOwnerLock(folder).hold(name, passed)).toBe('passed');
  });

  test('that others may write to is not used', async () => {
    const { lock, folder } = await open();
    await chmod(folder, 0o777);
    expect(await failureOf(lock.hold(name, passed))).toEqual({
      code: 'storage/refused-path',
      subject: folder,
      detail: 'others may write to it',
    });
  });

  test.skipIf(!isRoot)('that belongs to somebody else is not used, however private it is', async () => {
    const { lock, folder } = await open();
    await chown(folder, 12_345, 12_345);
    expect(await failureOf(lock.hold(name, passed))).toEqual({
      code: 'storage/refused-path',
      subject: folder,
      detail: 'others may write to it',
    });
  });

  test('that cannot be made is said', async () => {
    const folder = join(await temporaryFolder(), 'locks');
    await writeFile(folder, '');
    const inner = join(folder, 'inner');
    expect(await failureOf(createOwnerLock(inner).hold(name, passed))).toEqual({
      code: 'storage/write-failed',
      subject: inner,
      detail: 'ENOTDIR',
    });
  });

  test('is left as it is but for the files of this lock', async () => {
    const { lock, folder } = await open();
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, `${'0'.repeat(32)}.lock`), '');
    await lock.hold(name, passed);
    expect((await readdir(folder)).sort()).toEqual([`${'0'.repeat(32)}.lock`, 'elsewhere']);
  });

  test('loses a lock that was replaced behind its holder’s back only to that other one', async () => {
    const { lock, path, forge } = await open();
    await lock.hold(name, () => forge({ nonce: 'another' }));
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ nonce: 'another' });
  });
});
