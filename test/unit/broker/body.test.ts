// When a body is read, when it is not, and what a missing or a broken one counts as.
import { expect, test } from 'vitest';
import { exampleLeaseId } from '../../fakes/broker-leases.ts';
import { machineGrant, openRoutes } from '../../fakes/broker-routes.ts';

const granted = { authorization: `Bearer ${machineGrant}` };
const badRequest = (detail: string): [number, unknown] => [
  400,
  { failure: { code: 'broker/bad-request', detail } },
];

/** One that is announced and never comes. */
function neverSent(headers: Record<string, string> = {}) {
  return {
    method: 'POST',
    headers: { ...granted, 'content-type': 'application/json', ...headers },
    body: new ReadableStream(),
    // Undici wants to be told that the answer may come before the request has ended.
    duplex: 'half',
  };
}

test('a body that says to be too long is refused before any of it has come', async () => {
  const { routes, actions } = openRoutes();
  const response = await routes.request('/v1/switch', neverSent({ 'content-length': '65537' }));
  expect([response.status, await response.json(), actions.asked]).toEqual([
    ...badRequest('body too large'),
    [],
  ]);
});

test('a body that the route does not take is not waited for', async () => {
  const { routes, actions } = openRoutes();
  const { status } = await routes.request('/v1/app/quit', neverSent());
  expect([status, actions.asked]).toEqual([200, ['quit']]);
});

test('a question has no body, whatever kind of one it speaks of', async () => {
  const { ask } = openRoutes();
  expect((await ask('GET', '/v1/status', undefined, { ...granted, 'content-type': 'text/plain' }))[0]).toBe(
    200,
  );
});

test('a body that may be left out may be empty, and must not be broken', async () => {
  const { actions, ask } = openRoutes();
  const path = `/v1/leases/${exampleLeaseId}`;
  const kinds = { ...granted, 'content-type': 'application/json' };
  const taken = [
    await ask('DELETE', path),
    await ask('DELETE', path, undefined, { ...granted, 'content-length': '0' }),
    await ask('DELETE', path, '', kinds),
    await ask('DELETE', path, '', granted),
  ];
  const asked = actions.asked.length;
  const broken = [await ask('DELETE', path, '{'), await ask('DELETE', path, '{"__proto__":1}')];
  expect([taken.map(([status]) => status), asked, broken, actions.asked.length]).toEqual([
    [200, 200, 200, 200],
    4,
    [badRequest('body'), badRequest('body')],
    4,
  ]);
});

test.each<[string, string | Uint8Array<ArrayBuffer> | undefined]>([
  ['is not there', undefined],
  ['is not UTF-8', Uint8Array.of(0x22, 0xff, 0x22)],
  ['is no JSON', '{'],
])('a body that is needed and %s is refused as a whole', async (_name, body) => {
  expect(await openRoutes().ask('POST', '/v1/switch', body)).toEqual(badRequest('body'));
});
