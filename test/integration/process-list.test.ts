// Programs of the person that run now, seen with real processes: scripts, binaries, wrappers, and what hides among them.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createProcessList } from '../../main/adapters/node/process-list.ts';
import { matchingName, topmost, type SeenProcess } from '../../main/adapters/node/process-names.ts';
import { seenByPowerShell, seenByPs } from '../../main/adapters/node/process-table.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const list = createProcessList(0);

/** No other program on this machine is called like that. */
const newName = (): string => `agent${Math.random().toString(36).slice(2, 10)}`;

interface Start {
  readonly argv0?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What it prints once it is ready. */
  readonly prints?: string;
}

async function start(program: string, words: readonly string[], options: Start = {}): Promise<ChildProcess> {
  const { argv0, environment = {}, prints } = options;
  const child = spawn(program, words, {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: '/usr/bin:/bin', ...environment },
    ...(argv0 !== undefined && { argv0 }),
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('not started');
  onTestFinished(() => {
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  });
  await once(child, 'spawn');
  if (prints !== undefined) await once(child.stdout, 'data');
  return child;
}

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text, { mode: 0o755 });
  }
  return folder;
}

/** A copy of a program that only waits. */
async function binary(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await copyFile('/usr/bin/sleep', join(folder, name));
  return join(folder, name);
}

async function pidsOf(name: string): Promise<readonly number[]> {
  return (await list.running([name], [])).map(({ pid }) => pid);
}

describe('a program is known by the name of', () => {
  test('its binary, even one that was replaced since', async () => {
    const name = newName();
    const folder = await temporaryFolder();
    const child = await start(await binary(folder, name), ['60']);
    const before = await pidsOf(name);
    await rm(join(folder, name));
    expect([before, await pidsOf(name)]).toEqual([[child.pid], [child.pid]]);
  });

  test('what it calls itself', async () => {
    const name = newName();
    const child = await start('/usr/bin/sleep', ['60'], { argv0: name });
    expect(await pidsOf(name)).toEqual([child.pid]);
  });

  test.each<[string, string, string]>([
    ['a shell script', '', '#!/bin/sh\necho ready; while :; do sleep 1; done\n'],
    [
      'a Node script with options',
      '.js',
      `#!${process.execPath} --no-warnings\nconsole.log('ready'); setInterval(() => undefined, 1000);\n`,
    ],
  ])('%s', async (_name, ending, text) => {
    const name = newName();
    const folder = await folderWith({ [`${name}${ending}`]: text });
    const child = await start(join(folder, `${name}${ending}`), ['exec'], { prints: 'ready' });
    expect(await pidsOf(name)).toEqual([child.pid]);
  });
});

test('a name that is only a word of another program does not count', async () => {
  const name = newName();
  await start('/usr/bin/sh', ['-c', `echo ready; sleep 60; : /${name}`, name], { prints: 'ready' });
  await start('/usr/bin/tail', ['-f', '/dev/null', '/dev/zero', '--pid=1', '-c', name]);
  await start('/usr/bin/sleep', ['60'], { argv0: `${name}-other` });
  expect(await pidsOf(name)).toEqual([]);
});

test('a script and the binary of the same name below it are one, another program below it is another', async () => {
  const [name, other] = [newName(), newName()];
  const folder = await folderWith({
    [name]: `#!/bin/sh\n"$(dirname "$0")/native/${name}" 60 & "$(dirname "$0")/${other}" 60 & echo ready; wait\n`,
  });
  await binary(join(folder, 'native'), name);
  await binary(folder, other);
  const child = await start(join(folder, name), [], { prints: 'ready' });
  const found = await until(
    () => list.running([name, other], []),
    (programs) => programs.length === 2,
  );
  expect([found.map((each) => each.name), found[0]?.pid]).toEqual([[name, other], child.pid]);
});

async function until<Value>(look: () => Promise<Value>, enough: (value: Value) => boolean): Promise<Value> {
  for (let turn = 0; ; turn += 1) {
    const value = await look();
    if (enough(value) || turn === 100) return value;
    await sleep(20);
  }
}

test('an editor with a window does not count, an agent in a terminal of it does', async () => {
  const name = newName();
  const folder = await folderWith({ 'editor/chrome_100_percent.pak': '' });
  await binary(join(folder, 'agent'), name);
  await copyFile('/usr/bin/dash', join(folder, 'editor', name));
  const editor = await start(
    join(folder, 'editor', name),
    ['-c', `${join(folder, 'agent', name)} 60 & echo ready; wait`],
    {
      prints: 'ready',
    },
  );
  const found = await until(
    () => pidsOf(name),
    (pids) => pids.length === 1,
  );
  expect([found.length, found.includes(editor.pid ?? 0)]).toEqual([1, false]);
});

test('each is told with its start, the newest last, and with nothing of its environment but what was asked for', async () => {
  const [older, newer] = [newName(), newName()];
  const before = Date.now();
  const secret = { OPENAI_API_KEY: 'canary_key' };
  const first = await start('/usr/bin/sleep', ['60'], {
    argv0: older,
    environment: { CODEX_HOME: '/home/ada/a=b', EMPTY: '', ...secret },
  });
  await sleep(50);
  const between = Date.now();
  const second = await start('/usr/bin/sleep', ['60'], { argv0: newer, environment: secret });
  const found = await list.running([newer, older], ['CODEX_HOME', 'EMPTY', 'HOME', 'CODEX']);
  const slackMs = 30;
  const [one, two] = found.map(({ startedAt }) => startedAt);
  expect([
    found.map(({ startedAt: _startedAt, ...rest }) => rest),
    (one ?? 0) >= before - slackMs && (one ?? Infinity) <= between,
    (two ?? 0) >= between - slackMs && (two ?? Infinity) <= Date.now() + slackMs,
  ]).toEqual([
    [
      { pid: first.pid, name: older, environment: { CODEX_HOME: '/home/ada/a=b', EMPTY: '' } },
      { pid: second.pid, name: newer, environment: {} },
    ],
    true,
    true,
  ]);
});

test('what this process itself has started is not the person’s', async () => {
  const name = newName();
  await start('/usr/bin/sleep', ['60'], { argv0: name });
  expect(await createProcessList().running([name], [])).toEqual([]);
});

test('where the system cannot be asked, nothing is running', async () => {
  expect(await createProcessList(0, 'win32').running(['codex'], [])).toEqual([]);
});

describe('the list of', () => {
  test('macOS is understood', () => {
    const text = [
      '    1     0 Tue Nov  4 09:00:00 2026     /sbin/launchd',
      '  812   640 Wed Nov 25 04:09:57 2026     node /opt/homebrew/bin/codex resume --last',
      'what is no line',
      '',
    ].join('\n');
    expect(seenByPs(text)).toEqual([
      {
        pid: 1,
        parent: 0,
        startedAt: Date.UTC(2026, 10, 4, 9),
        executable: undefined,
        words: ['/sbin/launchd'],
      },
      {
        pid: 812,
        parent: 640,
        startedAt: Date.UTC(2026, 10, 25, 4, 9, 57),
        executable: undefined,
        words: ['node', '/opt/homebrew/bin/codex', 'resume', '--last'],
      },
    ]);
  });

  test('Windows is understood', () => {
    const start = '2026-11-25T04:09:57.1234567Z';
    const text = JSON.stringify([
      {
        pid: 4,
        parent: 2,
        start,
        path: 'C:\\Program Files\\nodejs\\node.exe',
        words: '"C:\\Program Files\\nodejs\\node.exe" "C:\\npm\\codex\\bin\\codex.js" exec',
      },
      { pid: 5, parent: 4, start, path: 'C:\\npm\\codex\\codex.exe', words: null },
    ]);
    const seen = seenByPowerShell(text);
    const names = new Map(seen.flatMap((each) => [[each.pid, matchingName(each, ['codex'])] as const]));
    expect([seen.map(({ startedAt, words }) => [startedAt, words]), [...names]]).toEqual([
      [
        [
          Date.UTC(2026, 10, 25, 4, 9, 57, 123),
          ['C:\\Program Files\\nodejs\\node.exe', 'C:\\npm\\codex\\bin\\codex.js', 'exec'],
        ],
        [Date.UTC(2026, 10, 25, 4, 9, 57, 123), []],
      ],
      [
        [4, 'codex'],
        [5, 'codex'],
      ],
    ]);
  });

  test('parents never goes in circles, and a number that was given anew makes nobody a parent', () => {
    const seen = (pid: number, parent: number, startedAt: number): SeenProcess => ({
      pid,
      parent,
      startedAt,
      executable: '/usr/bin/codex',
      words: ['codex'],
    });
    const all = [seen(1, 2, 10), seen(2, 1, 10), seen(3, 4, 5), seen(4, 9, 20)];
    const names = new Map(all.map(({ pid }) => [pid, 'codex']));
    expect(topmost(all, names, 0).map(({ pid }) => pid)).toEqual([3, 4]);
  });
});
