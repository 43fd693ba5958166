// Each event changes what it is about and nothing else; the old state stays as it was.
import { describe, expect, test } from 'vitest';
import { initialCourse } from '../../../main/domain/course.ts';
import { consumerId } from '../../../main/domain/ids.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { reduce } from '../../../main/state/reduce.ts';
import { initialState, type Event, type State } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, openaiEntry, openaiId, quotaOf, quotaWindow, sampleOf } from '../../fakes/accounts.ts';

const { account } = openaiEntry();
const { plan: _plan, ...planless } = account;
const other = claudeEntry().account;
const failure = { code: 'network/offline', subject: 'OpenAI' } as const;
const sample = sampleOf(openaiEntry(), [quotaWindow()]);
const quota = quotaOf(openaiEntry(), [quotaWindow()]);
const answeredAt = sample.at;
const plan = { plan: 'plus', readAt: 3 };
const outlook = { forecasts: new Map(), trends: new Map() };
const statusLine = {
  consumer: consumerId('claude-code'),
  label: 'Claude Code',
  path: '/home/ada/.claude/settings.json',
  kind: 'on',
} as const;
const knownPackage = {
  file: 'acme.json',
  state: 'unapproved',
  provider: null,
  label: null,
  hosts: [],
  problems: [],
} as const;
const hook = { event: 'quota_low', program: '/home/ada/bin/tell', state: 'ready' } as const;
const companyLogin = { url: 'https://company.example.test', variable: 'COMPANY_TOKEN' };
const stale = {
  consumer: consumerId('codex'),
  label: 'Codex',
  program: 'codex',
  pid: 4211,
  account: account.id,
};
const shell = {
  shell: 'bash',
  label: 'bash',
  path: '/home/ada/.bashrc',
  kind: 'on',
  commands: ['claude'],
  untried: false,
} as const;
const plusUntil9 = { plan: 'plus', until: 9 };
const signIn = { method: 'chatgpt', step: 'waiting', url: 'https://auth.example.test' } as const;

/** A state with something in every part. */
const full: State = {
  loaded: true,
  settings: { ...defaultSettings, preferredProvider: openaiId },
  accounts: [account, other],
  readings: new Map([[account.id, { quota, answeredAt, failure }]]),
  outlooks: new Map([[account.id, outlook]]),
  plans: new Map([[account.id, plan]]),
  statusLines: [],
  hooks: [],
  companyLogins: [],
  packages: [],
  flags: { known: [], inert: [] },
  locked: false,
  safeMode: false,
  tray: 'unknown',
  incidents: new Map(),
  updates: { kind: 'off', why: 'elsewhere' },
  course: initialCourse,
  switching: { undo: { title: 'OpenAI', at: 7 } },
  staleHolders: [],
  shells: [],
  renewals: new Map([[account.id, { by: 'Codex', at: 4 }]]),
  holders: new Map([
    ['codex-auth', account.id],
    ['code-claude-auth', other.id],
  ]),
  foreignWrites: new Map([['codex-auth', { by: 'Codex', at: 5 }]]),
  keys: new Map([[account.id, { renewedAt: 6 }]]),
  keyStore: { passphrase: 'none', backend: 'toy' },
  signIns: new Map([[openaiId, signIn]]),
  signInFailures: new Map([[openaiId, failure]]),
  triedSignIns: new Map(),
  problems: new Map([['vault', failure]]),
};

test.each<[string, State, Event, Partial<State>]>([
  [
    'stored accounts arrive',
    initialState,
    { type: 'accounts.loaded', accounts: [account] },
    { loaded: true, accounts: [account] },
  ],
  [
    'an account signs in again, and its plan is known already',
    full,
    { type: 'account.signed-in', account: { ...planless, label: 'new label' } },
    {
      accounts: [{ ...account, label: 'new label' }, other],
      readings: new Map([[account.id, { quota, answeredAt }]]),
    },
  ],
  [
    'an account signs in again, and says its plan itself',
    full,
    { type: 'account.signed-in', account: { ...account, plan: 'pro' } },
    {
      accounts: [{ ...account, plan: 'pro' }, other],
      readings: new Map([[account.id, { quota, answeredAt }]]),
    },
  ],
  ['a new account signs in', initialState, { type: 'account.signed-in', account }, { accounts: [account] }],
  [
    'a sign-in moves',
    full,
    { type: 'sign-in.moved', provider: openaiId, signIn: { ...signIn, step: 'saving' } },
    { signIns: new Map([[openaiId, { ...signIn, step: 'saving' }]]), signInFailures: new Map() },
  ],
  [
    'a sign-in ends well',
    { ...full, signInFailures: new Map() },
    { type: 'sign-in.ended', provider: openaiId },
    { signIns: new Map() },
  ],
  [
    'a sign-in fails',
    initialState,
    { type: 'sign-in.ended', provider: openaiId, failure },
    { signInFailures: new Map([[openaiId, failure]]) },
  ],
  [
    'quota is read',
    full,
    { type: 'quota.read', sample: { ...sample, at: sample.at + 5 } },
    {
      readings: new Map([
        [
          account.id,
          { quota: quotaOf(openaiEntry(), [quotaWindow()], sample.at + 5), answeredAt: sample.at + 5 },
        ],
      ]),
    },
  ],
  [
    'quota is read after the clock was set back',
    full,
    {
      type: 'quota.read',
      sample: { ...sample, at: sample.at - 7_200_000, windows: [quotaWindow({ usedPercent: 95 })] },
    },
    {
      readings: new Map([
        [
          account.id,
          {
            quota: quotaOf(openaiEntry(), [quotaWindow({ usedPercent: 95 })], sample.at - 7_200_000),
            answeredAt: sample.at - 7_200_000,
          },
        ],
      ]),
    },
  ],
  [
    'a plan is read',
    full,
    { type: 'plan.read', account: account.id, plan: { plan: 'max', planDetail: '20x' }, at: 9 },
    {
      accounts: [{ ...account, plan: 'max', planDetail: '20x' }, other],
      plans: new Map([[account.id, { plan: 'max', planDetail: '20x', readAt: 9, before: plusUntil9 }]]),
    },
  ],
  [
    'a plan is read that comes in one size only',
    { ...full, accounts: [{ ...account, plan: 'max', planDetail: '20x' }, other] },
    { type: 'plan.read', account: account.id, plan: { plan: 'pro' }, at: 9 },
    {
      accounts: [{ ...account, plan: 'pro' }, other],
      plans: new Map([[account.id, { plan: 'pro', readAt: 9, before: plusUntil9 }]]),
    },
  ],
  [
    'an earlier run’s figures and plan come up',
    { ...initialState, accounts: [account] },
    { type: 'quota.remembered', account: account.id, quota, plan: { plan: 'pro', readAt: 1 } },
    {
      accounts: [{ ...account, plan: 'pro' }],
      readings: new Map([[account.id, { quota }]]),
      plans: new Map([[account.id, { plan: 'pro', readAt: 1 }]]),
    },
  ],
  [
    'an earlier run’s figures stand beside what has failed since',
    { ...initialState, readings: new Map([[account.id, { failure }]]) },
    { type: 'quota.remembered', account: account.id, quota },
    { readings: new Map([[account.id, { failure, quota }]]) },
  ],
  [
    'an earlier run knew nothing newer',
    full,
    {
      type: 'quota.remembered',
      account: account.id,
      quota: { ...quota, at: 1 },
      plan: { plan: 'pro', readAt: 1 },
    },
    {},
  ],
  [
    'a status line speaks, which proves no keys',
    full,
    { type: 'quota.read', sample: { ...sample, at: sample.at + 5, kind: 'status-line' } },
    {
      readings: new Map([
        [
          account.id,
          {
            quota: {
              ...quota,
              at: sample.at + 5,
              windows: quota.windows.map((window) => ({ ...window, at: sample.at + 5, kind: 'status-line' })),
            },
            answeredAt,
            failure,
          },
        ],
      ]),
    },
  ],
  [
    'a plan is read of an account whose sign-in named another',
    { ...initialState, accounts: [account] },
    { type: 'plan.read', account: account.id, plan: { plan: 'free' }, at: 9 },
    {
      accounts: [{ ...account, plan: 'free' }],
      plans: new Map([[account.id, { plan: 'free', readAt: 9, before: plusUntil9 }]]),
    },
  ],
  [
    'what an account will need is thought over',
    initialState,
    { type: 'forecast.made', account: account.id, outlook },
    { outlooks: new Map([[account.id, outlook]]) },
  ],
  [
    'the status lines are looked at',
    full,
    { type: 'status-lines.seen', statusLines: [statusLine] },
    { statusLines: [statusLine] },
  ],
  [
    'what serves has moved',
    full,
    { type: 'course.moved', course: { ...initialCourse, since: 8 }, by: 'policy' },
    { course: { ...initialCourse, since: 8 } },
  ],
  [
    'a switch begins',
    full,
    { type: 'switch.moved', running: { step: 'checking', to: 'Claude' } },
    { switching: { undo: { title: 'OpenAI', at: 7 }, running: { step: 'checking', to: 'Claude' } } },
  ],
  [
    'a switch has failed, and what could be undone before still can',
    { ...full, switching: { ...full.switching, running: { step: 'writing', to: 'Claude' } } },
    { type: 'switch.ended', failure },
    { switching: { undo: { title: 'OpenAI', at: 7 }, failure } },
  ],
  [
    'a switch has worked after one that had failed',
    { ...full, switching: { failure } },
    { type: 'switch.ended' },
    { switching: {} },
  ],
  [
    'another switch can be undone',
    full,
    { type: 'switch.undoable', undo: { title: 'Claude', at: 9 } },
    { switching: { undo: { title: 'Claude', at: 9 } } },
  ],
  ['nothing can be undone any more', full, { type: 'switch.undoable' }, { switching: {} }],
  [
    'programs are found that keep the account of before',
    full,
    { type: 'holders.seen', holders: [stale] },
    { staleHolders: [stale] },
  ],
  ['the shells are looked at', full, { type: 'shells.seen', shells: [shell] }, { shells: [shell] }],
  ['the hooks are looked at', full, { type: 'hooks.seen', hooks: [hook] }, { hooks: [hook] }],
  [
    'the company logins are looked at',
    full,
    { type: 'company-logins.seen', logins: [companyLogin] },
    { companyLogins: [companyLogin] },
  ],
  [
    'the provider packages are looked at',
    full,
    { type: 'packages.seen', packages: [knownPackage] },
    { packages: [knownPackage] },
  ],
  [
    'the feature flags are looked at',
    full,
    { type: 'flags.seen', flags: { known: [], inert: [{ kind: 'forged' }] } },
    { flags: { known: [], inert: [{ kind: 'forged' }] } },
  ],
  [
    'a feature flag is set, which is for those who write it down',
    full,
    { type: 'flag.decided', flag: 'early-view', variant: 'off', by: 'person' },
    {},
  ],
  [
    'an account signs out',
    full,
    { type: 'account.signed-out', account: account.id },
    {
      accounts: [other],
      readings: new Map(),
      outlooks: new Map(),
      plans: new Map(),
      renewals: new Map(),
      keys: new Map(),
      holders: new Map([['code-claude-auth', other.id]]),
    },
  ],
  [
    'another program writes a shared file',
    initialState,
    { type: 'file.changed-elsewhere', file: 'codex-auth', write: { by: 'Codex', at: 9 } },
    { foreignWrites: new Map([['codex-auth', { by: 'Codex', at: 9 }]]) },
  ],
  [
    'keys are renewed',
    full,
    { type: 'account.keys', account: account.id, keys: { renewedAt: 9, backend: 'toy' } },
    { keys: new Map([[account.id, { renewedAt: 9, backend: 'toy' }]]) },
  ],
  [
    'what protects the keys is found out',
    full,
    { type: 'key-store.seen', keyStore: { passphrase: 'locked', failure } },
    { keyStore: { passphrase: 'locked', failure } },
  ],
  ['nothing goes on by itself', full, { type: 'safe-mode.changed', on: true }, { safeMode: true }],
  ['no secret goes out any more', full, { type: 'lock.changed', locked: true }, { locked: true }],
  [
    'another program renews a sign-in',
    full,
    { type: 'account.renewed', account: account.id, by: 'Codex', at: 9 },
    {
      readings: new Map([[account.id, { quota, answeredAt }]]),
      renewals: new Map([[account.id, { by: 'Codex', at: 9 }]]),
    },
  ],
  [
    'an account can be used: the figures stay, the failure goes',
    full,
    { type: 'account.usable', account: account.id },
    { readings: new Map([[account.id, { quota, answeredAt }]]) },
  ],
  [
    'an account without figures can be used',
    { ...initialState, readings: new Map([[account.id, { failure }]]) },
    { type: 'account.usable', account: account.id },
    { readings: new Map() },
  ],
  [
    'an account cannot be used',
    initialState,
    { type: 'account.unusable', account: account.id, failure },
    { readings: new Map([[account.id, { failure }]]) },
  ],
  [
    'a file gets another holder',
    full,
    { type: 'file.held', file: 'codex-auth', holder: other.id },
    {
      holders: new Map([
        ['codex-auth', other.id],
        ['code-claude-auth', other.id],
      ]),
    },
  ],
  [
    'a file is nobody’s any more',
    full,
    { type: 'file.held', file: 'codex-auth' },
    { holders: new Map([['code-claude-auth', other.id]]) },
  ],
  [
    'quota fails after a reading',
    full,
    { type: 'quota.failed', account: account.id, failure },
    { readings: new Map([[account.id, { quota, answeredAt, failure }]]) },
  ],
  [
    'quota fails before any reading',
    initialState,
    { type: 'quota.failed', account: account.id, failure },
    { readings: new Map([[account.id, { failure }]]) },
  ],
  [
    'the settings change',
    full,
    { type: 'settings.changed', settings: defaultSettings },
    { settings: defaultSettings },
  ],
  [
    'a problem is found',
    initialState,
    { type: 'problem.found', about: 'vault', failure },
    { problems: new Map([['vault', failure]]) },
  ],
  ['a problem is gone', full, { type: 'problem.gone', about: 'vault' }, { problems: new Map() }],
  ['an unknown problem is gone', full, { type: 'problem.gone', about: 'nothing' }, {}],
])('%s', (_name, before, event, changes) => {
  const copy = structuredClone(before);
  expect([reduce(before, event), before]).toEqual([{ ...before, ...changes }, copy]);
});

describe('the store', () => {
  test('tells everyone who listens, with the new state, until they stop', () => {
    const store = createStore();
    const heard: string[] = [];
    const stop = store.subscribe((state, { type }) => heard.push(`first ${type} ${String(state.loaded)}`));
    store.subscribe((_state, { type }) => heard.push(`second ${type}`));
    store.dispatch({ type: 'accounts.loaded', accounts: [] });
    stop();
    store.dispatch({ type: 'problem.gone', about: 'x' });
    expect(heard).toEqual(['first accounts.loaded true', 'second accounts.loaded', 'second problem.gone']);
  });

  test('a listener may stop listening while it is told', () => {
    const store = createStore();
    let calls = 0;
    const stop = store.subscribe(() => {
      calls += 1;
      stop();
    });
    store.dispatch({ type: 'problem.gone', about: 'x' });
    store.dispatch({ type: 'problem.gone', about: 'x' });
    expect(calls).toBe(1);
  });
});
