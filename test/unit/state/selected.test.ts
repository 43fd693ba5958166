// Who is in use and who serves, read off the state.
import { describe, expect, test } from 'vitest';
import type { Account } from '../../../main/domain/account.ts';
import { accountId } from '../../../main/domain/ids.ts';
import type { FailureCode } from '../../../main/domain/failure.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { defaultSettings, type Settings } from '../../../main/domain/settings.ts';
import { activeAccount, currentWindows, mayFallBack, selected } from '../../../main/state/selected.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  knownWindow,
  quotaOf,
} from '../../fakes/accounts.ts';

const providers = [
  { id: claudeId, label: 'Claude' },
  { id: openaiId, label: 'OpenAI' },
];
const openai = openaiEntry().account;
const claude = openaiEntry({ id: accountId('claude:user-1'), provider: claudeId, plan: 'max' }).account;
const grace = openaiEntry({ id: accountId('openai:user-2.acc-2') }).account;

function stateOf(
  accounts: readonly Account[],
  settings: Partial<Settings> = {},
  readings: State['readings'] = new Map(),
): State {
  return { ...initialState, accounts, readings, settings: { ...defaultSettings, ...settings } };
}

function reading(account: Account, windows: readonly QuotaWindow[], code?: FailureCode): State['readings'] {
  const quota = { ...quotaOf(openaiEntry(), windows), account: account.id };
  return new Map([[account.id, { quota, ...(code !== undefined && { failure: { code } }) }]]);
}

const spent = quotaWindow({ usedPercent: 97 });
const reason = (state: State, now = noonMs): string => selected(state, providers, now).reason;

describe('the account in use', () => {
  test.each<[string, readonly Account[], Settings['activeAccounts'], Account | undefined]>([
    ['is the one that was chosen', [openai, grace], { [openaiId]: grace.id }, grace],
    ['is the first without a choice', [openai, grace], {}, openai],
    ['is the first when the chosen one has left', [grace], { [openaiId]: openai.id }, grace],
    ['is never one of another provider', [claude], { [openaiId]: claude.id }, undefined],
    ['is nobody without an account', [], {}, undefined],
  ])('%s', (_name, accounts, activeAccounts, expected) => {
    expect(activeAccount(stateOf(accounts, { activeAccounts }), openaiId)).toEqual(expected);
  });
});

describe('windows', () => {
  test('whose reset is past are unknown but for the limit they had, the others stand', () => {
    const amount = { unit: 'requests', used: 300, limit: 300, left: 0 } as const;
    const windows = [
      quotaWindow({ id: 'past', resetsAt: noonMs }),
      quotaWindow({ id: 'past-requests', resetsAt: noonMs, amount }),
      quotaWindow({ id: 'requests', resetsAt: noonMs + 1, amount }),
      quotaWindow({ id: 'ahead', resetsAt: noonMs + 1 }),
      quotaWindow({ id: 'open', resetsAt: null }),
    ];
    const state = stateOf([openai], {}, reading(openai, windows));
    expect(currentWindows(state, openai, noonMs)).toEqual([
      knownWindow({ ...windows[0], usedPercent: null }),
      knownWindow({ ...windows[1], usedPercent: null, amount: { ...amount, used: null, left: null } }),
      ...windows.slice(2).map(knownWindow),
    ]);
  });

  test('of an account that was never read are none', () => {
    expect(currentWindows(stateOf([openai]), openai, noonMs)).toEqual([]);
  });
});

test.each<[string, Settings['fallBackFrom'], readonly [boolean, boolean]]>([
  ['by the base rule for all but the last', {}, [true, false]],
  ['as it was chosen', { [claudeId]: false, [openaiId]: true }, [false, true]],
])('another provider may stand in %s', (_name, fallBackFrom, expected) => {
  const state = stateOf([], { fallBackFrom });
  expect([mayFallBack(state, claudeId, providers), mayFallBack(state, openaiId, providers)]).toEqual(
    expected,
  );
});

describe('who serves', () => {
  test('a status line alone never sends anybody to another provider', () => {
    const byLine = knownWindow({ usedPercent: 100, kind: 'status-line' });
    const by = (window: typeof byLine): unknown =>
      selected(
        stateOf(
          [claude, openai],
          { preferredProvider: claudeId },
          new Map([[claude.id, { quota: { ...quotaOf(openaiEntry(), []), windows: [window] } }]]),
        ),
        providers,
        noonMs,
      ).provider;
    expect([by(byLine), by({ ...byLine, kind: 'screen' })]).toEqual([claudeId, openaiId]);
  });

  test('is told with account and reason', () => {
    const state = stateOf(
      [claude, openai],
      { preferredProvider: claudeId },
      reading(claude, [quotaWindow()]),
    );
    expect(selected(state, providers, noonMs)).toEqual({
      preferred: claudeId,
      selection: { kind: 'chosen', provider: claudeId, quotaKnown: true, path: ['A', 'B', 'C', 'D', 'E'] },
      provider: claudeId,
      account: claude.id,
      serves: claude,
      wanted: claude.id,
      phase: 'primary',
      waitsFor: [],
      reason: 'In use: Claude.',
    });
  });

  test.each<[string, State, string]>([
    ['the only one who is signed in', stateOf([openai]), 'In use: OpenAI (quota unknown).'],
    [
      'an API key: it has no plan and no meters',
      stateOf([claudeEntry().account], { preferredProvider: claudeId }),
      'In use: Claude (quota unknown).',
    ],
    [
      'the other one when quota is short',
      stateOf([claude, openai], { preferredProvider: claudeId }, reading(claude, [spent])),
      'In use: OpenAI (quota unknown), because Claude is used up.',
    ],
    [
      'the same one when the reserve is smaller',
      stateOf([claude, openai], { preferredProvider: claudeId, reservePercent: 3 }, reading(claude, [spent])),
      'In use: Claude.',
    ],
    [
      'the other one when the plan is the free one',
      stateOf([{ ...claude, plan: 'free' }, openai], { preferredProvider: claudeId }),
      'In use: OpenAI (quota unknown), because Claude has no paid plan.',
    ],
    [
      'the other one when the sign-in was refused',
      stateOf([claude, openai], { preferredProvider: claudeId }, reading(claude, [], 'credential/rejected')),
      'In use: OpenAI (quota unknown), because Claude is not signed in.',
    ],
    ...(['storage/unreadable', 'storage/key-store-locked', 'storage/key-store-changed'] as const).map(
      (code): [string, State, string] => [
        `the other one while its keys cannot be opened: ${code}`,
        stateOf([claude, openai], { preferredProvider: claudeId }, reading(claude, [], code)),
        'In use: OpenAI (quota unknown), because Claude is not signed in.',
      ],
    ),
    [
      'the same one while it cannot be reached',
      stateOf(
        [claude, openai],
        { preferredProvider: claudeId },
        reading(claude, [quotaWindow()], 'network/offline'),
      ),
      'In use: Claude.',
    ],
    [
      'nobody when falling back is off',
      stateOf(
        [claude, openai],
        { preferredProvider: claudeId, fallBackFrom: { [claudeId]: false } },
        reading(claude, [spent]),
      ),
      'Nothing can be used: Claude is used up, and falling back from it is off. Allow that in the settings to go on.',
    ],
    [
      'nobody without an account',
      stateOf([]),
      'Nothing can be used: Claude is not signed in. Sign in to go on.',
    ],
    [
      'the one of the strategy, whatever was chosen last',
      stateOf([claude, openai], { preferredProvider: claudeId, strategy: 'prefer-openai' }),
      'In use: OpenAI (quota unknown).',
    ],
  ])('is %s', (_name, state, sentence) => {
    expect(reason(state)).toBe(sentence);
  });

  test('comes back when the reset is past', () => {
    const state = stateOf([claude, openai], { preferredProvider: claudeId }, reading(claude, [spent]));
    const resetsAt = spent.resetsAt ?? 0;
    expect([reason(state, resetsAt - 1), reason(state, resetsAt)]).toEqual([
      'In use: OpenAI (quota unknown), because Claude is used up.',
      'In use: Claude (quota unknown).',
    ]);
  });

  test('is nobody, without a reason, when there is no provider at all', () => {
    expect(selected(stateOf([]), [], noonMs)).toEqual({
      preferred: undefined,
      selection: undefined,
      provider: undefined,
      serves: undefined,
      phase: 'primary',
      waitsFor: [],
      reason: '',
    });
  });
});

describe('a provider that stands alone', () => {
  const alone = { id: openaiId, label: 'OpenAI', standsAlone: true } as const;

  test('may not fall back, whatever was chosen, and the one before it is the end of the list', () => {
    const state = stateOf([claude, openai], { fallBackFrom: { [openaiId]: true } });
    const list = [{ id: claudeId }, alone];
    expect([claudeId, openaiId].map((id) => mayFallBack(state, id, list))).toEqual([false, false]);
  });

  test('serves where it is preferred', () => {
    const state = stateOf([claude, openai], { preferredProvider: openaiId });
    expect(selected(state, [{ id: claudeId, label: 'Claude' }, alone], noonMs).reason).toBe(
      'In use: OpenAI (quota unknown).',
    );
  });
});
