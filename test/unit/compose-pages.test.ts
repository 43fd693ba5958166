// What the pages beside the accounts show and do, over the parts that it comes from.
import { expect, test } from 'vitest';
import { composePages, type PageParts } from '../../main/compose-pages.ts';
import type { AuditEntry } from '../../main/domain/audit-entry.ts';
import { consumerId } from '../../main/domain/ids.ts';
import { isAgentId, type AgentId, type LeaseId } from '../../main/domain/lease.ts';
import { createStore } from '../../main/state/store.ts';
import { initialState } from '../../main/state/state.ts';
import { noonMs, openaiEntry, openaiId, quotaWindow, sampleOf } from '../fakes/accounts.ts';
import { failureOf } from '../fakes/failures.ts';
import { lease } from './domain/lease-samples.ts';

const { account } = openaiEntry();
const running = lease(1);
const unasked = (): never => {
  throw new Error('not asked here');
};

function pagesWith(changes: Partial<PageParts> = {}) {
  const store = createStore({ ...initialState, accounts: [account] });
  const revoked: LeaseId[] = [];
  const written: [path: string, text: string][] = [];
  const offered: string[] = [];
  const entries = [1, 2, 3].map((at): AuditEntry => ({ at, actor: 'person', action: 'lock' }));
  const isRunning = (agent: AgentId): boolean => agent === running.agent.id && !revoked.includes(running.id);
  const pages = composePages({
    store,
    clock: { nowMs: () => noonMs },
    providers: [{ id: openaiId, label: 'OpenAI' }],
    consumers: [],
    managed: [],
    agents: {
      all: () => (isRunning(running.agent.id) ? [running] : []),
      waiting: () => [],
      accounts: () => [],
      isRunning,
      leaseOf: () => running,
      revoke: async (id) => {
        revoked.push(id);
      },
    },
    audit: {
      read: async ({ limit }) => entries.slice(0, limit),
      verify: async () => ({ kind: 'broken', index: 4, why: 'changed' }),
    },
    quotaHistory: {
      read: async () => new Map([['weekly', [{ at: noonMs - 1, usedPercent: 42, resetsAt: null }]]]),
    },
    history: { versions: async () => [], count: async () => 0 },
    writer: { original: async () => undefined },
    restoreFiles: async () => [],
    language: () => 'en',
    accountLabel: () => 'ada@example.test (Work & Co)',
    async chooseSavePath(name) {
      offered.push(name);
      return `/home/ada/${name}`;
    },
    async writeText(path, text) {
      written.push([path, text]);
    },
    ...changes,
  });
  return { pages, revoked, written, offered };
}

test('the lease of an agent is taken back, and one that has ended already is fine', async () => {
  const { pages, revoked } = pagesWith();
  const before = pages.agents().agents.length;
  const after = [await pages.endAgent(running.agent.id), await pages.endAgent(running.agent.id)];
  expect([before, after.map(({ agents }) => agents.length), revoked]).toEqual([1, [0, 0], [running.id]]);
});

test('what is no agent is refused', async () => {
  expect([isAgentId('nobody!'), await failureOf(pagesWith().pages.endAgent('nobody!'))]).toEqual([
    false,
    { code: 'broker/bad-request', detail: 'agent' },
  ]);
});

test.each([
  [2, 2, true],
  [3, 3, false],
])('of three entries %i are asked for: %i are shown, more: %j', async (limit, shown, more) => {
  const { entries, more: isMore } = await pagesWith().pages.activity(limit);
  expect([entries.length, isMore]).toEqual([shown, more]);
});

test('what is wrong with the log is passed on', async () => {
  expect(await pagesWith().pages.verifyActivity()).toEqual({ kind: 'broken', index: 4, why: 'changed' });
});

test('an account that is not here has no history, and nothing is read or written', async () => {
  const { pages, written, offered } = pagesWith();
  expect([
    await failureOf(pages.history('openai:nobody', 7)),
    await failureOf(pages.exportHistory('openai:nobody', 7)),
    written,
    offered,
  ]).toEqual([
    { code: 'broker/bad-request', detail: 'account' },
    { code: 'broker/bad-request', detail: 'account' },
    [],
    [],
  ]);
});

test('the readings go where the person says, under a name that tells account and time', async () => {
  const { pages, written, offered } = pagesWith();
  const { path } = await pages.exportHistory(account.id, 7);
  expect([offered, written.map(([to]) => to), written[0]?.[1].split('\r\n').length]).toEqual([
    [expect.stringMatching(/^gatehouse-quota-ada@example\.test-Work-Co--7d-\d{4}-\d\d-\d\d\.csv$/)],
    [path],
    3,
  ]);
});

test('nothing is written when the person chooses no file', async () => {
  const { pages, written } = pagesWith({ chooseSavePath: async () => undefined });
  expect([await pages.exportHistory(account.id, 1), written]).toEqual([{ path: null }, []]);
});

test('what happened and the names of the windows are in the language of the person', async () => {
  const denied: AuditEntry = {
    at: 4,
    actor: 'agent',
    action: 'hand-out-denied',
    failure: 'broker/locked',
    consumer: consumerId('other-tools'),
  };
  const store = createStore({ ...initialState, accounts: [account] });
  const weekly = quotaWindow({ id: 'weekly', label: 'Weekly' });
  store.dispatch({ type: 'quota.read', sample: sampleOf(openaiEntry(), [weekly]) });
  const { pages } = pagesWith({
    store,
    consumers: [{ id: consumerId('other-tools'), label: 'Other tools' }],
    language: () => 'de',
    audit: { read: async () => [denied], verify: unasked },
  });
  const [entry] = (await pages.activity(1)).entries;
  const { windows } = await pages.history(account.id, 7);
  expect([entry?.failure, entry?.consumer, windows.map(({ label }) => label)]).toEqual([
    'Gatehouse ist gesperrt; es wird kein Schlüssel herausgegeben.',
    'Andere Programme',
    ['Woche'],
  ]);
});
