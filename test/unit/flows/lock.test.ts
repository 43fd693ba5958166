// The lock: it ends what runs have, and comes with the screen's only where the person wants that.
import { describe, expect, test } from 'vitest';
import { composeAgents, type ComposedAgents } from '../../../main/compose-agents.ts';
import { consumers } from '../../../main/consumers/list.ts';
import { isAgentId, isLeaseId } from '../../../main/domain/lease.ts';
import { createAccountBook } from '../../../main/flows/account-book.ts';
import { findProvider, providers } from '../../../main/providers/list.ts';
import { initialState } from '../../../main/state/state.ts';
import { createStore, type Store } from '../../../main/state/store.ts';
import { claudeEntry, noonMs } from '../../fakes/accounts.ts';
import { MemoryAuditLog } from '../../fakes/audit-log.ts';
import { KnownProcesses } from '../../fakes/callers.ts';
import { failureOf } from '../../fakes/failures.ts';
import { MemoryRules } from '../../fakes/hand-out-rules.ts';
import { MemoryLeaseLog } from '../../fakes/lease-log.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { FakeTime, settle } from '../../fakes/time.ts';
import { MemoryWorkNotes } from '../../fakes/work-notes.ts';

const entry = claudeEntry();
const unasked = async (): Promise<never> => {
  throw new Error('not asked for here');
};

interface Work {
  readonly composed: ComposedAgents;
  readonly store: Store;
  readonly audit: MemoryAuditLog;
  /** What happened to the grants. */
  readonly grants: readonly string[];
  /** Locks the screen; answers how many listen for that. */
  readonly lockScreen: () => Promise<number>;
  /** Starts an agent; answers its id. */
  readonly begin: () => Promise<string>;
}

function idsBy<Id extends string>(isId: (text: string) => text is Id, text: (number: number) => string) {
  let number = 0;
  return (): Id => {
    number += 1;
    const id = text(number);
    if (!isId(id)) throw new Error('no id');
    return id;
  };
}

async function started(lockWithScreen: boolean): Promise<Work> {
  const settings = { ...initialState.settings, lockWithScreen };
  const store = createStore({ ...initialState, settings, loaded: true, accounts: [entry.account] });
  const book = createAccountBook({
    save: unasked,
    remove: unasked,
    reload: unasked,
    requireWritable: unasked,
    requireRoom: unasked,
  });
  book.opened(entry);
  const time = new FakeTime(noonMs);
  const audit = new MemoryAuditLog();
  const grants: string[] = [];
  const listeners = new Set<{ readonly locked: () => void }>();
  const composed = composeAgents({
    flows: { book, fresh: { get: unasked }, ready: async () => undefined, readQuota: async () => undefined },
    store,
    clock: time,
    timer: time,
    log: new RecordingLog(),
    providers,
    find: findProvider,
    consumers,
    places: { home: '/home/ada', data: '/home/ada/data', environment: {} },
    leaseLog: new MemoryLeaseLog(),
    audit,
    rules: new MemoryRules(),
    ask: { ask: async () => 'nobody' },
    shareFolder: async () => undefined,
    finder: {
      places: { home: '/home/ada', data: '/home/ada/data', environment: {} },
      platform: 'linux',
      read: async () => undefined,
    },
    workNotes: new MemoryWorkNotes(),
    watch: new KnownProcesses(),
    screenLock: {
      listen(locked) {
        const listener = { locked };
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    dayOf: () => ({ start: noonMs, end: noonMs + 1 }),
    judge: async () => undefined,
    isOurs: async () => false,
    newLeaseId: idsBy(isLeaseId, (number) => String(number).padStart(22, 'A')),
    newAgentId: idsBy(isAgentId, (number) => `agent-${String(number)}`),
    grants: {
      revoke: (agent) => grants.push(agent),
      revokeAll: () => grants.push('all'),
    },
    tellFirst: () => undefined,
    told: () => undefined,
  });
  await composed.start();
  return {
    composed,
    store,
    audit,
    grants,
    async lockScreen() {
      for (const { locked } of listeners) locked();
      await settle();
      return listeners.size;
    },
    async begin() {
      const order = { label: 'claude', holder: { kind: 'heartbeat' } } as const;
      const given = await composed.agents.begin({ order }, undefined, new AbortController().signal);
      return given.lease.agent.id;
    },
  };
}

test('the lock ends every lease and grant, once, and is written down', async () => {
  const at = await started(false);
  await at.begin();
  const agents = [...at.composed.agents.all()].map(({ agent }) => agent.id);
  const counts = [await at.composed.lock('cli'), await at.composed.lock('cli')];
  expect([
    counts,
    at.store.state().locked,
    at.composed.agents.all(),
    at.grants.filter((each) => each === 'all').length > 0,
    agents.every((agent) => at.grants.includes(agent)),
    at.audit.entries.filter(({ action }) => action === 'lock'),
  ]).toEqual([[1, 0], true, [], true, true, [{ at: noonMs, actor: 'cli', action: 'lock' }]]);
});

test('while it is locked no agent begins, and afterwards they do', async () => {
  const at = await started(false);
  await at.composed.lock('person');
  const refused = await failureOf(at.begin());
  at.composed.unlock('person');
  expect([refused, isAgentId(await at.begin())]).toEqual([{ code: 'broker/locked' }, true]);
});

describe('when the screen is locked', () => {
  test.each([true, false])('it locks, where that is wanted: %j', async (lockWithScreen) => {
    const at = await started(lockWithScreen);
    await at.begin();
    const listeners = await at.lockScreen();
    expect([
      listeners,
      at.store.state().locked,
      at.composed.agents.all().length,
      at.grants.includes('all'),
      at.audit.entries.filter(({ action }) => action === 'lock'),
    ]).toEqual(
      lockWithScreen
        ? [1, true, 0, true, [{ at: noonMs, actor: 'policy', action: 'lock' }]]
        : [0, false, 1, false, []],
    );
  });

  test('it goes by what the person wants now, and nobody listens in vain or after the end', async () => {
    const at = await started(false);
    const want = (lockWithScreen: boolean): void => {
      const settings = { ...at.store.state().settings, lockWithScreen };
      at.store.dispatch({ type: 'settings.changed', settings });
    };
    const seen: unknown[] = [];
    const look = async (): Promise<void> => {
      seen.push([await at.lockScreen(), at.store.state().locked]);
      at.composed.unlock('person');
    };
    want(true);
    want(true);
    await look();
    want(false);
    await look();
    want(true);
    await look();
    await at.composed.stop();
    await look();
    expect(seen).toEqual([
      [1, true],
      [0, false],
      [1, true],
      [0, false],
    ]);
  });
});
