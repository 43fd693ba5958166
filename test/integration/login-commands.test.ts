// Commands of companies' servers run without a shell, without any key, in a folder that is gone afterwards, and not for long;
// what was allowed holds for exactly that.
import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createCommandApprovals } from '../../main/adapters/node/command-approvals.ts';
import { createLoginCommands } from '../../main/adapters/node/login-commands.ts';
import { createPrograms } from '../../main/adapters/node/programs.ts';
import type { CompanyCommand } from '../../main/domain/company-login.ts';
import { noonMs } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { keyStoresOf, ToySecretBox } from '../fakes/secret-box.ts';
import { contentOf, modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const runFile = promisify(execFile);
const never = new AbortController().signal;
const subject = 'company.example.test';
const failed = (detail: string) => ({ code: 'company-login/failed', subject, detail });

async function atHome(more: Readonly<Record<string, string>> = {}) {
  const home = await temporaryFolder();
  const bin = join(home, 'bin');
  await mkdir(bin);
  const environment = { PATH: `${bin}:/usr/bin:/bin`, ...more };
  const commands = createLoginCommands(environment, createPrograms(environment, home), home);
  async function script(name: string, lines: string): Promise<string> {
    const path = join(bin, name);
    await writeFile(path, `#!/bin/sh\n${lines}\n`);
    await chmod(path, 0o755);
    return path;
  }
  const run = async (lines: string, words: readonly string[] = [], limitMs = 10_000, signal = never) => {
    const program = await script('company-key', lines);
    return (await commands.run({ program, words, subject }, limitMs, signal)).reveal();
  };
  return { home, bin, commands, script, run };
}

async function isRunning(pid: string): Promise<boolean> {
  const { stdout } = await runFile('ps', ['-o', 'stat=', '-p', pid]).catch(() => ({ stdout: '' }));
  return /^[^ZX\s]/.test(stdout);
}

const shared = tmpdir();

/** Of this file alone: what an app that was killed has left in the shared one is none of ours. */
beforeAll(async () => {
  vi.stubEnv('TMPDIR', await mkdtemp(join(shared, 'gatehouse-test-')));
});

afterAll(async () => {
  const own = tmpdir();
  vi.unstubAllEnvs();
  await rm(own, { recursive: true });
});

const leftFolders = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('gatehouse-login-'));

describe('a program is found', () => {
  test('where a terminal would find it, or by its whole path, and by no other', async () => {
    const { home, commands, script, bin } = await atHome();
    const path = await script('company-key', 'exit 0');
    await symlink(path, join(bin, 'other-key'));
    await writeFile(join(bin, 'no-program'), 'text');
    expect([
      await commands.find('company-key'),
      await commands.find(join(bin, 'other-key')),
      await commands.find('bin/company-key'),
      await commands.find('./company-key'),
      await commands.find('no-program'),
      await commands.find(join(bin, 'no-program')),
      await commands.find(home),
      await commands.find('nowhere'),
    ]).toEqual([
      { path, leadsTo: path },
      { path: join(bin, 'other-key'), leadsTo: path },
      ...Array.from({ length: 6 }, () => undefined),
    ]);
  });
});

describe('a command', () => {
  test('gets its words as they are, an empty folder of its own that only it may use, and what it says is the key', async () => {
    const { run } = await atHome();
    const said = await run('printf "%s|" "$@"; pwd; ls -A; stat -c %a .; echo noise >&2', [
      'a b',
      '$(id)',
      '*',
    ]);
    const [words, rest = ''] = [said.split('|').slice(0, 3), said.split('|')[3]];
    const [folder = '', mode] = rest.trim().split('\n');
    expect([words, folder.startsWith(join(tmpdir(), 'gatehouse-login-')), mode, await leftFolders()]).toEqual(
      [['a b', '$(id)', '*'], true, '700', []],
    );
  });

  test('gets no variable that may hold a key or change what a program does', async () => {
    const { home, bin, run } = await atHome({
      ANTHROPIC_API_KEY: 'canary_key',
      SSH_AUTH_SOCK: '/tmp/agent',
      NODE_OPTIONS: '--require x',
      LD_PRELOAD: '',
      GATEHOUSE_GRANT: 'canary_grant',
      HTTPS_PROXY: 'http://ada:canary_word@proxy.example.test',
      HTTP_PROXY: 'http://proxy.example.test',
      LANG: 'C.UTF-8',
      USER: 'ada',
    });
    const names = (await run('env'))
      .split('\n')
      .filter((line) => line !== '' && !/^(_|PWD|OLDPWD|SHLVL)=/.test(line))
      .toSorted();
    expect(names.map((line) => (line.startsWith('PATH=') ? line.split(':')[0] : line))).toEqual([
      `HOME=${home}`,
      'HTTP_PROXY=http://proxy.example.test',
      'LANG=C.UTF-8',
      `PATH=${bin}`,
      'USER=ada',
    ]);
  });

  test.each([
    ['fails', 'echo canary_word; exit 3', 'exit code 3'],
    ['is killed', 'kill -TERM $$', 'SIGTERM'],
    ['says more than anybody would', 'yes canary_word', 'it said more than 64 KiB'],
    ['says bytes that are no text', String.raw`printf '\377\376'`, 'it did not say plain text'],
  ])('that %s gives no key, and tells nothing of what it said', async (_what, lines, detail) => {
    const { run } = await atHome();
    expect([await failureOf(run(lines)), await leftFolders()]).toEqual([failed(detail), []]);
  });

  test('that cannot be started gives none', async () => {
    const { home, commands } = await atHome();
    const order = { program: join(home, 'nowhere'), words: [], subject };
    expect(await failureOf(commands.run(order, 1000, never))).toEqual(failed('it could not be started'));
  });

  test('is ended with all that it has started when its time is over', async () => {
    const { home, run } = await atHome();
    const note = join(home, 'pid');
    const lines = `sleep 60 & echo $! > ${note}; wait`;
    expect(await failureOf(run(lines, [], 500))).toEqual(failed('it did not end within 0.5 s'));
    await expect.poll(async () => isRunning((await readFile(note, 'utf8')).trim())).toBe(false);
  });

  test('is ended when nobody wants it any more', async () => {
    const { home, run } = await atHome();
    const note = join(home, 'pid');
    const gone = new AbortController();
    const running = run(`echo $$ > ${note}; exec sleep 60`, [], 10_000, gone.signal);
    const ended = expect(running).rejects.toBe('gone');
    await expect.poll(() => readFile(note, 'utf8').catch(() => '')).toMatch(/\n$/);
    gone.abort('gone');
    await ended;
    expect([await isRunning((await readFile(note, 'utf8')).trim()), await leftFolders()]).toEqual([
      false,
      [],
    ]);
  });
});

describe('a yes', () => {
  const command: CompanyCommand = {
    host: subject,
    url: 'https://company.example.test',
    command: ['company-key', 'one two'],
    variable: 'COMPANY_TOKEN',
    program: { path: '/home/ada/bin/company-key', leadsTo: '/opt/company/key' },
  };

  async function kept() {
    const path = join(await temporaryFolder(), 'data', 'commands.json');
    const start = (box = new ToySecretBox()) => createCommandApprovals({ path, ...keyStoresOf(box) });
    await start().keep(command, noonMs);
    return { path, start };
  }

  test('is there after a restart, in a private file that shows nothing of it', async () => {
    const { path, start } = await kept();
    const [text = ''] = Object.values(await contentOf(join(path, '..')));
    expect([await start().has(command), await modeOf(path), /company|COMPANY/.test(text)]).toEqual([
      true,
      '600',
      false,
    ]);
  });

  test.each<[string, Partial<CompanyCommand>]>([
    ['the server', { url: 'https://company.example.test/b' }],
    ['the words', { command: ['company-key', 'one', 'two'] }],
    ['the variable', { variable: 'OTHER_TOKEN' }],
    ['the program', { program: { path: '/tmp/company-key', leadsTo: '/opt/company/key' } }],
    ['where its link leads', { program: { path: '/home/ada/bin/company-key', leadsTo: '/tmp/key' } }],
  ])('does not hold when %s is another', async (_what, changes) => {
    const { start } = await kept();
    expect(await start().has({ ...command, ...changes })).toBe(false);
  });

  test('does not hold after a newer one of the same server, once it was forgotten, or sealed by another key', async () => {
    const { start } = await kept();
    const foreign = await start(new ToySecretBox({ key: 'second key' })).has(command);
    const newer = { ...command, variable: 'NEWER' };
    await start().keep(newer, noonMs + 1);
    const after = [await start().has(command), await start().has(newer)];
    await start().forget(command.url);
    expect([foreign, after, await start().has(newer)]).toEqual([false, [false, true], false]);
  });
});
