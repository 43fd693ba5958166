// Agents at work: what begins for whom, what an agent is given, and what is left when it ends.
import { expect, test } from 'vitest';
import { Failure, toFailure } from '../../../main/domain/failure.ts';
import type { LeaseId } from '../../../main/domain/lease.ts';
import { createAgents, type Agents, type Beginning } from '../../../main/flows/agents.ts';
import type { AgentSecrets, Asking } from '../../../main/flows/agent-secrets.ts';
import type { LeaseEvent } from '../../../main/flows/lease-desk.ts';
import type { StartOrder } from '../../../main/flows/start-agent.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claudeEntry, noonMs } from '../../fakes/accounts.ts';
import {
  ada,
  agentIdOf,
  bob,
  cleo,
  consumers,
  findProvider,
  leasesAtWork,
  never,
  percent,
} from '../../fakes/agents.ts';
import { MemoryAuditLog } from '../../fakes/audit-log.ts';
import { callerOf } from '../../fakes/callers.ts';
import { MemoryLeaseLog } from '../../fakes/lease-log.ts';
import { leaseIdOf } from '../../fakes/lease-records.ts';
import { settle } from '../../fakes/time.ts';

const full = new Failure('storage/write-failed');

function agentsAtWork(given: Parameters<typeof leasesAtWork>[0] = {}) {
  const heard: { by?: Agents } = {};
  const work = leasesAtWork({ ...given, hear: (event: LeaseEvent) => heard.by?.heard(event) });
  const audit = new MemoryAuditLog();
  /** What happened besides, in order. */
  const done: string[] = [];
  const answer: { before: Promise<void> } = { before: Promise.resolve() };
  const secrets: AgentSecrets = {
    async environment(lease, { program }) {
      await answer.before;
      done.push(`environment of ${lease.agent.id} for ${program ?? 'whoever asks'}`);
      return { set: new Map(), unset: [], words: [] };
    },
    async token(account) {
      await answer.before;
      return { account, kind: 'access-token', token: new Secret('canary_token'), expiresAt: null };
    },
    ended: (agent) => void done.push(`secrets of ${agent} ended`),
  };
  const agents = createAgents({
    consumers,
    store: work.store,
    providers: [],
    find: findProvider,
    watch: work.processes,
    leases: work.book,
    desk: work.desk,
    line: work.line,
    holders: work.holders,
    learn: work.learn,
    secrets,
    audit,
    capacityOf: work.capacityOf,
    clock: work.time,
    timer: work.time,
    log: work.warnings,
    ready: async () => undefined,
    readQuota: ({ label }) => void done.push(`quota of ${label} read`),
    revokeGrant: (agent) => void done.push(`grant of ${agent} revoked`),
  });
  heard.by = agents;
  return { ...work, agents, audit, done, answer };
}

type AtWork = ReturnType<typeof agentsAtWork>;

const wanted = (changes: Partial<StartOrder> = {}, program?: string): Beginning => ({
  order: { label: 'make', holder: { kind: 'heartbeat' }, estimate: percent(10), ...changes },
  ...(program !== undefined && { program }),
});

async function begin({ agents }: AtWork, changes: Partial<StartOrder> = {}, program?: string) {
  return (await agents.begin(wanted(changes, program), callerOf({}), never)).lease;
}

const asking = (grant: Asking['grant']): Asking => ({
  actor: 'agent',
  grant,
  caller: undefined,
  signal: never,
});
const wish = { project: 'work', own: {} };
const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'done',
    (thrown: unknown) => toFailure(thrown).code,
  );

test('what begins and what ends stands in the audit, and with the end everything of the agent is over', async () => {
  const work = agentsAtWork();
  const stamp = work.processes.start(4711);
  const { id, agent } = await begin(work, { holder: { kind: 'process', pid: 4711 } });
  await work.agents.end(id, 'released');
  await work.time.advance(2_000);
  const entry = {
    actor: 'agent',
    at: noonMs,
    provider: 'claude',
    account: ada.account.id,
    grant: agent.id,
    consumer: 'code',
    pid: stamp.pid,
  };
  expect([
    work.audit.entries,
    work.done,
    await codeOf(work.agents.environment(agent.id, wish, asking(agent.id))),
  ]).toEqual([
    [
      { ...entry, action: 'lease', what: id },
      { ...entry, action: 'lease-ended', what: `${id} released` },
    ],
    [`secrets of ${agent.id} ended`, `grant of ${agent.id} revoked`, 'quota of ada read'],
    'broker/lease-ended',
  ]);
});

test('the quota is read once after several have ended together', async () => {
  const work = agentsAtWork();
  const leases = [await begin(work), await begin(work)];
  for (const { id } of leases) await work.agents.revoke(id);
  await work.time.advance(10_000);
  expect(work.done.filter((what) => what.startsWith('quota'))).toEqual(['quota of ada read']);
});

test('what is left for a key is read as well, for some providers tell', async () => {
  const key = claudeEntry({ label: 'a key' });
  const work = agentsAtWork({ entries: [key], read: {} });
  await work.agents.revoke((await begin(work)).id);
  await work.time.advance(10_000);
  expect(work.done.filter((what) => what.startsWith('quota'))).toEqual(['quota of a key read']);
});

test.each<[string, (work: AtWork, signal: AbortSignal) => Promise<unknown>]>([
  ['who begins one', ({ agents }, signal) => agents.begin(wanted(), undefined, signal)],
  [
    'who waits for one',
    ({ agents }, signal) => agents.beginWaiting(wanted(), undefined, () => undefined, signal),
  ],
  [
    'who begins many',
    ({ agents }, signal) => agents.beginMany([wanted(), wanted(), wanted()], 'partial', undefined, signal),
  ],
  [
    'who begins all of many',
    ({ agents }, signal) => agents.beginMany([wanted(), wanted(), wanted()], 'all', undefined, signal),
  ],
])('%s and goes away while it is written down leaves none', async (_name, ask) => {
  const work = agentsAtWork();
  const held = Promise.withResolvers<undefined>();
  const gone = new AbortController();
  work.log.held = held.promise;
  const asked = codeOf(ask(work, gone.signal));
  await settle();
  const before = work.book.all().length > 0;
  gone.abort(new Failure('broker/cancelled'));
  held.resolve(undefined);
  expect([before, await asked, work.book.all()]).toEqual([true, 'broker/cancelled', []]);
});

test('of many each gets an answer of its own', async () => {
  const work = agentsAtWork({ entries: [ada], read: { ada: 0 } });
  const many = [60, 50, 40].map((value) => wanted({ estimate: percent(value) }));
  const answers = await work.agents.beginMany(many, 'partial', undefined, never);
  expect(answers.map((each) => (each instanceof Failure ? each.code : each.lease.amount.value))).toEqual([
    60,
    'quota/exceeded',
    40,
  ]);
});

test('an environment is made for the program that the run has named', async () => {
  const work = agentsAtWork();
  const { agent } = await begin(work, {}, '/usr/bin/make');
  const { lease } = await work.agents.environment(agent.id, wish, asking(agent.id));
  expect([lease.agent.id, work.done]).toEqual([agent.id, [`environment of ${agent.id} for /usr/bin/make`]]);
});

test.each(['environment', 'token'] as const)(
  'an agent that is revoked meanwhile gets no %s',
  async (what) => {
    const work = agentsAtWork();
    const { agent } = await begin(work);
    const answered = Promise.withResolvers<undefined>();
    work.answer.before = answered.promise;
    const asked = codeOf(
      what === 'environment'
        ? work.agents.environment(agent.id, wish, asking(agent.id))
        : work.agents.token({ provider: 'claude' }, asking(agent.id)),
    );
    await settle();
    await work.agents.revokeAll();
    answered.resolve(undefined);
    expect(await asked).toBe('broker/lease-ended');
  },
);

test('an agent gets the token of its own account alone, without naming it too', async () => {
  const work = agentsAtWork();
  const { agent } = await begin(work, { account: 'bob' });
  const own = await work.agents.token({ provider: 'claude' }, asking(agent.id));
  const others = [{ provider: 'claude', account: 'ada' }, { provider: 'openai' }].map((each) =>
    codeOf(work.agents.token(each, asking(agent.id))),
  );
  expect([own.account.label, await Promise.all(others)]).toEqual([
    'bob',
    ['broker/not-permitted', 'broker/not-permitted'],
  ]);
});

test('an agent that is not known gets none, and who has the grant of the machine the one in use', async () => {
  const { agents } = agentsAtWork();
  const given = await Promise.all(
    [{ provider: 'claude' }, { provider: 'openai', account: 'cleo' }].map((each) =>
      agents.token(each, asking('machine')),
    ),
  );
  expect([
    given.map(({ account }) => account.id),
    await codeOf(agents.token({ provider: 'claude' }, asking(agentIdOf(9)))),
  ]).toEqual([[ada.account.id, cleo.account.id], 'broker/not-permitted']);
});

test('a lease ends even where neither its use nor its end can be written down', async () => {
  const work = agentsAtWork();
  const { id } = await begin(work);
  work.log.failWith = full;
  expect([await codeOf(work.agents.end(id, 'released', 5)), work.book.all()]).toEqual([
    'storage/write-failed',
    [],
  ]);
});

test('what was used is said at the end, and the rest given back', async () => {
  const work = agentsAtWork();
  const { id } = await begin(work);
  const back = await work.agents.end(id, 'released', 4);
  const again = await codeOf(work.agents.end(id, 'released'));
  expect([back, again, work.log.groups.at(-1)?.[0]?.type]).toEqual([
    percent(6),
    'broker/no-such-lease',
    'ended',
  ]);
});

test('a heartbeat lengthens what lives by it, and nothing else', async () => {
  const work = agentsAtWork();
  const one = await begin(work);
  const other = await begin(work, { holder: { kind: 'stream' } });
  await work.time.advance(5_000);
  const beats = await Promise.all([one, other].map(({ id }) => work.agents.heartbeat(id)));
  expect([
    beats.map(({ expiresAt }) => expiresAt - noonMs),
    await codeOf(work.agents.heartbeat(leaseIdOf(77))),
  ]).toEqual([[3_605_000, 10_000], 'broker/no-such-lease']);
});

test('every agent and every account is told of as it stands', async () => {
  const work = agentsAtWork({ entries: [ada, bob] });
  const { agent } = await begin(work);
  expect([
    work.agents.leaseOf(agent.id).account,
    work.agents.all().length,
    work.agents
      .accounts()
      .map(({ account, outstandingPercent, running }) => [account.label, outstandingPercent, running]),
    await work.agents.revokeAll(),
    work.agents.all(),
  ]).toEqual([
    ada.account.id,
    1,
    [
      ['ada', 10, 1],
      ['bob', 0, 0],
    ],
    1,
    [],
  ]);
});

test('after a crash agents that still run are known, the others’ leases are free, whatever cannot be written or seen', async () => {
  const before = agentsAtWork();
  before.processes.start(1);
  before.processes.start(2);
  const ids: LeaseId[] = [];
  for (const pid of [1, 2]) {
    const { lease } = await before.agents.begin(
      wanted({ holder: { kind: 'process', pid } }),
      undefined,
      never,
    );
    ids.push(lease.id);
  }
  before.processes.end(2);
  const log = new MemoryLeaseLog(before.log.kept);
  log.failWith = full;
  const after = agentsAtWork({ log, processes: before.processes });
  await after.agents.start();
  const [lease] = after.agents.all();
  const known = lease && after.agents.leaseOf(lease.agent.id).id;
  expect([after.agents.all().length, known, after.warnings.warnings]).toEqual([
    1,
    ids[0],
    ['the leases were not written anew', 'the end of a lease was not written down'],
  ]);
});

test('after the end of the app there is no timer of it', async () => {
  const work = agentsAtWork();
  const { id } = await begin(work);
  await begin(work);
  await work.agents.revoke(id);
  const before = work.time.pendingMs.length > 0;
  work.agents.stop();
  expect([before, work.time.pendingMs]).toEqual([true, []]);
});
