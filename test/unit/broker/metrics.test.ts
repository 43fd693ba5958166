// What the local service counts about itself.
import { expect, test } from 'vitest';
import { createMetrics } from '../../../main/broker/metrics.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { exampleStatus } from '../../fakes/broker.ts';
import { openRoutes } from '../../fakes/broker-routes.ts';
import { settle } from '../../fakes/time.ts';

test('requests are counted by route and status, and their time in buckets that add up', () => {
  const metrics = createMetrics();
  metrics.count('GET /v1/status', 200, 0.5);
  metrics.count('GET /v1/status', 200, 20);
  metrics.count('GET /v1/status', 429, 60_000);
  // What took exactly as long as a bound counts in it.
  metrics.count('GET /health', 200, 25);
  metrics.count('GET /v1/events', 200, null);
  expect(
    metrics
      .text({ inFlight: 3, streams: 2, leases: 1 })
      .split('\n')
      .filter((line) => !line.startsWith('#')),
  ).toEqual([
    'gatehouse_requests_total{route="GET /v1/status",status="200"} 2',
    'gatehouse_requests_total{route="GET /v1/status",status="429"} 1',
    'gatehouse_requests_total{route="GET /health",status="200"} 1',
    'gatehouse_requests_total{route="GET /v1/events",status="200"} 1',
    'gatehouse_request_seconds_bucket{le="0.001"} 1',
    'gatehouse_request_seconds_bucket{le="0.005"} 1',
    'gatehouse_request_seconds_bucket{le="0.025"} 3',
    'gatehouse_request_seconds_bucket{le="0.1"} 3',
    'gatehouse_request_seconds_bucket{le="1"} 3',
    'gatehouse_request_seconds_bucket{le="10"} 3',
    'gatehouse_request_seconds_bucket{le="+Inf"} 4',
    'gatehouse_request_seconds_sum 60.0455',
    'gatehouse_request_seconds_count 4',
    'gatehouse_requests_in_flight 3',
    'gatehouse_streams 2',
    'gatehouse_leases 1',
    '',
  ]);
});

test('every line is one that Prometheus reads, whatever was asked', async () => {
  const { ask, send } = openRoutes();
  await ask('GET', '/v1/status');
  await ask('GET', '/v1/status', undefined, {});
  await ask('GET', '/v1/no"such{route');
  const held = await send('GET', '/v1/events');
  const response = await send('GET', '/metrics');
  const lines = (await response.text()).trimEnd().split('\n');
  await held.body?.cancel();
  const known = /^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="[^"\\]*"(?:,\w+="[^"\\]*")*\})? [\d.e+-]+)$/;
  expect([
    response.headers.get('content-type'),
    lines.filter((line) => !known.test(line)),
    lines.filter((line) => /^gatehouse_(?:requests_total|streams|request_seconds_count)/.test(line)),
  ]).toEqual([
    'text/plain; version=0.0.4; charset=utf-8',
    [],
    [
      'gatehouse_requests_total{route="GET /v1/status",status="200"} 1',
      'gatehouse_requests_total{route="GET /v1/status",status="401"} 1',
      'gatehouse_requests_total{route="none",status="400"} 1',
      'gatehouse_requests_total{route="GET /v1/events",status="200"} 1',
      // A stream takes as long as its listener wants.
      'gatehouse_request_seconds_count 2',
      'gatehouse_streams 1',
    ],
  ]);
});

/** What the service says of itself now, the question itself among it. */
async function counted({ send }: ReturnType<typeof openRoutes>, name: string): Promise<number> {
  const text = await (await send('GET', '/metrics')).text();
  return Number(new RegExp(`^${name} (.+)$`, 'm').exec(text)?.[1]);
}

test('the time that requests took is what passed, without that of one that waits for a person', async () => {
  const startedAt = performance.now();
  const opened = openRoutes();
  opened.actions.leaseAnswers.token = () => Promise.reject(new Failure('broker/hand-out-denied'));
  await opened.ask('GET', '/v1/status');
  await opened.ask('POST', '/auth/claude/token', '{}');
  await opened.ask('GET', '/health');
  const [count, seconds] = [
    await counted(opened, 'gatehouse_request_seconds_count'),
    await counted(opened, 'gatehouse_request_seconds_sum'),
  ];
  const passedSeconds = (performance.now() - startedAt) / 1000;
  expect([count, seconds > 0 && seconds <= passedSeconds]).toEqual([2, true]);
});

test('what is under way is counted once, a lease that is waited for among what is held open', async () => {
  const opened = openRoutes();
  const under = async (): Promise<readonly number[]> => [
    await counted(opened, 'gatehouse_requests_in_flight'),
    await counted(opened, 'gatehouse_streams'),
  ];
  opened.actions.leaseAnswers.waiting = async function* ({ signal }) {
    yield { type: 'queued', position: 1, etaAt: null, reason: 'Two agents run already.' };
    await new Promise((resolve) => {
      signal.addEventListener('abort', resolve);
    });
  };
  const before = await under();
  const waiting = await opened.send(
    'POST',
    '/v1/leases',
    '{"label":"x","holder":{"kind":"stream"},"wait":true}',
  );
  const during = await under();
  await waiting.body?.cancel();
  await opened.ask('GET', '/health');
  await opened.ask('GET', '/v1/status');
  expect([before, during, await under()]).toEqual([
    [1, 0],
    [1, 1],
    [1, 0],
  ]);
});

test('whoever asks whether the service is well waits like everybody else', async () => {
  const { actions, ask } = openRoutes();
  const hold = Promise.withResolvers<typeof exampleStatus>();
  actions.status = () => hold.promise;
  const held = Array.from({ length: 64 }, () => ask('GET', '/v1/status'));
  await settle();
  const [busy] = await ask('GET', '/health');
  hold.resolve(exampleStatus);
  await Promise.all(held);
  expect([busy, (await ask('GET', '/health'))[0]]).toEqual([429, 200]);
});
