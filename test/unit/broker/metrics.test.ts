// What the local service counts about itself.
import { expect, test } from 'vitest';
import { createMetrics } from '../../../main/broker/metrics.ts';
import { openRoutes } from '../../fakes/broker-routes.ts';

test('requests are counted by route and status, and their time in buckets that add up', () => {
  const metrics = createMetrics();
  metrics.count('GET /v1/status', 200, 0.5);
  metrics.count('GET /v1/status', 200, 20);
  metrics.count('GET /v1/status', 429, 60_000);
  metrics.count('GET /v1/events', 200, null);
  expect(
    metrics
      .text({ inFlight: 3, streams: 2, leases: 1 })
      .split('\n')
      .filter((line) => !line.startsWith('#')),
  ).toEqual([
    'gatehouse_requests_total{route="GET /v1/status",status="200"} 2',
    'gatehouse_requests_total{route="GET /v1/status",status="429"} 1',
    'gatehouse_requests_total{route="GET /v1/events",status="200"} 1',
    'gatehouse_request_seconds_bucket{le="0.001"} 1',
    'gatehouse_request_seconds_bucket{le="0.005"} 1',
    'gatehouse_request_seconds_bucket{le="0.025"} 2',
    'gatehouse_request_seconds_bucket{le="0.1"} 2',
    'gatehouse_request_seconds_bucket{le="1"} 2',
    'gatehouse_request_seconds_bucket{le="10"} 2',
    'gatehouse_request_seconds_bucket{le="+Inf"} 3',
    'gatehouse_request_seconds_sum 60.0205',
    'gatehouse_request_seconds_count 3',
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
    lines.filter(
      (line) => line.startsWith('gatehouse_requests_total') || line.startsWith('gatehouse_streams'),
    ),
  ]).toEqual([
    'text/plain; version=0.0.4; charset=utf-8',
    [],
    [
      'gatehouse_requests_total{route="GET /v1/status",status="200"} 1',
      'gatehouse_requests_total{route="GET /v1/status",status="401"} 1',
      'gatehouse_requests_total{route="none",status="400"} 1',
      'gatehouse_requests_total{route="GET /v1/events",status="200"} 1',
      'gatehouse_streams 1',
    ],
  ]);
});
