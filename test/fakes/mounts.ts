// Mounts that only the program under test sees. Needs root, or a system that gives users their own namespaces.
import { execFileSync } from 'node:child_process';

function works(words: readonly string[]): boolean {
  const [program = '', ...rest] = words;
  try {
    execFileSync(program, [...rest, 'mount', '-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', '/mnt'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

const ways = [
  ...(process.getuid?.() === 0 ? [['unshare', '--mount']] : []),
  ['unshare', '--map-root-user', '--mount'],
];

/** The words in front of a program that may mount; undefined where nobody may, which is said once. */
export const withMounts: readonly string[] | undefined = ways.find(works);

if (withMounts === undefined)
  console.warn('NOT CHECKED: full disks and mounts. That needs root, or user namespaces (unshare -rm).');
