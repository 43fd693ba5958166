// The manual page as groff and man read it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { allNodes } from '../../main/cli/program-tree.ts';
import { wholeCommandLine } from '../../scripts/cli-docs/documents.ts';

const run = promisify(execFile);
const page = join(import.meta.dirname, '../../assets/man/gatehouse.1');

test('groff has nothing to say against it', async () => {
  expect(await run('groff', ['-man', '-ww', '-z', page])).toEqual({ stdout: '', stderr: '' });
});

test('man shows every verb, every option, every example and its sections', async () => {
  const { stdout } = await run('man', ['-l', page], {
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', MANWIDTH: '1000', MAN_KEEP_FORMATTING: '' },
  });
  const shown = stdout.replaceAll(/[ \t]+/g, ' ');
  const nodes = allNodes(wholeCommandLine());
  const wanted = [
    ...['NAME', 'SYNOPSIS', 'EXIT STATUS', 'ENVIRONMENT', 'FILES', 'JSON', 'GATEHOUSE_SOCKET'],
    ...nodes.flatMap(({ words, examples }) => [words.join(' '), ...examples]),
    ...nodes.flatMap(({ options }) => options.flatMap(({ flags }) => flags)),
  ];
  expect(wanted.filter((text) => !shown.includes(text.replaceAll(/ +/g, ' ')))).toEqual([]);
});
