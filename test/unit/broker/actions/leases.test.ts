// What the local service says of leases: what was given, why not, who waits, and how a held one ends.
import { expect, test } from 'vitest';
import { leaseActions, type LeaseParts } from '../../../../main/broker/actions/leases.ts';
import {
  agentsShape,
  grantedLeaseShape,
  leaseBatchShape,
  leaseLineShape,
  leasesShape,
  type LeaseRequest,
} from '../../../../main/broker/protocol/leases.ts';
import type { Stream } from '../../../../main/broker/route.ts';
import { Failure, toFailure } from '../../../../main/domain/failure.ts';
import type { LeaseEnd } from '../../../../main/domain/lease.ts';
import { Secret } from '../../../../main/domain/secret.ts';
import { noonMs } from '../../../fakes/accounts.ts';
import { ada, percent } from '../../../fakes/agents.ts';
import { callContext } from '../../../fakes/broker-calls.ts';
import { callerOf } from '../../../fakes/callers.ts';
import { exampleLeaseOf } from '../../../fakes/lease-records.ts';
import { settle } from '../../../fakes/time.ts';

const lease = exampleLeaseOf(1);
const given = { lease, reason: 'In use: Claude.', fallenBack: true };
const exceeded = new Failure('quota/exceeded', {
  subject: 'ada',
  retryAt: noonMs,
  figures: { unit: 'percent', requested: 5, available: 2 },
});

function leasesOf(agents: Partial<LeaseParts['agents']>) {
  const asked: unknown[] = [];
  const pauses: (() => void)[] = [];
  const fail = (): never => {
    throw new Error('not asked for in this test');
  };
  const actions = leaseActions({
    agents: {
      begin: fail,
      beginWaiting: fail,
      beginMany: fail,
      all: () => [lease],
      leaseOf: () => lease,
      waiting: () => [],
      accounts: () => [],
      heartbeat: fail,
      use: fail,
      hold: fail,
      end: fail,
      ...agents,
    },
    actionAfter(order, failure) {
      asked.push([order.label, failure.code]);
      return 'wait-until';
    },
    accountLabel: (id) => `label of ${id}`,
    issueGrant: (agent, id) => new Secret(`canary_grant of ${agent} and ${id}`),
    pause: (delayMs, signal) =>
      new Promise((resolve) => {
        if (delayMs === 0) setImmediate(resolve);
        else pauses.push(resolve);
        signal.addEventListener('abort', () => {
          resolve();
        });
      }),
  });
  return { actions, asked, pauses };
}

const request: LeaseRequest = {
  label: 'make',
  holder: { kind: 'heartbeat' },
  wait: true,
  program: '/usr/bin/make',
};
const order = { label: 'make', holder: { kind: 'heartbeat' } };
const shown = {
  id: lease.id,
  agent: lease.agent.id,
  label: lease.agent.label,
  consumer: 'claude-code',
  task: null,
  provider: 'claude',
  account: lease.account,
  accountLabel: `label of ${lease.account}`,
  pid: 4711,
  holder: 'process',
  priority: 'normal',
  amount: percent(5),
  used: 0,
  basis: 'learnt',
  grantedAt: lease.grantedAt,
  expiresAt: null,
};
const granted = {
  schema: 1,
  lease: shown,
  reason: 'In use: Claude.',
  fallenBack: true,
  grant: `canary_grant of ${lease.agent.id} and ${lease.id}`,
};
const refusal: unknown = expect.objectContaining({ ...exceeded.toValue(), action: 'wait-until' });

async function all<Line>(lines: Stream<Line>): Promise<readonly Line[]> {
  const read: Line[] = [];
  for await (const line of await lines) read.push(line);
  return read;
}

test('a lease is told with why it is that account, and with the grant of its run', async () => {
  const begun: unknown[] = [];
  const { actions } = leasesOf({
    async begin(wanted, caller) {
      begun.push([wanted, caller]);
      return given;
    },
  });
  const answer = await actions.create(request, callContext());
  expect([grantedLeaseShape.parse(answer), begun]).toEqual([
    granted,
    [[{ order, program: '/usr/bin/make' }, undefined]],
  ]);
});

test('the system is asked who calls where the lease lives with a process, and only then', async () => {
  const callers: unknown[] = [];
  const { actions } = leasesOf({
    async begin(_wanted, caller) {
      callers.push(caller);
      return given;
    },
  });
  let questions = 0;
  const call = callContext({
    async caller() {
      questions += 1;
      return callerOf({});
    },
  });
  await actions.create(request, call);
  await actions.create({ ...request, holder: { kind: 'process', pid: 4711 } }, call);
  expect([questions, callers]).toEqual([1, [undefined, callerOf({})]]);
});

test('who waits hears of the place and in the end of the lease', async () => {
  const { actions } = leasesOf({
    async beginWaiting(_wanted, _caller, told) {
      told({ position: 2, etaAt: noonMs, why: exceeded });
      told({ position: 1, etaAt: null, why: undefined });
      await settle();
      return given;
    },
  });
  const lines = await all(actions.createWaiting(request, callContext()));
  const reason: unknown = expect.stringContaining('ada');
  expect(lines.map((line) => leaseLineShape.parse(line))).toEqual([
    { type: 'queued', position: 2, etaAt: noonMs, reason },
    { type: 'queued', position: 1, etaAt: null, reason: '' },
    { type: 'granted', ...granted },
  ]);
});

test('or of the refusal, with its figures and what can be done', async () => {
  const { actions, asked } = leasesOf({ beginWaiting: () => Promise.reject(exceeded) });
  const lines = await all(actions.createWaiting(request, callContext()));
  expect([lines.map((line) => leaseLineShape.parse(line)), asked]).toEqual([
    [{ type: 'refused', refusal }],
    [['make', 'quota/exceeded']],
  ]);
});

test('of a batch each has an answer of its own', async () => {
  const { actions } = leasesOf({ beginMany: async () => [given, exceeded] });
  const { wait: _wait, ...one } = request;
  const answer = await actions.createBatch({ mode: 'partial', leases: [one, one] }, callContext());
  expect(leaseBatchShape.parse(answer)).toEqual({
    schema: 1,
    leases: [
      { type: 'granted', ...granted },
      { type: 'refused', refusal },
    ],
  });
});

test('who holds a lease hears every second that it is theirs, and how it ends', async () => {
  const ended = Promise.withResolvers<LeaseEnd>();
  const { actions, pauses } = leasesOf({ hold: () => ended.promise });
  const stream = await actions.hold(lease.id, callContext());
  const lines = stream[Symbol.asyncIterator]();
  const read = [(await lines.next()).value];
  const second = lines.next();
  await settle();
  pauses.shift()?.();
  read.push((await second).value);
  const last = lines.next();
  ended.resolve('revoked');
  read.push((await last).value);
  expect([read, (await lines.next()).done]).toEqual([
    [{ type: 'held' }, { type: 'held' }, { type: 'ended', how: 'revoked' }],
    true,
  ]);
});

test('a lease that there is not is refused before there is any stream, so with a status of its own', async () => {
  const gone = new Failure('broker/no-such-lease');
  const { actions } = leasesOf({ hold: () => Promise.reject(gone) });
  const failed = await Promise.resolve(actions.hold(lease.id, callContext())).then(
    () => 'a stream',
    toFailure,
  );
  expect(failed).toEqual(gone);
});

test('leases, those who wait and accounts are told of', async () => {
  const { actions } = leasesOf({
    waiting: () => [{ label: 'make', priority: 'background', position: 1, etaAt: null, since: noonMs }],
    accounts: () => [
      {
        account: ada.account,
        capacity: { leftPercent: 40, limits: { concurrent: 10 } },
        outstandingPercent: 5,
        running: 1,
      },
    ],
  });
  expect([leasesShape.parse(await actions.list(callContext())), actions.running()]).toEqual([
    {
      schema: 1,
      leases: [shown],
      queue: [{ label: 'make', priority: 'background', position: 1, etaAt: null, since: noonMs }],
      accounts: [
        {
          account: ada.account.id,
          provider: 'claude',
          label: `label of ${ada.account.id}`,
          leftPercent: 40,
          outstandingPercent: 5,
          running: 1,
          concurrent: 10,
        },
      ],
    },
    1,
  ]);
});

test('agents are told of with what they hold', async () => {
  const { actions } = leasesOf({});
  const { id, agent, label, consumer, provider, account, accountLabel, pid } = shown;
  expect(agentsShape.parse(await actions.agents(callContext()))).toEqual({
    schema: 1,
    agents: [
      { id: agent, label, consumer, provider, account, accountLabel, pid, lease: id, since: lease.grantedAt },
    ],
  });
});

test('kept alive, reported on, given back and revoked: what becomes of it is told', async () => {
  const ends: unknown[] = [];
  const beating = { ...lease, holder: { kind: 'heartbeat' } } as const;
  const { actions } = leasesOf({
    heartbeat: async () => beating,
    use: async (_id, used) => ({ ...lease, used }),
    async end(id, how, used) {
      ends.push([id, how, used]);
      return percent(3);
    },
  });
  const call = callContext();
  const back = { schema: 1, id: lease.id, givenBack: percent(3) };
  expect([
    await actions.heartbeat(lease.id, call),
    await actions.reportUsage(lease.id, 2, call),
    await actions.release(lease.id, 2, call),
    await actions.endAgent(lease.agent.id, call),
    ends,
  ]).toEqual([
    { schema: 1, lease: { ...shown, pid: null, holder: 'heartbeat', expiresAt: lease.expiresAt } },
    { schema: 1, lease: { ...shown, used: 2 } },
    back,
    back,
    [
      [lease.id, 'released', 2],
      [lease.id, 'revoked', undefined],
    ],
  ]);
});
