// Where to switch to when an account runs low: who may be offered, and that nobody is who is not known to have more left.
import { expect, test } from 'vitest';
import { accountId } from '../../../main/domain/ids.ts';
import { switchOffer, type SwitchOffer } from '../../../main/flows/switch-offer.ts';
import { defaultSettings, type Settings } from '../../../main/domain/settings.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { claudeId, noonMs, openaiEntry, openaiId, quotaOf, quotaWindow } from '../../fakes/accounts.ts';

const ada = openaiEntry();
const grace = openaiEntry({ id: accountId('openai:user-2.acc-2'), label: 'grace@example.test' });
const bob = openaiEntry({ id: accountId('openai:user-3.acc-3'), label: 'bob@example.test' });
const claude = openaiEntry({ id: accountId('claude:user-1'), provider: claudeId, label: 'ada at Claude' });
const all = [ada, grace, bob, claude];
const providers = [
  { id: claudeId, label: 'Claude' },
  { id: openaiId, label: 'OpenAI' },
];

/** How much of each account is used, in percent; `null`: that is not known any more. Others were never read. */
function stateWith(
  used: ReadonlyMap<(typeof all)[number], number | null>,
  settings: Partial<Settings> = {},
): State {
  return {
    ...initialState,
    accounts: all.map(({ account }) => account),
    readings: new Map(
      [...used].map(([entry, usedPercent]) => [
        entry.account.id,
        { quota: quotaOf(entry, [quotaWindow({ usedPercent })]) },
      ]),
    ),
    settings: { ...defaultSettings, strategy: 'user-preference', preferredProvider: openaiId, ...settings },
  };
}

function offered(state: State, low: readonly (typeof all)[number][] = [ada]): SwitchOffer | undefined {
  return switchOffer(
    state,
    low.map(({ account }) => account.id),
    providers,
    noonMs,
  );
}

/** Where the account of OpenAI is used up, no other of its accounts comes, but Claude does. */
const claudeStandsIn: Partial<Settings> = {
  otherAccounts: { [openaiId]: false },
  fallBackFrom: { [openaiId]: true },
};
const toGrace = { label: 'grace@example.test', to: { account: grace.account.id } };
const toClaude = { label: 'Claude', to: { prefer: claudeId } };

test.each<[string, State, SwitchOffer]>([
  [
    'another account of the provider',
    stateWith(
      new Map([
        [ada, 95],
        [grace, 20],
        [bob, 40],
      ]),
    ),
    toGrace,
  ],
  [
    'another provider',
    stateWith(
      new Map([
        [ada, 95],
        [grace, 40],
        [claude, 20],
      ]),
    ),
    toClaude,
  ],
  [
    'another account of a provider that serves, though another one is preferred',
    stateWith(
      new Map([
        [ada, 95],
        [grace, 20],
        [claude, 100],
      ]),
      { preferredProvider: claudeId },
    ),
    toGrace,
  ],
  [
    'another account of the provider that is preferred, though another one serves',
    stateWith(
      new Map([
        [ada, 100],
        [grace, 20],
        [claude, 10],
      ]),
      claudeStandsIn,
    ),
    toGrace,
  ],
])('the one with the most left is offered: %s', (_which, state, offer) => {
  expect(offered(state)).toEqual(offer);
});

test('one that nothing limits has the most left', () => {
  const state = stateWith(
    new Map([
      [ada, 95],
      [bob, 5],
    ]),
  );
  const quota = quotaOf(grace, [quotaWindow({ usedPercent: null, unlimited: true })]);
  expect(
    offered({ ...state, readings: new Map([...state.readings, [grace.account.id, { quota }]]) }),
  ).toEqual(toGrace);
});

test.each<[string, State, readonly (typeof all)[number][]]>([
  [
    'who runs low as well',
    stateWith(
      new Map([
        [ada, 95],
        [grace, 20],
      ]),
    ),
    [ada, grace],
  ],
  ['who was never read', stateWith(new Map([[ada, 95]])), [ada]],
  [
    'whose quota is not known any more',
    stateWith(
      new Map([
        [ada, 95],
        [grace, null],
      ]),
    ),
    [ada],
  ],
  [
    'who has as much left',
    stateWith(
      new Map([
        [ada, 50],
        [grace, 50],
      ]),
    ),
    [ada],
  ],
  [
    'who has no more left than is to stay in reserve',
    stateWith(
      new Map([
        [ada, 99],
        [grace, 90],
      ]),
      { reservePercent: 10 },
    ),
    [ada],
  ],
  [
    'who serves already',
    stateWith(
      new Map([
        [ada, 100],
        [claude, 20],
      ]),
      claudeStandsIn,
    ),
    [ada],
  ],
  ['in place of an account that nobody has read', stateWith(new Map([[grace, 20]])), [ada]],
  [
    'in place of one whose quota is not known any more',
    stateWith(
      new Map([
        [ada, null],
        [grace, 20],
      ]),
    ),
    [ada],
  ],
  [
    'in place of one that is not in use',
    stateWith(
      new Map([
        [ada, 20],
        [grace, 95],
        [bob, 30],
      ]),
    ),
    [grace],
  ],
  [
    'in place of one whose provider neither serves nor is preferred',
    stateWith(
      new Map([
        [ada, 95],
        [grace, 20],
        [claude, 10],
      ]),
      { preferredProvider: claudeId },
    ),
    [ada],
  ],
])('nobody is offered %s', (_who, state, low) => {
  expect(offered(state, low)).toBeUndefined();
});

test('nobody is offered in place of an account that has left', () => {
  const state = stateWith(
    new Map([
      [ada, 95],
      [grace, 20],
    ]),
  );
  const left = { ...state, accounts: state.accounts.filter(({ id }) => id !== ada.account.id) };
  expect(offered(left)).toBeUndefined();
});
