// The shells that this machine has as `sh`, with the words that make each of them one.
import { existsSync } from 'node:fs';

/** On Debian the first is dash. Those that are always there first. */
const known: readonly (readonly [string, ...string[]])[] = [
  ['/bin/sh'],
  ['/bin/bash', '--posix'],
  ['/bin/zsh', '--emulate', 'sh'],
  ['/bin/busybox', 'sh'],
];

export const posixShells = known.filter(([program], index) => index < 2 || existsSync(program));
