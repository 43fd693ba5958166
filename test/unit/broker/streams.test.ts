// Answers that come as time goes on: when they begin, what keeps them alive, how they end, and how many there may be.
import { describe, expect, test } from 'vitest';
import type { NumberedEvent } from '../../../main/broker/route.ts';
import type { ServiceEvent } from '../../../main/broker/protocol/oversight.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { exampleLeaseId } from '../../fakes/broker-leases.ts';
import { exampleStatus } from '../../fakes/broker.ts';
import { machineGrant, openRoutes } from '../../fakes/broker-routes.ts';
import { settle } from '../../fakes/time.ts';

const holdPath = `/v1/leases/${exampleLeaseId}/hold`;
const busy = [429, { failure: { code: 'broker/busy' } }];

/** Rejects with the reason of a signal once it aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Failure('broker/cancelled'));
    });
  });
}

/** Everything that has come of an answer up to now. */
function heard(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  void (async () => {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
      text += part.value;
  })().catch(() => undefined);
  return { text: () => text, leave: async () => reader?.cancel() };
}

describe('events', () => {
  test('come with id, type and content, after a word that somebody listens', async () => {
    const { send } = openRoutes();
    const response = await send('GET', '/v1/events');
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'text/event-stream',
      [
        ': listening\n\n',
        'id: 7\nevent: accounts\ndata: {"type":"accounts","at":5}\n\n',
        'id: 8\nevent: locked\ndata: {"type":"locked","locked":true,"at":6}\n\n',
      ].join(''),
    ]);
  });

  test('are kept alive by a comment for each quarter of a minute in which there was none', async () => {
    const { actions, send, time } = openRoutes();
    let tell = (_event: NumberedEvent<ServiceEvent>): void => undefined;
    actions.oversightAnswers.events = async function* ({ signal }) {
      for (;;)
        yield await Promise.race([
          new Promise<NumberedEvent<ServiceEvent>>((resolve) => (tell = resolve)),
          aborted(signal),
        ]);
    };
    const listener = heard(await send('GET', '/v1/events'));
    await settle();
    const texts = [listener.text()];
    await time.advance(14_999);
    texts.push(listener.text().slice(texts.join('').length));
    await time.advance(1);
    texts.push(listener.text().slice(texts.join('').length));
    await time.advance(10_000);
    tell({ id: 1, event: { type: 'accounts', at: 1 } });
    await settle();
    texts.push(listener.text().slice(texts.join('').length));
    await time.advance(14_999);
    texts.push(listener.text().slice(texts.join('').length));
    await time.advance(1);
    texts.push(listener.text().slice(texts.join('').length));
    await listener.leave();
    await settle();
    expect([texts, time.pendingMs]).toEqual([
      [
        ': listening\n\n',
        '',
        ': still here\n\n',
        'id: 1\nevent: accounts\ndata: {"type":"accounts","at":1}\n\n',
        '',
        ': still here\n\n',
      ],
      [],
    ]);
  });
});

describe('a held lease', () => {
  test('hears that its holder has gone', async () => {
    const { actions, send } = openRoutes();
    let isAborted = false;
    actions.leaseAnswers.holding = async function* ({ signal }) {
      signal.addEventListener('abort', () => {
        isAborted = signal.reason instanceof Failure && signal.reason.code === 'broker/cancelled';
      });
      yield { type: 'held' };
      await aborted(signal);
    };
    const listener = heard(await send('GET', holdPath));
    await settle();
    const before = [listener.text(), isAborted];
    await listener.leave();
    await settle();
    expect([before, isAborted]).toEqual([['{"type":"held"}\n', false], true]);
  });

  test('whose source fails ends unfinished, and its place is free again', async () => {
    const { actions, send } = openRoutes();
    actions.leaseAnswers.holding = async function* () {
      yield { type: 'held' };
      throw new TypeError('canary_inside');
    };
    const ends: unknown[] = [];
    for (let round = 0; round < 600; round += 1) {
      const response = await send('GET', holdPath);
      ends.push(response.status === 200 ? await response.text().catch(() => 'cut off') : response.status);
    }
    expect(new Set(ends)).toEqual(new Set(['cut off']));
  });
});

describe('the limit of what is held open', () => {
  test('is 512, beside the 64 requests, and a place is free again once somebody leaves', async () => {
    const { actions, send, ask } = openRoutes();
    actions.leaseAnswers.holding = async function* ({ signal }) {
      yield { type: 'held' };
      await aborted(signal);
    };
    const hold = Promise.withResolvers<typeof exampleStatus>();
    const held = await Promise.all(Array.from({ length: 512 }, () => send('GET', holdPath)));
    const oneMore = await ask('GET', holdPath);
    const events = await ask('GET', '/v1/events');
    const waiting = await ask('POST', '/v1/leases', '{"label":"x","holder":{"kind":"stream"},"wait":true}');
    const request = await ask('POST', '/v1/leases', '{"label":"x","holder":{"kind":"stream"}}');
    actions.status = () => hold.promise;
    const asked = Array.from({ length: 64 }, () => ask('GET', '/v1/status'));
    await settle();
    const requestBusy = await ask('GET', '/v1/providers');
    hold.resolve(exampleStatus);
    await Promise.all(asked);
    await held[0]?.body?.cancel();
    const again = await send('GET', holdPath);
    expect([
      new Set(held.map(({ status }) => status)),
      [oneMore, events, waiting],
      request[0],
      requestBusy,
      (await ask('GET', '/v1/providers'))[0],
      again.status,
    ]).toEqual([new Set([200]), [busy, busy, busy], 200, busy, 200, 200]);
  });

  test('is not used up by callers who had left before it began', async () => {
    const { actions, routes, send } = openRoutes();
    actions.leaseAnswers.holding = async function* () {
      yield await new Promise<never>(() => undefined);
    };
    for (let round = 0; round < 600; round += 1) {
      const response = await routes.request(holdPath, {
        headers: { authorization: `Bearer ${machineGrant}` },
        signal: AbortSignal.abort(),
      });
      await response.body?.cancel();
    }
    expect((await send('GET', holdPath)).status).toBe(200);
  });

  test('holds what waits for a person as well, so that it is in nobody’s way', async () => {
    const { actions, ask } = openRoutes();
    const answered = Promise.withResolvers<undefined>();
    actions.leaseAnswers.token = async () => {
      await answered.promise;
      throw new Failure('broker/hand-out-denied');
    };
    const waiting = Array.from({ length: 100 }, () => ask('POST', '/auth/claude/token', '{}'));
    await settle();
    const [status] = await ask('GET', '/v1/status');
    answered.resolve(undefined);
    const denied = await Promise.all(waiting);
    expect([status, new Set(denied.map(([code]) => code))]).toEqual([200, new Set([403])]);
  });
});
