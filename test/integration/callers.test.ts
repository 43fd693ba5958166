// Who is at the other end of a connection, seen with real processes: what they are, not what they say.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCallers, withoutLinks } from '../../main/adapters/node/callers.ts';
import { isOwnApp } from '../../main/adapters/node/judged-callers.ts';
import { socketPairs } from '../../main/adapters/node/caller-sockets.ts';
import type { Caller } from '../../main/ports.ts';
import { asStranger, isRoot } from '../fakes/child.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const isLinux = process.platform === 'linux';
/** Some systems and containers let nobody make a namespace: there what needs one is skipped, and the summary counts it. */
const canHaveOwnMounts = isLinux && spawnSync('unshare', ['-rm', 'true']).status === 0;

/** Connects to the socket that is its first word, and stays. */
const connect = `const socket = require('node:net').connect(process.argv[1]); socket.on('close', () => process.exit());`;

async function service() {
  const folder = await temporaryFolder();
  const path = join(folder, 's');
  const waiting: Socket[] = [];
  let arrived = (): void => undefined;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    waiting.push(socket);
    arrived();
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  return {
    folder,
    path,
    next: async (): Promise<Socket> => {
      for (;;) {
        const socket = waiting.shift();
        if (socket !== undefined) return socket;
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
  };
}

interface Start {
  readonly cwd?: string;
  readonly argv0?: string;
}

function start(program: string, words: readonly string[], options: Start = {}): ChildProcess {
  const child = spawn(program, words, { ...options, env: { PATH: '/usr/bin:/bin' }, stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
}

const pidsIn = (caller: Caller | undefined): readonly number[] | undefined =>
  caller?.line.map(({ pid }) => pid);

describe.skipIf(!isLinux)('the caller is seen', () => {
  test('with its program, its words and its folder, and below whoever started it', async () => {
    const { path, folder, next } = await service();
    const child = start(process.execPath, ['-e', connect, path], { cwd: folder });
    const caller = await createCallers().of(await next());
    const [first, second] = caller?.line ?? [];
    expect([{ ...first, startTime: 0 }, (first?.startTime ?? 0) > (second?.startTime ?? Infinity)]).toEqual([
      {
        pid: child.pid,
        startTime: 0,
        parent: process.pid,
        executable: process.execPath,
        words: [process.execPath, '-e', connect, path],
        folder,
      },
      true,
    ]);
    expect(second?.pid).toBe(process.pid);
  });

  test('below the shell that it was started through', async () => {
    const { path, next } = await service();
    const shell = start('/bin/sh', ['-c', '"$0" -e "$1" "$2"; :', process.execPath, connect, path]);
    const caller = await createCallers().of(await next());
    expect(pidsIn(caller)?.slice(1, 3)).toEqual([shell.pid, process.pid]);
  });

  test('as what it is, whatever it calls itself and says', async () => {
    const { path, next } = await service();
    const lie = `${connect} process.title = '/usr/bin/claude'; socket.write(JSON.stringify({ pid: 1 }));`;
    const child = start(process.execPath, ['-e', lie, path], { argv0: '/usr/bin/claude' });
    const caller = await createCallers().of(await next());
    expect([caller?.line[0]?.pid, caller?.line[0]?.executable]).toEqual([child.pid, process.execPath]);
  });

  test('as the one that has made the connection, where its own child has it as well', async () => {
    const { path, next } = await service();
    const pass = `${connect} socket.on('connect', () => {
      const { fd } = socket._handle;
      const words = ['-e', 'setInterval(() => undefined, 1000); console.log(1)'];
      const child = require('node:child_process').spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore', fd] });
      child.stdout.once('data', () => socket.write('ready'));
    });`;
    const child = start(process.execPath, ['-e', pass, path]);
    const socket = await next();
    await new Promise((resolve) => socket.once('data', resolve));
    expect((await createCallers().of(socket))?.line[0]?.pid).toBe(child.pid);
    socket.destroy();
  });
});

/** Serves at the path that is its word, is called by a child of its own, and prints the line of that one. */
const seenInside = `const { createServer } = require('node:net');
  const { spawn } = require('node:child_process');
  const [module, path] = process.argv.slice(1);
  const server = createServer(async (socket) => {
    const { createCallers } = await import(module);
    console.log(JSON.stringify((await createCallers().of(socket))?.line.map(({ parent }) => parent) ?? null));
    process.exit();
  });
  server.listen(path, () => spawn(process.execPath, ['-e', ${JSON.stringify(connect)}, path]));`;

test.skipIf(!canHaveOwnMounts)(
  'the first process of a container of ours stands above its programs',
  async () => {
    const module = join(import.meta.dirname, '../../main/adapters/node/callers.ts');
    const path = join(await temporaryFolder(), 's');
    const asFirst = ['-rpf', '--mount-proc', '--kill-child', 'sh', '-c', '"$@"; :', 'sh'];
    const { stdout } = spawnSync('unshare', [...asFirst, process.execPath, '-e', seenInside, module, path], {
      encoding: 'utf8',
    });
    // Of each the parent: the last is that of the first process, which has none.
    expect(JSON.parse(stdout)).toEqual([expect.any(Number), 1, 0]);
  },
);

/** Connects, gives the connection to the command in its other words, and keeps nothing of it. */
const passOn = `const [path, program, ...words] = process.argv.slice(1);
  const socket = require('node:net').connect(path, () => {
    const stdio = ['ignore', 'ignore', 'ignore', socket._handle.fd];
    require('node:child_process').spawn(program, words, { stdio }).once('spawn', () => socket.destroy());
  });`;
const endsWithUs = ['setpriv', '--pdeathsig', 'KILL', 'sh', '-c'];

describe.skipIf(!canHaveOwnMounts)('the path of a program', () => {
  const here = ['env'];
  const apart = ['unshare', '-rm'];
  const inItsPlace = 'mount --bind tool allowed';
  const ofAnother = `mkfifo mounted
    unshare -rm setpriv --pdeathsig KILL sh -c '${inItsPlace} && echo > mounted && exec sleep 60' 3>&- &
    read -r _ < mounted; root=/proc/$!/root`;
  test.each([
    ['leads to it', here, ':', 'nothing', false],
    ['leads to it where other mounts are seen too', apart, 'mount -t tmpfs none other', 'nothing', false],
    ['leads to it where its file is gone, as after an update', here, ':', 'allowed', false],
    ['leads elsewhere where another file was put in its place', apart, inItsPlace, 'nothing', true],
    ['leads elsewhere where that file is gone too', apart, inItsPlace, 'tool', true],
    ['leads elsewhere where it was started through the mounts of another', here, ofAnother, 'nothing', true],
    ['leads elsewhere where that file is gone as well', here, ofAnother, 'tool', true],
  ])('%s', async (_name, through, prepare, gone, isElsewhere) => {
    const { path, folder, next } = await service();
    const allowed = join(folder, 'allowed');
    await Promise.all([
      copyFile('/bin/sh', allowed),
      copyFile('/bin/sh', join(folder, 'tool')),
      mkdir(join(folder, 'other')),
    ]);
    const program = `${prepare} && exec "$root$PWD/allowed" -c 'rm -f ${gone}; printf ready >&3; kill -STOP $$'`;
    start(process.execPath, ['-e', passOn, path, ...through, ...endsWithUs, program], { cwd: folder });
    const socket = await next();
    await new Promise((resolve) => socket.once('data', resolve));
    const caller = await createCallers().of(socket);
    const [first] = caller?.line ?? [];
    expect([first?.executable, first?.isElsewhere ?? false]).toEqual([allowed, isElsewhere]);
  });
});

test.skipIf(!isLinux)('a file whose name ends like that of one that is gone is itself', async () => {
  const { path, folder, next } = await service();
  const odd = join(folder, 'allowed (deleted)');
  await Promise.all([copyFile('/bin/sh', odd), copyFile('/bin/true', join(folder, 'allowed'))]);
  const program = `exec "$PWD/allowed (deleted)" -c 'printf ready >&3; kill -STOP $$'`;
  start(process.execPath, ['-e', passOn, path, 'env', ...endsWithUs, program], { cwd: folder });
  const socket = await next();
  await new Promise((resolve) => socket.once('data', resolve));
  const caller = await createCallers().of(socket);
  expect(caller?.line[0]).toMatchObject({ executable: odd });
  expect(caller?.line[0]).not.toHaveProperty('isElsewhere');
});

describe.skipIf(!isLinux)('nobody is seen', () => {
  test('where another program has the connection as well, for either may read the answer', async () => {
    const { path, next } = await service();
    const pass = `${connect} socket.on('connect', () => {
      const { fd } = socket._handle;
      const child = require('node:child_process').spawn('/usr/bin/sleep', ['60'], { stdio: ['ignore', 'ignore', 'ignore', fd] });
      child.once('spawn', () => socket.write('ready'));
      process.on('exit', () => child.kill('SIGKILL'));
    });`;
    start(process.execPath, ['-e', pass, path]);
    const socket = await next();
    await new Promise((resolve) => socket.once('data', resolve));
    const caller = await createCallers().of(socket);
    socket.destroy();
    expect(caller).toBeUndefined();
  });

  test('at a connection that has ended, that is none, or on another system', async () => {
    const { path, next } = await service();
    start(process.execPath, ['-e', connect, path]);
    const socket = await next();
    const elsewhere = await createCallers('darwin').of(socket);
    socket.destroy();
    const callers = createCallers();
    expect([elsewhere, await callers.of(socket), await callers.of(new Socket())]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  // Only root can become somebody else: elsewhere this is skipped, and the summary counts it.
  test.skipIf(!isRoot)('where another user has come in', async () => {
    const { path, folder, next } = await service();
    await chmod(folder, 0o711);
    await chmod(path, 0o666);
    start('/usr/bin/env', [...asStranger, process.execPath, '-e', connect, path]);
    expect(await createCallers().of(await next())).toBeUndefined();
  });
});

test.skipIf(!isLinux)(
  'those who ask together share one look, and who comes later has one that began later',
  async () => {
    const { path, next } = await service();
    const children = [0, 1, 2].map(() => start(process.execPath, ['-e', connect, path]));
    const sockets = [await next(), await next(), await next()];
    let looks = 0;
    const callers = createCallers(undefined, () => {
      looks += 1;
    });
    const [one, two] = await Promise.all(sockets.slice(0, 2).map((socket) => callers.of(socket)));
    const looksOfTwo = looks;
    const [, , last] = sockets;
    const three = last === undefined ? undefined : await callers.of(last);
    const pids = [one, two, three].map((caller) => caller?.line[0]?.pid);
    expect([looksOfTwo, looks, new Set(pids)]).toEqual([1, 2, new Set(children.map(({ pid }) => pid))]);
  },
);

describe('what ss prints', () => {
  test('pairs the sockets, by number alone', () => {
    const text = `u_str LISTEN 0 128 /run/a b.sock 10 * 0
u_str ESTAB 0      0           * 11 * 12
u_str ESTAB 0      0   /run/a b.sock 12            * 11      
u_dgr UNCONN 0 0 * 13 * 0
`;
    expect([...socketPairs(text)].filter(([own]) => own !== '0')).toEqual([
      ['11', '12'],
      ['12', '11'],
    ]);
  });

  test('pairs nothing with a socket that two rows speak of, for one of them is made up in a name', () => {
    const text = `u_str ESTAB 0 0 * 21 * 22
u_str ESTAB 0 0 /run/s 22 * 21
u_str ESTAB 0 0 /home/ada/x
u_str ESTAB 0 0 * 99 * 22 31 * 32
u_str ESTAB 0 0 * 32 * 31
u_str ESTAB 0 0 /home/ada/y
u_str ESTAB 0 0 * 98 * 22
 41 * 42
`;
    const pairs = socketPairs(text);
    expect(['21', '22', '98', '31', '32'].map((own) => pairs.get(own))).toEqual([
      undefined,
      undefined,
      undefined,
      '32',
      '31',
    ]);
  });
});

test('the script of a rule is the file itself, and none where there is no file', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'tool.js'), '');
  await symlink('tool.js', join(folder, 'link'));
  const interpreter = '/usr/bin/node';
  expect([
    await withoutLinks({ path: join(folder, 'link'), interpreter }),
    await withoutLinks({ path: join(folder, 'gone'), interpreter }),
    await withoutLinks({ path: join(folder, 'gone') }),
  ]).toEqual([{ path: join(folder, 'tool.js'), interpreter }, undefined, { path: join(folder, 'gone') }]);
});

test('this app is known by its file, and a path that leads elsewhere is not that file', async () => {
  const first = {
    pid: 1,
    startTime: 1,
    parent: 0,
    executable: process.execPath,
    words: [],
    folder: undefined,
  };
  const callers = [{ line: [first] }, { line: [{ ...first, isElsewhere: true }] }, { line: [] }, undefined];
  expect(await Promise.all(callers.map(isOwnApp))).toEqual([true, false, false, false]);
});
