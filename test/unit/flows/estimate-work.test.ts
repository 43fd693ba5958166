// Whether work fits in what is left, and what can be done when it does not.
import { expect, test } from 'vitest';
import { Failure, toFailure, type FailureCode } from '../../../main/domain/failure.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import type { AccountId } from '../../../main/domain/ids.ts';
import { createEstimateWork } from '../../../main/flows/estimate-work.ts';
import type { StartOrder } from '../../../main/flows/start-agent.ts';
import type { ProviderDescription } from '../../../main/providers/description.ts';
import { claudeId, noonMs } from '../../fakes/accounts.ts';
import { eve, house } from '../../fakes/house.ts';
import {
  ada,
  bob,
  cleo,
  consumers,
  dan,
  findProvider,
  leasesAtWork,
  never,
  orderFor,
  percent,
  providers,
} from '../../fakes/agents.ts';

function estimates(
  given: Parameters<typeof leasesAtWork>[0] = {},
  more: readonly ProviderDescription[] = [],
) {
  const work = leasesAtWork(given);
  const entries: readonly SignedInAccount[] = given.entries ?? [ada, bob, cleo, dan];
  const flow = createEstimateWork({
    providers: [...providers, ...more],
    book: { get: (id: AccountId) => entries.find(({ account }) => account.id === id) },
    isAtHome: () => true,
    consumers,
    find: findProvider,
    store: work.store,
    clock: work.time,
    leases: work.book,
    learn: {
      estimate: ({ task }) =>
        task === 'review' ? { unit: 'percent', usual: 20, cautious: 40, seen: 5 } : undefined,
    },
    capacityOf: work.capacityOf,
  });
  return { ...work, flow };
}

test('an account of another house of the service is named like every other', () => {
  const { flow } = estimates({ entries: [ada, eve] }, [house]);
  expect(flow.estimate({ consumer: 'claude-code', account: 'eve' }).account).toEqual(eve.account);
});

test.each([
  ['fits', 50],
  ['unknown', 70],
  ['does-not-fit', 90],
] as const)('what was learnt %s where %d percent are used', (verdict, used) => {
  const { flow } = estimates({ read: { ada: used } });
  expect(flow.estimate({ consumer: 'claude-code', task: 'review' })).toEqual({
    verdict,
    needs: { unit: 'percent', usual: 20, cautious: 40 },
    seen: 5,
    basis: 'learnt',
    available: 100 - used,
    account: ada.account,
    resetsAt: noonMs + 3_600_000,
    reason: 'In use: Claude.',
  });
});

test('what others have reserved is not there, and what the caller asks for goes before what was learnt', async () => {
  const { flow, line } = estimates();
  await line.take(orderFor({}, { estimate: percent(60) }), never);
  const { verdict, needs, available, basis } = flow.estimate({ task: 'review', estimate: percent(41) });
  expect([verdict, needs, available, basis]).toEqual([
    'does-not-fit',
    { unit: 'percent', usual: 41, cautious: 41 },
    40,
    'asked',
  ]);
});

test('that nobody serves is an answer, with the words for it and the time when somebody does', () => {
  const { flow, store } = estimates({ entries: [ada] });
  const spent = { [ada.account.id]: ['length-18000'] };
  store.dispatch({
    type: 'course.moved',
    course: { ...store.state().course, serving: claudeId, spent },
    by: 'policy',
  });
  const { verdict, account, available, reason } = flow.estimate({ consumer: 'claude-code' });
  expect([verdict, account, available, reason !== '']).toEqual(['does-not-fit', undefined, null, true]);
});

test.each([
  [{ account: 'mars' }, 'selection/unknown-account'],
  [{ provider: 'mars' }, 'selection/unknown-provider'],
  [{ consumer: 'mars' }, 'broker/bad-request'],
] as const)('%j is a mistake of the caller’s', (wish, code) => {
  const { flow } = estimates();
  expect(() => flow.estimate(wish)).toThrow(expect.objectContaining({ code }));
});

test('of a name that two providers have, the account counts that its program can use', () => {
  const twin = { ...cleo, account: { ...cleo.account, label: 'ada' } };
  const { flow } = estimates({ entries: [ada, twin] });
  expect(flow.estimate({ consumer: 'codex', account: 'ada' }).account).toEqual(twin.account);
});

const order: StartOrder = { label: 'make', holder: { kind: 'heartbeat' }, estimate: percent(10) };
const exceeded = new Failure('quota/exceeded', { retryAt: noonMs });
const noMore = new Failure('quota/exceeded');

type Row = readonly [
  string,
  Parameters<typeof leasesAtWork>[0],
  Partial<StartOrder>,
  Failure,
  ReturnType<ReturnType<typeof createEstimateWork>['actionAfter']>,
];

test.each<Row>([
  [
    'another account of the provider has room',
    { read: { ada: 95, bob: 0 } },
    { account: 'ada' },
    exceeded,
    'other-account',
  ],
  [
    'the account in use has none, but a third one has',
    { entries: [ada, bob], read: { ada: 95, bob: 0 } },
    { account: 'ada' },
    noMore,
    'other-account',
  ],
  [
    'only another provider has room',
    { read: { ada: 95, bob: 95 } },
    { account: 'ada' },
    exceeded,
    'other-provider',
  ],
  [
    'another provider has room for who wants this one',
    { read: { ada: 95, bob: 95 } },
    { provider: 'claude' },
    exceeded,
    'other-provider',
  ],
  [
    'the program cannot use the other provider',
    { read: { ada: 95, bob: 95 } },
    { account: 'ada', label: 'claude' },
    exceeded,
    'wait-until',
  ],
  [
    'nobody has room, but there is a reset',
    { read: { ada: 95, bob: 95, cleo: 95, dan: 95 } },
    { account: 'ada' },
    exceeded,
    'wait-until',
  ],
  [
    'nobody has room, and nobody knows of a reset',
    { read: { ada: 95, bob: 95, cleo: 95, dan: 95 } },
    { account: 'ada' },
    noMore,
    'refuse',
  ],
  [
    'other accounts are not allowed',
    { read: { ada: 95, bob: 0 }, settings: { otherAccounts: { [claudeId]: false } } },
    { account: 'ada', label: 'claude' },
    exceeded,
    'wait-until',
  ],
  ['it was particular about nothing', { read: { ada: 95 } }, {}, exceeded, 'wait-until'],
  ['too many agents run', {}, {}, new Failure('quota/concurrent-limit'), 'wait-until'],
  ['others have the turn', {}, {}, new Failure('broker/busy'), 'wait-until'],
  [
    'the disk is full, whoever has room',
    {},
    { account: 'ada' },
    new Failure('storage/write-failed'),
    'refuse',
  ],
  [
    'it asks in a unit that nobody counts',
    {},
    { account: 'ada', estimate: { unit: 'tokens', value: 1 } },
    new Failure('quota/not-found'),
    'refuse',
  ],
  [
    'its folder belongs to that account',
    { settings: { folderRules: [{ folder: '/w', account: ada.account.id }] } },
    { account: 'ada', folder: '/w' },
    exceeded,
    'wait-until',
  ],
])('after a refusal: %s', (_name, given, changes, failure, expected) => {
  const { flow } = estimates(given);
  expect(flow.actionAfter({ ...order, ...changes }, failure)).toBe(expected);
});

test('an account where as many agents run as may is no way out', async () => {
  const { flow, line } = estimates({ entries: [ada, bob], settings: { agentsAtOnce: 1 } });
  for (const { account } of [ada, bob])
    await line.take(orderFor({ account: account.id }, { estimate: percent(1) }), never);
  const code: FailureCode = 'quota/concurrent-limit';
  expect([
    flow.actionAfter({ ...order, account: 'ada' }, new Failure(code)),
    toFailure(new Failure(code)).code,
  ]).toEqual(['wait-until', code]);
});
