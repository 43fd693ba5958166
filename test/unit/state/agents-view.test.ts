// The page on agents out of leases, the line and the accounts: what it shows, in which order, and what it keeps to itself.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { consumerId } from '../../../main/domain/ids.ts';
import type { Lease } from '../../../main/domain/lease.ts';
import { agentsView, type AgentsAtWork } from '../../../main/state/agents-view.ts';
import { noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { ada, capacity, hourMs, lease, percent, tokens } from '../domain/lease-samples.ts';

const { account } = openaiEntry();

function shown(changes: Partial<AgentsAtWork>) {
  return agentsView({
    leases: [],
    waiting: [],
    accounts: [],
    consumerLabel: (id) => `the program ${id}`,
    accountLabel: (id) => `the account ${id}`,
    now: noonMs,
    ...changes,
  });
}

describe('an agent', () => {
  const { agent } = lease(1);

  test('says its program, its task and the process that it lives with', () => {
    const held = lease(1, {
      agent: { ...agent, consumer: consumerId('claude-code'), task: 'review', folder: '/home/ada/work' },
      holder: { kind: 'process', pid: 4711, startTime: 99 },
      priority: 'interactive',
      amount: percent(12),
      used: 3,
    });
    expect(shown({ leases: [held] }).agents).toEqual([
      {
        id: 'agent-1',
        label: 'review',
        program: 'the program claude-code',
        task: 'review',
        provider: 'claude',
        account: ada,
        accountLabel: `the account ${ada}`,
        pid: 4711,
        livesWith: 'process',
        priority: 'interactive',
        amount: { unit: 'percent', value: 12 },
        used: 3,
        since: noonMs,
        expiresAt: null,
      },
    ]);
  });

  test.each([
    [hourMs, 'heartbeat', noonMs + hourMs],
    [hourMs + 1, 'stream', null],
  ] as const)('that lives by its heartbeat for %i ms more lives by its %s', (ms, livesWith, expiresAt) => {
    const beating = lease(1, { holder: { kind: 'heartbeat' }, expiresAt: noonMs + ms });
    expect(shown({ leases: [beating] }).agents).toMatchObject([{ livesWith, expiresAt }]);
  });

  test('of a script has no program and no task, and says when it ends only where it lives by its heartbeat', () => {
    const view = shown({
      leases: [
        lease(1, { holder: { kind: 'heartbeat' }, amount: tokens(5) }),
        lease(2, { holder: { kind: 'stream' } }),
      ],
    });
    expect(
      view.agents.map(({ program, task, pid, livesWith, amount, expiresAt }) => [
        program,
        task,
        pid,
        livesWith,
        amount,
        expiresAt,
      ]),
    ).toEqual([
      [null, null, null, 'heartbeat', { unit: 'tokens', value: 5 }, noonMs + hourMs],
      [null, null, null, 'stream', { unit: 'percent', value: 10 }, null],
    ]);
  });

  test('that began first comes first, and those of one moment stay in their order', () => {
    const byStart = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(byStart, (starts) => {
        const leases: readonly Lease[] = starts.map((start, index) =>
          lease(index, { agent: { ...agent, label: String(index) }, grantedAt: start }),
        );
        const { agents } = shown({ leases });
        const expected = starts
          .map((since, index) => ({ since, label: String(index) }))
          .sort((one, other) => one.since - other.since || Number(one.label) - Number(other.label));
        expect(agents.map(({ since, label }) => ({ since, label }))).toEqual(expected);
        expect(leases.map(({ grantedAt }) => grantedAt)).toEqual(starts);
      }),
    );
  });
});

test('whoever waits stays in the order of the line, and nothing else about it is shown', () => {
  const waiting = {
    label: 'codex',
    priority: 'background',
    position: 2,
    since: noonMs,
    etaAt: null,
  } as const;
  const known = { ...waiting, id: 'wish-1', accounts: [ada] };
  expect(shown({ waiting: [known, { ...waiting, position: 1, etaAt: noonMs + hourMs }] }).waiting).toEqual([
    waiting,
    { ...waiting, position: 1, etaAt: noonMs + hourMs },
  ]);
});

test('an account says what is left of it, what is reserved, and how many may run; unknown stays unknown', () => {
  const standing = {
    account,
    capacity: capacity({ leftPercent: 64 }, { concurrent: 8 }),
    outstandingPercent: 12,
    running: 3,
  };
  const unknown = { ...standing, capacity: capacity({ kind: 'unknown', leftPercent: null }) };
  const view = {
    account: account.id,
    provider: 'openai',
    label: `the account ${account.id}`,
    leftPercent: 64,
    outstandingPercent: 12,
    running: 3,
    concurrent: 8,
  };
  expect(shown({ accounts: [standing, unknown] }).accounts).toEqual([
    view,
    { ...view, leftPercent: null, concurrent: 10 },
  ]);
});
