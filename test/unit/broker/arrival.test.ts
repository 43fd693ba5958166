// What is turned away on arrival: web pages, other protocols, and bodies that are not what they should be.
import { describe, expect, test } from 'vitest';
import { machineGrant, openRoutes } from '../../fakes/broker-routes.ts';

const granted = { authorization: `Bearer ${machineGrant}` };
const badRequest = (detail: string): [number, unknown] => [
  400,
  { failure: { code: 'broker/bad-request', detail } },
];

describe('a request of a web page', () => {
  test.each<[string, Record<string, string>, string]>([
    ['with an origin', { origin: 'https://evil.example' }, 'web pages may not ask'],
    ['from a file', { origin: 'null' }, 'web pages may not ask'],
    ['to a name that leads here', { host: 'evil.example' }, 'the host is gatehouse or localhost'],
    ['to a forwarded port', { host: 'localhost:8080' }, 'the host is gatehouse or localhost'],
    ['that wants a WebSocket', { upgrade: 'websocket' }, 'only plain HTTP is spoken here'],
  ])('%s is refused, even with the grant', async (_name, headers, detail) => {
    const { actions, ask } = openRoutes();
    expect([
      await ask('POST', '/v1/app/quit', undefined, { ...granted, ...headers }),
      await ask('GET', '/health', undefined, headers),
      await ask('GET', '/nothing', undefined, headers),
      actions.asked,
    ]).toEqual([badRequest(detail), badRequest(detail), badRequest(detail), []]);
  });

  test.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/json5',
    'text/plain;application/json',
    '',
  ])('with a body of the kind %j is refused', async (type) => {
    const { actions, ask } = openRoutes();
    const headers = { ...granted, 'content-type': type };
    expect([
      await ask('POST', '/v1/switch', '{"provider":"openai"}', headers),
      await ask('POST', '/v1/app/quit', undefined, headers),
      actions.asked,
    ]).toEqual([
      badRequest('the body has to be application/json'),
      badRequest('the body has to be application/json'),
      [],
    ]);
  });

  test.each(['gatehouse', 'localhost'])('is none when it goes to %s', async (host) => {
    expect((await openRoutes().ask('GET', '/v1/status', undefined, { ...granted, host }))[0]).toBe(200);
  });

  test('is none when its JSON has a character set', async () => {
    const headers = { ...granted, 'content-type': 'application/json; charset=utf-8' };
    expect((await openRoutes().ask('POST', '/v1/quota', '{"now":true}', headers))[0]).toBe(200);
  });
});

describe('a body', () => {
  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ['with a key twice', '{"provider":"claude","provider":"openai"}'],
    ['with a prototype', '{"provider":"openai","__proto__":{}}'],
    ['that is not UTF-8', Uint8Array.from([...Buffer.from('{"provider":"'), 0xff, ...Buffer.from('"}')])],
    ['that is cut off', '{"provider":"openai"'],
    ['with more behind it', '{"provider":"openai"}{}'],
    ['as deep as it is long', '['.repeat(32_768) + ']'.repeat(32_768)],
    ['that never closes', '['.repeat(65_000)],
    ['that is deep in a field', `{"provider":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
  ])('%s is refused once, and the next one is read', async (_name, body) => {
    const { actions, ask } = openRoutes();
    const [status, answer] = await ask('POST', '/v1/switch', body);
    const next = await ask('POST', '/v1/switch', '{"provider":"openai"}');
    expect([
      status,
      JSON.stringify(answer).startsWith('{"failure":{"code":"broker/bad-request"'),
      next[0],
    ]).toEqual([400, true, 200]);
    expect(actions.asked).toEqual(['prefer openai']);
  });

  test('of which nobody says what it is is refused', async () => {
    const { routes, actions } = openRoutes();
    const body = new TextEncoder().encode('{"provider":"openai"}');
    const response = await routes.request('/v1/switch', { method: 'POST', headers: granted, body });
    expect([response.status, await response.json(), actions.asked]).toEqual([
      ...badRequest('the body has to be application/json'),
      [],
    ]);
  });

  test('of a byte order mark alone, or with one, is no JSON', async () => {
    const { ask } = openRoutes();
    expect(await ask('POST', '/v1/quota', '\uFEFF{"now":true}')).toEqual(badRequest('body'));
  });

  test('that says to be longer than its limit is refused, and one that says to be as long is read', async () => {
    const { routes, actions } = openRoutes();
    const statuses = [65_537, 65_536].map(async (bytes) => {
      const headers = { ...granted, 'content-type': 'application/json', 'content-length': String(bytes) };
      const body = '{"provider":"openai"}'.padEnd(bytes);
      return (await routes.request('/v1/switch', { method: 'POST', headers, body })).status;
    });
    expect([await Promise.all(statuses), actions.asked]).toEqual([[400, 200], ['prefer openai']]);
  });

  test('that grows beyond its limit without saying so is not read to its end', async () => {
    const { routes, actions } = openRoutes();
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
    });
    // Undici wants to be told that the answer may come before the request has ended.
    const init = {
      method: 'POST',
      headers: { ...granted, 'content-type': 'application/json' },
      body,
      duplex: 'half',
    };
    const response = await routes.request('/v1/switch', init);
    expect([response.status, sent < 8, actions.asked]).toEqual([400, true, []]);
  });
});

test.each([
  ['HEAD', '/v1/events'],
  ['HEAD', '/v1/status'],
  ['PUT', '/v1/status'],
  ['GET', '/v1/sign-ins'],
  ['OPTIONS', '/v1/switch'],
])('%s %s is no route, and does nothing', async (method, path) => {
  const { actions, send } = openRoutes();
  expect([(await send(method, path)).status, actions.asked]).toEqual([400, []]);
});
