// Programs for events are run only as they were approved, only where nobody else can change them, and with nothing of ours.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmod,
  copyFile,
  mkdir,
  readFile,
  realpath,
  rename,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { rightsOf, type FolderRights } from '../../main/adapters/node/hook-program-file.ts';
import { createHookPrograms } from '../../main/adapters/node/hook-programs.ts';
import type { HookPrograms } from '../../main/ports.ts';
import { failureOf } from '../fakes/failures.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const limitMs = 10_000;
const runFile = promisify(execFile);
const isLinux = process.platform === 'linux';

/** Tests live in a folder for everybody; what is above the home of the test counts as closed. */
function closedAbove(home: string): FolderRights {
  return async (folder) => {
    const rights = await rightsOf(folder);
    return home.startsWith(`${folder === '/' ? '' : folder}/`)
      ? { uid: 0, mode: rights.mode & ~0o022 }
      : rights;
  };
}

async function atHome(environment: Readonly<Record<string, string>> = {}) {
  const home = await realpath(await temporaryFolder());
  const programs = createHookPrograms(environment, home, closedAbove(home));
  const place = (name: string) => join(home, name);
  async function put(name: string, text: string, mode = 0o755): Promise<string> {
    const path = place(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    await chmod(path, mode);
    return path;
  }
  const script = (name: string, lines: string, mode?: number) => put(name, `#!/bin/sh\n${lines}\n`, mode);
  const said = (name: string) => readFile(place(name), 'utf8').catch(() => 'nothing');
  return { home, programs, place, put, script, said };
}

/** Runs it as it is now. */
async function runNow(programs: HookPrograms, path: string, input = '{}', ms = limitMs): Promise<void> {
  await programs.run(await programs.examine(path), input, ms);
}

async function written(path: string): Promise<void> {
  await expect
    .poll(() => readFile(path, 'utf8').catch(() => ''), { timeout: 5000, interval: 5 })
    .toMatch(/\n$/);
}

/** A dead one that nobody has reaped yet does not run. */
async function isRunning(pid: string): Promise<boolean> {
  const { stdout } = await runFile('ps', ['-o', 'stat=', '-p', pid]).catch(() => ({ stdout: '' }));
  return /^[^ZX\s]/.test(stdout);
}

describe('a program is examined', () => {
  test('where a link really leads, by everything that it holds', async () => {
    const { programs, script, place } = await atHome();
    const path = await script('tools/notify', 'exit 0');
    await symlink(path, place('link'));
    const hash = createHash('sha256').update('#!/bin/sh\nexit 0\n').digest('hex');
    expect(await programs.examine(place('link'))).toEqual({ program: path, hash });
  });

  test('and one of the system is as good as one of the own', async () => {
    const { home } = await atHome();
    const path = await realpath('/bin/cat');
    const hash = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    expect(await createHookPrograms({}, home).examine('/bin/cat')).toEqual({ program: path, hash });
  });

  test('and refused with the rule that it breaks', async () => {
    const { programs, place, put, script } = await atHome();
    await script('exposed/tool', '');
    await chmod(place('exposed'), 0o1777);
    await script('huge', '');
    await truncate(place('huge'), 64 * 1024 * 1024 + 1);
    await script('real\nname', '');
    await symlink(place('real\nname'), place('link'));
    await runFile('mkfifo', [place('pipe')]);
    const refused = [
      ['notify', 'not an absolute path'],
      [place('tool\u0007'), 'its path has characters that cannot be shown'],
      [place('exe.\u202Ehs'), 'its path has characters that cannot be shown'],
      [place('link'), 'its path has characters that cannot be shown'],
      [place('a'.repeat(600)), 'its path is longer than 512 characters'],
      [place('nowhere'), 'there is no such file'],
      [place(''), 'not a regular file'],
      [place('pipe'), 'not a regular file'],
      [await script('plain', '', 0o644), 'not executable'],
      [await script('open', '', 0o775), 'others may write to it'],
      [place('exposed/tool'), `others may write to ${place('exposed')}`],
      [place('huge'), 'larger than 64 MiB'],
      [
        await put('words', 'echo hello\n'),
        'neither a binary of this system nor a script that begins with #!',
      ],
      [await put('empty', ''), 'neither a binary of this system nor a script that begins with #!'],
    ] as const;
    const failures = await Promise.all(refused.map(([path]) => failureOf(programs.examine(path))));
    expect(failures.map(({ code, detail }) => [code, detail])).toEqual(
      refused.map(([, detail]) => ['hook/unsuitable', detail]),
    );
    expect(failures.filter(({ subject = '' }) => /\p{C}/u.test(subject))).toEqual([]);
  });

  test('and refused in a folder of another user', async () => {
    const { home, script } = await atHome();
    const path = await script('tool', '');
    const programs = createHookPrograms({}, home, async (folder) =>
      folder === home ? { uid: 4321, mode: 0o700 } : { uid: 0, mode: 0o755 },
    );
    expect(await failureOf(programs.examine(path))).toEqual({
      code: 'hook/unsuitable',
      subject: path,
      detail: `${home} belongs to another user`,
    });
  });
});

describe('a program is run', () => {
  test('in the home, with one line to read, no words and the few variables that are handed on', async () => {
    const wanted = {
      USER: 'ada',
      LOGNAME: 'ada',
      LANG: 'C.UTF-8',
      LC_TIME: 'C',
      TZ: 'UTC',
      TMPDIR: '/tmp',
      DISPLAY: ':7',
      WAYLAND_DISPLAY: 'wayland-0',
      XDG_RUNTIME_DIR: '/run/user/1000',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
    };
    const kept = {
      ANTHROPIC_API_KEY: 'canary_key',
      CLAUDE_CODE_OAUTH_TOKEN: 'canary_token',
      LC_ALL_KEY2: 'canary_key',
      NODE_OPTIONS: '--require=/tmp/x',
      LD_PRELOAD: '/tmp/x.so',
      PATH: '/tmp/bin',
      HOME: '/elsewhere',
      GATEHOUSE_SOCKET: '/tmp/socket',
    };
    const { home, programs, script, said } = await atHome({ ...wanted, ...kept });
    const path = await script('notify', `{ pwd; echo "$# $0"; cat; } > said; /usr/bin/env > variables`);
    await runNow(programs, path, '{"event":"quota_low"}');
    const names = (await said('variables'))
      .split('\n')
      .filter((line) => !/^(?:PWD=|OLDPWD=|_=|SHLVL=|$)/.test(line));
    const expected = { ...wanted, HOME: home, PATH: '/usr/local/bin:/usr/bin:/bin' };
    expect([await said('said'), names.toSorted()]).toEqual([
      `${home}\n0 ${path}\n{"event":"quota_low"}\n`,
      Object.entries(expected)
        .map(([name, value]) => `${name}=${value}`)
        .toSorted(),
    ]);
  });

  test.runIf(isLinux)('as a binary, which knows its own name and place', async () => {
    const { home, programs, place, said } = await atHome();
    const shell = place('shell');
    await copyFile(await realpath('/bin/sh'), shell);
    await runNow(programs, shell, 'echo "$0" $(readlink /proc/$$/exe) > said');
    expect([await said('said'), home]).toEqual([`${shell} ${shell}\n`, dirname(shell)]);
  });

  test('not when a byte of it has changed, nor when a link stands in its place', async () => {
    const { programs, script, place, said } = await atHome();
    const path = await script('notify', 'echo ran > said');
    const approved = await programs.examine(path);
    await script('notify', 'echo Ran > said');
    const changed = await failureOf(programs.run(approved, '{}', limitMs));
    await rename(await script('other', 'echo ran > said'), place('moved'));
    await rename(place('notify'), place('old'));
    await symlink(place('moved'), path);
    const linked = await failureOf(programs.run(approved, '{}', limitMs));
    const failure = { code: 'hook/changed', subject: path };
    expect([changed, linked, await said('said')]).toEqual([failure, failure, 'nothing']);
  });

  test('and has failed when something was put in its place meanwhile', async () => {
    const { programs, script, place } = await atHome();
    await script('other', 'exit 0');
    const path = await script('notify', `read -r event; mv ${place('other')} "$0"`);
    expect(await failureOf(runNow(programs, path))).toEqual({
      code: 'hook/changed',
      subject: path,
      detail: 'it changed while it ran',
    });
  });

  test('well, though it reads nothing and says more than anybody wants to hear', async () => {
    const { programs, script } = await atHome();
    const deaf = await script('deaf', 'exec <&-; sleep 0.1; exit 0');
    const loud = await script('loud', 'head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2');
    const input = 'x'.repeat(3_000_000);
    expect(await Promise.all([deaf, loud].map((path) => runNow(programs, path, input)))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('and how it failed is said: by a code, by a signal, or because its interpreter is missing', async () => {
    const { programs, put, script } = await atHome();
    const failing = [
      await script('code', 'exit 3'),
      await script('signal', 'kill -TERM $$'),
      await put('lost', '#!/nowhere/interpreter\n'),
    ];
    const failures = await Promise.all(failing.map((path) => failureOf(runNow(programs, path))));
    expect(failures).toEqual(
      ['exit code 3', 'SIGTERM', 'could not be started: ENOENT'].map((detail, index) => ({
        code: 'hook/failed',
        subject: failing[index],
        detail,
      })),
    );
  });

  test('for a limited time, after which it and what it has started are gone', async () => {
    const { programs, script, place, said } = await atHome();
    const path = await script('slow', 'sleep 60 & echo $$ $! > pids; wait');
    const approved = await programs.examine(path);
    const run = failureOf(programs.run(approved, '{}', 500));
    await written(place('pids'));
    const pids = (await said('pids')).trim().split(' ');
    const before = await Promise.all(pids.map(isRunning));
    const failure = await run;
    await expect.poll(() => Promise.all(pids.map(isRunning)), { timeout: 5000 }).toEqual([false, false]);
    expect([before, failure]).toEqual([
      [true, true],
      { code: 'hook/failed', subject: path, detail: 'it did not end within 0.5 s' },
    ]);
  });
});
