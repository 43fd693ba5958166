// Which account an agent gets: by the rules of every other choice, and only one that its program can use.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Course } from '../../../main/domain/course.ts';
import { Failure, failureCodes } from '../../../main/domain/failure.ts';
import { accountId, type AccountId, type ProviderId } from '../../../main/domain/ids.ts';
import { defaultSettings, type Settings, type Strategy } from '../../../main/domain/settings.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import {
  canPass,
  chooseForAgent,
  usableAccounts,
  type AgentWish,
} from '../../../main/flows/choose-for-agent.ts';
import { initialState, type Reading, type State } from '../../../main/state/state.ts';
import { claudeId, noonMs, openaiEntry, openaiId, quotaOf, quotaWindow } from '../../fakes/accounts.ts';
import { ada, bob, cleo, dan, environmentFor, orderFor, providers } from '../../fakes/agents.ts';
import { eve, house } from '../../fakes/house.ts';

const everybody = [ada, bob, cleo, dan];
const nobody: ReadonlySet<AccountId> = new Set();

interface Given {
  readonly settings?: Partial<Settings>;
  readonly course?: Partial<Course>;
  readonly failures?: readonly (readonly [SignedInAccount, Failure])[];
  readonly here?: readonly SignedInAccount[];
  /** The others' keys are not open. */
  readonly open?: readonly SignedInAccount[];
  /** Whose sign-ins no file holds. */
  readonly away?: readonly AccountId[];
  readonly used?: Readonly<Record<string, number>>;
}

function stateOf({ settings = {}, course = {}, failures = [], here = everybody, used = {} }: Given): State {
  const readings = new Map<AccountId, Reading>();
  for (const entry of here) {
    const usedPercent = used[entry.account.label] ?? 10;
    readings.set(entry.account.id, { quota: quotaOf(entry, [quotaWindow({ usedPercent })]) });
  }
  for (const [{ account }, failure] of failures) readings.set(account.id, { failure: failure.toValue() });
  return {
    ...initialState,
    accounts: here.map(({ account }) => account),
    settings: { ...defaultSettings, ...settings },
    course: { ...initialState.course, serving: claudeId, ...course },
    readings,
  };
}

const partsOf = ({ open = everybody, away = [] }: Given) => ({
  providers,
  book: { get: (id: AccountId) => open.find(({ account }) => account.id === id) },
  isAtHome: (id: AccountId) => !away.includes(id),
});

function choose(
  given: Given,
  wish: Partial<AgentWish> = {},
  excluded: readonly SignedInAccount[] = [],
): readonly unknown[] | undefined {
  const out = new Set(excluded.map(({ account }) => account.id));
  try {
    const found = chooseForAgent(orderFor(wish).wish, out, stateOf(given), noonMs, partsOf(given));
    return found && [found.account.label, found.fallenBack];
  } catch (thrown) {
    return thrown instanceof Failure ? [thrown.code, thrown.subject] : [thrown];
  }
}

const namesOf = (given: Given, wish: Partial<AgentWish> = {}): readonly string[] =>
  usableAccounts(orderFor(wish).wish, stateOf(given), noonMs, partsOf(given)).map(
    (id) => everybody.find(({ account }) => account.id === id)?.account.label ?? id,
  );

const only = (provider: ProviderId): Partial<AgentWish> => ({ environment: environmentFor([provider]) });
const byHand: Partial<Course> = {
  standIns: { [claudeId]: bob.account.id },
  byHand: { strategy: 'user-preference', accounts: { [claudeId]: bob.account.id } },
};
const openaiByHand: Partial<Course> = {
  serving: openaiId,
  byHand: {
    strategy: 'user-preference',
    accounts: { [claudeId]: ada.account.id, [openaiId]: cleo.account.id },
    serves: openaiId,
  },
};
test.each<[string, readonly SignedInAccount[], Partial<AgentWish>, string | undefined]>([
  ['serves where nobody else is', [eve], only(claudeId), 'eve'],
  ['stands behind the one that the program names', [eve, ada], only(claudeId), 'ada'],
  ['serves when it is asked for', [ada, eve], { ...only(claudeId), provider: house.id }, 'eve'],
  ['is nothing to programs for other services', [eve], only(openaiId), undefined],
])('another house of the service %s', (_name, here, wish, label) => {
  const parts = { ...partsOf({ open: here }), providers: [...providers, house] };
  const found = (): string | undefined =>
    chooseForAgent(orderFor(wish).wish, nobody, stateOf({ here }), noonMs, parts)?.account.label;
  if (label === undefined) expect(found).toThrow(Failure);
  else expect(found()).toBe(label);
});

const refused = new Failure('credential/rejected', { subject: 'Claude' });
const closed = new Failure('storage/key-store-locked');

test.each<[string, Given, Partial<AgentWish>, readonly SignedInAccount[], readonly unknown[] | undefined]>([
  ['the one in use', {}, {}, [], ['ada', false]],
  ['of the provider that its program can use', {}, only(openaiId), [], ['cleo', false]],
  ['of the provider that it asks for', {}, { provider: openaiId }, [], ['cleo', false]],
  [
    'one that its program accepts',
    {},
    { environment: environmentFor([claudeId], { accepts: ({ account }) => account.label === 'bob' }) },
    [],
    ['bob', false],
  ],
  ['another one of the same provider next', {}, {}, [ada], ['bob', true]],
  ['then another provider', {}, {}, [ada, bob], ['cleo', true]],
  ['and in the end nobody', {}, {}, everybody, undefined],
  ['never another provider when it asks for one', {}, { provider: claudeId }, [ada, bob], undefined],
  ['never another one when it names one', {}, { account: ada.account.id }, [ada], undefined],
  ['the one it names, although another is in use', {}, { account: dan.account.id }, [], ['dan', false]],
  ['what the person has chosen by hand is no fallback', { course: byHand }, {}, [], ['bob', false]],
  ['without that, what serves otherwise', { course: byHand }, {}, [bob], ['ada', false]],
  [
    'a choice by hand at another provider stays when one here has no room',
    { course: openaiByHand },
    {},
    [ada],
    ['cleo', false],
  ],
  [
    'without the provider chosen by hand, the one chosen at the next',
    { course: openaiByHand },
    {},
    [cleo, dan],
    ['ada', false],
  ],
  [
    'an accepted one is left all the same when it has no room',
    { course: { accepted: [ada.account.id] } },
    {},
    [ada],
    ['bob', true],
  ],
  [
    'not an account that is used up',
    { course: { spent: { [ada.account.id]: ['five-hour'] } } },
    {},
    [],
    ['bob', true],
  ],
  ['nobody is here', { here: [] }, {}, [], ['credential/missing', 'Claude or OpenAI']],
  ['nobody of its provider is here', { here: [ada] }, only(openaiId), [], ['credential/missing', 'OpenAI']],
  [
    'its keys are of the wrong kind',
    {},
    { environment: environmentFor([claudeId], { accepts: () => false }) },
    [],
    ['broker/not-acceptable', 'Code'],
  ],
  [
    'its keys are closed',
    { open: [], failures: [[ada, closed]] },
    {},
    [],
    ['storage/key-store-locked', undefined],
  ],
  [
    'the keys of the one it names are refused',
    { failures: [[ada, refused]] },
    { account: ada.account.id },
    [],
    ['credential/rejected', 'Claude'],
  ],
  [
    'the one it names has no paid plan',
    { here: [{ ...ada, account: { ...ada.account, plan: 'free' } }] },
    { account: ada.account.id },
    [],
    ['quota/subscription-ended', 'ada'],
  ],
  [
    'everybody is signed out',
    {
      here: [ada, cleo],
      failures: [
        [ada, refused],
        [cleo, refused],
      ],
    },
    {},
    [],
    ['credential/missing', undefined],
  ],
  [
    'everybody is used up',
    { here: [ada], course: { spent: { [ada.account.id]: ['five-hour'] } } },
    only(claudeId),
    [],
    ['selection/no-valid-auth', undefined],
  ],
])('an agent gets %s', (_name, given, wish, excluded, expected) => {
  expect(choose(given, wish, excluded)).toEqual(expected);
});

const rule: Partial<Settings> = { folderRules: [{ folder: '/home/ada/work', account: dan.account.id }] };

test.each<[string, Given, Partial<AgentWish>, readonly string[]]>([
  ['all that it may come to, in that order', {}, {}, ['ada', 'bob', 'cleo', 'dan']],
  [
    'whatever is left of them',
    { course: { spent: { [ada.account.id]: ['five-hour'] } }, used: { ada: 100, bob: 100 } },
    {},
    ['ada', 'bob', 'cleo', 'dan'],
  ],
  ['the one it names', {}, { account: bob.account.id }, ['bob']],
  ['the one that its folder has', { settings: rule }, { folders: ['/home/ada/work/deep'] }, ['dan']],
  [
    'no other account where that is not allowed',
    { settings: { otherAccounts: { [claudeId]: false } } },
    only(claudeId),
    ['ada'],
  ],
  [
    'no other provider where that is not allowed',
    { settings: { fallBackFrom: { [claudeId]: false } } },
    {},
    ['ada', 'bob'],
  ],
  ['no other provider than its program can use', {}, only(openaiId), ['cleo', 'dan']],
])('who waits stands in line at %s', (_name, given, wish, expected) => {
  expect(namesOf(given, wish)).toEqual(expected);
});

test('whatever is spent, read, chosen or excluded, the choice comes only to accounts that are waited at', () => {
  const some = fc.subarray(everybody.map(({ account }) => account.id));
  const strategies: readonly Strategy[] = [
    'user-preference',
    'cost-optimized',
    'soonest-reset',
    'prefer-claude',
    'prefer-openai',
  ];
  const maybe = fc.option(fc.boolean(), { nil: undefined });
  const flags = fc.record({ claude: maybe, openai: maybe });
  const record = (one: {
    claude: boolean | undefined;
    openai: boolean | undefined;
  }): Record<ProviderId, boolean> =>
    Object.fromEntries(
      Object.entries(one).filter((each): each is [string, boolean] => each[1] !== undefined),
    );
  fc.assert(
    fc.property(
      fc.record({
        strategy: fc.constantFrom(...strategies),
        spent: some,
        accepted: some,
        excluded: some,
        used: fc.record({ ada: fc.nat(100), bob: fc.nat(100), cleo: fc.nat(100), dan: fc.nat(100) }),
        others: flags,
        falls: flags,
        hand: fc.option(fc.constantFrom(ada, bob, cleo, dan), { nil: undefined }),
        serving: fc.option(fc.constantFrom(claudeId, openaiId), { nil: undefined }),
        folder: fc.boolean(),
      }),
      ({ strategy, spent, accepted, excluded, used, others, falls, hand, serving, folder }) => {
        const accounts = hand && { [hand.account.provider]: hand.account.id };
        const { serving: _before, ...start } = initialState.course;
        const state: State = {
          ...stateOf({
            used,
            settings: { strategy, otherAccounts: record(others), fallBackFrom: record(falls), ...rule },
          }),
          course: {
            ...start,
            spent: Object.fromEntries(spent.map((id) => [id, ['length-18000']])),
            accepted,
            ...(accounts !== undefined && { byHand: { strategy, accounts } }),
            ...(serving !== undefined && { serving }),
          },
        };
        const { wish } = orderFor(folder ? { folders: ['/home/ada/work'] } : {});
        const waited = usableAccounts(wish, state, noonMs, partsOf({}));
        let chosen: AccountId | undefined;
        try {
          chosen = chooseForAgent(wish, new Set(excluded), state, noonMs, partsOf({}))?.account.id;
        } catch (thrown) {
          if (!(thrown instanceof Failure)) throw thrown;
        }
        expect(chosen === undefined || waited.includes(chosen)).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('only what can pass by itself is waited for', () => {
  expect(failureCodes.filter((code) => canPass({ code }))).toEqual([
    'quota/exceeded',
    'quota/concurrent-limit',
    'quota/daily-limit',
    'selection/no-valid-auth',
  ]);
});

test('a choice is made without an excluded account as without any', () => {
  expect(chooseForAgent(orderFor().wish, nobody, stateOf({}), noonMs, partsOf({}))?.reason).toBe(
    'In use: Claude.',
  );
});

describe('a sign-in of ours that its program reads from its own file', () => {
  const [home, away] = [openaiEntry(), openaiEntry({ id: accountId('openai:away'), label: 'away' })];
  const here = [home, away];
  const given: Given = { here, open: here, away: [away.account.id] };

  test('is used where that file holds it, and no other one in its place', () => {
    expect([
      choose(given, only(openaiId)),
      choose(given, only(openaiId), [home]),
      usableAccounts(orderFor(only(openaiId)).wish, stateOf(given), noonMs, partsOf(given)),
    ]).toEqual([[home.account.label, false], undefined, [home.account.id]]);
  });

  test('is refused by name where no file holds it', () => {
    const nowhere: Given = { here: [away], open: [away], away: [away.account.id] };
    expect(choose(nowhere, only(openaiId))).toEqual(['broker/not-acceptable', 'Code']);
  });

  test('that is handed over needs no file', () => {
    const handed = { environment: environmentFor([openaiId], { handsOver: () => true }) };
    expect(choose({ here: [away], open: [away], away: [away.account.id] }, handed)).toEqual(['away', false]);
  });
});
