// The routes for leases and agents: what they hand on, and that an agent touches nothing but its own.
import { describe, expect, test } from 'vitest';
import { isAgentId, isLeaseId } from '../../../main/domain/lease.ts';
import { leaseLineShape } from '../../../main/broker/protocol/leases.ts';
import { Failure } from '../../../main/domain/failure.ts';
import { exampleAgentId, exampleLeaseId } from '../../fakes/broker-leases.ts';
import { openRoutes } from '../../fakes/broker-routes.ts';
import { parsed } from '../../fakes/parsed.ts';

const otherLease = 'BBBBBBBBBBBBBBBBBBBBBB';
const wish = { label: 'claude', holder: { kind: 'process', pid: 4711 } };
const notPermitted = [403, { failure: { code: 'broker/not-permitted' } }];

function open() {
  const opened = openRoutes();
  if (!isAgentId(exampleAgentId) || !isLeaseId(exampleLeaseId)) throw new Error('no ids');
  const token = opened.grants.issue(exampleAgentId, exampleLeaseId).reveal();
  const asAgent = { authorization: `Bearer ${token}` };
  return { ...opened, asAgent, agent: exampleAgentId };
}

async function linesOf(response: Response): Promise<unknown[]> {
  const text = await response.text();
  return text.trimEnd().split('\n').map(parsed);
}

test.each<[string, string, object | undefined, string]>([
  ['POST', '/v1/leases', wish, 'lease for claude'],
  ['POST', '/v1/leases', { ...wish, wait: false }, 'lease for claude'],
  [
    'POST',
    '/v1/leases/batch',
    { mode: 'partial', leases: [wish, wish] },
    'leases for partial of claude, claude',
  ],
  ['POST', `/v1/leases/${otherLease}/heartbeat`, undefined, `heartbeat of ${otherLease}`],
  ['POST', `/v1/leases/${otherLease}/usage`, { used: 2.5 }, `2.5 used of ${otherLease}`],
  ['DELETE', `/v1/leases/${otherLease}`, undefined, `release ${otherLease}`],
  ['DELETE', `/v1/leases/${otherLease}`, { used: 1 }, `release ${otherLease} with 1 used`],
  ['DELETE', '/v1/agents/codex-9', undefined, 'end codex-9'],
  ['POST', '/v1/agents/codex-9/environment', { consumer: 'codex' }, 'environment of codex-9 for codex'],
  ['POST', '/auth/claude/token', { account: 'ada' }, 'token of claude ada'],
  ['POST', '/v1/estimates', { task: 'review' }, 'estimate review'],
])('%s %s with %j is handed on', async (method, path, body, asked) => {
  const { actions, ask } = open();
  const [status] = await ask(method, path, body === undefined ? undefined : JSON.stringify(body));
  expect([status, actions.asked]).toEqual([200, [asked]]);
});

describe('an agent', () => {
  test.each<[string, string, string | undefined, string]>([
    ['POST', `/v1/leases/${exampleLeaseId}/heartbeat`, undefined, `heartbeat of ${exampleLeaseId}`],
    ['POST', `/v1/leases/${exampleLeaseId}/usage`, '{"used":1}', `1 used of ${exampleLeaseId}`],
    ['DELETE', `/v1/leases/${exampleLeaseId}`, undefined, `release ${exampleLeaseId}`],
    ['DELETE', `/v1/agents/${exampleAgentId}`, undefined, `end ${exampleAgentId}`],
    [
      'POST',
      `/v1/agents/${exampleAgentId}/environment`,
      '{}',
      `environment of ${exampleAgentId} for its own`,
    ],
    ['POST', '/auth/claude/token', '{}', 'token of claude any'],
  ])('may %s %s, which is its own', async (method, path, body, asked) => {
    const { actions, ask, asAgent, agent } = open();
    const [status] = await ask(method, path, body, asAgent);
    expect([status, actions.asked]).toEqual([200, [`${asked} by ${agent}`]]);
  });

  test.each<[string, string, string | undefined]>([
    ['POST', `/v1/leases/${otherLease}/heartbeat`, undefined],
    ['POST', `/v1/leases/${otherLease}/usage`, '{"used":1}'],
    ['GET', `/v1/leases/${otherLease}/hold`, undefined],
    ['DELETE', `/v1/leases/${otherLease}`, undefined],
    ['DELETE', '/v1/leases/x', undefined],
    ['DELETE', '/v1/agents/codex-9', undefined],
    ['DELETE', '/v1/agents/machine', undefined],
    ['POST', '/v1/agents/codex-9/environment', '{}'],
    ['POST', '/v1/leases', JSON.stringify(wish)],
    ['POST', '/v1/lock', undefined],
    ['GET', '/v1/audit', undefined],
  ])('may not %s %s', async (method, path, body) => {
    const { actions, ask, asAgent } = open();
    expect([await ask(method, path, body, asAgent), actions.asked]).toEqual([notPermitted, []]);
  });

  test('has no right any more once its grant is revoked', async () => {
    const { ask, asAgent, grants, agent } = open();
    const before = (await ask('GET', '/v1/leases', undefined, asAgent))[0];
    grants.revoke(agent);
    expect([before, await ask('GET', '/v1/leases', undefined, asAgent)]).toEqual([
      200,
      [410, { failure: { code: 'broker/lease-ended' } }],
    ]);
  });
});

test.each(['x', '..%2fx', 'AAAAAAAAAAAAAAAAAAAAA.', 'A'.repeat(23)])(
  'what cannot be the id of a lease, %s, is none',
  async (id) => {
    const { actions, ask } = open();
    expect([await ask('DELETE', `/v1/leases/${id}`), actions.asked]).toEqual([
      [404, { failure: { code: 'broker/no-such-lease' } }],
      [],
    ]);
  },
);

test('a lease that is waited for comes as lines, and the last one says how that ended', async () => {
  const { actions, send } = open();
  const response = await send('POST', '/v1/leases', JSON.stringify({ ...wish, wait: true }));
  const lines = await linesOf(response);
  expect([lines.map((line) => leaseLineShape.parse(line).type), actions.asked]).toEqual([
    ['queued', 'granted'],
    ['wait for a lease for claude'],
  ]);
});

test('a lease that cannot be held is refused with a status, before the first line', async () => {
  const { actions, ask } = open();
  actions.leases.hold = () => Promise.reject(new Failure('broker/no-such-lease'));
  expect(await ask('GET', `/v1/leases/${otherLease}/hold`)).toEqual([
    404,
    { failure: { code: 'broker/no-such-lease' } },
  ]);
});

test('figures of a refusal come along', async () => {
  const { actions, ask } = open();
  const figures = { unit: 'percent', requested: 5, available: 2 };
  actions.leases.create = () => Promise.reject(new Failure('quota/exceeded', { retryAt: 7, figures }));
  expect(await ask('POST', '/v1/leases', JSON.stringify(wish))).toEqual([
    429,
    { failure: { code: 'quota/exceeded', retryAt: 7, figures } },
  ]);
});

test.each<[string, string, string | undefined, string]>([
  ['POST', '/v1/leases', '{"label":"x"}', 'body.holder'],
  ['POST', '/v1/leases', '{"label":"x","holder":{"kind":"process","pid":-1}}', 'body.holder.pid'],
  ['POST', `/v1/leases/${otherLease}/usage`, '{"used":-1}', 'body.used'],
  ['POST', `/v1/leases/${otherLease}/usage`, undefined, 'body'],
  ['DELETE', `/v1/leases/${otherLease}`, '{"used":"all"}', 'body.used'],
  ['GET', '/v1/audit?limit=0', undefined, 'query.limit'],
  ['GET', '/v1/audit?since=yesterday', undefined, 'query.since'],
  ['GET', '/v1/audit?since=1&all=1', undefined, 'query'],
  ['DELETE', `/v1/agents/${'x'.repeat(261)}`, undefined, 'path.id'],
])('%s %s refuses %s and names the field', async (method, path, body, detail) => {
  const { actions, ask } = open();
  expect([await ask(method, path, body), actions.asked]).toEqual([
    [400, { failure: { code: 'broker/bad-request', detail } }],
    [],
  ]);
});

test.each<[string, string]>([
  ['/v1/audit', 'audit of 100'],
  ['/v1/audit?limit=7&since=1000', 'audit of 7 since 1000'],
  ['/v1/audit?limit=99999', 'audit of 10000'],
])('%s asks for so many entries', async (path, asked) => {
  const { actions, ask } = open();
  expect([(await ask('GET', path))[0], actions.asked]).toEqual([200, [asked]]);
});

test('a passphrase is handed on and never comes back', async () => {
  const { actions, send } = open();
  const rule = { program: '/usr/bin/x', consumer: 'codex', provider: 'openai', verdict: 'never' };
  const answers = [
    await send('POST', '/v1/hand-outs/rules', JSON.stringify({ ...rule, passphrase: 'canary_phrase' })),
    await send('POST', '/v1/hand-outs/rules', JSON.stringify(rule)),
    await send('POST', '/v1/hand-outs/questions/q-1', '{"answer":"once","passphrase":"canary_phrase"}'),
  ];
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  expect([actions.asked, texts.join('').includes('canary')]).toEqual([
    [
      'never /usr/bin/x as codex with openai any by canary_phrase',
      'never /usr/bin/x as codex with openai any',
      'once to q-1 by canary_phrase',
    ],
    false,
  ]);
});
