// The view says what is known, in words; unknown stays unknown.
import { expect, test } from 'vitest';
import { initialState, type State } from '../../../main/state/state.ts';
import { levelOf, makeView, problemView, type ProviderFacts } from '../../../main/state/view.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  sampleOf,
} from '../../fakes/accounts.ts';

const providers: readonly ProviderFacts[] = [
  {
    id: claudeId,
    label: 'Claude',
    methods: [{ id: 'api-key', label: 'Enter an API key', standing: 'fine', kind: 'api-key', hint: 'sk-…' }],
  },
  {
    id: openaiId,
    label: 'OpenAI',
    methods: [{ id: 'chatgpt', label: 'Sign in with ChatGPT', standing: 'fine', kind: 'browser' }],
  },
];
const claudeView = {
  id: claudeId,
  label: 'Claude',
  preferred: false,
  methods: [{ id: 'api-key', label: 'Enter an API key', standing: 'fine', kind: 'api-key', hint: 'sk-…' }],
  signIn: null,
  accounts: [],
  problem: null,
};
const openaiView = {
  ...claudeView,
  id: openaiId,
  label: 'OpenAI',
  methods: [{ id: 'chatgpt', label: 'Sign in with ChatGPT', standing: 'fine', kind: 'browser', hint: null }],
};
const offline = { code: 'network/offline', subject: 'OpenAI' } as const;
const offlineWords = {
  code: 'network/offline',
  what: 'OpenAI cannot be reached.',
  next: 'Check the connection or proxy; Gatehouse tries again by itself.',
};

const view = (changes: Partial<State>) => makeView({ ...initialState, ...changes }, providers, '1.2.3');

test('before the stored accounts are read nobody is signed in, and the view says that it is not loaded', () => {
  expect(view({})).toEqual({
    loaded: false,
    providers: [claudeView, openaiView],
    problems: [],
    version: '1.2.3',
  });
});

test('an account, its plan and its windows', () => {
  const windows = [
    quotaWindow({ usedPercent: 81.5 }),
    quotaWindow({ id: 'length-604800', label: 'Weekly', usedPercent: null, resetsAt: null }),
  ];
  const { account } = openaiEntry();
  expect(
    view({
      loaded: true,
      preferred: openaiId,
      accounts: [account],
      readings: new Map([[account.id, { sample: sampleOf(openaiEntry(), windows) }]]),
    }),
  ).toEqual({
    loaded: true,
    providers: [
      claudeView,
      {
        ...openaiView,
        preferred: true,
        accounts: [
          {
            id: account.id,
            label: 'ada@example.test',
            plan: 'Plus',
            windows: [
              {
                id: 'length-18000',
                label: '5-hour',
                usedPercent: 81.5,
                resetsAt: noonMs + 3_600_000,
                level: 'low',
              },
              { id: 'length-604800', label: 'Weekly', usedPercent: null, resetsAt: null, level: 'unknown' },
            ],
            readAt: noonMs,
            source: 'a test',
            metered: true,
            problem: null,
          },
        ],
      },
    ],
    problems: [],
    version: '1.2.3',
  });
});

test('an account without a reading shows no figures, not zero', () => {
  const { plan: _unknown, ...account } = openaiEntry().account;
  expect(view({ accounts: [account] }).providers[1]?.accounts).toEqual([
    {
      id: account.id,
      label: 'ada@example.test',
      plan: null,
      windows: [],
      readAt: null,
      source: null,
      metered: true,
      problem: null,
    },
  ]);
});

test('an API key has no meters', () => {
  const { account } = claudeEntry();
  expect(view({ accounts: [account] }).providers[0]?.accounts).toEqual([
    {
      id: account.id,
      label: 'API key …wxyz',
      plan: 'API key',
      windows: [],
      readAt: null,
      source: null,
      metered: false,
      problem: null,
    },
  ]);
});

test('a failed reading stands beside the last good figures', () => {
  const { account } = openaiEntry();
  const readings = new Map([
    [account.id, { sample: sampleOf(openaiEntry(), [quotaWindow()]), failure: offline }],
  ]);
  const [shown] = view({ accounts: [account], readings }).providers[1]?.accounts ?? [];
  expect([shown?.windows.length, shown?.readAt, shown?.problem]).toEqual([1, noonMs, offlineWords]);
});

test('a running sign-in, a failed one and the problems of the app are shown where they belong', () => {
  const signIns = new Map([
    [openaiId, { method: 'chatgpt', step: 'waiting', url: 'https://auth.openai.com/x' } as const],
  ]);
  expect(
    view({
      signIns,
      signInFailures: new Map([[claudeId, offline]]),
      problems: new Map([['vault', offline]]),
    }),
  ).toEqual({
    loaded: false,
    providers: [
      { ...claudeView, problem: offlineWords },
      { ...openaiView, signIn: { method: 'chatgpt', step: 'waiting', url: 'https://auth.openai.com/x' } },
    ],
    problems: [offlineWords],
    version: '1.2.3',
  });
});

test('a sign-in without an address yet has none', () => {
  const signIns = new Map([[openaiId, { method: 'chatgpt', step: 'starting' } as const]]);
  expect(view({ signIns }).providers[1]?.signIn).toEqual({ method: 'chatgpt', step: 'starting', url: null });
});

test.each([
  [null, 'unknown'],
  [0, 'ok'],
  [79.99, 'ok'],
  [80, 'low'],
  [99.9, 'low'],
  [100, 'exhausted'],
  [130, 'exhausted'],
])('%s %% used is %s', (usedPercent, level) => {
  expect(levelOf(usedPercent)).toBe(level);
});

test.each([
  ['plus', 'Plus'],
  ['self_serve_business_usage_based', 'Self serve business usage based'],
])('the plan %s is shown as %s', (plan, shown) => {
  expect(view({ accounts: [openaiEntry({ plan }).account] }).providers[1]?.accounts[0]?.plan).toBe(shown);
});

test('a problem carries its code and its words', () => {
  expect(problemView(offline)).toEqual(offlineWords);
});
