// What the local service hands out to agents: in the open only in its answer, and made for whoever asks.
import { expect, test } from 'vitest';
import { agentSecretActions, type AgentSecretsParts } from '../../../../main/broker/actions/agent-secrets.ts';
import { environmentShape, estimateShape, tokenShape } from '../../../../main/broker/protocol/leases.ts';
import { Failure, toFailure } from '../../../../main/domain/failure.ts';
import type { Lease } from '../../../../main/domain/lease.ts';
import { Secret } from '../../../../main/domain/secret.ts';
import { noonMs } from '../../../fakes/accounts.ts';
import { ada } from '../../../fakes/agents.ts';
import { callContext } from '../../../fakes/broker-calls.ts';
import { callerOf } from '../../../fakes/callers.ts';
import { exampleLeaseOf } from '../../../fakes/lease-records.ts';

type Estimated = ReturnType<AgentSecretsParts['estimate']>;

function secretsOf(lease: Lease, estimated: Partial<Estimated> = {}) {
  const asked: unknown[] = [];
  const actions = agentSecretActions({
    agents: {
      leaseOf(agent) {
        if (agent !== lease.agent.id) throw new Failure('broker/no-such-lease');
        return lease;
      },
      async environment(agent, wish, asking) {
        asked.push([agent, wish, asking]);
        const set = new Map<string, string | Secret>([
          ...Object.entries(wish.own),
          ['ANTHROPIC_API_KEY', new Secret('canary_key')],
        ]);
        return { lease, change: { set, unset: ['OPENAI_API_KEY'], words: ['--settings', '{}'] } };
      },
      async token(wish, asking) {
        asked.push([wish, asking]);
        const { account } = ada;
        return { account, kind: 'access-token', token: new Secret('canary_access'), expiresAt: noonMs };
      },
    },
    ready: async () => void asked.push('ready'),
    estimate(wish) {
      asked.push(wish);
      return {
        verdict: 'fits',
        needs: { unit: 'percent', usual: 3, cautious: 5 },
        seen: 4,
        basis: 'learnt',
        available: 58,
        resetsAt: noonMs,
        reason: 'In use: Claude.',
        ...estimated,
      };
    },
    issueGrant: (agent, id) => new Secret(`canary_grant of ${agent} and ${id}`),
    socketPath: () => '/run/user/gatehouse.sock',
  });
  return { actions, asked };
}

const lease = exampleLeaseOf(1);
const caller = callerOf({});
const call = callContext({ actor: 'agent', grant: lease.agent.id, caller: async () => caller });
const asking = { actor: 'agent', grant: lease.agent.id, signal: call.signal, caller };

test('an environment says where the service is, by which grant, and whose it is', async () => {
  const { actions, asked } = secretsOf(lease);
  const answer = await actions.environment(lease.agent.id, {}, call);
  const [question] = asked;
  expect([environmentShape.parse(answer), Array.isArray(question) && question[2]]).toEqual([
    {
      schema: 1,
      agent: lease.agent.id,
      provider: 'claude',
      account: lease.account,
      set: {
        GATEHOUSE_SOCKET: '/run/user/gatehouse.sock',
        GATEHOUSE_GRANT: `canary_grant of ${lease.agent.id} and ${lease.id}`,
        GATEHOUSE_AGENT: lease.agent.id,
        GATEHOUSE_LEASE: lease.id,
        GATEHOUSE_PROVIDER: 'claude',
        GATEHOUSE_ACCOUNT: lease.account,
        ANTHROPIC_API_KEY: 'canary_key',
      },
      unset: ['OPENAI_API_KEY'],
      words: ['--settings', '{}'],
    },
    asking,
  ]);
});

test.each<[string, Lease['agent'], { project?: string }, string]>([
  ['as it is named', lease.agent, { project: 'mine' }, 'mine'],
  ['the name of its folder', { ...lease.agent, folder: '/home/ada/work/' }, {}, 'work'],
  [
    'also where folders are written otherwise',
    { ...lease.agent, folder: String.raw`C:\Users\ada\play` },
    {},
    'play',
  ],
  ['or what the agent is called', { id: lease.agent.id, label: 'make' }, {}, 'make'],
])('the project is %s', async (_name, agent, request, expected) => {
  const { actions, asked } = secretsOf({ ...lease, agent });
  await actions.environment(agent.id, request, call);
  expect(asked).toEqual([[agent.id, expect.objectContaining({ project: expected }), asking]]);
});

test('what the caller chooses of it is handed on', async () => {
  const { actions, asked } = secretsOf(lease);
  const request = { consumer: 'code', userAgent: 'mine/1', launcher: '/usr/bin/gatehouse', project: 'p' };
  await actions.environment(lease.agent.id, request, call);
  expect(asked).toEqual([[lease.agent.id, expect.objectContaining(request), asking]]);
});

test('an agent that is gone gets no environment, and nobody is asked', async () => {
  const { actions, asked } = secretsOf({
    ...lease,
    agent: { ...lease.agent, id: exampleLeaseOf(2).agent.id },
  });
  const failed = await actions.environment(lease.agent.id, {}, call).catch(toFailure);
  expect([failed, asked]).toEqual([new Failure('broker/no-such-lease'), []]);
});

test('a token is told with its account and its end', async () => {
  const { actions, asked } = secretsOf(lease);
  const answer = await actions.token('claude', { account: 'ada', consumer: 'code' }, call);
  expect([tokenShape.parse(answer), asked]).toEqual([
    {
      schema: 1,
      provider: 'claude',
      account: ada.account.id,
      kind: 'access-token',
      token: 'canary_access',
      expiresAt: noonMs,
    },
    [[{ provider: 'claude', account: 'ada', consumer: 'code' }, asking]],
  ]);
});

test('an estimate waits for the accounts, and is told with or without one', async () => {
  const { actions, asked } = secretsOf(lease, { account: ada.account });
  const without = secretsOf(lease, { needs: null, basis: null });
  const answers = [
    await actions.estimate({ task: 'review' }, call),
    await without.actions.estimate({}, call),
  ].map((each) => estimateShape.parse(each));
  expect([
    asked,
    answers.map(({ account, accountLabel, provider, needs }) => [account, accountLabel, provider, needs]),
  ]).toEqual([
    ['ready', { task: 'review' }],
    [
      [ada.account.id, 'ada', 'claude', { unit: 'percent', usual: 3, cautious: 5 }],
      [null, null, null, null],
    ],
  ]);
});
