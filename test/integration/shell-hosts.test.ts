// Which file each shell reads on which system, and what would stand there.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shellHosts } from '../../main/adapters/node/shell-hosts.ts';
import { batchScript } from '../../main/adapters/node/shell-start-script.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const place = { home: '/home/ada', folder: "/data/ada's/shell" };
const filesOn = (platform: string, environment: Readonly<Record<string, string>> = {}) =>
  shellHosts({ ...place, environment, platform }).map(({ path, untried }) => [path, untried]);

test('each shell has the file that a new terminal reads, where the person has it', () => {
  expect([
    filesOn('linux'),
    filesOn('linux', { ZDOTDIR: '/z', XDG_CONFIG_HOME: '/c' }),
    filesOn('linux', { ZDOTDIR: 'z', XDG_CONFIG_HOME: '' }),
    filesOn('darwin'),
  ]).toEqual([
    [
      ['/home/ada/.bashrc', false],
      ['/home/ada/.zshrc', false],
      ['/home/ada/.config/fish/conf.d/gatehouse.fish', false],
    ],
    [
      ['/home/ada/.bashrc', false],
      ['/z/.zshrc', false],
      ['/c/fish/conf.d/gatehouse.fish', false],
    ],
    [
      ['/home/ada/.bashrc', false],
      ['/home/ada/.zshrc', false],
      ['/home/ada/.config/fish/conf.d/gatehouse.fish', false],
    ],
    [
      ['/home/ada/.bash_profile', true],
      ['/home/ada/.zshrc', true],
      ['/home/ada/.config/fish/conf.d/gatehouse.fish', true],
    ],
  ]);
});

test('on macOS no file takes the place of another that bash has read so far', async () => {
  const home = await temporaryFolder();
  await writeFile(join(home, '.profile'), '');
  const [bash] = shellHosts({ home, folder: '/data/shell', environment: {}, platform: 'darwin' });
  expect(bash?.path).toBe(join(home, '.profile'));
});

test('a line for a POSIX shell quotes whatever the folder is called', () => {
  expect(shellHosts({ ...place, environment: {}, platform: 'linux' })[0]?.lines).toEqual([
    String.raw`[ ! -r '/data/ada'\''s/shell/path.sh' ] || . '/data/ada'\''s/shell/path.sh'`,
  ]);
});

test('on Windows there is PowerShell, which is said to be untried', () => {
  const start = {
    command: 'claude',
    variable: 'A',
    chosenBy: ['A', 'B'],
    table: 'C:\\data\\claude.accounts',
  };
  expect([
    shellHosts({ ...place, environment: {}, platform: 'win32' }).map(({ shell, lines, untried }) => [
      shell,
      lines.length,
      untried,
    ]),
    batchScript(start).split('\r\n').slice(0, 2),
  ]).toEqual([
    [['powershell', 1, true]],
    ['@echo off', 'rem Made by Gatehouse: starts the program with the account in use.'],
  ]);
});
