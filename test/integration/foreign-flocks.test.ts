// Lock files of other programs, held by flock as they hold them, and never taken from one of them that lives.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createForeignLocks } from '../../main/adapters/node/foreign-locks.ts';
import type { ForeignLock } from '../../main/ports.ts';
import { startChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const passed = async (): Promise<string> => 'passed';
const isLinux = process.platform === 'linux';

afterEach(() => {
  vi.unstubAllEnvs();
});

/** What another program finds that tries for the lock. */
function tryFlock(path: string): 'free' | 'taken' {
  return spawnSync('flock', ['--nonblock', path, 'true']).status === 0 ? 'free' : 'taken';
}

/** Another program that holds the lock until the test ends. */
async function otherHolder(path: string): Promise<number> {
  const child = spawn('flock', ['--no-fork', path, 'cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.write('held');
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

// The way of macOS needs only Perl, which this system has too.
describe.runIf(isLinux).for(['linux', 'darwin'] as const)(
  'files that are locked by flock, as on %s',
  (platform) => {
    const locks = createForeignLocks({ platform });
    const flock = (path: string): ForeignLock => ({ kind: 'flock', path });

    test('are made, private, and held for the work alone', async () => {
      const path = join(await temporaryFolder(), 'new', 'auth.lock');
      const during = await locks.holding([flock(path)], async () => [tryFlock(path), await modeOf(path)]);
      expect([during, tryFlock(path)]).toEqual([['taken', '600'], 'free']);
    });

    test('keep what stands in them', async () => {
      const path = join(await temporaryFolder(), 'auth.lock');
      await writeFile(path, 'theirs');
      await locks.holding([flock(path)], passed);
      expect(await readFile(path, 'utf8')).toBe('theirs');
    });

    test('are let go when the work fails', async () => {
      const path = join(await temporaryFolder(), 'auth.lock');
      const error = new Error('the work failed');
      const thrown = await locks.holding([flock(path)], () => Promise.reject(error)).catch((e: unknown) => e);
      expect([thrown, tryFlock(path)]).toEqual([error, 'free']);
    });

    test('are waited for', async () => {
      const path = join(await temporaryFolder(), 'auth.lock');
      const pid = await otherHolder(path);
      const waiting = locks.holding([flock(path)], passed);
      process.kill(pid);
      expect(await waiting).toBe('passed');
    });

    test('of a living holder stay its own; the first of two is let go when the second is not to be had', async () => {
      const folder = await temporaryFolder();
      const [first, second] = [join(folder, 'auth.lock'), join(folder, 'auth.json.lock')];
      const pid = await otherHolder(second);
      process.kill(pid, 'SIGSTOP');
      const work = vi.fn(passed);
      const failure = await failureOf(
        locks.holding([flock(first), flock(second)], work, { deadlineMs: 400 }),
      );
      expect([failure, work.mock.calls, tryFlock(first)]).toEqual([
        { code: 'storage/lock-held', subject: second, detail: `held by cat, process ${pid}` },
        [],
        'free',
      ]);
    });

    test('that cannot be made are said', async () => {
      const folder = await temporaryFolder();
      expect(await failureOf(locks.holding([flock(folder)], passed))).toEqual({
        code: 'storage/write-failed',
        subject: folder,
        detail: 'cannot be made',
      });
    });
  },
);

describe('where flock cannot be had', () => {
  test.runIf(isLinux)('because its program is missing, nothing is done', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const path = join(await temporaryFolder(), 'auth.lock');
    const work = vi.fn(passed);
    const failure = await failureOf(createForeignLocks().holding([{ kind: 'flock', path }], work));
    expect([failure, work.mock.calls]).toEqual([
      { code: 'storage/write-failed', subject: path, detail: 'the program flock cannot be started' },
      [],
    ]);
  });

  test.runIf(isLinux)('because its program complains, its complaint is said', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'flock'), '#!/bin/sh\necho "flock: no locks available" >&2\nexit 71\n', {
      mode: 0o755,
    });
    vi.stubEnv('PATH', folder);
    const path = join(folder, 'auth.lock');
    expect(await failureOf(createForeignLocks().holding([{ kind: 'flock', path }], passed))).toEqual({
      code: 'storage/write-failed',
      subject: path,
      detail: 'flock: no locks available',
    });
  });

  test('on Windows, the work goes on without, and no file is left', async () => {
    const folder = await temporaryFolder();
    const flock: ForeignLock = { kind: 'flock', path: join(folder, 'auth.lock') };
    expect([
      await createForeignLocks({ platform: 'win32' }).holding([flock], passed),
      await readdir(folder),
    ]).toEqual(['passed', []]);
  });
});

test.runIf(isLinux)(
  'a flock file is free as soon as the process of ours that held it was killed',
  async () => {
    const path = join(await temporaryFolder(), 'auth.lock');
    const holder = startChild('hold-foreign-lock', { arguments: [path] });
    await holder.printed('inside');
    const before = tryFlock(path);
    holder.process.kill('SIGKILL');
    expect([before, await createForeignLocks().holding([{ kind: 'flock', path }], passed)]).toEqual([
      'taken',
      'passed',
    ]);
  },
);
