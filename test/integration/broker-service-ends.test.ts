// How the local service ends, with whom it parts, and what it tells of itself before.
import { readdir, readFile, rm } from 'node:fs/promises';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writePrivateText } from '../../main/adapters/node/private-text.ts';
import { startService } from '../../main/broker/service.ts';
import { RecordingActions } from '../fakes/broker.ts';
import { exampleLeaseId } from '../fakes/broker-leases.ts';
import { parsed } from '../fakes/parsed.ts';
import { pathsIn } from '../fakes/paths.ts';
import { serviceParts, started } from '../fakes/running-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function open() {
  const folder = await temporaryFolder();
  const paths = pathsIn(folder);
  const actions = new RecordingActions();
  const parts = serviceParts(paths, { actions });
  const service = await started(parts);
  const asked = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { host: 'gatehouse', authorization: `Bearer ${parts.grants.machine.reveal()}` };
      const call = request({ socketPath: service.path, path, headers });
      call.once('response', resolve);
      call.once('error', reject);
      call.end();
    });
  return { folder, paths, actions, service, asked };
}

test('a service that stops parts with everybody: who listens, who waits, and who has only connected', async () => {
  const { actions, service, asked } = await open();
  actions.oversightAnswers.events = async function* () {
    yield await new Promise<never>(() => undefined);
  };
  const waiting = Promise.withResolvers<undefined>();
  actions.status = () => {
    waiting.resolve(undefined);
    return new Promise<never>(() => undefined);
  };
  const answer = await asked('/v1/events');
  const listenerEnded = new Promise((resolve) => answer.once('close', resolve).on('error', () => undefined));
  answer.resume();
  const waiterEnded = asked('/v1/status').catch((thrown: unknown) => thrown);
  await waiting.promise;
  const silent = connect(service.path);
  const silentEnded = new Promise((resolve) => silent.once('close', resolve).on('error', () => undefined));
  await new Promise((resolve) => silent.once('connect', resolve));
  await service.stop();
  await Promise.all([listenerEnded, silentEnded]);
  const late = await asked('/health').catch((thrown: unknown) => thrown);
  expect([await waiterEnded, late]).toEqual([
    expect.objectContaining({ code: 'ECONNRESET' }),
    expect.objectContaining({ code: 'ENOENT' }),
  ]);
});

test('a stream whose source fails is cut off, so that nobody takes it for whole', async () => {
  const { actions, asked } = await open();
  actions.leaseAnswers.holding = async function* () {
    yield { type: 'held' };
    throw new Error('canary_inside');
  };
  const answer = await asked(`/v1/leases/${exampleLeaseId}/hold`);
  const thrown = await answer.toArray().catch((reason: unknown) => reason);
  expect(thrown).toMatchObject({ code: 'ECONNRESET' });
});

test('a service without a window says so in the file by which it is found', async () => {
  const paths = pathsIn(await temporaryFolder());
  await started(serviceParts(paths, { isWindowless: true }));
  expect(parsed(await readFile(paths.serviceFile, 'utf8'))).toMatchObject({ window: false });
});

test('a service whose folder goes away before it listens says why, and leaves nothing', async () => {
  const folder = await temporaryFolder();
  const paths = pathsIn(folder);
  const failing = startService(
    serviceParts(paths, {
      writePrivate: async (path, text) => {
        await writePrivateText(path, text);
        await rm(join(folder, 'run'), { recursive: true, force: true });
      },
    }),
  );
  const thrown = await failing.catch((reason: unknown) => reason);
  expect([thrown, await readdir(folder)]).toEqual([expect.objectContaining({ syscall: 'listen' }), []]);
});

test('a host that is none gets an answer that says so, as any other failure does', async () => {
  const { service } = await open();
  const socket = connect(service.path);
  socket.end('GET /health HTTP/1.1\r\nHost: a b\r\n\r\n');
  let text = '';
  for await (const part of socket.setEncoding('utf8')) text += String(part);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  expect([head.split('\r\n')[0], /^content-type: (.+)$/im.exec(head)?.[1], parsed(body)]).toEqual([
    'HTTP/1.1 400 Bad Request',
    'application/json',
    { failure: { code: 'broker/bad-request', detail: 'no such address' } },
  ]);
});
