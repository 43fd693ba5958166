// The sign-in listener on real sockets: who gets through, what they see, and what is left afterwards.
import type { IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { leftToWhole } from '../../scripts/test/projects.ts';
import { createLoopback } from '../../main/adapters/node/loopback.ts';
import { Failure } from '../../main/domain/failure.ts';
import type { Language } from '../../main/domain/language.ts';
import { failureOf } from '../fakes/failures.ts';
import {
  freePort,
  genuine,
  get,
  occupied,
  path,
  raw,
  state,
  waiting,
  type Seen,
  loopback,
} from '../fakes/loopback-client.ts';

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  connection: 'close',
};

/** Everything a page says about itself; anything more (a CORS header, a cookie) shows up here too. */
function withoutTransport({
  date: _date,
  'transfer-encoding': _encoding,
  'content-length': _length,
  ...rest
}: IncomingHttpHeaders): IncomingHttpHeaders {
  return rest;
}

describe('wrong requests', () => {
  test('each is turned away, none ends the attempt, and the genuine answer still succeeds', async () => {
    const { port, answer } = await waiting();
    const refused: readonly (readonly [number, Promise<Seen>])[] = [
      [421, get(port, genuine, { host: `evil.test:${String(port)}` })],
      [421, get(port, genuine, { host: `0.0.0.0:${String(port)}` })],
      [421, get(port, genuine, { host: '127.0.0.1' })],
      [405, get(port, genuine, { method: 'POST' })],
      [
        405,
        get(port, genuine, {
          method: 'OPTIONS',
          headers: { origin: 'https://evil.test', 'access-control-request-method': 'GET' },
        }),
      ],
      [404, get(port, '/')],
      [404, get(port, '/cancel')],
      [404, get(port, '/favicon.ico')],
      [404, get(port, '/signed-in')],
      [404, get(port, genuine.replace('callback', 'callback/'))],
      [404, get(port, `http://127.0.0.1:${String(port)}${genuine}`)],
      [400, get(port, path)],
      [400, get(port, `${path}?code=x&state=wrong`)],
      [400, get(port, `${genuine}&state=${state}`)],
      [400, get(port, `${path}?error=access_denied`)],
      [400, get(port, `${genuine}&iss=https%3A%2F%2Fevil.test`)],
    ];
    const seen = await Promise.all(refused.map(([, call]) => call));
    expect(seen.map(({ status }) => status)).toEqual(refused.map(([status]) => status));
    const last = get(port, genuine);
    const { verdict, conclude } = await answer;
    conclude('signed-in');
    expect([verdict, (await last).status]).toEqual([{ kind: 'answer', code: 'canary_code' }, 303]);
  });

  test('a request without Host, garbage, a TLS hello and an oversized head are closed without harm', async () => {
    const { port, answer } = await waiting();
    const answers = await Promise.all([
      raw(port, `GET ${genuine} HTTP/1.1\r\n\r\n`),
      raw(port, `GET ${genuine} HTTP/1.0\r\n\r\n`),
      raw(port, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'),
      raw(port, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      raw(
        port,
        `GET ${genuine} HTTP/1.1\r\nhost: 127.0.0.1:${String(port)}\r\nx: ${'y'.repeat(9_000)}\r\n\r\n`,
      ),
    ]);
    const statuses = answers.map((text) => /^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
    const last = get(port, genuine);
    const { conclude } = await answer;
    conclude('signed-in');
    expect([statuses, (await last).status]).toEqual([['400', '421', '400', '400', '431'], 303]);
  });

  test('the right state in a head that can be read in two ways is not enough', async () => {
    const { port, answer } = await waiting();
    const head = `GET ${genuine} HTTP/1.1\r\nhost: 127.0.0.1:${String(port)}\r\n`;
    const answers = await Promise.all(
      [
        'host: evil.test',
        'transfer-encoding: xchunked',
        'transfer-encoding: chunked',
        'content-length: 4',
      ].map((line) => raw(port, `${head}${line}\r\n\r\n0\r\n\r\n`)),
    );
    const statuses = answers.map((text) => /^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
    const last = get(port, genuine, { headers: { 'content-length': '0' } });
    const { conclude } = await answer;
    conclude('signed-in');
    expect([statuses, (await last).status]).toEqual([['421', '400', '400', '400'], 303]);
  });

  test('slow clients do not hold up the genuine answer', async () => {
    const { port, answer } = await waiting();
    const slow = Array.from({ length: 20 }, (): Socket => {
      const socket = connect(port, '127.0.0.1', () => socket.write('GET /auth/callb'));
      socket.on('error', () => undefined);
      return socket;
    });
    onTestFinished(() => {
      for (const socket of slow) socket.destroy();
    });
    await Promise.all(slow.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const last = get(port, genuine);
    const { conclude } = await answer;
    conclude('signed-in');
    expect((await last).status).toBe(303);
  });

  test('who sends a head slowly is cut off after seconds', leftToWhole, async () => {
    const { port } = await waiting();
    const beganMs = performance.now();
    const said = await raw(port, 'GET /auth/callb');
    // The limit is five seconds, and Node looks once in each.
    expect([said.split('\r\n')[0], performance.now() - beganMs < 10_000]).toEqual([
      'HTTP/1.1 408 Request Timeout',
      true,
    ]);
  });
});

describe('more connections than are kept', () => {
  const kept = 64;

  /** Opens connections that ask nothing, one after the other; `dropped` tells which of them the listener ended. */
  async function openIdle(port: number, count: number): Promise<{ dropped: () => number[] }> {
    const sockets: Socket[] = [];
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
    });
    for (let index = 0; index < count; index += 1) {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      sockets.push(socket);
      await new Promise((resolve) => socket.once('connect', resolve));
    }
    return { dropped: () => sockets.flatMap((socket, index) => (socket.closed ? [index] : [])) };
  }

  test('idle ones do not lock the genuine answer out: the oldest make room, at once', async () => {
    const { port, answer } = await waiting();
    const { dropped } = await openIdle(port, kept + 6);
    const startedAt = performance.now();
    const last = get(port, genuine);
    const { conclude } = await answer;
    conclude('signed-in');
    const { status } = await last;
    const tookMs = performance.now() - startedAt;
    await expect.poll(dropped).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([status, tookMs < 800]).toEqual([303, true]);
  });

  test('the one that is being answered stays, however many come after it', async () => {
    const { port, answer } = await waiting();
    const last = get(port, genuine).then(
      ({ status }) => status,
      () => 'dropped',
    );
    const { conclude } = await answer;
    const { dropped } = await openIdle(port, kept + 6);
    await expect.poll(dropped).toEqual([0, 1, 2, 3, 4, 5]);
    conclude('signed-in');
    expect(await last).toBe(303);
  });
});

describe('pages', () => {
  const poison = '<script>alert(1)</script>';
  const poisoned = encodeURIComponent(`${poison}canary_poison`);

  test.each([
    ['signed-in', 'Signed in'],
    ['denied', 'Not signed in'],
    ['failed', 'Not signed in'],
  ] as const)('%s: on to a fixed address, then a fixed page', async (outcome, title) => {
    const { port, answer } = await waiting();
    const first = get(
      port,
      `${genuine}&next=https%3A%2F%2Fevil.test&error_uri=${poisoned}&scope=${poisoned}`,
    );
    (await answer).conclude(outcome);
    const redirect = await first;
    const page = await get(port, redirect.headers.location ?? '');
    const { location, ...redirectHeaders } = withoutTransport(redirect.headers);
    expect({ status: redirect.status, location, redirectHeaders, body: redirect.body }).toEqual({
      status: 303,
      location: `/${outcome}`,
      redirectHeaders: pageHeaders,
      body: '',
    });
    expect({
      status: page.status,
      headers: withoutTransport(page.headers),
      title: /<h1>(.*?)<\/h1>/.exec(page.body)?.[1],
    }).toEqual({ status: 200, headers: pageHeaders, title });
  });

  test('nothing of a request is ever shown, and there is no script in any page', async () => {
    const { port, answer } = await waiting();
    const refused = await Promise.all([
      get(port, `/${poisoned}`),
      get(port, `${path}?state=${poisoned}`),
      get(port, `${path}?error=${poisoned}&error_description=${poisoned}&error_uri=${poisoned}`),
      get(port, genuine, { host: 'canary-poison.test' }),
    ]);
    const first = get(port, `${path}?error=${poisoned}&error_description=${poisoned}&state=${state}`);
    (await answer).conclude('denied');
    const pages = [...refused, await first, await get(port, '/denied')];
    expect(
      pages.filter(({ body, headers }) => /script|canary|alert/i.test(body + JSON.stringify(headers))),
    ).toEqual([]);
    expect(refused.map(({ headers }) => withoutTransport(headers))).toEqual(refused.map(() => pageHeaders));
  });
});

describe('after the answer', () => {
  test('the same callback again is gone, during the exchange and after it', async () => {
    const { port, answer } = await waiting();
    const first = get(port, genuine);
    const { conclude } = await answer;
    const during = await get(port, genuine);
    conclude('signed-in');
    expect([during.status, (await first).status, (await get(port, genuine)).status]).toEqual([410, 303, 410]);
  });

  test('the pages are in the language that the person reads when they are shown', async () => {
    const reading: { language: Language } = { language: 'en' };
    const { port, answer } = await waiting(createLoopback(() => reading.language));
    const titleOf = ({ body }: Seen) => /lang="(\w+)"[^]*<h1>(.+?)<\/h1>/.exec(body)?.slice(1);
    const english = titleOf(await get(port, '/other'));
    reading.language = 'de';
    const german = titleOf(await get(port, '/other'));
    const asked = get(port, genuine);
    (await answer).conclude('signed-in');
    await asked;
    expect([english, german, titleOf(await get(port, '/signed-in'))]).toEqual([
      ['en', 'Nothing to do here'],
      ['de', 'Hier gibt es nichts zu tun'],
      ['de', 'Angemeldet'],
    ]);
  });

  test('the listener is closed once the page has been shown', async () => {
    const { listener, port, answer } = await waiting();
    const first = get(port, genuine);
    (await answer).conclude('signed-in');
    await first;
    const closing = listener.close();
    const page = await get(port, '/signed-in');
    await closing;
    expect([
      page.status,
      await get(port, genuine).catch((thrown: unknown) =>
        thrown instanceof Error && 'code' in thrown ? thrown.code : thrown,
      ),
    ]).toEqual([200, 'ECONNREFUSED']);
  });

  test('the listener closes within a second and a half when nobody fetches the page', async () => {
    const { listener, port, answer } = await waiting();
    const first = get(port, genuine);
    (await answer).conclude('failed');
    await first;
    const startedAt = performance.now();
    await listener.close();
    const tookMs = performance.now() - startedAt;
    expect([
      tookMs < 1_500,
      await get(port, '/failed').then(
        () => 'open',
        () => 'closed',
      ),
    ]).toEqual([true, 'closed']);
  });

  test('a cancelled attempt rejects with the reason, answers nobody, and frees its port at once', async () => {
    const { listener, port, answer, abort } = await waiting();
    abort.abort(new Failure('sign-in/cancelled', { subject: 'OpenAI' }));
    const failure = await failureOf(answer);
    const late = await get(port, genuine);
    await listener.close();
    const again = await loopback.listen([port]);
    await again.close();
    expect([failure, late.status, again.port]).toEqual([
      { code: 'sign-in/cancelled', subject: 'OpenAI' },
      410,
      port,
    ]);
  });

  test('an open connection does not keep the listener alive', async () => {
    const { listener, port } = await waiting();
    const socket = connect(port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    await listener.close();
    await closed;
    expect(socket.destroyed).toBe(true);
  });
});

describe('ports', () => {
  test('the second one is used when the first is taken', async () => {
    const [taken, free] = [await occupied(), await freePort()];
    const listener = await loopback.listen([taken, free]);
    await listener.close();
    expect(listener.port).toBe(free);
  });

  test('when both are taken the failure names who holds them', async () => {
    const ports = [await occupied(), await occupied()];
    const failure = await failureOf(loopback.listen(ports));
    const holder = `\\(pid ${String(process.pid)}\\)`;
    expect(failure.code).toBe('sign-in/ports-busy');
    expect(failure.detail).toMatch(
      new RegExp(`^${String(ports[0])}: .+ ${holder}, ${String(ports[1])}: .+ ${holder}$`),
    );
  });

  test('only the loopback address is listened on', async () => {
    const { port } = await waiting();
    const addresses = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address, scopeid }) => (scopeid ? `${address}%${String(scopeid)}` : address));
    const reached = await Promise.all(
      ['::1', '127.0.0.2', ...addresses].map(
        (address) =>
          new Promise<string>((resolve) => {
            const socket = connect({ port, host: address, timeout: 1_000 });
            for (const event of ['error', 'timeout'])
              socket.once(event, () => {
                socket.destroy();
                resolve('closed');
              });
            socket.once('connect', () => {
              socket.destroy();
              resolve(`open at ${address}`);
            });
          }),
      ),
    );
    expect(new Set(reached)).toEqual(new Set(['closed']));
  });
});
