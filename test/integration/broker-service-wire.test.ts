// The local service as bytes on its socket: what is no good request gets one answer or a closed connection, never more.
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { toFailure } from '../../main/domain/failure.ts';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { exampleStatus, RecordingActions } from '../fakes/broker.ts';
import { exampleLeaseId } from '../fakes/broker-leases.ts';
import { pathsIn } from '../fakes/paths.ts';
import { parsed } from '../fakes/parsed.ts';
import { serviceParts, started } from '../fakes/running-service.ts';
import { temporaryFolder } from '../fakes/temporary-folder.ts';

async function open() {
  const actions = new RecordingActions();
  const asked: Socket[] = [];
  const parts = serviceParts(pathsIn(await temporaryFolder()), {
    actions,
    callers: {
      of: async (socket) => {
        asked.push(socket);
        return { line: [] };
      },
    },
  });
  const service = await started(parts);
  const grant = parts.grants.machine.reveal();
  return { actions, asked, path: service.path, authorization: `Bearer ${grant}` };
}

/** Sends these bytes and tells everything that comes until the other side closes. */
function sent(path: string, bytes: string | Uint8Array, { end = true } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let text = '';
    socket.setEncoding('latin1');
    socket.on('data', (part: string) => (text += part));
    // A connection that is closed while it is written to is one of the good ends.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve(text);
    });
    socket.write(bytes);
    if (end) socket.end();
  });
}

function asked(
  path: string,
  options: { method?: string; url: string; headers: Record<string, string>; body?: string; agent?: Agent },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const call = request({
      socketPath: path,
      path: options.url,
      method: options.method ?? 'GET',
      headers: options.headers,
      ...(options.agent !== undefined && { agent: options.agent }),
    });
    call.once('response', resolve);
    call.once('error', reject);
    call.end(options.body);
  });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of answer.setEncoding('utf8')) text += String(part);
  return text;
}

const statusLines = (text: string): string[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code = '']) => code);

describe('a request by hand', () => {
  test.each(['gatehouse', 'localhost'])('to %s is answered', async (host) => {
    const { path, authorization } = await open();
    const answer = await asked(path, { url: '/v1/status', headers: { host, authorization } });
    expect([
      answer.statusCode,
      answer.headers['content-type'],
      answer.headers['cache-control'],
      parsed(await textOf(answer)),
    ]).toEqual([200, 'application/json', 'no-store', exampleStatus]);
  });

  test('whose length is not said is read to its end', async () => {
    const { path, authorization, actions } = await open();
    const headers = {
      host: 'gatehouse',
      authorization,
      'content-type': 'application/json',
      'transfer-encoding': 'chunked',
    };
    const body = '{"page":"history"}';
    const answer = await asked(path, { method: 'POST', url: '/v1/app/open', headers, body });
    expect([answer.statusCode, actions.asked]).toEqual([200, ['open history']]);
  });

  test('of a forwarded port or of a web page is refused', async () => {
    const { path, authorization, actions } = await open();
    const refused = await Promise.all(
      [
        { host: 'localhost:8080' },
        { host: 'evil.example' },
        { host: 'gatehouse', origin: 'http://localhost' },
      ].map(
        async (headers) =>
          (await asked(path, { method: 'POST', url: '/v1/app/quit', headers: { authorization, ...headers } }))
            .statusCode,
      ),
    );
    expect([refused, actions.asked]).toEqual([[400, 400, 400], []]);
  });

  test('for a WebSocket gets a plain refusal', async () => {
    const { path, authorization } = await open();
    const lines = [
      'GET /v1/events HTTP/1.1',
      'Host: gatehouse',
      `Authorization: ${authorization}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ];
    expect(statusLines(await sent(path, `${lines.join('\r\n')}\r\n\r\n`))).toEqual(['400']);
  });
});

test('several requests on one connection are answered, and who it is is looked up once, when it matters', async () => {
  const { actions, asked: lookedUp, path, authorization } = await open();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    agent.destroy();
  });
  actions.leases.agents = async (call) => {
    await Promise.all([call.caller(), call.caller()]);
    return actions.leaseAnswers.agents;
  };
  const headers = { host: 'gatehouse', authorization };
  const ask = async (url: string): Promise<number | undefined> => {
    const answer = await asked(path, { url, headers, agent });
    await textOf(answer);
    return answer.statusCode;
  };
  const before = [await ask('/v1/status'), lookedUp.length];
  const after = [await ask('/v1/agents'), await ask('/v1/agents'), lookedUp.length];
  agent.destroy();
  const another = new Agent({ keepAlive: true });
  await textOf(await asked(path, { url: '/v1/agents', headers, agent: another }));
  another.destroy();
  expect([before, after, lookedUp.length]).toEqual([[200, 0], [200, 200, 1], 2]);
});

test.each([
  ['/v1/events', ': listening\n\n'],
  [`/v1/leases/${exampleLeaseId}/hold`, '{"type":"held"}\n'],
])('%s begins at once, and its end is heard of when the caller is killed', async (url, first) => {
  const { actions, path, authorization } = await open();
  const left = Promise.withResolvers<string>();
  const leaving = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        left.resolve(toFailure(signal.reason).code);
        reject(toFailure(signal.reason));
      });
    });
  actions.leaseAnswers.holding = async function* ({ signal }) {
    yield { type: 'held' };
    await leaving(signal);
  };
  actions.oversightAnswers.events = async function* ({ signal }) {
    yield await leaving(signal);
  };
  const answer = await asked(path, { url, headers: { host: 'gatehouse', authorization } });
  const heard = await new Promise((resolve) => answer.setEncoding('utf8').once('data', resolve));
  answer.on('error', () => undefined);
  answer.socket.destroy();
  expect([heard, await left.promise]).toEqual([first, 'broker/cancelled']);
});

describe('what is no good request', () => {
  const head = (authorization: string, ...more: string[]): string =>
    [
      'POST /v1/switch HTTP/1.1',
      'Host: gatehouse',
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      ...more,
      '',
      '',
    ].join('\r\n');
  const frames: readonly (readonly [string, (authorization: string) => string | Uint8Array, string[]])[] = [
    ['nothing', () => '', []],
    ['no HTTP', () => '{"jsonrpc":"2.0"}\n', ['400']],
    ['another protocol', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', ['400']],
    ['no host', () => 'GET /health HTTP/1.1\r\n\r\n', ['400']],
    ['a host that is none', () => 'GET /health HTTP/1.1\r\nHost: a b\r\n\r\n', ['400']],
    ['an address that is none', () => 'GET //%%\\[ HTTP/1.1\r\nHost: gatehouse\r\n\r\n', ['400']],
    ['a tunnel', () => 'CONNECT gatehouse:80 HTTP/1.1\r\nHost: gatehouse\r\n\r\n', []],
    [
      'headers without end',
      () => `GET /health HTTP/1.1\r\nHost: gatehouse\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`,
      ['431'],
    ],
    [
      'a body one byte too long',
      (grant) => head(grant, 'Content-Length: 65537', 'Connection: close') + ' '.repeat(65_537),
      ['400'],
    ],
    [
      'a body too long in pieces',
      (grant) =>
        `${head(grant, 'Transfer-Encoding: chunked', 'Connection: close')}10001\r\n${' '.repeat(65_537)}\r\n0\r\n\r\n`,
      ['400'],
    ],
    [
      'a body shorter than it says',
      (grant) => `${head(grant, 'Content-Length: 100')}{"provider":"openai"}`,
      ['400'],
    ],
    ['two lengths', (grant) => `${head(grant, 'Content-Length: 2', 'Content-Length: 20')}{}`, ['400']],
    [
      'a length and pieces',
      (grant) => `${head(grant, 'Content-Length: 2', 'Transfer-Encoding: chunked')}{}`,
      ['400'],
    ],
    [
      'bytes that are no text',
      (grant) =>
        Buffer.concat([
          Buffer.from(head(grant, 'Content-Length: 4', 'Connection: close')),
          Buffer.from([0x22, 0xff, 0xfe, 0x22]),
        ]),
      ['400'],
    ],
  ];

  test.each(frames)(
    '%s: one answer or a closed connection, and the service goes on',
    async (_name, frame, codes) => {
      const { actions, path, authorization } = await open();
      const text = await sent(path, frame(authorization));
      const next = await asked(path, { url: '/health', headers: { host: 'gatehouse' } });
      expect([statusLines(text), next.statusCode, actions.asked]).toEqual([codes, 200, []]);
    },
  );

  test('any bytes: at most one refusal, and the service goes on', async () => {
    const { actions, path, authorization } = await open();
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc
        .tuple(fc.constantFrom('GET', 'POST', 'DELETE', 'HEAD'), fc.webPath(), fc.string())
        .map(([method, path_, header]) =>
          Buffer.from(
            `${method} ${path_ === '' ? '/' : path_} HTTP/1.1\r\nHost: gatehouse\r\n${header}: x\r\n\r\n`,
            'utf8',
          ),
        ),
      fc
        .uint8Array({ maxLength: 300 })
        .map((body) =>
          Buffer.concat([
            Buffer.from(head(authorization, `Content-Length: ${body.byteLength}`, 'Connection: close')),
            body,
          ]),
        ),
      fc
        .json()
        .map((body) =>
          Buffer.from(
            `${head(authorization, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close')}${body}`,
            'utf8',
          ),
        ),
    );
    await fc.assert(
      fc.asyncProperty(noise, async (bytes) => {
        const codes = statusLines(await sent(path, bytes));
        expect(codes.length <= 1 && codes.every((code) => code.startsWith('4'))).toBe(true);
      }),
      { numRuns: 100 },
    );
    const next = await asked(path, { url: '/health', headers: { host: 'gatehouse' } });
    expect([next.statusCode, actions.asked]).toEqual([200, []]);
  });

  test('what takes longer than ten seconds to be sent is closed', leftToWhole, async () => {
    const { actions, path, authorization } = await open();
    const half = head(authorization, 'Content-Length: 100');
    const texts = await Promise.all([
      sent(path, 'GET /health HT', { end: false }),
      sent(path, `${half}{"provider"`, { end: false }),
    ]);
    expect([texts.map(statusLines), actions.asked]).toEqual([[['408'], ['408']], []]);
  });
});
