// Programs of somebody else are found as a terminal would find them, started without a shell, and ended as a whole.
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createPrograms } from '../../main/adapters/node/programs.ts';
import { Failure } from '../../main/domain/failure.ts';
import { failureOf } from '../fakes/failures.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const never = new AbortController().signal;
const path = process.env['PATH'] ?? '';

async function program(file: string, script = 'exit 0', mode = 0o755): Promise<string> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, mode);
  return file;
}

/** A program of the test, and what runs it. */
async function withProgram(script: string, environment: Record<string, string> = {}) {
  const home = await temporaryFolder();
  const order = { program: await program(join(home, 'tool'), script), words: [], environment: {} };
  return { home, order, programs: createPrograms({ PATH: path, ...environment }, home) };
}

/** A dead one that nobody has reaped yet does not run. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) [^ZX]/.test(status);
}

const areRunning = (pids: readonly number[]) => Promise.all(pids.map(isRunning));

/** Waits until a program of the test has written a file whole. */
const written = (file: string) =>
  expect.poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 5000, interval: 5 }).toMatch(/\n$/);

describe('a program is found', () => {
  test('in PATH before anywhere else, and else where installers put it, whatever PATH says', async () => {
    const home = await temporaryFolder();
    const inPath = await program(join(home, 'listed/tool'));
    await program(join(home, '.local/bin/tool'));
    const usual = await program(join(home, '.claude/local/other'));
    const rich = createPrograms({ PATH: dirname(inPath) }, home);
    const poor = createPrograms({}, home);
    const relativePath = createPrograms({ PATH: relative(process.cwd(), dirname(inPath)) }, home);
    const found = [rich, poor, relativePath].map((programs) => programs.find('tool'));
    expect(await Promise.all([...found, rich.find('other'), rich.find('none-such')])).toEqual([
      inPath,
      join(home, '.local/bin/tool'),
      join(home, '.local/bin/tool'),
      usual,
      undefined,
    ]);
  });

  test('in the newest version that nvm has, by number and not by letter', async () => {
    const home = await temporaryFolder();
    for (const version of ['v9.11.2', 'v22.1.0', 'v20.18.3'])
      await program(join(home, '.nvm/versions/node', version, 'bin/tool'));
    expect(await createPrograms({}, home).find('tool')).toBe(
      join(home, '.nvm/versions/node/v22.1.0/bin/tool'),
    );
  });

  test('only as a file that may be run: no folder, no link that leads nowhere, no plain text', async () => {
    const home = await temporaryFolder();
    const listed = ['folder', 'link', 'text', 'real'].map((name) => join(home, name));
    const [folder = '', link = '', text = '', real = ''] = listed;
    await mkdir(join(folder, 'tool'), { recursive: true });
    await mkdir(link);
    await symlink(join(home, 'nowhere'), join(link, 'tool'));
    await program(join(text, 'tool'), '', 0o644);
    await mkdir(real);
    await symlink(await program(join(home, 'versions/1/tool')), join(real, 'tool'));
    expect(await createPrograms({ PATH: listed.join(':') }, home).find('tool')).toBe(join(real, 'tool'));
  });
});

describe('a program that runs to its end', () => {
  test('gets its words as they are, runs in the home, reads nothing, and is heard on both channels', async () => {
    const { home, order, programs } = await withProgram(
      'pwd; printf "[%s]" "$@"; cat; echo wrong >&2; exit 3',
    );
    const words = ['$(id)', "a'b", '"; rm -rf x', '', '*'];
    expect(await programs.run({ ...order, words }, never)).toEqual({
      code: 3,
      output: `${home}\n${words.map((word) => `[${word}]`).join('')}wrong\n`,
    });
  });

  test("has the person's environment without what is Electron's or ours, changed as its owner says", async () => {
    const { order, programs } = await withProgram('env', {
      LANG: 'C',
      ANTHROPIC_API_KEY: 'canary_key',
      ELECTRON_RUN_AS_NODE: '1',
      GATEHOUSE_SOCKET: '/nowhere',
      XDG_CURRENT_DESKTOP: 'Unity',
      ORIGINAL_XDG_CURRENT_DESKTOP: 'KDE',
    });
    const environment = { ANTHROPIC_API_KEY: undefined, CLAUDE_CONFIG_DIR: '/home/ada/one' };
    const { output } = await programs.run({ ...order, environment }, never);
    const names = output.split('\n').filter((line) => !/^(PATH|PWD|OLDPWD|SHLVL|_)=/.test(line));
    expect(names.sort()).toEqual([
      '',
      'CLAUDE_CONFIG_DIR=/home/ada/one',
      'LANG=C',
      'XDG_CURRENT_DESKTOP=KDE',
    ]);
  });

  test('finds what it needs itself, for example node beside npm, in a PATH as rich as our search', async () => {
    const { home, order, programs } = await withProgram('helper');
    await program(join(home, '.volta/bin/helper'), 'echo helped');
    expect(await programs.run(order, never)).toEqual({ code: 0, output: 'helped\n' });
  });

  test('is heard up to 256 KiB, and is not kept from ending by what it says beyond', async () => {
    const { order, programs } = await withProgram('head -c 5000000 /dev/zero; exit 4');
    const { code, output } = await programs.run(order, never);
    expect({ code, length: output.length }).toEqual({ code: 4, length: 256 * 1024 });
  });

  test('is over when it ends, though something that it started stays and holds its output', async () => {
    const { home, order, programs } = await withProgram('sleep 60 & echo $! > pid; echo done');
    const result = await programs.run(order, never);
    const left = Number(await readFile(join(home, 'pid'), 'utf8'));
    const stays = await isRunning(left);
    process.kill(left);
    expect({ result, stays }).toEqual({ result: { code: 0, output: 'done\n' }, stays: true });
  });

  test('that a signal has ended has no code of its own', async () => {
    const { order, programs } = await withProgram('kill -9 $$');
    expect(await programs.run(order, never)).toEqual({ code: 128, output: '' });
  });

  test('and cannot be started is a failure that names it', async () => {
    const { home, programs } = await withProgram('');
    const order = { program: join(home, 'gone.exe'), words: [], environment: {} };
    expect(await failureOf(programs.run(order, never))).toMatchObject({
      code: 'credential/owner-silent',
      subject: 'gone',
    });
  });
});

describe('a program that is cancelled', () => {
  test('is gone with everything of its group when the caller hears of it', async () => {
    const { home, order, programs } = await withProgram(
      'trap "" TERM INT; (trap "" TERM; sleep 60) & echo $$ $! > pids; wait',
    );
    const cancel = new AbortController();
    const run = programs.run(order, cancel.signal);
    const failure = failureOf(run);
    await written(join(home, 'pids'));
    const pids = (await readFile(join(home, 'pids'), 'utf8')).split(' ').map(Number);
    const before = await areRunning(pids);
    cancel.abort(new Failure('sign-in/cancelled'));
    const { code } = await failure;
    await expect.poll(() => areRunning(pids), { interval: 5 }).toEqual([false, false]);
    expect({ before, code }).toEqual({ before: [true, true], code: 'sign-in/cancelled' });
  });

  test('before it was started is never started', async () => {
    const { home, order, programs } = await withProgram('echo started > mark');
    const cancelled = AbortSignal.abort(new Failure('sign-in/timed-out'));
    expect((await failureOf(programs.run(order, cancelled))).code).toBe('sign-in/timed-out');
    await expect(readFile(join(home, 'mark'))).rejects.toThrow('ENOENT');
  });
});

describe('a talk', () => {
  const is = (id: number) => (message: Readonly<Record<string, unknown>>) => message['id'] === id;

  test('loses nothing that was said before it was asked for, and forgets what was passed over', async () => {
    const { order, programs } = await withProgram('cat');
    const talk = programs.talk(order);
    for (const id of [1, 2, 3, 4]) talk.send({ id, text: 'ä\n' });
    const heard = [await talk.until(is(2), never), await talk.until(is(4), never)];
    const late = AbortSignal.timeout(100);
    await expect(talk.until(is(3), late)).rejects.toThrow('timeout');
    await talk.stop();
    expect(heard).toEqual([
      { id: 2, text: 'ä\n' },
      { id: 4, text: 'ä\n' },
    ]);
  });

  test('hears a message in pieces, and skips what is none', async () => {
    const { order, programs } = await withProgram(
      `printf 'warning\\n[1]\\nnull\\n{"id":1,"te'; sleep 0.1; printf 'xt":"\\303'; sleep 0.1; printf '\\244"}\\n'; cat`,
    );
    const talk = programs.talk(order);
    expect(await talk.until(() => true, never)).toEqual({ id: 1, text: 'ä' });
    await talk.stop();
  });

  test('that the program ends is a failure, after everything that it has said', async () => {
    const { order, programs } = await withProgram(`echo '{"id":1}'; exit 1`);
    const talk = programs.talk(order);
    const last = await talk.until(is(1), never);
    const failure = await failureOf(talk.until(is(2), never));
    const gone = programs.talk({ ...order, program: `${order.program}-gone` });
    const missing = await failureOf(gone.until(is(1), never));
    await Promise.all([talk.stop(), gone.stop()]);
    talk.send({ id: 3 });
    expect([last, failure.code, missing.code]).toEqual([
      { id: 1 },
      'credential/owner-silent',
      'credential/owner-silent',
    ]);
  });

  test('ends in peace when its input does', async () => {
    const { home, order, programs } = await withProgram('cat; echo saved > mark');
    const talk = programs.talk(order);
    talk.send({ id: 1 });
    await talk.until(is(1), never);
    await talk.stop();
    expect(await readFile(join(home, 'mark'), 'utf8')).toBe('saved\n');
  });

  test('ends by force when the program does not, with what it started', async () => {
    const { home, order, programs } = await withProgram(
      'trap "" TERM; sleep 60 & echo $$ $! > pids; echo "{}"; sleep 60',
    );
    const talk = programs.talk(order);
    await talk.until(() => true, never);
    const pids = (await readFile(join(home, 'pids'), 'utf8')).split(' ').map(Number);
    await talk.stop();
    await expect.poll(() => areRunning(pids), { interval: 5 }).toEqual([false, false]);
  });
});
