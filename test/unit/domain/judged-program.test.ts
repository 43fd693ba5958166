// The program that is judged: the nearest that is neither a shell, nor a starter of commands, nor ours.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JudgedProgram } from '../../../main/domain/hand-out.ts';
import { judgedProgram, type LineProcess } from '../../../main/domain/judged-program.ts';

const own = {
  executables: ['/opt/gatehouse/gatehouse-app', '/opt/gatehouse/cli.js'],
  launcherNames: ['gatehouse'],
};

function process(executable: string | undefined, words?: string, folder = '/home/ada/work'): LineProcess {
  return { executable, words: (words ?? executable ?? '').split(' '), folder };
}

const gatehouse = process('/opt/gatehouse/gatehouse-app', 'gatehouse-app -- token claude');
const launcher = process('/usr/bin/dash', '/bin/sh /usr/bin/gatehouse run -- ./tool');
const zsh = process('/usr/bin/zsh', 'zsh');
const shellCommand = process('/usr/bin/dash', 'sh -c gatehouse token claude');
const claude = process('/home/ada/.local/share/claude/2.1/claude', 'claude');
const terminal = process('/usr/libexec/gnome-terminal-server');
const systemd = process('/usr/lib/systemd/systemd', '/usr/lib/systemd/systemd --user');

const script = (path: string, interpreter: string): JudgedProgram => ({ path, interpreter });
const program = (path: string): JudgedProgram => ({ path });

describe('judged is', () => {
  test.each<[string, readonly LineProcess[], JudgedProgram]>([
    ['the caller itself', [claude, zsh, terminal], program('/home/ada/.local/share/claude/2.1/claude')],
    [
      'whoever stands above us and a shell',
      [gatehouse, shellCommand, claude, zsh],
      program('/home/ada/.local/share/claude/2.1/claude'),
    ],
    ['whoever stands above our launcher', [gatehouse, launcher, claude], program(claude.executable ?? '')],
    [
      'whoever stands above what only starts commands',
      [gatehouse, process('/usr/bin/timeout'), process('/usr/bin/make'), process('/usr/bin/xargs'), claude],
      program(claude.executable ?? ''),
    ],
    [
      'whoever runs a script of a shell, not the script',
      [gatehouse, zsh, process('/usr/bin/bash', 'bash tool.sh'), claude],
      program(claude.executable ?? ''),
    ],
    [
      'the script of a shell where a person has started it',
      [gatehouse, process('/usr/bin/bash', 'bash -e -o pipefail ./tool.sh x'), zsh, terminal, claude],
      script('/home/ada/work/tool.sh', '/usr/bin/bash'),
    ],
    [
      'the nearest of two such scripts',
      [process('/usr/bin/bash', 'bash inner.sh'), process('/usr/bin/bash', 'bash outer.sh'), systemd],
      script('/home/ada/work/inner.sh', '/usr/bin/bash'),
    ],
    [
      'the script of Node',
      [gatehouse, process('/usr/bin/node', 'node --no-warnings -r ./hook.js /home/ada/bin/../tool.js run')],
      script('/home/ada/tool.js', '/usr/bin/node'),
    ],
    [
      'the script of Python, from its folder',
      [process('/usr/bin/python3.12', 'python3 -u -W ignore ./agents/../main.py')],
      script('/home/ada/work/main.py', '/usr/bin/python3.12'),
    ],
    [
      'the script behind two dashes',
      [process('/usr/bin/perl', 'perl -w -- -odd.pl')],
      script('/home/ada/work/-odd.pl', '/usr/bin/perl'),
    ],
    [
      'the script that deno is told to run',
      [process('/usr/bin/deno', 'deno run --allow-net tool.ts')],
      script('/home/ada/work/tool.ts', '/usr/bin/deno'),
    ],
    [
      'the script of Ruby, behind a library whose name has an e in it',
      [process('/usr/bin/ruby3.1', 'ruby -rdebug tool.rb')],
      script('/home/ada/work/tool.rb', '/usr/bin/ruby3.1'),
    ],
    [
      'whoever stands above the shell of a container',
      [gatehouse, { ...shellCommand, isElsewhere: true }, claude],
      program(claude.executable ?? ''),
    ],
    [
      'whoever has Python run a line of code',
      [gatehouse, process('/usr/bin/python3', 'python3 -c import_os tool.py'), claude],
      program(claude.executable ?? ''),
    ],
    [
      'whoever stands above a script of ours',
      [process('/usr/bin/node', 'node /opt/gatehouse/cli.js token'), claude],
      program(claude.executable ?? ''),
    ],
  ])('%s', (_name, line, expected) => {
    expect(judgedProgram(line, own)).toEqual(expected);
  });
});

describe('nobody is judged', () => {
  test.each<[string, readonly LineProcess[]]>([
    ['where nobody stands', []],
    ['where we stand alone', [gatehouse, launcher]],
    ['where a person types in a terminal', [gatehouse, launcher, zsh, terminal, claude]],
    ['where a person types in a login shell', [gatehouse, process('/usr/bin/bash', '-bash'), claude]],
    [
      'where a person types over SSH',
      [gatehouse, zsh, process('/usr/lib/openssh/sshd-session', 'sshd: ada@pts/0')],
    ],
    ['where a person types in tmux', [gatehouse, zsh, process('/usr/bin/tmux', 'tmux new'), claude]],
    ['where a person types into Python', [process('/usr/bin/python3', 'python3'), zsh, terminal]],
    ['where a unit of the session has started us', [gatehouse, shellCommand, systemd]],
    ['below a program that is hidden', [gatehouse, process(undefined, 'tool'), claude]],
    [
      'where another file lies at the path of the program here',
      [gatehouse, { ...claude, isElsewhere: true }],
    ],
    ['where another file lies at our own path here', [{ ...gatehouse, isElsewhere: true }, claude]],
    [
      'where the folder of a script is hidden',
      [{ executable: '/usr/bin/node', words: ['node', 'tool.js'], folder: undefined }, claude],
    ],
    ['where only our launcher is a script of a shell', [launcher, terminal]],
  ])('%s', (_name, line) => {
    expect(judgedProgram(line, own)).toBeUndefined();
  });
});

test('whatever the line, a shell and we ourselves are never the judged program', () => {
  const executables = ['/bin/bash', '/bin/sh', '/usr/bin/zsh', '/usr/bin/env', ...own.executables];
  const oneProcess = fc.record({
    executable: fc.oneof(fc.constantFrom(...executables, '/usr/bin/node', '/home/ada/x'), fc.string()),
    words: fc.array(fc.oneof(fc.constantFrom('-c', '-e', '--', '-', 'x.sh', '/a/gatehouse'), fc.string())),
    folder: fc.option(fc.constant('/home/ada'), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(oneProcess), (line) => {
      const found = judgedProgram(line, own);
      expect(executables).not.toContain(found?.interpreter === undefined ? found?.path : '');
    }),
  );
});
