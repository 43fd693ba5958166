// Views to draw: small builders with plain defaults, so that each test names only what it is about.
import type {
  AccountView,
  AlertSettingsView,
  FilePreview,
  HeadroomView,
  CompanyLoginView,
  FlagView,
  HookView,
  KeysView,
  KeyStoreView,
  MethodView,
  ProviderView,
  SelectionView,
  SettingsView,
  SharedFileView,
  SignInView,
  StatusLineView,
  SubscriptionView,
  TrendView,
  View,
  WindowView,
} from '../../../preload/view.ts';
import { problemOf } from './problems.ts';
import { nothingSwitched, primary, silentKeys } from '../../fakes/view-parts.ts';

/** The fake clock's start: a Tuesday at noon. */
export const noon = Date.UTC(2026, 10, 24, 12);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const browserMethod: MethodView = {
  id: 'browser',
  label: 'Sign in with ChatGPT',
  standing: 'Uses the sign-in of Codex. Many tools do; OpenAI has neither confirmed nor forbidden it.',
  kind: 'browser',
  hint: null,
  program: null,
  registration: null,
};

export const programMethod: MethodView = {
  id: 'claude-code',
  label: 'Sign in through Claude Code',
  standing: 'Anthropic’s own program signs in and keeps the login; Gatehouse never sees a token of it.',
  kind: 'delegated',
  hint: null,
  program: { label: 'Claude Code', install: 'npm install -g @anthropic-ai/claude-code' },
  registration: null,
};

export const registeredMethod: MethodView = {
  id: 'registered-client',
  label: 'Sign in with a registered client',
  standing: 'Needs an OAuth client that you or your company registered with Anthropic.',
  kind: 'browser',
  hint: null,
  program: null,
  registration: {
    consent:
      'Anthropic allows sign-ins with a Claude subscription only to clients that are registered with it. ' +
      'Use only a client id that was given to you or your company, under the terms that came with it.',
    clientIdHint: '00000000-0000-0000-0000-000000000000',
    clientId: null,
  },
};

export const rememberedMethod: MethodView = {
  ...registeredMethod,
  registration: {
    consent: 'As agreed before.',
    clientIdHint: '00000000-…',
    clientId: '1111aaaa-0000-4000-8000-222233334444',
  },
};

export const keyMethod: MethodView = {
  id: 'api-key',
  label: 'Enter an API key',
  standing: 'API key from the Anthropic Console: the way Anthropic provides for other programs.',
  kind: 'api-key',
  hint: 'sk-ant-…',
  program: null,
  registration: null,
};

export const openAiKeyMethod: MethodView = {
  ...keyMethod,
  standing: 'API key from the OpenAI platform; billed by use.',
  hint: 'sk-…',
};

export const offline = problemOf({ code: 'network/offline', subject: 'OpenAI' });

export const wrongKey = problemOf({ code: 'credential/rejected', subject: 'Claude' });

export const noKeyStore = problemOf({ code: 'storage/key-store-silent', subject: 'Gatehouse' });

export const noProgram = problemOf({
  code: 'sign-in/program-missing',
  subject: 'Claude Code',
  detail: 'npm install -g @anthropic-ai/claude-code',
});

export const wrongPassphrase = problemOf({ code: 'storage/passphrase-wrong', subject: 'the stored keys' });

const readAt = noon - 3 * minute;
const source = 'OpenAI usage page';

export const fiveHours: WindowView = {
  id: '5h',
  label: '5-hour',
  scope: null,
  beyondPlan: false,
  unlimited: false,
  usedPercent: 62.4,
  amount: null,
  resetsAt: noon + 2 * hour + 10 * minute,
  level: 'ok',
  pace: { kind: 'unknown' },
  trend: null,
  readAt,
  source,
  stale: false,
};
export const weekly: WindowView = {
  ...fiveHours,
  id: '7d',
  label: 'Weekly',
  usedPercent: 87,
  resetsAt: noon + 4 * day + 6 * hour,
  level: 'low',
};
export const spent: WindowView = {
  ...fiveHours,
  id: 'spent',
  usedPercent: 112,
  resetsAt: noon + 45 * minute,
  level: 'exhausted',
  pace: { kind: 'used-up' },
};
export const unknownWindow: WindowView = {
  ...fiveHours,
  id: 'unknown',
  label: 'Weekly',
  usedPercent: null,
  resetsAt: null,
  level: 'unknown',
};

/** Over the last 24 hours. */
export function trendOf(values: TrendView['values']): TrendView {
  return { from: noon - day, stepMs: day / values.length, values };
}
/** A quiet night, then work. */
const workDay = trendOf([
  ...Array<null>(6).fill(null),
  ...Array<number>(22).fill(4),
  8,
  9,
  9,
  14,
  22,
  22,
  31,
  38,
  38,
  40,
  47,
  55,
  62,
]);

export const lasting: WindowView = { ...fiveHours, pace: { kind: 'lasts' }, trend: workDay };
export const tight: WindowView = {
  ...fiveHours,
  usedPercent: 74,
  pace: { kind: 'tight', at: noon + 2 * hour },
  trend: workDay,
};
export const runningOut: WindowView = {
  ...weekly,
  pace: { kind: 'runs-out', at: noon + 27 * hour },
  trend: trendOf([10, 22, 35, 41, 60, 70, 87]),
};
export const old: WindowView = {
  ...fiveHours,
  readAt: noon - 3 * hour,
  source: 'Claude Code',
  stale: true,
  trend: trendOf([...workDay.values.slice(0, 36), 31]),
};
export const spend: WindowView = {
  ...fiveHours,
  id: 'extra-usage',
  label: 'Extra usage',
  beyondPlan: true,
  usedPercent: 24.8,
  amount: { unit: 'currency', currency: 'USD', used: 12.4, limit: 50, left: 37.6 },
  resetsAt: noon + 6 * day,
};
export const credits: WindowView = {
  ...spend,
  id: 'credits',
  label: 'Credits',
  usedPercent: null,
  amount: { unit: 'credits', currency: null, used: null, limit: null, left: 150 },
  resetsAt: null,
  level: 'unknown',
};

/** The week of one model. */
export function modelWeek(model: string, changes: Partial<WindowView> = {}): WindowView {
  return {
    ...weekly,
    id: `weekly-${model.toLowerCase()}`,
    label: `Weekly (${model})`,
    scope: model,
    usedPercent: 12,
    level: 'ok',
    ...changes,
  };
}

const subscription: SubscriptionView = {
  tier: 'Plus',
  status: 'active',
  before: null,
  changedAt: null,
  usageLimit: 100,
  usageCurrent: 87,
  usageUnit: 'percent',
  resetsAt: noon + 4 * day + 6 * hour,
  features: [],
  concurrentLimit: null,
};
export const endedPlan: SubscriptionView = {
  ...subscription,
  tier: 'Free',
  status: 'ended',
  before: 'Max 20x',
  changedAt: noon - 2 * day,
};

export const noHeadroom: HeadroomView = { hoursLeft: null, known: 0, unknown: 0, nextRefill: null };
export const headroom: HeadroomView = {
  hoursLeft: 14.2,
  known: 3,
  unknown: 0,
  nextRefill: {
    account: 'lin@example.com',
    provider: 'Claude',
    window: '5-hour',
    at: noon + 40 * minute,
    freesPercent: 62,
  },
};

export { silentKeys };

export const ourKeys: KeysView = {
  ...silentKeys,
  backend: 'gnome_libsecret',
  expiresAt: noon + hour,
  signInEndsAt: noon + 20 * day,
  renewedAt: noon - 25 * minute,
  renewedBy: 'Gatehouse',
};

export const programKeys: KeysView = {
  ...silentKeys,
  keptBy: 'Claude Code',
  programCanBeSignedOut: true,
  signInEndsAt: noon + 20 * day,
  renewedAt: noon - 2 * day,
};

export const anna: AccountView = {
  id: 'openai:anna',
  label: 'anna@example.com',
  organization: null,
  plan: 'Plus',
  subscription,
  windows: [fiveHours, weekly],
  readAt,
  source,
  metered: true,
  figuresFrom: null,
  active: true,
  usedBy: [],
  renewedElsewhere: null,
  keys: silentKeys,
  problem: null,
  fix: null,
};

export const keyAccount: AccountView = {
  id: 'claude:key',
  label: 'API key …7f3a',
  organization: null,
  plan: 'API key',
  subscription: { ...subscription, tier: 'API key' },
  windows: [],
  readAt: null,
  source: null,
  metered: false,
  figuresFrom: null,
  active: true,
  usedBy: [],
  renewedElsewhere: null,
  keys: silentKeys,
  problem: null,
  fix: null,
};

export const bert: AccountView = { ...anna, id: 'openai:bert', label: 'bert@example.com', active: false };

/** A login that Claude Code keeps. */
export const lin: AccountView = {
  ...anna,
  id: 'claude:lin',
  label: 'lin@example.com',
  organization: 'Example Robotics',
  plan: 'Max 20x',
  windows: [fiveHours, weekly].map((window) => ({ ...window, source: 'Claude Code' })),
  source: 'Claude Code',
  keys: programKeys,
};

export const serving: SelectionView = {
  provider: 'openai',
  account: anna.id,
  reason: 'In use: OpenAI.',
  fallenBack: false,
  ...primary,
};
export const standingIn: SelectionView = {
  ...serving,
  reason: 'In use: OpenAI (quota unknown), because Claude is used up.',
  fallenBack: true,
  phase: 'fallback',
  wanted: { account: lin.id, label: lin.label, provider: 'claude' },
  waitsFor: ['5-hour', 'Weekly'],
  backAt: noon + 3 * hour + 40 * minute,
};
export const nothingServes: SelectionView = {
  ...serving,
  provider: null,
  account: null,
  reason:
    'Nothing can be used: Claude is used up, and falling back from it is off. Allow that in the settings to go on.',
};

export const codexFile: SharedFileView = {
  id: 'codex',
  reader: 'Codex',
  path: '/home/ada/.codex/auth.json',
  writes: 'The tokens or the API key of the OpenAI account in use.',
  enabled: true,
  changedElsewhere: null,
  problem: null,
};
export const codeFile: SharedFileView = {
  id: 'code',
  reader: 'Code and Every Code',
  path: '/home/ada/.codex/claude_auth.json',
  writes: 'The access token or API key of the Claude account in use; never its refresh token.',
  enabled: false,
  changedElsewhere: null,
  problem: null,
};
/** Longer than the line that it has to stand in. */
export const long = `${'a-very-long-name-'.repeat(6)}@department.of.long.names.example.com`;
export const longFile: SharedFileView = {
  ...codexFile,
  id: 'long',
  reader: long,
  path: `/home/${'folder-'.repeat(20)}/auth.json`,
};
export const codexPreview: FilePreview = {
  path: codexFile.path,
  before: '{\n  "OPENAI_API_KEY": null,\n  "tokens": {\n    "access_token": "‹secret 3f2a›"\n  }\n}\n',
  after: '{\n  "OPENAI_API_KEY": null,\n  "tokens": {\n    "access_token": "‹secret 91bc›"\n  }\n}\n',
  reason: null,
};
export const unreadableFile = problemOf({
  code: 'storage/unreadable',
  subject: '/home/ada/.codex/auth.json',
  detail: 'line 7, byte 212: cut short',
});

export const statusLine: StatusLineView = {
  consumer: 'claude-code',
  label: 'Claude Code',
  path: '/home/ada/.claude/settings.json',
  kind: 'off',
  own: null,
  heardAt: null,
  problem: null,
};
export const statusLinePreview: FilePreview = {
  path: statusLine.path,
  before: '{\n  "model": "opus"\n}\n',
  after:
    '{\n  "model": "opus",\n  "statusLine": { "type": "command", "command": "/home/ada/.local/share/gatehouse/status-line" }\n}\n',
  reason: null,
};

export const companyLogin: CompanyLoginView = {
  url: 'https://ai.company.example.test',
  variable: 'COMPANY_TOKEN',
};

export const hook: HookView = {
  event: 'quota_low',
  program: '/home/ada/bin/tell-the-team',
  state: 'ready',
  problem: null,
};

export const flag: FlagView = {
  id: 'company-logins',
  about:
    'Logins of OpenCode at a company’s server. Off: no such server is asked, and no command of one runs.',
  variant: 'on',
  variants: ['on', 'off'],
  usual: 'on',
  why: 'default',
};

export const chosenFlag: FlagView = {
  ...flag,
  id: 'early-view',
  about:
    'The window gets its content before its page asks for it. Off: the page asks first, and shows a little later. A change counts for the next window.',
  variant: 'off',
  why: 'chosen',
};

export const damagedFlag: FlagView = {
  ...flag,
  id: 'provider-packages',
  about:
    'Providers that files of your own describe. Off: none of them is asked or approved, and their accounts stay.',
  variant: 'off',
  why: 'damaged',
};

export const alerts: AlertSettingsView = {
  thresholds: [
    { name: 'claude/five-hour', provider: 'Claude', window: '5-hour', percents: [80, 95, 100], usual: true },
    { name: 'openai/weekly', provider: 'OpenAI', window: 'Weekly', percents: [50, 90], usual: false },
  ],
  muted: [],
  quietHours: null,
  sound: false,
};

export const settings: SettingsView = {
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
    fallbacks: { claude: true, openai: false, other: false },
    otherAccounts: { claude: true, openai: true, other: true },
    files: { codex: true, code: false },
  },
  language: 'en',
  hideIdentities: false,
  miniMeter: false,
  incidents: false,
  startWithSystem: false,
  startWithSystemProblem: null,
  hiddenProviders: [],
  // Whoever sees the accounts is through the first steps.
  firstRun: 'done',
  strategy: 'user-preference',
  strategies: [
    { id: 'user-preference', label: 'The provider chosen last' },
    { id: 'prefer-claude', label: 'Always Claude' },
    { id: 'prefer-openai', label: 'Always OpenAI' },
  ],
  fallbacks: [
    { provider: 'claude', from: 'Claude', to: ['OpenAI'], enabled: true },
    { provider: 'openai', from: 'OpenAI', to: ['Claude'], enabled: false },
    { provider: 'other', from: 'Another', to: [], enabled: false },
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
  alerts,
  statusLines: [statusLine],
  borrowKeys: [
    {
      provider: 'claude',
      label: 'Claude',
      standing:
        'Anthropic wants its keys to be used by its own programs only; this asks for the quota alone.',
      enabled: false,
    },
  ],
  hooks: [],
  flags: [flag],
  companyLogins: [],
  files: [codexFile, codeFile],
  otherAccounts: [],
  folderRules: [],
  shortcut: { keys: null, problem: null },
  shells: [],
};

export const waiting: SignInView = {
  method: 'browser',
  step: 'waiting',
  url: 'https://auth.openai.com/oauth/authorize?response_type=code&client_id=app_EMoamEEZ73f0CkXaXp7hrann&state=Zk3',
};

export const keyStore: KeyStoreView = {
  kind: 'system',
  backend: 'gnome_libsecret',
  passphrase: 'none',
  problem: null,
};
export const silentStore: KeyStoreView = { ...keyStore, problem: noKeyStore };
export const memoryStore: KeyStoreView = { ...keyStore, kind: 'memory', backend: null };
export const lockedStore: KeyStoreView = {
  kind: 'passphrase',
  backend: null,
  passphrase: 'locked',
  problem: problemOf({ code: 'storage/key-store-passphrase', subject: 'Gatehouse' }),
};

export function openAi(changes: Partial<ProviderView> = {}): ProviderView {
  const methods = [browserMethod, openAiKeyMethod];
  return {
    id: 'openai',
    label: 'OpenAI',
    preferred: true,
    methods,
    signIn: null,
    accounts: [],
    problem: null,
    incident: null,
    fix: null,
    ...changes,
  };
}

export function claude(changes: Partial<ProviderView> = {}): ProviderView {
  const methods = [keyMethod];
  return {
    id: 'claude',
    label: 'Claude',
    preferred: false,
    methods,
    signIn: null,
    accounts: [],
    problem: null,
    incident: null,
    fix: null,
    ...changes,
  };
}

export function viewOf(providers: readonly ProviderView[], changes: Partial<View> = {}): View {
  return {
    loaded: true,
    providers,
    problems: [],
    impaired: false,
    version: '0.1.0',
    language: 'en',
    selection: serving,
    switching: nothingSwitched,
    headroom: noHeadroom,
    keyStore,
    locked: false,
    settings,
    tray: 'shown',
    updates: { kind: 'off', why: 'build' },
    mini: [],
    ...changes,
  };
}
