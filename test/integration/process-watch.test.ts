// Whether processes still run, seen with real ones: ended, not yet fetched, hidden behind a pid that was given anew.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createProcessWatch } from '../../main/adapters/node/process-watch.ts';
import type { ProcessStamp } from '../../main/ports.ts';
import { isRoot } from '../fakes/child.ts';

const watch = createProcessWatch();

async function start(program: string, words: readonly string[]): Promise<ChildProcess & { pid: number }> {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error('not started');
  return Object.assign(child, { pid });
}

async function stampOf(pid: number): Promise<ProcessStamp> {
  const stamp = await watch.stampOf(pid);
  if (stamp === undefined) throw new Error('not seen');
  return stamp;
}

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  test('of many, those that have ended are told, and none that runs', async () => {
    const children = await Promise.all(Array.from({ length: 70 }, () => start('/usr/bin/sleep', ['60'])));
    const stamps = await Promise.all(children.map(({ pid }) => stampOf(pid)));
    const before = await watch.endedOf(stamps);
    const killed = children.filter((_child, index) => index % 3 === 0);
    await Promise.all(
      killed.map(async (child) => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }),
    );
    const ended = (await watch.endedOf(stamps)).map(({ pid }) => pid);
    expect([before, ended]).toEqual([[], killed.map(({ pid }) => pid)]);
  });

  test('one that nobody has fetched yet has ended, and is no process to wait for', async () => {
    // The shell becomes a program that never fetches its children.
    const parent = await start('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
    const { stdout } = parent;
    if (stdout === null) throw new Error('no output');
    const pid = await new Promise<number>((resolve) => {
      stdout.once('data', (chunk: Buffer) => {
        resolve(Number(chunk.toString()));
      });
    });
    const stamp = await stampOf(pid);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => watch.endedOf([stamp])).toEqual([stamp]);
    // It is there still: only its parent can take it away.
    expect([await watch.stampOf(pid), process.kill(pid, 0)]).toEqual([undefined, true]);
  });

  test('a pid that was given anew is not the process of before', async () => {
    const child = await start('/usr/bin/sleep', ['60']);
    const { pid, startTime } = await stampOf(child.pid);
    const before = { pid, startTime: startTime - 1 };
    expect(await watch.endedOf([before, { pid, startTime }])).toEqual([before]);
  });

  test('what is no pid is no process', async () => {
    const pids = [0, -1, 1.5, Number.NaN, 2 ** 31];
    expect(await Promise.all(pids.map((pid) => watch.stampOf(pid)))).toEqual(pids.map(() => undefined));
  });

  // Only root can become somebody else: elsewhere this is skipped, and the summary counts it.
  test.skipIf(!isRoot)('one of another user is not seen, and not called ended either', async () => {
    const child = await start('setpriv', [
      '--reuid=12345',
      '--clear-groups',
      'sh',
      '-c',
      'echo 1; exec sleep 60',
    ]);
    if (child.stdout !== null) await once(child.stdout, 'data');
    expect(await watch.stampOf(child.pid)).toBeUndefined();
  });
});

describe('on other systems', () => {
  const elsewhere = createProcessWatch('darwin');

  test('one that is gone has ended, and one that cannot be looked up has not', async () => {
    const child = await start('/usr/bin/sleep', ['60']);
    const running = { pid: child.pid, startTime: Date.now() };
    const before = await elsewhere.endedOf([running]);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect([before, await elsewhere.endedOf([running])]).toEqual([[], [running]]);
  });

  test('a pid that was given anew is not the process of before, where the list is newer than that', async () => {
    const child = await start('/usr/bin/sleep', ['60']);
    const { pid } = child;
    const stamp = await elsewhere.stampOf(pid);
    const startTime = stamp?.startTime ?? 0;
    const [before, later] = [startTime - 60_000, startTime + 3_600_000].map((each) => ({
      pid,
      startTime: each,
    }));
    if (before === undefined || later === undefined) throw new Error('no stamps');
    expect([
      Math.abs(startTime - Date.now()) < 10_000,
      await elsewhere.endedOf([before, later, { pid, startTime }]),
    ]).toEqual([true, [before]]);
  });
});
