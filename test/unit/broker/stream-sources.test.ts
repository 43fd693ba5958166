// Where streams come from: what is no source, when one is told that nobody listens any more, and whose place is free again.
import { describe, expect, test } from 'vitest';
import { eventTexts, isIterable } from '../../../main/broker/streams.ts';
import { exampleLeaseId } from '../../fakes/broker-leases.ts';
import { openRoutes } from '../../fakes/broker-routes.ts';
import { failureOf } from '../../fakes/failures.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const holdPath = `/v1/leases/${exampleLeaseId}/hold`;
const event = { id: 1, event: { type: 'accounts' } };

/** What is open at the moment, as the service counts it. */
async function openStreams({ send }: ReturnType<typeof openRoutes>): Promise<string | undefined> {
  return /^gatehouse_streams (.+)$/m.exec(await (await send('GET', '/metrics')).text())?.[1];
}

test('only what can be asked for one value after the other is a source', () => {
  const source = (async function* () {
    yield 1;
  })();
  const others = [undefined, null, 'text', 5, {}, [1], () => source];
  expect([isIterable(source), others.map(isIterable)]).toEqual([true, others.map(() => false)]);
});

test.each([[undefined], [null], ['text'], [5], [{}], [{ id: 1 }], [{ event: { type: 'accounts' } }]])(
  'what is no event, such as %j, is never sent as one',
  async (value) => {
    const texts = eventTexts(
      (async function* () {
        yield value;
      })(),
      new FakeTime(),
    );
    await texts.next();
    expect(await failureOf(texts.next())).toEqual({ code: 'internal' });
  },
);

describe('a source whose listener leaves', () => {
  test('is told, where it can be', async () => {
    let told = 0;
    const next = async (): Promise<IteratorResult<unknown>> => ({ done: false, value: event });
    const end = async (): Promise<IteratorResult<unknown>> => {
      told += 1;
      return { done: true, value: undefined };
    };
    for (const iterator of [{ next, return: end }, { next }]) {
      const texts = eventTexts({ [Symbol.asyncIterator]: () => iterator }, new FakeTime());
      await texts.next();
      await texts.next();
      await texts.return(undefined);
    }
    expect(told).toBe(1);
  });

  test('may fail then, and fail to end: nobody hears of it', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown): void => void unheard.push(reason);
    process.on('unhandledRejection', hear);
    const later = Promise.withResolvers<IteratorResult<unknown>>();
    const iterator = {
      next: () => later.promise,
      return: (): Promise<never> => Promise.reject(new Error('does not end')),
    };
    const texts = eventTexts({ [Symbol.asyncIterator]: () => iterator }, new FakeTime());
    await texts.next();
    await texts.return(undefined);
    later.reject(new Error('fails'));
    await settle();
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });

  test('is ended also while it waits for nothing but to be asked', async () => {
    const opened = openRoutes();
    let isEnded = false;
    opened.actions.leaseAnswers.holding = async function* () {
      try {
        for (;;) yield { type: 'held' };
      } finally {
        isEnded = true;
      }
    };
    const response = await opened.send('GET', holdPath);
    await settle();
    await response.body?.cancel();
    await settle();
    expect([isEnded, await openStreams(opened)]).toEqual([true, '0']);
  });

  test('gives up one place, although it ends by itself as well', async () => {
    const opened = openRoutes();
    opened.actions.leaseAnswers.holding = async function* ({ signal }) {
      yield { type: 'held' };
      await new Promise((resolve) => {
        signal.addEventListener('abort', resolve);
      });
    };
    const response = await opened.send('GET', holdPath);
    await settle();
    const before = await openStreams(opened);
    await response.body?.cancel();
    await settle();
    expect([before, await openStreams(opened)]).toEqual(['1', '0']);
  });
});

test('a stream that has come to its end has given up its place, and says what it was', async () => {
  const opened = openRoutes();
  const response = await opened.send('GET', holdPath);
  const headers = ['content-type', 'cache-control', 'transfer-encoding'].map((name) =>
    response.headers.get(name),
  );
  const text = await response.text();
  expect([headers, text, await openStreams(opened)]).toEqual([
    ['application/x-ndjson', 'no-store', 'chunked'],
    '{"type":"held"}\n{"type":"ended","how":"released"}\n',
    '0',
  ]);
});
