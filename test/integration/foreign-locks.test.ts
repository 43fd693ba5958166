// Lock folders of other programs: made and touched as they do it, and never taken from one of them that lives.
import {
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  rmdir,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { createForeignLocks } from '../../main/adapters/node/foreign-locks.ts';
import type { ForeignLock } from '../../main/ports.ts';
import { startChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const passed = async (): Promise<string> => 'passed';
const soon = { deadlineMs: 60 };
const isLinux = process.platform === 'linux';

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

  test('are made in a private folder, which is made for them too; where that cannot be, it is said', async () => {
    const { folder } = await open();
    const lockAt = (path: string): ForeignLock => ({ kind: 'folder', path, touchMs: quick });
    const made = join(folder, 'a', 'b', 'new.lock');
    const mode = await locks.holding([lockAt(made)], () => modeOf(join(folder, 'a', 'b')));
    await writeFile(join(folder, 'file'), '');
    const below = join(folder, 'file', 'new.lock');
    const long = join(folder, 'x'.repeat(300));
    expect([
      mode,
      await failureOf(locks.holding([lockAt(below)], passed)),
      await failureOf(locks.holding([lockAt(long)], passed)),
    ]).toEqual([
      '700',
      { code: 'storage/write-failed', subject: below, detail: 'its folder cannot be made' },
      { code: 'storage/write-failed', subject: long, detail: 'ENAMETOOLONG' },
    ]);
  });

  test('are not touched any more once they are let go', async () => {
    const { path, lock } = await open();
    const timers = (): number => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
    const before = timers();
    for (let turn = 0; turn < 5; turn += 1) await locks.holding([lock], passed);
    await mkdir(path);
    await utimes(path, 1, 1);
    await delay(3 * quick);
    // The runner of the tests has a timer of its own now and then.
    expect([timers() - before < 5, (await stat(path)).mtimeMs]).toEqual([true, 1000]);
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
    const { folder, path, lock, untouchedFor } = await open(1_000);
    const second: ForeignLock = { kind: 'folder', path: join(folder, 'second.lock'), touchMs: 1_000 };
    await mkdir(path);
    await untouchedFor(61);
    await mkdir(second.path);
    await utimes(second.path, 1, 1);
    // Each alone is watched for 1.2 s.
    expect(await locks.holding([lock, second], passed, { deadlineMs: 2_300 })).toBe('passed');
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

  test('that were watched for no longer than a holder rests stay: it may be a little late', async () => {
    const { path, lock, untouchedFor } = await open(200);
    await mkdir(path);
    await untouchedFor(120);
    // From 240 ms on it would count as left.
    const { detail } = await failureOf(locks.holding([lock], passed, { deadlineMs: 225 }));
    expect([detail, (await stat(path)).isDirectory()]).toEqual([
      'held by another program, untouched for 2 min',
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

    test('stay when the record cannot be read', async () => {
      const { path, lock, untouchedFor } = await open();
      await mkdir(path);
      await mkdir(`${path}.owner`);
      await untouchedFor(90);
      const { detail } = await failureOf(locks.holding([lock], passed, { deadlineMs: 200 }));
      expect(detail).toBe('held by another program, untouched for 1 min');
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

  test('that somebody has replaced meanwhile are not touched, and left to them though of the same age', async () => {
    const { folder, path, lock } = await open();
    const theirs = join(folder, 'theirs');
    await mkdir(theirs);
    const ages = await locks.holding([lock], async () => {
      // From the first touch on it is of whole milliseconds, which can be set.
      const { mtime } = await vi.waitFor(async () => {
        const found = await stat(path);
        expect(found.mtimeMs % 1).toBe(0);
        return found;
      });
      await utimes(theirs, mtime, mtime);
      await rm(path, { recursive: true });
      await rename(theirs, path);
      const before = (await stat(path)).mtimeMs;
      await delay(3 * quick);
      return { before, after: (await stat(path)).mtimeMs };
    });
    expect([ages.after, await readdir(folder)]).toEqual([ages.before, ['.oauth_refresh.lock']]);
  });

  test('that somebody has taken away meanwhile are no trouble', async () => {
    const { folder, path, lock } = await open();
    const worked = await locks.holding([lock], async () => {
      await rm(path, { recursive: true });
      return passed();
    });
    expect([worked, await readdir(folder)]).toEqual(['passed', []]);
  });

  test('that appear while another is waited for are watched from then on', async () => {
    const { folder, path, lock, untouchedFor } = await open();
    const second: ForeignLock = { kind: 'folder', path: join(folder, 'second.lock'), touchMs: quick };
    await mkdir(path);
    const working = locks.holding([lock, second], passed, long);
    await mkdir(second.path);
    await utimes(second.path, 1, 1);
    await untouchedFor(120);
    expect([await working, await readdir(folder)]).toEqual(['passed', []]);
  });
});
