// The view says what is known, in words; unknown stays unknown.
import { expect, test } from 'vitest';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { defaultSettings, type Settings } from '../../../main/domain/settings.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { problemView } from '../../../main/state/problem-view.ts';
import { levelOf } from '../../../main/state/quota-view.ts';
import { makeView } from '../../../main/state/view.ts';
import type { FileFacts, ProviderFacts } from '../../../main/state/view-facts.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  quotaOf,
} from '../../fakes/accounts.ts';
import { silentKeys, unknownSubscription, unknownWindow } from '../../fakes/view-parts.ts';

const codexId = consumerId('codex');
const providers: readonly ProviderFacts[] = [
  {
    id: claudeId,
    label: 'Claude',
    methods: [
      { id: 'api-key', label: 'Enter an API key', standing: 'fine', kind: 'api-key', hint: 'sk-…' },
      {
        id: 'own-client',
        label: 'Sign in with a client of your own',
        standing: 'yours',
        kind: 'browser',
        registration: { consent: 'I may use it.', consentVersion: 2, clientIdHint: 'a UUID' },
        hasCodePage: true,
      },
    ],
    readQuota: () => undefined,
  },
  {
    id: openaiId,
    label: 'OpenAI',
    methods: [
      { id: 'chatgpt', label: 'Sign in with ChatGPT', standing: 'fine', kind: 'browser' },
      { id: 'codex', label: 'Let Codex keep it', standing: 'fine', kind: 'delegated', owner: codexId },
    ],
    readQuota: () => undefined,
  },
];
const files: readonly FileFacts[] = [
  {
    id: 'codex-auth',
    reader: 'Codex',
    path: '/home/ada/.codex/auth.json',
    writes: 'The tokens.',
    isOnByDefault: true,
  },
  {
    id: 'unified-view',
    reader: 'Other tools',
    path: '/data/auth.json',
    writes: 'How things stand.',
    isOnByDefault: false,
  },
];
const fileViews = files.map(({ isOnByDefault, ...file }) => ({
  ...file,
  enabled: isOnByDefault,
  changedElsewhere: null,
  problem: null,
}));
const owners = [{ id: codexId, label: 'Codex', install: 'npm install -g codex', hasStatusLine: false }];
const claudeView = {
  id: claudeId,
  label: 'Claude',
  preferred: true,
  methods: [
    {
      id: 'api-key',
      label: 'Enter an API key',
      standing: 'fine',
      kind: 'api-key',
      hint: 'sk-…',
      program: null,
      registration: null,
    },
    {
      id: 'own-client',
      label: 'Sign in with a client of your own',
      standing: 'yours',
      kind: 'browser',
      hint: null,
      program: null,
      registration: { consent: 'I may use it.', clientIdHint: 'a UUID', clientId: null },
      codePage: true,
    },
  ],
  signIn: null,
  incident: null,
  accounts: [],
  problem: null,
  fix: null,
};
const openaiView = {
  ...claudeView,
  id: openaiId,
  label: 'OpenAI',
  preferred: false,
  methods: [
    {
      id: 'chatgpt',
      label: 'Sign in with ChatGPT',
      standing: 'fine',
      kind: 'browser',
      hint: null,
      program: null,
      registration: null,
    },
    {
      id: 'codex',
      label: 'Let Codex keep it',
      standing: 'fine',
      kind: 'delegated',
      hint: null,
      program: { label: 'Codex', install: 'npm install -g codex' },
      registration: null,
    },
  ],
};
const nobody = {
  provider: null,
  account: null,
  reason: 'Nothing can be used: Claude is not signed in. Sign in to go on.',
  fallenBack: false,
  phase: 'primary',
  wanted: null,
  waitsFor: [],
  backAt: null,
};
const stillness = { running: null, problem: null, undo: null, holders: [] };
const usualSettings = {
  usual: {
    language: 'system',
    hideIdentities: false,
    miniMeter: false,
    incidents: false,
    startWithSystem: false,
    hiddenProviders: [],
    strategy: 'user-preference',
    notify: true,
    alertSound: false,
    lockWithScreen: false,
    fallbacks: { claude: true, openai: false },
    otherAccounts: { claude: true, openai: true },
    files: { 'codex-auth': true, 'unified-view': false },
  },
  language: 'system',
  hideIdentities: false,
  miniMeter: false,
  incidents: false,
  startWithSystem: false,
  startWithSystemProblem: null,
  hiddenProviders: [],
  firstRun: 'new',
  strategy: 'user-preference',
  strategies: [
    { id: 'user-preference', label: 'The one I chose last' },
    { id: 'cost-optimized', label: 'What costs least' },
    { id: 'soonest-reset', label: 'What is refilled soonest' },
    { id: 'prefer-claude', label: 'Always Claude first' },
    { id: 'prefer-openai', label: 'Always OpenAI first' },
  ],
  fallbacks: [
    { provider: claudeId, from: 'Claude', to: ['OpenAI'], enabled: true },
    { provider: openaiId, from: 'OpenAI', to: ['Claude'], enabled: false },
  ],
  numbers: {
    reservePercent: { value: 5, least: 0, most: 50, usual: 5 },
    notifyAtPercent: { value: 80, least: 1, most: 100, usual: 80 },
    quotaEveryMinutes: { value: 5, least: 3, most: 240, usual: 5 },
    planEveryMinutes: { value: 60, least: 15, most: 1440, usual: 60 },
    agentsAtOnce: { value: 10, least: 1, most: 64, usual: 10 },
    leastLeasePercent: { value: 1, least: 1, most: 50, usual: 1 },
  },
  dailyLimits: [],
  lockWithScreen: false,
  notify: true,
  alerts: { thresholds: [], muted: [], quietHours: null, sound: false },
  otherAccounts: [
    { provider: claudeId, label: 'Claude', enabled: true },
    { provider: openaiId, label: 'OpenAI', enabled: true },
  ],
  folderRules: [],
  shortcut: { keys: null, problem: null },
  shells: [],
  statusLines: [],
  borrowKeys: [],
  hooks: [],
  flags: [],
  companyLogins: [],
  files: fileViews,
};
const nothingLeft = { hoursLeft: null, known: 0, unknown: 0, nextRefill: null };
const systemStore = { kind: 'system', backend: null, passphrase: 'none', problem: null };
const bareWindow = { ...unknownWindow, readAt: noonMs };
/** What an account’s card says before anything is known of it. */
const bareCard = {
  organization: null,
  keys: silentKeys,
  subscription: unknownSubscription,
  windows: [],
  readAt: null,
  source: null,
  figuresFrom: null,
  metered: true,
  active: true,
  usedBy: [],
  renewedElsewhere: null,
  problem: null,
  fix: null,
};
const offline = { code: 'network/offline', subject: 'OpenAI' } as const;
const offlineWords = {
  code: 'network/offline',
  what: 'OpenAI cannot be reached.',
  next: 'Check the connection or proxy; Gatehouse tries again by itself.',
};

const view = (changes: Partial<State>) =>
  makeView({ ...initialState, ...changes }, { providers, files, owners, version: '1.2.3', now: noonMs });
const withSettings = (settings: Partial<Settings>): Partial<State> => ({
  settings: { ...defaultSettings, ...settings },
});

test('before the stored accounts are read nobody is signed in, and the view says that it is not loaded', () => {
  expect(view({})).toEqual({
    loaded: false,
    providers: [claudeView, openaiView],
    problems: [],
    impaired: false,
    version: '1.2.3',
    selection: nobody,
    switching: stillness,
    headroom: nothingLeft,
    keyStore: systemStore,
    locked: false,
    tray: 'unknown',
    updates: { kind: 'off', why: 'elsewhere' },
    language: 'en',
    mini: [],
    settings: usualSettings,
  });
});

test('an account, its plan, its windows, and who uses it', () => {
  const windows = [
    quotaWindow({ usedPercent: 81.5 }),
    quotaWindow({ id: 'length-604800', label: 'Weekly', usedPercent: null, resetsAt: null }),
  ];
  const { account } = openaiEntry();
  expect(
    view({
      loaded: true,
      ...withSettings({ preferredProvider: openaiId }),
      accounts: [account],
      readings: new Map([[account.id, { quota: quotaOf(openaiEntry(), windows) }]]),
      holders: new Map([['codex-auth', account.id]]),
      renewals: new Map([[account.id, { by: 'Codex', at: 5 }]]),
    }),
  ).toEqual({
    loaded: true,
    providers: [
      { ...claudeView, preferred: false },
      {
        ...openaiView,
        preferred: true,
        accounts: [
          {
            ...bareCard,
            id: account.id,
            label: 'ada@example.test',
            plan: 'Plus',
            subscription: {
              ...bareCard.subscription,
              tier: 'Plus',
              status: 'active',
              usageLimit: 100,
              usageCurrent: 81.5,
              resetsAt: noonMs + 3_600_000,
            },
            windows: [
              {
                ...bareWindow,
                id: 'length-18000',
                label: '5-hour',
                usedPercent: 81.5,
                resetsAt: noonMs + 3_600_000,
                level: 'low',
              },
              { ...bareWindow, id: 'length-604800', label: 'Weekly' },
            ],
            readAt: noonMs,
            source: 'a test',
            usedBy: ['Codex'],
            renewedElsewhere: { by: 'Codex', at: 5 },
          },
        ],
      },
    ],
    problems: [],
    impaired: false,
    version: '1.2.3',
    selection: {
      ...nobody,
      provider: openaiId,
      account: account.id,
      reason: 'In use: OpenAI.',
    },
    switching: stillness,
    headroom: {
      ...nothingLeft,
      unknown: 1,
      nextRefill: {
        account: 'ada@example.test',
        provider: 'OpenAI',
        window: '5-hour',
        at: noonMs + 3_600_000,
        freesPercent: 81.5,
      },
    },
    keyStore: systemStore,
    locked: false,
    tray: 'unknown',
    updates: { kind: 'off', why: 'elsewhere' },
    language: 'en',
    mini: [
      {
        account: account.id,
        provider: 'OpenAI',
        label: 'ada@example.test',
        window: { label: '5-hour', usedPercent: 81.5, level: 'low', resetsAt: noonMs + 3_600_000 },
      },
    ],
    settings: {
      ...usualSettings,
      dailyLimits: [{ account: account.id, label: 'OpenAI: ada@example.test', limit: null }],
      alerts: {
        ...usualSettings.alerts,
        thresholds: ['length-18000', 'length-604800'].map((id, index) => ({
          name: `openai/${id}`,
          provider: 'OpenAI',
          window: ['5-hour', 'Weekly'][index],
          percents: [80, 95, 100],
          usual: true,
        })),
      },
    },
  });
});

test('an account without a reading shows no figures, not zero', () => {
  const { plan: _unknown, ...account } = openaiEntry().account;
  expect(view({ accounts: [account] }).providers[1]?.accounts).toEqual([
    { ...bareCard, id: account.id, label: 'ada@example.test', plan: null },
  ]);
});

test('an API key has no meters', () => {
  const { account } = claudeEntry();
  expect(view({ accounts: [account] }).providers[0]?.accounts).toEqual([
    { ...bareCard, id: account.id, label: 'API key …wxyz', plan: 'API key', metered: false },
  ]);
});

test('of several accounts one is active: the one that was chosen, or else the first', () => {
  const { account } = openaiEntry();
  const grace = openaiEntry({ id: accountId('openai:user-2.acc-2') }).account;
  const active = (changes: Partial<State>): readonly (boolean | undefined)[] =>
    view({ accounts: [account, grace], ...changes }).providers[1]?.accounts.map((each) => each.active) ?? [];
  expect([active({}), active(withSettings({ activeAccounts: { [openaiId]: grace.id } }))]).toEqual([
    [true, false],
    [false, true],
  ]);
});

test('who stands in is named with the reason', () => {
  const { account } = openaiEntry();
  expect(view({ accounts: [account], ...withSettings({ strategy: 'prefer-claude' }) }).selection).toEqual({
    provider: openaiId,
    account: account.id,
    reason: 'In use: OpenAI (quota unknown), because Claude is not signed in.',
    fallenBack: true,
    phase: 'primary',
    wanted: null,
    waitsFor: [],
    backAt: null,
  });
});

test.each([
  [2, 'client-abc'],
  [1, null],
])('a client id that was agreed to in version %s of the words is shown as %s', (version, clientId) => {
  const consents = { 'claude/own-client': { clientId: 'client-abc', version, at: 1 } };
  expect(view(withSettings({ consents })).providers[0]?.methods[1]?.registration).toEqual({
    consent: 'I may use it.',
    clientIdHint: 'a UUID',
    clientId,
  });
});

test('settings that were chosen are shown, and a file with its problem', () => {
  const { account } = openaiEntry();
  const changed = withSettings({
    strategy: 'prefer-openai',
    fallBackFrom: { [claudeId]: false, [openaiId]: true },
    notifyAtPercent: 90,
    notify: false,
    sharedFiles: { 'codex-auth': false },
    otherAccounts: { [claudeId]: false },
    folderRules: [
      { folder: '/home/ada/work', account: account.id },
      { folder: '/home/ada/play', account: accountId('claude:gone') },
    ],
    switchShortcut: 'Control+Alt+G',
  });
  const problems = new Map([
    ['unified-view', offline],
    ['shortcut', offline],
    ['shell bash', offline],
  ]);
  const shell = {
    shell: 'bash',
    label: 'bash',
    path: '/home/ada/.bashrc',
    kind: 'on',
    commands: ['claude'],
    untried: false,
  } as const;
  expect(view({ ...changed, problems, accounts: [account], shells: [shell] }).settings).toEqual({
    ...usualSettings,
    strategy: 'prefer-openai',
    fallbacks: [
      { provider: claudeId, from: 'Claude', to: ['OpenAI'], enabled: false },
      { provider: openaiId, from: 'OpenAI', to: ['Claude'], enabled: true },
    ],
    numbers: {
      ...usualSettings.numbers,
      notifyAtPercent: { value: 90, least: 1, most: 100, usual: 80 },
    },
    dailyLimits: [{ account: account.id, label: 'OpenAI: ada@example.test', limit: null }],
    notify: false,
    otherAccounts: [
      { provider: claudeId, label: 'Claude', enabled: false },
      { provider: openaiId, label: 'OpenAI', enabled: true },
    ],
    folderRules: [
      { folder: '/home/ada/work', account: account.id, label: 'OpenAI: ada@example.test' },
      { folder: '/home/ada/play', account: 'claude:gone', label: null },
    ],
    shortcut: { keys: 'Control+Alt+G', problem: offlineWords },
    shells: [{ ...shell, problem: offlineWords }],
    files: [
      { ...fileViews[0], enabled: false },
      { ...fileViews[1], problem: offlineWords },
    ],
  });
});

test('a provider that is hidden and has no account is offered nowhere, unless it is what was chosen', () => {
  const offered = (settings: Partial<State['settings']>) => {
    const { strategies, otherAccounts } = view(withSettings(settings)).settings;
    return [
      strategies.map(({ id }) => id).filter((id) => id.startsWith('prefer-')),
      otherAccounts.map(({ provider }) => provider),
    ];
  };
  expect([
    offered({ hiddenProviders: [openaiId] }),
    offered({ hiddenProviders: [openaiId], strategy: 'prefer-openai' }),
  ]).toEqual([
    [['prefer-claude'], [claudeId]],
    [
      ['prefer-claude', 'prefer-openai'],
      [claudeId, openaiId],
    ],
  ]);
});

test('what hides at first is usually hidden, and its program’s key is asked for once it is shown or lent', () => {
  const listed = providers.map((each) => ({
    ...each,
    borrowedKeyStanding: 'Common.',
    ...(each.id === openaiId && { isHiddenAtFirst: true as const }),
  }));
  const lent = (settings: Partial<Settings>) => {
    const state = { ...initialState, ...withSettings(settings) };
    const { usual, borrowKeys } = makeView(state, {
      providers: listed,
      files: [],
      owners: [],
      version: '1.2.3',
      now: noonMs,
    }).settings;
    return [usual.hiddenProviders, borrowKeys.map(({ provider }) => provider)];
  };
  expect([
    lent({}),
    lent({ hiddenProviders: [openaiId] }),
    lent({ hiddenProviders: [openaiId], borrowKeys: { [openaiId]: true } }),
  ]).toEqual([
    [[openaiId], [claudeId, openaiId]],
    [[openaiId], [claudeId]],
    [[openaiId], [claudeId, openaiId]],
  ]);
});

test('a daily limit is shown for each account whose use is known, and for another one only where there is one', () => {
  const [metered, key] = [openaiEntry().account, claudeEntry().account];
  const other = { ...key, id: accountId('claude:other'), label: 'API key …1234' };
  const dailyLimits = { [other.id]: { unit: 'tokens', value: 5000 } } as const;
  const shown = view({
    locked: true,
    accounts: [metered, key, other],
    ...withSettings({ dailyLimits, agentsAtOnce: 3, leastLeasePercent: 2, lockWithScreen: true }),
  });
  const { numbers, lockWithScreen } = shown.settings;
  expect([
    shown.locked,
    shown.settings.dailyLimits,
    [numbers.agentsAtOnce.value, numbers.leastLeasePercent.value, lockWithScreen],
  ]).toEqual([
    true,
    [
      { account: metered.id, label: 'OpenAI: ada@example.test', limit: null },
      { account: other.id, label: 'Claude: API key …1234', limit: { unit: 'tokens', value: 5000 } },
    ],
    [3, 2, true],
  ]);
});

test('the course and the switch are shown: what stands in, what it waits for, what can be undone, who still goes by it', () => {
  const { account } = openaiEntry();
  const grace = openaiEntry({ id: accountId('openai:user-2.acc-2'), label: 'grace@example.test' }).account;
  const resetsAt = noonMs + 3_600_000;
  const windows = [quotaWindow({ usedPercent: 100, resetsAt })];
  const { selection, switching } = view({
    accounts: [account, grace],
    ...withSettings({ preferredProvider: openaiId }),
    readings: new Map([[account.id, { quota: quotaOf(openaiEntry(), windows) }]]),
    course: {
      phase: 'fallback',
      since: noonMs,
      standIns: { [openaiId]: grace.id },
      serving: openaiId,
      spent: { [account.id]: ['length-18000'] },
      accepted: [],
    },
    switching: {
      running: { step: 'writing', to: 'OpenAI: grace@example.test' },
      failure: offline,
      undo: { title: 'OpenAI: grace@example.test', at: 5 },
    },
    staleHolders: [
      {
        consumer: consumerId('codex'),
        label: 'Codex',
        program: 'codex',
        pid: 4211,
        account: account.id,
      },
    ],
  });
  expect([selection, switching]).toEqual([
    {
      provider: openaiId,
      account: grace.id,
      reason: selection.reason,
      fallenBack: false,
      phase: 'fallback',
      wanted: { account: account.id, label: 'ada@example.test', provider: 'OpenAI' },
      waitsFor: ['5-hour'],
      backAt: resetsAt,
    },
    {
      running: { step: 'writing', to: 'OpenAI: grace@example.test' },
      problem: offlineWords,
      undo: { title: 'OpenAI: grace@example.test', at: 5 },
      holders: [{ program: 'codex', pid: 4211, account: 'ada@example.test' }],
    },
  ]);
});

test('a failed reading stands beside the last good figures', () => {
  const { account } = openaiEntry();
  const readings = new Map([
    [account.id, { quota: quotaOf(openaiEntry(), [quotaWindow()]), failure: offline }],
  ]);
  const [shown] = view({ accounts: [account], readings }).providers[1]?.accounts ?? [];
  expect([shown?.windows.length, shown?.readAt, shown?.problem]).toEqual([1, noonMs, offlineWords]);
});

test('a sign-in by code shows what to type in, where, and until when', () => {
  const url = 'https://auth.openai.com/codex/device';
  const signIn = {
    method: 'device-code',
    step: 'enter-code',
    url,
    code: 'ABCD-EFGH',
    expiresAt: noonMs,
  } as const;
  expect(view({ signIns: new Map([[openaiId, signIn]]) }).providers[1]?.signIn).toEqual({
    method: 'device-code',
    step: 'enter-code',
    url,
    code: { text: 'ABCD-EFGH', expiresAt: noonMs },
  });
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
    impaired: true,
    version: '1.2.3',
    selection: nobody,
    switching: stillness,
    headroom: nothingLeft,
    keyStore: systemStore,
    locked: false,
    tray: 'unknown',
    updates: { kind: 'off', why: 'elsewhere' },
    language: 'en',
    mini: [],
    settings: usualSettings,
  });
});

test.each([
  ['what the last sign-out has left', 'sign-out', false],
  ['that the account of the last sign-in could not be put in use', 'preferences', false],
  ['what has become of a click in the tray', 'click', false],
  ['a file that cannot be read', 'vault', true],
])('%s is told, and where it lasts, the app is impaired', (_what, about, impaired) => {
  const { problems, impaired: is } = view({ problems: new Map([[about, offline]]) });
  expect([problems, is]).toEqual([[offlineWords], impaired]);
});

test('in safe mode the app is impaired', () => {
  expect(view({ safeMode: true }).impaired).toBe(true);
});

test('a sign-in without an address yet has none', () => {
  const signIns = new Map([[openaiId, { method: 'chatgpt', step: 'starting' } as const]]);
  expect(view({ signIns }).providers[1]?.signIn).toEqual({ method: 'chatgpt', step: 'starting', url: null });
});

test.each([
  [null, 80, 'unknown'],
  [0, 80, 'ok'],
  [79.99, 80, 'ok'],
  [80, 80, 'low'],
  [60, 60, 'low'],
  [99.9, 100, 'ok'],
  [100, 80, 'exhausted'],
  [130, 100, 'exhausted'],
])('%s %% used, to be told at %s %%, is %s', (usedPercent, lowPercent, level) => {
  expect(levelOf({ usedPercent, kind: 'api' }, lowPercent)).toBe(level);
});

test('a status line alone never means that a window is used up', () => {
  expect(levelOf({ usedPercent: 100, kind: 'status-line' }, 80)).toBe('low');
});

test.each([
  ['plus', 'Plus'],
  ['self_serve_business_usage_based', 'Self serve business usage based'],
])('the plan %s is shown as %s', (plan, shown) => {
  expect(view({ accounts: [openaiEntry({ plan }).account] }).providers[1]?.accounts[0]?.plan).toBe(shown);
});

test('a plan that comes in several sizes says which', () => {
  const { account } = openaiEntry({ plan: 'max', planDetail: '20x' });
  expect(view({ accounts: [account] }).providers[1]?.accounts[0]?.plan).toBe('Max 20x');
});

test('a key says that it is one, and a key that comes with a plan says which', () => {
  const [key, ofPlan] = [claudeEntry().account, claudeEntry({ plan: 'individual_pro' }).account];
  expect(
    [key, ofPlan].map((account) => view({ accounts: [account] }).providers[0]?.accounts[0]?.plan),
  ).toEqual(['API key', 'Individual pro']);
});

test('a program that has no word for it is not offered to be signed out', () => {
  const { account } = openaiEntry();
  const keys = new Map([[account.id, { owner: codexId, renewedAt: noonMs }]]);
  const state: State = { ...initialState, accounts: [account], keys };
  const offered = [undefined, true as const].map((signsOutByHand) => {
    const [owner] = owners;
    const listed = owner === undefined ? [] : [{ ...owner, ...(signsOutByHand && { signsOutByHand }) }];
    const facts = { providers, files, owners: listed, version: '1.0.0', now: noonMs };
    return makeView(state, facts).providers[1]?.accounts[0]?.keys.programCanBeSignedOut;
  });
  expect(offered).toEqual([true, false]);
});

test('a problem carries its code and its words', () => {
  expect(problemView(offline)).toEqual(offlineWords);
});

test('who keeps the keys, who renewed them and when they end is shown', () => {
  const { account } = openaiEntry({ organization: 'Analytical Engines' });
  const days = 86_400_000;
  const keys = new Map([
    [account.id, { owner: codexId, signInEndsAt: noonMs + 2 * days, renewedAt: noonMs, renewedBy: 'Codex' }],
  ]);
  expect(view({ accounts: [account], keys }).providers[1]?.accounts).toMatchObject([
    {
      organization: 'Analytical Engines',
      keys: {
        keptBy: 'Codex',
        programCanBeSignedOut: true,
        backend: null,
        expiresAt: null,
        signInEndsAt: noonMs + 2 * days,
        signInEndsWithinDays: 3,
        renewedAt: noonMs,
        renewedBy: 'Codex',
      },
    },
  ]);
});

test('who wrote a shared file last is shown on its line', () => {
  const foreignWrites = new Map([['codex-auth', { by: 'Codex', at: noonMs }]]);
  expect(view({ foreignWrites }).settings.files[0]?.changedElsewhere).toEqual({ by: 'Codex', at: noonMs });
});

test('what protects the keys is shown, with the reason when nothing does', () => {
  const missing = { code: 'storage/key-store-missing', subject: 'your accounts' } as const;
  expect([
    view({}).keyStore,
    view({
      ...withSettings({ keyStore: 'passphrase' }),
      keyStore: { passphrase: 'open', backend: 'passphrase' },
    }).keyStore,
    view({ keyStore: { passphrase: 'none', failure: missing } }).keyStore.problem?.code,
  ]).toEqual([
    systemStore,
    { kind: 'passphrase', backend: 'passphrase', passphrase: 'open', problem: null },
    'storage/key-store-missing',
  ]);
});
