// Everything that can keep one file from being written, done to a file and undone. Needs a mount namespace of its own.
import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface Fault {
  /** Runs before the first file of the switch is written. */
  readonly meanwhile?: () => Promise<void>;
  repair(): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

function run(program: string, ...words: readonly string[]): void {
  execFileSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Until not one byte more goes in. */
function fill(folder: string): void {
  const file = openSync(join(folder, 'filler'), 'wx');
  try {
    for (;;) writeSync(file, Buffer.alloc(4_096));
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC')) throw thrown;
  } finally {
    closeSync(file);
  }
}

function mounted(folder: string): Fault {
  return {
    repair: async () => {
      run('umount', folder);
    },
  };
}

/** What another program writes there: no JSON of ours, and nothing that a shell would run. */
export const writtenMeanwhile = '{"theirs":"written meanwhile"}';

/** By what is done to the file. The folder beside is one that anybody may write to. */
export const faults: Readonly<Record<string, (path: string, beside: string) => Promise<Fault>>> = {
  'a file that may not be written': async (path) => {
    if (!existsSync(path)) await writeFile(path, '{}', { mode: 0o600 });
    await chmod(path, 0o400);
    return { repair: nothing };
  },
  'a link that leads elsewhere': async (path, beside) => {
    const elsewhere = join(beside, 'elsewhere.json');
    await mkdir(beside, { recursive: true });
    await chmod(beside, 0o777);
    await writeFile(elsewhere, '{}', { mode: 0o600 });
    await rm(path, { force: true });
    await symlink(elsewhere, path);
    return { repair: nothing };
  },
  'a folder that may not be written': async (path) => {
    const folder = dirname(path);
    run('mount', '--bind', folder, folder);
    run('mount', '-o', 'remount,bind,ro', folder);
    return mounted(folder);
  },
  'a full disk': async (path, beside) => {
    const folder = dirname(path);
    const copy = join(beside, 'copy');
    await rm(copy, { recursive: true, force: true });
    await mkdir(beside, { recursive: true });
    run('cp', '-a', folder, copy);
    run('mount', '-t', 'tmpfs', '-o', 'size=2m,mode=700', 'tmpfs', folder);
    run('cp', '-a', `${copy}/.`, folder);
    fill(folder);
    return mounted(folder);
  },
  'another program that writes meanwhile': async (path) => ({
    meanwhile: () => writeFile(path, writtenMeanwhile),
    repair: nothing,
  }),
};
