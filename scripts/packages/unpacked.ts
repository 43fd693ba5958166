// Looks into finished packages with the tools of their own systems.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathsIn } from './tree.ts';

const run = (program: string, words: readonly string[]): string =>
  execFileSync(program, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

export interface Entry {
  /** From the root of the disk, or of the archive; without a slash at its end. */
  readonly name: string;
  /** As `ls -l` writes them, such as `-rwxr-xr-x`. */
  readonly rights: string;
  readonly isRoots: boolean;
}

/** The words of one line of a listing: rights, owner, and where its path begins. */
const shapes = {
  deb: /^(?<rights>\S{10}) (?<owner>\S+) +\d+ \S+ \S+ \.?(?<name>.*)$/,
  rpm: /^(?<rights>\S{10}) +\d+ (?<owner>\S+ +\S+) +\d+ \S+ +\S+ +\S+ (?<name>.*)$/,
  archive: /^(?<rights>\S{10}) (?<owner>\S+) +\d+ \S+ \S+ (?<name>.*)$/,
};

/** @throws Error for a line that it does not understand: an entry passed over would be an entry not looked at */
export function entriesIn(kind: keyof typeof shapes, listing: string): readonly Entry[] {
  return listing
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { rights, owner, name } = shapes[kind].exec(line)?.groups ?? {};
      if (rights === undefined || owner === undefined || name === undefined)
        throw new Error(`not a line of a listing: ${line}`);
      return {
        name: name.replace(/ -> .*$/, '').replace(/\/$/, ''),
        rights,
        isRoots: /^(?:root[ /]+root|0\/0)$/.test(owner),
      };
    });
}

export function entriesOf(file: string): readonly Entry[] {
  if (file.endsWith('.deb')) return entriesIn('deb', run('dpkg-deb', ['--contents', file]));
  if (file.endsWith('.rpm')) return entriesIn('rpm', run('rpm', ['-qlvp', file]));
  return entriesIn('archive', run('tar', ['--numeric-owner', '-tvzf', file]));
}

/**
 * @param file by its whole path
 * @param into a folder that is not there yet
 * @returns the folder with the program
 */
export function unpack(file: string, into: string): string {
  mkdirSync(into);
  if (file.endsWith('.AppImage')) {
    // It unpacks itself, always into a folder of this name.
    execFileSync(file, ['--appimage-extract'], { cwd: into, stdio: ['ignore', 'ignore', 'inherit'] });
    return path.join(into, 'squashfs-root');
  }
  if (file.endsWith('.deb')) run('dpkg-deb', ['--extract', file, into]);
  else if (file.endsWith('.rpm')) {
    const archive = `${into}.tar`;
    const output = openSync(archive, 'w');
    try {
      execFileSync('rpm2archive', ['--nocompression', file], { stdio: ['ignore', output, 'inherit'] });
      run('tar', ['--no-same-owner', '-xpf', archive, '-C', into]);
    } finally {
      closeSync(output);
      rmSync(archive);
    }
  } else run('tar', ['--no-same-owner', '-xpzf', file, '-C', into]);
  const [only = '', ...more] = readdirSync(into);
  return file.endsWith('.tar.gz') && more.length === 0
    ? path.join(into, only)
    : path.join(into, 'opt', 'Gatehouse');
}

/** Every file below a folder, with what is in it and whether it is a program. */
export function digestsIn(folder: string): ReadonlyMap<string, string> {
  return new Map(
    pathsIn(folder)
      .filter((each) => lstatSync(each).isFile())
      .map((each) => {
        const digest = createHash('sha256').update(readFileSync(each)).digest('hex');
        const isProgram = (lstatSync(each).mode & 0o100) !== 0;
        return [path.relative(folder, each), `${digest}${isProgram ? ' program' : ''}`];
      }),
  );
}
