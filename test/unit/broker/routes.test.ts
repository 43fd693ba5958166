// The local service: who may ask, what is too much, and what comes back.
import { describe, expect, test } from 'vitest';
import { parsed } from '../../fakes/parsed.ts';
import { protocolVersion, signInLineShape } from '../../../main/broker/protocol.ts';
import type { SignInOrder } from '../../../main/broker/routes/sign-ins.ts';
import { Failure } from '../../../main/domain/failure.ts';
import {
  exampleProviders,
  exampleQuota,
  exampleSignOut,
  exampleStatus,
  signedInLine,
} from '../../fakes/broker.ts';
import { machineGrant, openRoutes } from '../../fakes/broker-routes.ts';
import { settle } from '../../fakes/time.ts';

const grant = machineGrant;
const open = openRoutes;

const anyText: unknown = expect.any(String);
const notGranted = [401, { failure: { code: 'broker/not-granted' } }];
const badRequest = (detail: string): [number, unknown] => [
  400,
  { failure: { code: 'broker/bad-request', detail } },
];

test('health is told to everyone and names nobody', async () => {
  expect(await open().ask('GET', '/health', undefined, {})).toEqual([
    200,
    { ok: true, version: '1.2.3', protocol: protocolVersion },
  ]);
});

describe('the grant', () => {
  const routes: readonly (readonly [string, string])[] = [
    ['GET', '/v1/status'],
    ['GET', '/v1/providers'],
    ['POST', '/v1/switch'],
    ['POST', '/v1/sign-outs'],
    ['POST', '/v1/quota'],
    ['POST', '/v1/app/open'],
    ['POST', '/v1/app/quit'],
    ['POST', '/v1/sign-ins'],
    ['GET', '/v1/no-such-route'],
  ];

  describe.each(routes)('%s %s', (method, path) => {
    test.each<[string, Record<string, string>]>([
      ['no grant', {}],
      ['another grant', { authorization: 'Bearer canary_other' }],
      ['half the grant', { authorization: `Bearer ${grant.slice(0, -1)}` }],
      ['more than the grant', { authorization: `Bearer ${grant}x` }],
      ['the grant without its word', { authorization: grant }],
      ['an empty grant', { authorization: 'Bearer ' }],
      ['the grant as a cookie', { cookie: `grant=${grant}` }],
    ])('is refused with %s', async (_name, headers) => {
      const { actions, ask } = open();
      expect([
        await ask(method, path, method === 'POST' ? '{"provider":"claude"}' : undefined, headers),
        actions.asked,
      ]).toEqual([notGranted, []]);
    });
  });
});

describe('requests', () => {
  test('status is what the app says', async () => {
    expect(await open().ask('GET', '/v1/status')).toEqual([200, exampleStatus]);
  });

  test('providers are what the app says', async () => {
    expect(await open().ask('GET', '/v1/providers')).toEqual([200, exampleProviders]);
  });

  test('a sign-out takes an account or none and says what it did', async () => {
    const { actions, ask } = open();
    const answers = [
      await ask('POST', '/v1/sign-outs', '{"provider":"openai"}'),
      await ask('POST', '/v1/sign-outs', '{"provider":"openai","account":"ada@example.test"}'),
    ];
    expect([answers, actions.asked]).toEqual([
      [
        [200, exampleSignOut],
        [200, exampleSignOut],
      ],
      ['sign out of openai', 'sign out of openai as ada@example.test'],
    ]);
  });

  test('quota is read again only when that is asked', async () => {
    const { actions, ask } = open();
    const answers = [
      await ask('POST', '/v1/quota', '{"now":false}'),
      await ask('POST', '/v1/quota', '{"now":true}'),
    ];
    expect([answers, actions.asked]).toEqual([
      [
        [200, exampleQuota],
        [200, exampleQuota],
      ],
      ['quota', 'quota now'],
    ]);
  });

  test('open and quit do it and say so', async () => {
    const { actions, ask } = open();
    const answers = [
      await ask('POST', '/v1/app/open', '{}'),
      await ask('POST', '/v1/app/open', '{"page":"history"}'),
      await ask('POST', '/v1/app/quit'),
    ];
    expect([answers, actions.asked]).toEqual([
      [
        [200, { ok: true }],
        [200, { ok: true }],
        [200, { ok: true }],
      ],
      ['open', 'open history', 'quit'],
    ]);
  });

  test.each(['/v1/switch', '/v1/sign-outs'])(
    '%s refuses an unknown provider or account with 404',
    async (path) => {
      const { actions, ask } = open();
      expect([
        await ask('POST', path, '{"provider":"nobody"}'),
        await ask('POST', path, '{"provider":"openai","account":"nobody"}'),
        actions.asked,
      ]).toEqual([
        [404, { failure: { code: 'selection/unknown-provider', subject: 'nobody' } }],
        [404, { failure: { code: 'selection/unknown-account', subject: 'nobody' } }],
        [],
      ]);
    },
  );

  test('several accounts without a choice are told with the reason', async () => {
    const { actions, ask } = open();
    actions.signingOut = () =>
      Promise.reject(new Failure('selection/several-accounts', { subject: 'OpenAI' }));
    const [, answer] = await ask('POST', '/v1/sign-outs', '{"provider":"openai"}');
    expect(answer).toEqual({ failure: { code: 'selection/several-accounts', subject: 'OpenAI' } });
  });

  test('an unknown route is refused', async () => {
    expect(await open().ask('GET', '/v1/no-such-route')).toEqual(badRequest('no such route'));
  });

  test.each([
    ['no JSON', '{', 'provider'],
    ['nothing', '', 'provider'],
    ['a list', '[]', ''],
    ['a missing field', '{}', 'provider'],
    ['a field of another kind', '{"provider":5}', 'provider'],
    ['an empty name', '{"provider":""}', 'provider'],
    ['a name without end', JSON.stringify({ provider: 'x'.repeat(261) }), 'provider'],
    ['a field more', '{"provider":"claude","admin":true}', ''],
    ['a prototype', '{"__proto__":{"provider":"claude"}}', 'provider'],
  ])('a body with %s is refused and does nothing', async (_name, body) => {
    const { actions, ask } = open();
    const [status, answer] = await ask('POST', '/v1/switch', body);
    expect([status, answer, actions.asked]).toEqual([
      400,
      { failure: { code: 'broker/bad-request', detail: anyText } },
      [],
    ]);
  });

  test.each([
    ['/v1/switch', '{"provider":"openai","account":""}', 'body.account'],
    ['/v1/switch', '{"provider":"openai","account":5}', 'body.account'],
    ['/v1/switch', '{}', 'body.provider'],
    ['/v1/switch', '{"account":"ada@example.test"}', 'body.provider'],
    ['/v1/switch', '{"strategy":"soonest-reset","account":"ada@example.test"}', 'body.provider'],
    ['/v1/switch', '{"strategy":"soonest-reset","unchecked":true}', 'body.provider'],
    ['/v1/switch', '{"provider":"openai","unchecked":"yes"}', 'body.unchecked'],
    ['/v1/sign-outs', '{}', 'body.provider'],
    ['/v1/sign-outs', JSON.stringify({ provider: 'openai', account: 'x'.repeat(261) }), 'body.account'],
    ['/v1/sign-outs', '{"provider":"openai","everywhere":true}', 'body'],
    ['/v1/quota', '', 'body'],
    ['/v1/quota', '{}', 'body.now'],
    ['/v1/quota', '{"now":"yes"}', 'body.now'],
    ['/v1/sign-ins', '{"provider":"claude","registration":{"clientId":"x"}}', 'body.registration.agreed'],
    [
      '/v1/sign-ins',
      '{"provider":"claude","registration":{"clientId":"x","agreed":false}}',
      'body.registration.agreed',
    ],
    [
      '/v1/sign-ins',
      '{"provider":"claude","registration":{"clientId":"","agreed":true}}',
      'body.registration.clientId',
    ],
  ])('%s refuses %s and names the field', async (path, body, detail) => {
    const { actions, ask } = open();
    expect([await ask('POST', path, body), actions.asked]).toEqual([badRequest(detail), []]);
  });

  test('a body above 64 KiB is refused, one below is read', async () => {
    const body = (bytes: number): string => JSON.stringify({ provider: 'claude', method: 'x' }).padEnd(bytes);
    const { actions, ask } = open();
    const large = await ask('POST', '/v1/switch', body(65_537));
    const sign = await ask('POST', '/v1/switch', JSON.stringify({ provider: 'claude' }).padEnd(65_536));
    expect([large, sign[0], actions.asked]).toEqual([badRequest('body too large'), 200, ['prefer claude']]);
  });

  test('a fault inside is 500 and gives away nothing', async () => {
    const { actions, ask } = open();
    actions.status = () => Promise.reject(new TypeError('canary_inside'));
    expect(await ask('GET', '/v1/status')).toEqual([500, { failure: { code: 'internal' } }]);
  });

  test('the 65th request at a time is told that the app is busy; then all goes on', async () => {
    const { actions, ask } = open();
    const hold = Promise.withResolvers<typeof exampleStatus>();
    actions.status = () => hold.promise;
    const held = Array.from({ length: 64 }, () => ask('GET', '/v1/status'));
    await settle();
    const busy = await ask('GET', '/v1/status');
    hold.resolve(exampleStatus);
    const answered = await Promise.all(held);
    expect([busy, new Set(answered.map(([status]) => status)), (await ask('GET', '/v1/status'))[0]]).toEqual([
      [429, { failure: { code: 'broker/busy' } }],
      new Set([200]),
      200,
    ]);
  });
});

describe('sign-ins', () => {
  async function linesOf(response: Response): Promise<unknown[]> {
    const text = await response.text();
    return text
      .trimEnd()
      .split('\n')
      .map((line) => signInLineShape.parse(parsed(line)));
  }

  test('tell each step in its own line, then how it ended', async () => {
    const { actions, send } = open();
    actions.signingIn = async ({ report }) => {
      report({ type: 'step', step: 'opening-browser', url: 'https://auth.example.test/\n"x"' });
      report({ type: 'step', step: 'saving' });
      return signedInLine;
    };
    const lines = await linesOf(
      await send('POST', '/v1/sign-ins', '{"provider":"openai","method":"chatgpt"}'),
    );
    expect([lines, actions.asked]).toEqual([
      [
        { type: 'step', step: 'opening-browser', url: 'https://auth.example.test/\n"x"' },
        { type: 'step', step: 'saving' },
        signedInLine,
      ],
      ['sign in to openai by chatgpt'],
    ]);
  });

  test('hand a key on and never send it back', async () => {
    const { actions, send } = open();
    const response = await send('POST', '/v1/sign-ins', '{"provider":"claude","secret":"canary_entered"}');
    const text = await response.text();
    expect([actions.asked, text.includes('canary')]).toEqual([
      ['sign in to claude by any way with canary_entered'],
      false,
    ]);
  });

  test('hand a client id on that was agreed to', async () => {
    const { actions, send } = open();
    const body = '{"provider":"claude","registration":{"clientId":"my-client","agreed":true}}';
    await linesOf(await send('POST', '/v1/sign-ins', body));
    expect(actions.asked).toEqual(['sign in to claude by any way as client my-client']);
  });

  test.each<[string, Error, object]>([
    [
      'a failure',
      new Failure('sign-in/denied', { subject: 'OpenAI', detail: 'x', retryAt: 7 }),
      { code: 'sign-in/denied', subject: 'OpenAI', detail: 'x', retryAt: 7 },
    ],
    ['anything else', new TypeError('canary_inside'), { code: 'internal' }],
  ])('say with the last line that they failed: %s', async (_name, thrown, failure) => {
    const { actions, send } = open();
    actions.signingIn = () => Promise.reject(thrown);
    expect(await linesOf(await send('POST', '/v1/sign-ins', '{"provider":"openai"}'))).toEqual([
      { type: 'failed', failure },
    ]);
  });

  test('end when the caller goes away', async () => {
    const { actions, send } = open();
    const started = Promise.withResolvers<SignInOrder>();
    actions.signingIn = (order) => {
      started.resolve(order);
      order.report({ type: 'step', step: 'waiting' });
      return new Promise((_resolve, reject) => {
        order.signal.addEventListener('abort', () => {
          reject(new Failure('sign-in/cancelled'));
        });
      });
    };
    const response = await send('POST', '/v1/sign-ins', '{"provider":"openai"}');
    const order = await started.promise;
    const before = order.signal.aborted;
    await response.body?.cancel();
    await settle();
    expect([before, order.signal.aborted]).toEqual([false, true]);
  });
});
