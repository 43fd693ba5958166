// The locks of other programs: held as they hold them, and never taken from one of them that lives.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, readlink, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createForeignLocks } from '../../main/adapters/node/foreign-locks.ts';
import type { ForeignLock } from '../../main/ports.ts';
import { startChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const passed = async (): Promise<string> => 'passed';
const soon = { deadlineMs: 60 };
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

test.runIf(isLinux)(
  'a lock folder that a process of ours was killed with is not waited for, and one of anybody else is',
  async () => {
    const folder = await temporaryFolder();
    const [path, notesFolder] = [join(folder, '.oauth_refresh.lock'), join(folder, 'notes')];
    const ours = createForeignLocks({ notesFolder });
    const lock: ForeignLock = { kind: 'folder', path, touchMs: 5000 };
    const holder = startChild('hold-foreign-lock', { arguments: [path, notesFolder] });
    await holder.printed('inside');
    const alive = await failureOf(ours.holding([lock], passed, soon));
    holder.process.kill('SIGKILL');
    await holder.ended;
    const left = await ours.holding([lock], passed, { deadlineMs: 2000 });
    await mkdir(path);
    const other = await failureOf(ours.holding([lock], passed, soon));
    expect([alive.code, left, other.code]).toEqual(['storage/lock-held', 'passed', 'storage/lock-held']);
  },
);

describe('lock folders', () => {
  const locks = createForeignLocks();
  const quick = 20;
  const long = { deadlineMs: 2000 };

  async function open(touchMs = quick) {
    const folder = await temporaryFolder();
    const path = join(folder, '.oauth_refresh.lock');
    const lock: ForeignLock = { kind: 'folder', path, touchMs };
    const untouchedFor = async (seconds: number): Promise<void> => {
      const then = Date.now() / 1000 - seconds;
      await utimes(path, then, then);
    };
    /** As Claude Code writes it. */
    const ownerIs = async (changes: object): Promise<void> => {
      const status = await readFile('/proc/self/stat', 'utf8');
      const machine = (await readFile('/etc/machine-id', 'utf8').catch(() => '')).trim();
      const record = {
        pid: process.pid,
        procStart: status.slice(status.lastIndexOf(')') + 2).split(' ')[19],
        pidDomain: `linux:${machine}:${await readlink('/proc/self/ns/pid')}`,
        pidSpace: 'here#pid',
        ...changes,
      };
      await writeFile(`${path}.owner`, JSON.stringify(record));
    };
    return { folder, path, lock, untouchedFor, ownerIs };
  }

  test('are there for the work, touched again and again, and gone afterwards, also when it fails', async () => {
    const { folder, path, lock } = await open();
    const touched = await locks.holding([lock], async () => {
      const before = (await stat(path)).mtimeMs;
      await vi.waitFor(async () => {
        expect((await stat(path)).mtimeMs).toBeGreaterThan(before);
      });
      return true;
    });
    const error = new Error('the work failed');
    const thrown = await locks.holding([lock], () => Promise.reject(error)).catch((e: unknown) => e);
    expect([touched, thrown, await readdir(folder)]).toEqual([true, error, []]);
  });

  test('are taken in the order of the list and let go in the other', async () => {
    const { folder, lock } = await open();
    const other = join(folder, 'second.lock');
    const second: ForeignLock = { kind: 'folder', path: other, touchMs: quick };
    await mkdir(other);
    const failure = await failureOf(locks.holding([lock, second], passed, soon));
    const left = await readdir(folder);
    await rmdir(other);
    const during = await locks.holding([lock, second], () => readdir(folder));
    expect([failure.subject, left, during.length, await readdir(folder)]).toEqual([
      other,
      ['second.lock'],
      2,
      [],
    ]);
  });

  test('that come first in the list are held while the next is waited for', async () => {
    const { folder, path, lock } = await open();
    const other = join(folder, 'second.lock');
    await mkdir(other);
    const working = locks.holding([lock, { kind: 'folder', path: other, touchMs: quick }], passed, long);
    const isHeld = await vi.waitFor(async () => (await stat(path)).isDirectory());
    await rmdir(other);
    await working;
    expect([isHeld, await readdir(folder)]).toEqual([true, []]);
  });

  test('are waited for', async () => {
    const { path, lock } = await open();
    await mkdir(path);
    const waiting = locks.holding([lock], passed, long);
    setTimeout(() => void rmdir(path), 30);
    expect(await waiting).toBe('passed');
  });

  test('that somebody else holds stay, and the holder is named', async () => {
    const { path, lock, ownerIs } = await open();
    await mkdir(path);
    const unknown = await failureOf(locks.holding([lock], passed, soon));
    await ownerIs({});
    const known = await failureOf(locks.holding([lock], passed, soon));
    const expected = { code: 'storage/lock-held', subject: path };
    const detail = isLinux ? `held by process ${process.pid}` : 'held by another program';
    expect([unknown, known, (await stat(path)).isDirectory()]).toEqual([
      { ...expected, detail: 'held by another program' },
      { ...expected, detail },
      true,
    ]);
  });

  test('that nobody has touched for a minute are removed, as their own program does', async () => {
    const { folder, path, lock, untouchedFor } = await open();
    await mkdir(path);
    await untouchedFor(61);
    expect([await locks.holding([lock], passed, long), await readdir(folder)]).toEqual(['passed', []]);
  });

  test('that were left together are watched together', async () => {
    const { folder, path, lock, untouchedFor } = await open(400);
    const second: ForeignLock = { kind: 'folder', path: join(folder, 'second.lock'), touchMs: 400 };
    await mkdir(path);
    await untouchedFor(61);
    await mkdir(second.path);
    await utimes(second.path, 1, 1);
    // Each alone is watched for 480 ms.
    expect(await locks.holding([lock, second], passed, { deadlineMs: 850 })).toBe('passed');
  });

  test('that have been touched within the minute stay', async () => {
    const { path, lock, untouchedFor } = await open();
    await mkdir(path);
    await untouchedFor(55);
    expect((await failureOf(locks.holding([lock], passed, { deadlineMs: 300 }))).subject).toBe(path);
  });

  test('that look old but were not watched for as long as a holder may rest stay', async () => {
    const { path, lock, untouchedFor } = await open(5000);
    await mkdir(path);
    await untouchedFor(9 * 3600);
    const { detail } = await failureOf(locks.holding([lock], passed, { deadlineMs: 300 }));
    expect([detail, (await stat(path)).isDirectory()]).toEqual([
      'held by another program, untouched for 540 min',
      true,
    ]);
  });

  test('of a holder whose clock is behind stay, for it goes on touching them', async () => {
    const { path, lock, untouchedFor } = await open(500);
    await mkdir(path);
    let seconds = 3600;
    const touching = setInterval(() => void untouchedFor((seconds -= 1)), 50);
    const failure = await failureOf(locks.holding([lock], passed, { deadlineMs: 1000 }));
    clearInterval(touching);
    expect(failure.code).toBe('storage/lock-held');
  });

  test('that something was put into stay', async () => {
    const { path, lock, untouchedFor } = await open();
    await mkdir(path);
    await writeFile(join(path, 'note'), '');
    await untouchedFor(120);
    expect([
      (await failureOf(locks.holding([lock], passed, { deadlineMs: 200 }))).code,
      await readdir(path),
    ]).toEqual(['storage/lock-held', ['note']]);
  });

  describe.runIf(isLinux)('with a recorded owner, untouched for minutes,', () => {
    test.for([
      ['lives', {}],
      ['is in another container', { pidDomain: 'linux:0:pid:[1]', procStart: '1' }],
      ['is recorded in another way', { pid: 'x' }],
    ] as const)('stay when it %s', async ([, changes]) => {
      const { folder, path, lock, untouchedFor, ownerIs } = await open();
      await mkdir(path);
      await ownerIs(changes);
      await untouchedFor(600);
      const { code } = await failureOf(locks.holding([lock], passed, { deadlineMs: 200 }));
      expect([code, (await readdir(folder)).length]).toEqual(['storage/lock-held', 2]);
    });

    test('are removed with the record when it has died', async () => {
      const { folder, path, lock, untouchedFor, ownerIs } = await open();
      await mkdir(path);
      await ownerIs({ procStart: '1' });
      await untouchedFor(600);
      expect([await locks.holding([lock], passed, long), await readdir(folder)]).toEqual(['passed', []]);
    });

    test('keep the record when something was put into them', async () => {
      const { folder, path, lock, untouchedFor, ownerIs } = await open();
      await mkdir(join(path, 'inner'), { recursive: true });
      await ownerIs({ procStart: '1' });
      await untouchedFor(600);
      const { code } = await failureOf(locks.holding([lock], passed, { deadlineMs: 200 }));
      expect([code, (await readdir(folder)).length]).toEqual(['storage/lock-held', 2]);
    });
  });

  test(
    'of which a file stands in the place are said at once, and the file stays',
    { timeout: 5000 },
    async () => {
      const { path, lock, untouchedFor } = await open();
      await writeFile(path, '');
      await untouchedFor(600);
      const failure = await failureOf(locks.holding([lock], passed));
      expect([failure, (await stat(path)).isFile()]).toEqual([
        {
          code: 'storage/lock-held',
          subject: path,
          detail: 'a file stands where the lock folder belongs; remove it',
        },
        true,
      ]);
    },
  );

  test('that somebody has replaced meanwhile are left to them', async () => {
    const { path, lock } = await open(5000);
    await locks.holding([lock], async () => {
      await rm(path, { recursive: true });
      await mkdir(path);
      await utimes(path, 1, 1);
    });
    expect((await stat(path)).isDirectory()).toBe(true);
  });
});
