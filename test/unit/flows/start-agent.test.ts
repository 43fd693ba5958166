// What a caller may say of the agent that it starts, and what the system knows better.
import { describe, expect, test } from 'vitest';
import { Failure, toFailure } from '../../../main/domain/failure.ts';
import { consumerFor, leaseOrderFor, type StartOrder } from '../../../main/flows/start-agent.ts';
import type { ProviderDescription } from '../../../main/providers/description.ts';
import { claudeId, openaiId } from '../../fakes/accounts.ts';
import { ada, bob, cleo, consumers, findProvider, leasesAtWork } from '../../fakes/agents.ts';
import { callerOf, KnownProcesses } from '../../fakes/callers.ts';
import { failureOf } from '../../fakes/failures.ts';
import { eve, house } from '../../fakes/house.ts';

const known = { consumers, providers: [], find: findProvider };
const heartbeat: StartOrder = { label: 'claude', holder: { kind: 'heartbeat' } };

function order(changes: Partial<StartOrder>, caller = callerOf({}), watch = new KnownProcesses()) {
  const { store } = leasesAtWork();
  return leaseOrderFor({ ...heartbeat, ...changes }, caller, { ...known, store, watch });
}

const failed = (changes: Partial<StartOrder>) =>
  order(changes).then(
    () => undefined,
    (thrown: unknown) => [toFailure(thrown).code, toFailure(thrown).subject],
  );

test.each([
  [undefined, 'claude', 'claude-code'],
  [undefined, 'codex.exe', 'codex'],
  [undefined, 'make', 'code'],
  ['codex', 'claude', 'codex'],
])('of the consumer %s and the command %s comes %s', (named, label, expected) => {
  expect(consumerFor(consumers, named, label).id).toBe(expected);
});

test('a consumer that there is not, or that starts no agents, is refused with those that there are', () => {
  const names = ['nobody', 'reader'].map((named) => {
    try {
      return consumerFor(consumers, named, '').id;
    } catch (thrown) {
      return toFailure(thrown).detail;
    }
  });
  expect(names).toEqual([
    'no consumer is called nobody; there are claude-code, codex, code',
    'no consumer is called reader; there are claude-code, codex, code',
  ]);
});

test('an order says what the caller has said, and nothing more', async () => {
  const given = {
    task: 'review',
    folder: '/home/ada/work',
    spelledFolder: '/w',
    estimate: { unit: 'percent', value: 3 },
    priority: 'background',
    provider: 'claude',
    account: 'bob',
  } as const;
  const { agent, wish, ...rest } = await order(given);
  const { environment: _environment, ...wished } = wish;
  expect([agent, wished, rest]).toEqual([
    { label: 'claude', consumer: 'claude-code', task: 'review', folder: '/home/ada/work' },
    {
      reader: 'Claude Code',
      provider: claudeId,
      account: bob.account.id,
      task: 'review',
      folders: ['/home/ada/work', '/w'],
    },
    { holder: { kind: 'heartbeat' }, priority: 'background', estimate: { unit: 'percent', value: 3 } },
  ]);
});

test('of a name that two providers have, the account counts that its program can use', async () => {
  const twin = { ...cleo, account: { ...cleo.account, label: 'ada' } };
  const { store } = leasesAtWork({ entries: [ada, twin] });
  const parts = { ...known, store, watch: new KnownProcesses() };
  const named = { ...heartbeat, label: 'codex', account: 'ada' };
  expect((await leaseOrderFor(named, undefined, parts)).wish.account).toBe(twin.account.id);
});

describe('another house of the service that a program is for', () => {
  const idle = { code: 'package/changed', subject: 'providers/house.json' } as const;
  const parts = {
    ...known,
    store: leasesAtWork({ entries: [ada, cleo, eve] }).store,
    watch: new KnownProcesses(),
    providers: [house],
    find: (): ProviderDescription => house,
  };

  test('is as good as that, by its name and by the name of an account', async () => {
    const orders = [{ provider: 'house' }, { account: 'eve' }].map((named) =>
      leaseOrderFor({ ...heartbeat, ...named }, undefined, parts),
    );
    const wishes = (await Promise.all(orders)).map(({ wish }) => [wish.provider, wish.account]);
    expect(wishes).toEqual([
      ['house', undefined],
      [undefined, eve.account.id],
    ]);
  });

  test('is nothing to programs for other services', async () => {
    const named = { ...heartbeat, label: 'codex', provider: 'house' };
    expect((await failureOf(leaseOrderFor(named, undefined, parts))).code).toBe('broker/not-acceptable');
  });

  test('says why it is idle', async () => {
    const resting = {
      id: house.id,
      label: house.label,
      hosts: [],
      methods: [],
      thirdParty: { hosts: [], idle },
    };
    const asked = leaseOrderFor({ ...heartbeat, provider: 'house' }, undefined, {
      ...parts,
      find: () => resting,
    });
    expect(await failureOf(asked)).toEqual(idle);
  });
});

test.each([
  [{ provider: openaiId }, ['broker/not-acceptable', 'Claude Code']],
  [{ provider: 'mars' }, ['selection/unknown-provider', 'mars']],
  [{ account: 'cleo' }, ['selection/unknown-account', 'cleo']],
  [{ consumer: 'mars' }, ['broker/bad-request', undefined]],
])('%j is refused', async (changes, expected) => {
  expect(await failed(changes)).toEqual(expected);
});

test('a lease lives with the caller or one of its ancestors, as the system stamps it', async () => {
  const caller = callerOf({ pid: 30, startTime: 3 }, { pid: 20, startTime: 2 });
  const holders = await Promise.all(
    [30, 20].map(async (pid) => (await order({ holder: { kind: 'process', pid } }, caller)).holder),
  );
  expect(holders).toEqual([
    { kind: 'process', pid: 30, startTime: 3 },
    { kind: 'process', pid: 20, startTime: 2 },
  ]);
});

test('and with no other process of the person, where the system knows the caller', async () => {
  const watch = new KnownProcesses();
  watch.start(77);
  const asked = await order({ holder: { kind: 'process', pid: 77 } }, callerOf({}), watch).catch(toFailure);
  expect(asked).toEqual(new Failure('broker/unknown-caller'));
});

test('where it does not, with one of the person’s own that runs', async () => {
  const { store } = leasesAtWork();
  const watch = new KnownProcesses();
  watch.start(77, 5);
  const parts = { ...known, store, watch };
  const asked = [77, 78].map((pid) =>
    leaseOrderFor({ ...heartbeat, holder: { kind: 'process', pid } }, undefined, parts).then(
      ({ holder }) => holder,
      (thrown: unknown) => toFailure(thrown).code,
    ),
  );
  expect(await Promise.all(asked)).toEqual([
    { kind: 'process', pid: 77, startTime: 5 },
    'broker/unknown-caller',
  ]);
});
