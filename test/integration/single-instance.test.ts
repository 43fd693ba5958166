// Whether another Gatehouse runs: where Chromium's lock gets its socket, and what is said where there can be no lock.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeSingleInstance } from '../../main/adapters/node/single-instance.ts';
import { Failure } from '../../main/domain/failure.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const isLinux = process.platform === 'linux';

/** Chromium's part: a link is the lock, its socket lies in the temporary folder, and a lock without one is taken back. */
function lockIn(config: string, environment: NodeJS.ProcessEnv) {
  const asked: (string | undefined)[] = [];
  const request = (): boolean => {
    const folder = environment['TMPDIR'];
    const lock = join(config, 'SingletonLock');
    asked.push(folder);
    try {
      symlinkSync('here-1', lock);
    } catch {
      return false;
    }
    try {
      rmSync(mkdtempSync(join(folder ?? '/tmp', 'scoped_dir')), { recursive: true });
      return true;
    } catch {
      rmSync(lock);
      return false;
    }
  };
  return { asked, request };
}

async function place() {
  const folder = await temporaryFolder();
  const config = join(folder, 'config');
  const lasting = join(folder, 'run');
  await Promise.all([mkdir(config), mkdir(lasting), writeFile(join(folder, 'file'), '')]);
  return { folder, config, lasting, unusable: join(folder, 'file', 'run') };
}

function failureOf(take: () => boolean): unknown {
  try {
    return take();
  } catch (thrown) {
    return thrown instanceof Failure ? { ...thrown.toValue() } : thrown;
  }
}

test.skipIf(!isLinux)(
  'the socket lies where nothing is taken away for its age, and no one else is sent there',
  async () => {
    const { config, lasting } = await place();
    const environments: NodeJS.ProcessEnv[] = [
      { TMPDIR: '/var/tmp', HOME: '/home/ada' },
      { HOME: '/home/ada' },
    ];
    const taken = environments.map((environment) => {
      const { request, asked } = lockIn(config, environment);
      const isTaken = takeSingleInstance({ request, config, folders: [lasting], environment });
      rmSync(join(config, 'SingletonLock'));
      return [isTaken, asked, environment];
    });
    expect(taken).toEqual([
      [true, [lasting], { TMPDIR: '/var/tmp', HOME: '/home/ada' }],
      [true, [lasting], { HOME: '/home/ada' }],
    ]);
  },
);

test.skipIf(!isLinux)(
  'where there can be no socket the next folder has it, the usual one at last',
  async () => {
    const { config, unusable, folder } = await place();
    // Chromium ends with a crash where the path of its socket is longer than the system takes.
    const long = join(folder, 'x'.repeat(100));
    const environment: NodeJS.ProcessEnv = { TMPDIR: folder };
    const { request, asked } = lockIn(config, environment);
    const isTaken = takeSingleInstance({ request, config, folders: [long, unusable], environment });
    expect([isTaken, asked]).toEqual([true, [unusable, folder]]);
  },
);

test.skipIf(!isLinux)(
  'a folder that is too long for a socket is left out, the person’s own too',
  async () => {
    const { config, folder } = await place();
    const environment: NodeJS.ProcessEnv = { TMPDIR: join(folder, 'x'.repeat(100)) };
    const { request, asked } = lockIn(config, environment);
    expect([takeSingleInstance({ request, config, folders: [], environment }), asked]).toEqual([
      true,
      ['/tmp'],
    ]);
  },
);

test('one that runs is asked once, and leaves its lock as it is', async () => {
  const { config, lasting } = await place();
  await symlink('here-1', join(config, 'SingletonLock'));
  const environment: NodeJS.ProcessEnv = {};
  const { request, asked } = lockIn(config, environment);
  const isTaken = takeSingleInstance({ request, config, folders: [lasting, lasting], environment });
  expect([isTaken, asked.length, await readdir(config)]).toEqual([false, 1, ['SingletonLock']]);
});

test.skipIf(!isLinux)(
  'a lock that cannot be written is no other Gatehouse: the folder and the reason are named',
  async () => {
    const { folder, lasting, unusable, config } = await place();
    const environment: NodeJS.ProcessEnv = { TMPDIR: unusable };
    const without = lockIn(unusable, environment);
    const code = 'storage/write-failed';
    const request = (): boolean => false;
    expect([
      failureOf(() => takeSingleInstance({ ...without, config: unusable, folders: [lasting], environment })),
      failureOf(() => takeSingleInstance({ request, config, folders: [unusable], environment })),
      failureOf(() => takeSingleInstance({ request, config, folders: [lasting], environment })),
      failureOf(() => takeSingleInstance({ request, config, folders: [lasting], environment: {} })),
    ]).toEqual([
      { code, subject: unusable, detail: 'ENOTDIR' },
      { code, subject: unusable, detail: 'ENOTDIR' },
      { code, subject: unusable, detail: 'ENOTDIR' },
      { code, subject: config },
    ]);
    expect([await readdir(config), await readdir(lasting), (await readdir(folder)).length]).toEqual([
      [],
      [],
      3,
    ]);
  },
);

test.skipIf(!isLinux)(
  'where nothing can be written, the lock of a process that runs counts, and that of one that has crashed does not',
  async () => {
    const { config } = await place();
    // Root can write everywhere, but not in the place of what is there already.
    await mkdir(join(config, `.gatehouse-${process.pid}`));
    const take = async (holder: number): Promise<unknown> => {
      const lock = join(config, 'SingletonLock');
      await symlink(`a-host-${holder}`, lock);
      const outcome = failureOf(() =>
        takeSingleInstance({ request: () => false, config, folders: [], environment: {} }),
      );
      await rm(lock);
      return outcome;
    };
    const neverGiven = 2 ** 30;
    expect([await take(process.pid), await take(neverGiven)]).toEqual([
      false,
      { code: 'storage/write-failed', subject: config, detail: 'EEXIST' },
    ]);
  },
);
