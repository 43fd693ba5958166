// The local service on a real Unix socket: private, found by its files, never stolen and never in the way of others.
import { chmod, lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { request, type OutgoingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parsed } from '../fakes/parsed.ts';
import { writePrivateText } from '../../main/adapters/node/private-text.ts';
import { protocolVersion } from '../../main/broker/protocol.ts';
import { startService } from '../../main/broker/service.ts';
import { connectToApp } from '../../main/cli/client.ts';
import { Failure } from '../../main/domain/failure.ts';
import { exampleStatus } from '../fakes/broker.ts';
import { runChild, startChild } from '../fakes/child.ts';
import { failureOf } from '../fakes/failures.ts';
import { pathsIn } from '../fakes/paths.ts';
import { runningService, serviceParts, started } from '../fakes/running-service.ts';
import { modeOf, temporaryFolder } from '../fakes/temporary-folder.ts';

const grantText: unknown = expect.stringMatching(/^[\w-]{43}\n$/);

describe('a running service', () => {
  test('has a private socket, a private grant and a file to find it by', async () => {
    const { paths, folder, service } = await runningService();
    const socket = join(folder, 'run', 'broker.sock');
    expect({
      path: service.path,
      modes: [
        await modeOf(join(folder, 'run')),
        await modeOf(socket),
        await modeOf(paths.grantFile),
        await modeOf(paths.serviceFile),
      ],
      found: parsed(await readFile(paths.serviceFile, 'utf8')),
      grant: await readFile(paths.grantFile, 'utf8'),
    }).toEqual({
      path: socket,
      modes: ['700', '600', '600', '600'],
      found: { path: socket, version: '1.2.3', protocol: protocolVersion, pid: process.pid },
      grant: grantText,
    });
  });

  test('leaves the umask of the process alone', async () => {
    const before = process.umask(0o027);
    onTestFinished(() => void process.umask(before));
    await runningService();
    expect(process.umask(0o027)).toBe(0o027);
  });

  test('makes a new grant at each start; the old one is worth nothing', async () => {
    const { paths, service } = await runningService();
    const old = await readFile(paths.grantFile, 'utf8');
    await service.stop();
    await started(serviceParts(paths));
    const { out } = await runChild('connect', { arguments: [service.path, old.trim()] });
    expect([out, (await readFile(paths.grantFile, 'utf8')) === old]).toEqual(['401', false]);
  });

  test('says of each answer what it is and how long, and that nobody keeps it', async () => {
    const { paths, service } = await runningService();
    const authorization = `Bearer ${(await readFile(paths.grantFile, 'utf8')).trim()}`;
    const asked = (path: string, headers: OutgoingHttpHeaders): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const sent = request(
          { socketPath: service.path, path, headers: { host: 'gatehouse', ...headers } },
          (answer) => {
            void text(answer).then((body) => {
              const {
                'content-type': type,
                'cache-control': cache,
                'content-length': length,
              } = answer.headers;
              resolve([answer.statusCode, type, cache, Number(length) === Buffer.byteLength(body)]);
            });
          },
        );
        sent.on('error', reject).end();
      });
    const kinds = ['application/json', 'no-store', true];
    expect([
      await asked('/health', {}),
      await asked('/v1/status', { authorization }),
      await asked('/v1/status', {}),
      await asked('/v1/nothing', { authorization }),
    ]).toEqual([
      [200, ...kinds],
      [200, ...kinds],
      [401, ...kinds],
      [400, ...kinds],
    ]);
  });

  test('takes its files and its socket away when it stops', async () => {
    const { folder, service } = await runningService();
    await service.stop();
    expect([await readdir(folder), await readdir(join(folder, 'run'))]).toEqual([['run'], []]);
  });
});

describe('what is at the place of the socket', () => {
  test('a socket left by a killed process is replaced', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'run', 'broker.sock');
    await mkdir(join(folder, 'run'), { mode: 0o700 });
    const killed = startChild('listen', { arguments: [path] });
    await killed.printed('listening');
    killed.process.kill('SIGKILL');
    await killed.ended;
    const left = (await lstat(path)).isSocket();
    await started(serviceParts(pathsIn(folder)));
    expect([left, await connectToApp(pathsIn(folder), {}).status()]).toEqual([true, exampleStatus]);
  });

  test('the socket of a running app is not taken, and that app goes on', async () => {
    const { paths } = await runningService();
    const files = async (): Promise<string[]> => [
      await readFile(paths.grantFile, 'utf8'),
      await readFile(paths.serviceFile, 'utf8'),
    ];
    const before = await files();
    const failure = await failureOf(startService(serviceParts(paths)));
    expect([failure, await files(), await connectToApp(paths, {}).status()]).toEqual([
      { code: 'broker/busy', detail: 'another Gatehouse listens there' },
      before,
      exampleStatus,
    ]);
  });

  test('the socket of an app that is too busy to accept is not taken either', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'run', 'broker.sock');
    await mkdir(join(folder, 'run'), { mode: 0o700 });
    const busy = startChild('listen', { arguments: [path, '1'] });
    await busy.printed('listening');
    busy.process.kill('SIGSTOP');
    const before = await lstat(path);
    const line: Socket[] = [];
    onTestFinished(() => {
      for (const socket of line) socket.destroy();
    });
    const full = (): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect(path);
        line.push(socket);
        socket.once('connect', () => {
          resolve(false);
        });
        socket.once('error', () => {
          resolve(true);
        });
      });
    for (let waiting = 0; waiting < 8 && !(await full()); waiting += 1);
    const failure = await failureOf(startService(serviceParts(pathsIn(folder))));
    expect([failure.code, (await lstat(path)).ino]).toEqual(['broker/busy', before.ino]);
  });

  test.each<[string, (path: string, folder: string) => Promise<unknown>]>([
    ['a regular file', (path) => writeFile(path, 'theirs')],
    ['a folder', (path) => mkdir(path)],
    [
      'a link to a file',
      async (path, folder) => {
        await writeFile(join(folder, 'theirs'), 'theirs');
        await symlink(join(folder, 'theirs'), path);
      },
    ],
    ['a link that leads nowhere', (path) => symlink('nowhere', path)],
  ])('%s is refused and stays', async (_name, make) => {
    const folder = await temporaryFolder();
    const path = join(folder, 'run', 'broker.sock');
    await mkdir(join(folder, 'run'), { mode: 0o700 });
    await make(path, folder);
    const before = await lstat(path);
    const failure = await failureOf(startService(serviceParts(pathsIn(folder))));
    expect([failure, (await lstat(path)).ino, (await readdir(folder)).includes('machine-grant')]).toEqual([
      { code: 'storage/refused-path', subject: path, detail: 'something else is there' },
      before.ino,
      false,
    ]);
  });
});

describe('a service that cannot be found', () => {
  /** What happens to somebody who connects. */
  function tried(path: string): Promise<string> {
    return new Promise((resolve) => {
      const socket = connect(path, () => {
        socket.destroy();
        resolve('somebody listens');
      });
      socket.once('error', (thrown) => {
        resolve('code' in thrown ? String(thrown.code) : thrown.message);
      });
    });
  }

  test.each(['grantFile', 'serviceFile'] as const)(
    'because its %s cannot be written says so, goes on listening nowhere and leaves nothing',
    async (unwritten) => {
      const folder = await temporaryFolder();
      const paths = pathsIn(folder);
      const full = new Failure('storage/write-failed', { subject: paths[unwritten], detail: 'ENOSPC' });
      const failure = await failureOf(
        startService(
          serviceParts(paths, {
            writePrivate: async (path, text) => {
              if (path === paths[unwritten]) throw full;
              await writePrivateText(path, text);
            },
          }),
        ),
      );
      expect([
        failure,
        await tried(join(folder, 'run', 'broker.sock')),
        await readdir(folder),
        await readdir(join(folder, 'run')),
      ]).toEqual([full.toValue(), 'ENOENT', ['run'], []]);
    },
  );

  test.each(['grantFile', 'serviceFile'] as const)(
    'because a folder stands in the place of its %s says so and goes on listening nowhere',
    async (unwritten) => {
      const folder = await temporaryFolder();
      const paths = pathsIn(folder);
      await mkdir(paths[unwritten]);
      const failure = await failureOf(startService(serviceParts(paths)));
      expect([failure, await tried(join(folder, 'run', 'broker.sock'))]).toEqual([
        { code: 'storage/unreadable', subject: paths[unwritten], detail: 'EISDIR' },
        'ENOENT',
      ]);
    },
  );
});

describe('the folder of the socket', () => {
  const long = 'x'.repeat(90);

  test.each<[string, (folder: string) => Promise<string>]>([
    ['whose path is too long for a socket', async (folder) => join(folder, long)],
    [
      'that others may look into',
      async (folder) => {
        await mkdir(join(folder, 'open'));
        await chmod(join(folder, 'open'), 0o755);
        return join(folder, 'open');
      },
    ],
    [
      'that others may write to',
      async (folder) => {
        await mkdir(join(folder, 'open'));
        await chmod(join(folder, 'open'), 0o1777);
        return join(folder, 'open');
      },
    ],
    [
      'that is a link',
      async (folder) => {
        await mkdir(join(folder, 'real'), { mode: 0o700 });
        await symlink('real', join(folder, 'link'));
        return join(folder, 'link');
      },
    ],
    [
      'that is a file',
      async (folder) => {
        await writeFile(join(folder, 'file'), '');
        return join(folder, 'file');
      },
    ],
    ['that cannot be made', async () => '/dev/null/run'],
  ])('one %s is passed over for the next', async (_name, make) => {
    const folder = await temporaryFolder();
    const paths = pathsIn(folder);
    const service = await started(
      serviceParts(paths, { socketFolders: [await make(folder), join(folder, 'run')] }),
    );
    expect([service.path, await connectToApp(paths, {}).status()]).toEqual([
      join(folder, 'run', 'broker.sock'),
      exampleStatus,
    ]);
  });

  test('a path counts in bytes, and the longest that fits is used', async () => {
    const folder = await temporaryFolder();
    const name = (bytes: number): string =>
      'x'.repeat(bytes - Buffer.byteLength(join(folder, '', 'broker.sock')) - 1);
    const service = await started(
      serviceParts(pathsIn(folder), {
        socketFolders: [join(folder, name(104)), join(folder, 'ü'.repeat(40)), join(folder, name(103))],
      }),
    );
    expect([service.path.length, (await lstat(service.path)).isSocket()]).toEqual([103, true]);
  });

  test('is made together with those above it', async () => {
    const folder = await temporaryFolder();
    const service = await started(
      serviceParts(pathsIn(folder), { socketFolders: [join(folder, 'a', 'run')] }),
    );
    expect([service.path, await modeOf(join(folder, 'a'))]).toEqual([
      join(folder, 'a', 'run', 'broker.sock'),
      '700',
    ]);
  });

  test('without any that will do the service does not start, and names those that will not', async () => {
    const folder = await temporaryFolder();
    const [first, second] = [join(folder, long), join(folder, `${long}x`)];
    expect(
      await failureOf(startService(serviceParts(pathsIn(folder), { socketFolders: [first, second] }))),
    ).toEqual({
      code: 'storage/refused-path',
      subject: `${first} or ${second}`,
      detail: 'no private folder for the socket',
    });
  });
});
