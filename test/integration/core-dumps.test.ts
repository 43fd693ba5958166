// Core dumps of a process with keys in it: written for real by the kernel, and read.
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const isLinux = process.platform === 'linux';
const patternFile = '/proc/sys/kernel/core_pattern';
/** Elsewhere the system hands dumps to a program of its own, which the same filter goes before. */
const liesBeside = isLinux && /^core\b/.test(await readFile(patternFile, 'utf8'));
if (!liesBeside)
  console.warn('NOT CHECKED: what a core dump holds. That needs a system that writes it beside the process.');

const module = pathToFileURL(join(import.meta.dirname, '../../main/adapters/node/core-dumps.ts')).href;
const half = 'canary_core';

/** Ends a process by a fault, with a key in its memory, and answers whether there was a dump, and whether the key is in it. */
async function dumpOf(first: string): Promise<readonly [there: boolean, leaks: boolean]> {
  const folder = await temporaryFolder();
  // Put together there, so that it stands in no word of the command.
  const code = `${first} globalThis.kept = Buffer.from('${half}' + '_dump_' + 'key'); process.kill(process.pid, 'SIGSEGV'); setTimeout(() => {}, 60_000);`;
  const words = ['--input-type=module', '--eval', code];
  spawnSync('/bin/sh', ['-c', 'ulimit -c unlimited; exec "$0" "$@"', process.execPath, ...words], {
    cwd: folder,
    stdio: 'ignore',
  });
  const [name] = await readdir(folder);
  if (name === undefined) return [false, false];
  return [true, (await readFile(join(folder, name))).includes(`${half}_dump_key`)];
}

test.runIf(liesBeside)(
  'a key in memory is in the dump of any other process, and not in one of ours',
  async () => {
    const ours = `const { emptyCoreDumps } = await import('${module}'); emptyCoreDumps();`;
    expect([await dumpOf(''), await dumpOf(ours)]).toEqual([
      [true, true],
      [true, false],
    ]);
  },
);

/** What a process of ours writes to its output. */
function outputOf(code: string): string {
  const begin = `const { emptyCoreDumps } = await import('${module}');`;
  const words = ['--input-type=module', '--eval', `${begin} ${code}`];
  return spawnSync(process.execPath, words, { encoding: 'utf8' }).stdout;
}

test.runIf(isLinux)('what it starts is held to the same', () => {
  const code = `const { execFileSync } = await import('node:child_process');
    emptyCoreDumps(); process.stdout.write(execFileSync('cat', ['/proc/self/coredump_filter']));`;
  expect(Number.parseInt(outputOf(code), 16)).toBe(0);
});

test.runIf(isLinux)('a system that has no such filter is left as it is', () => {
  const code = `const { readFileSync } = await import('node:fs');
    const read = () => readFileSync('/proc/self/coredump_filter', 'utf8').trim();
    const before = read();
    Object.defineProperty(process, 'platform', { value: 'darwin' });
    emptyCoreDumps(); process.stdout.write(before === read() ? 'as it was' : read());`;
  expect(outputOf(code)).toBe('as it was');
});
