// The command line's client against the real service, against leftovers of it and against impostors.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { protocolVersion } from '../../main/broker/protocol.ts';
import { connectToApp } from '../../main/cli/client.ts';
import { quit } from '../../main/cli/verbs/app.ts';
import { Failure } from '../../main/domain/failure.ts';
import {
  exampleProviders,
  exampleQuota,
  exampleSignOut,
  exampleStatus,
  signedInLine,
  waitingSignIn,
} from '../fakes/broker.ts';
import { failureOf } from '../fakes/failures.ts';
import { pathsIn } from '../fakes/paths.ts';
import { runningService } from '../fakes/running-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

const { signal: never } = new AbortController();

const serviceText = (path: string, protocol: number): string =>
  JSON.stringify({ path, version: '1.2.3', protocol, pid: process.pid });

/** Something that is not our app but listens where the discovery file points; says what it is told to. */
async function impostor(answer: string | undefined): Promise<ReturnType<typeof pathsIn>> {
  const folder = await temporaryFolder();
  const paths = pathsIn(folder);
  const path = join(folder, 'x.sock');
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (answer !== undefined) socket.once('data', () => socket.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  await writeFile(paths.grantFile, 'canary_grant\n');
  await writeFile(paths.serviceFile, serviceText(path, protocolVersion));
  return paths;
}

/** An app that speaks another protocol, until it is quit, and what it was asked. */
async function appOfProtocol(protocol: number) {
  const folder = await temporaryFolder();
  const paths = pathsIn(folder);
  const path = join(folder, 'x.sock');
  const asked: string[] = [];
  const server = createHttpServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.end(JSON.stringify({ ok: true, version: '0.9.0', protocol }));
    if (request.url === '/v1/app/quit') server.close();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  await writeFile(paths.grantFile, 'canary_grant\n');
  await writeFile(paths.serviceFile, serviceText(path, protocol));
  return { paths, asked };
}

describe('the client', () => {
  test('asks, signs out, opens and quits', async () => {
    const { actions, paths } = await runningService();
    const client = connectToApp(paths, {});
    const answers = [
      await client.status(),
      await client.providers(),
      await client.quota(false),
      await client.quota(true),
      await client.signOut('openai'),
      await client.signOut('openai', 'ada@example.test'),
    ];
    await client.open();
    await client.quit();
    expect([answers, actions.asked]).toEqual([
      [exampleStatus, exampleProviders, exampleQuota, exampleQuota, exampleSignOut, exampleSignOut],
      ['quota', 'quota now', 'sign out of openai', 'sign out of openai as ada@example.test', 'open', 'quit'],
    ]);
  });

  test('hands a client id on that was agreed to', async () => {
    const { actions, paths } = await runningService();
    const registration = { clientId: 'my-client', agreed: true } as const;
    const order = { provider: 'claude', method: 'own-client', registration };
    await connectToApp(paths, {}).signIn(order, () => undefined, never);
    expect(actions.asked).toEqual(['sign in to claude by own-client as client my-client']);
  });

  test('gets each step of a sign-in and then its end', async () => {
    const { actions, paths } = await runningService();
    const steps: unknown[] = [];
    const last = await connectToApp(paths, {}).signIn(
      { provider: 'claude', secret: 'canary_key' },
      (line) => steps.push(line),
      never,
    );
    expect([steps, last, actions.asked]).toEqual([
      [{ type: 'step', step: 'starting' }],
      signedInLine,
      ['sign in to claude by any way with canary_key'],
    ]);
  });

  test('passes a failure of the app on, with all that it says', async () => {
    const { actions, paths } = await runningService();
    const failure = new Failure('provider/rate-limited', {
      subject: 'OpenAI',
      detail: 'status 429',
      retryAt: 5,
    });
    actions.status = () => Promise.reject(failure);
    const client = connectToApp(paths, {});
    expect([
      await failureOf(client.status()),
      await failureOf(client.signOut('nobody')),
      await failureOf(client.signOut('openai', 'nobody')),
    ]).toEqual([
      failure.toValue(),
      { code: 'selection/unknown-provider', subject: 'nobody' },
      { code: 'selection/unknown-account', subject: 'nobody' },
    ]);
  });

  test('cancels the sign-in in the app when it is aborted, and does not hang', async () => {
    const { actions, paths } = await runningService();
    const waiting = waitingSignIn();
    actions.signingIn = waiting.run;
    const abort = new AbortController();
    const client = connectToApp(paths, {});
    const stepped = Promise.withResolvers<undefined>();
    const signing = client
      .signIn(
        { provider: 'openai' },
        () => {
          stepped.resolve(undefined);
        },
        abort.signal,
      )
      .then(
        () => 'ended',
        () => 'failed',
      );
    await Promise.all([waiting.started, stepped.promise]);
    abort.abort();
    await waiting.cancelled;
    expect(await signing).toBe('failed');
  });

  test('fails and does not hang when the app goes away in the middle of a sign-in', async () => {
    const { actions, paths, service } = await runningService();
    const waiting = waitingSignIn();
    actions.signingIn = waiting.run;
    const client = connectToApp(paths, {});
    const failure = failureOf(client.signIn({ provider: 'openai' }, () => undefined, never));
    await waiting.started;
    await service.stop();
    expect((await failure).code).toBe('broker/not-running');
  });

  test('waits for an app that is still reading what it has stored', async () => {
    const { actions, paths } = await runningService();
    actions.status = () =>
      new Promise((resolve) =>
        setTimeout(() => {
          resolve(exampleStatus);
        }, 1_200),
      );
    expect(await connectToApp(paths, {}).status()).toEqual(exampleStatus);
  });
});

describe('finding the app', () => {
  test('without its files it is not running', async () => {
    const emptyPaths = pathsIn(await temporaryFolder());
    expect(await failureOf(() => connectToApp(emptyPaths, {}))).toEqual({
      code: 'broker/not-running',
    });
  });

  test('files that it left behind do not make it run', async () => {
    const { paths, service } = await runningService();
    const [grant, found] = [await readFile(paths.grantFile), await readFile(paths.serviceFile)];
    await service.stop();
    await writeFile(paths.grantFile, grant);
    await writeFile(paths.serviceFile, found);
    expect(await failureOf(connectToApp(paths, {}).status())).toEqual({ code: 'broker/not-running' });
  });

  test('GATEHOUSE_SOCKET goes before the discovery file', async () => {
    const { paths, service } = await runningService();
    await writeFile(paths.serviceFile, 'broken');
    expect(await connectToApp(paths, { GATEHOUSE_SOCKET: service.path }).status()).toEqual(exampleStatus);
  });

  test.each([
    ['no JSON', '{', 'broker/not-running'],
    ['another shape', '{"path":5}', 'broker/not-running'],
  ])('a discovery file with %s', async (_name, text, code) => {
    const { paths } = await runningService();
    await writeFile(paths.serviceFile, text);
    expect((await failureOf(() => connectToApp(paths, {}))).code).toBe(code);
  });

  test('one of another protocol is only asked who it is, and can be quit', async () => {
    const { paths, asked } = await appOfProtocol(2);
    const { code } = await failureOf(connectToApp(paths, {}).status());
    const before = [...new Set(asked)];
    const ended = await quit({}, { paths, environment: {}, version: '1.2.3' });
    expect([code, before, asked.includes('POST /v1/app/quit'), ended]).toEqual([
      'broker/version-mismatch',
      ['GET /health'],
      true,
      0,
    ]);
  });

  test('a discovery file of another protocol does not make it run', async () => {
    const { paths, service } = await runningService();
    const grant = await readFile(paths.grantFile);
    await service.stop();
    await writeFile(paths.grantFile, grant);
    await writeFile(paths.serviceFile, serviceText(service.path, 2));
    expect([
      await failureOf(connectToApp(paths, {}).health()),
      await failureOf(quit({}, { paths, environment: {}, version: '1.2.3' })),
    ]).toEqual([{ code: 'broker/not-running' }, { code: 'broker/not-running' }]);
  });

  test('an app that listens already but has not replaced the discovery file of an older one is found', async () => {
    const { paths, service } = await runningService();
    await writeFile(paths.serviceFile, serviceText(service.path, 2));
    expect(await connectToApp(paths, {}).status()).toEqual(exampleStatus);
  });

  test('another grant is not granted', async () => {
    const { paths } = await runningService();
    await writeFile(paths.grantFile, 'canary_other\n');
    expect(await failureOf(connectToApp(paths, {}).status())).toEqual({ code: 'broker/not-granted' });
  });

  test.each([
    ['no JSON', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello', 'broker/version-mismatch'],
    [
      'an error that is no JSON',
      'HTTP/1.1 500 Bad\r\ncontent-length: 5\r\n\r\nhello',
      'broker/version-mismatch',
    ],
    ['another shape', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}', 'broker/version-mismatch'],
    ['no HTTP', 'hello\r\n\r\n', 'broker/not-running'],
  ])('an answer with %s is a failure of its own', async (_name, answer, code) => {
    const client = connectToApp(await impostor(answer), {});
    expect((await failureOf(client.status())).code).toBe(code);
  });
});
