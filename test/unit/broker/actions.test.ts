// What the local service has done through the flows, and what it tells about it.
import { describe, expect, test } from 'vitest';
import { brokerActions, type ActionParts } from '../../../main/broker/actions.ts';
import {
  providersShape,
  quotaShape,
  signOutAnswerShape,
  statusShape,
  type SignInLine,
  type Status,
} from '../../../main/broker/protocol.ts';
import type { SignedInAccount } from '../../../main/domain/account.ts';
import { Failure, type FailureValue } from '../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import type { QuotaWindow } from '../../../main/domain/quota-window.ts';
import { Secret } from '../../../main/domain/secret.ts';
import type { Settings } from '../../../main/domain/settings.ts';
import { consumers } from '../../../main/consumers/list.ts';
import { claude } from '../../../main/providers/claude/index.ts';
import { openai } from '../../../main/providers/openai/index.ts';
import type { ProviderDescription } from '../../../main/providers/description.ts';
import { findProvider, providers, usualSettings } from '../../../main/providers/list.ts';
import { packageProvider } from '../../../main/providers/package-provider.ts';
import { createStore } from '../../../main/state/store.ts';
import { makeView } from '../../../main/state/view.ts';
import {
  claudeEntry,
  claudeId,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  sampleOf,
} from '../../fakes/accounts.ts';
import { codexFile, unusedParts } from '../../fakes/broker-actions.ts';
import { noSwitching } from '../../fakes/broker-switching.ts';
import { unknownSubscription } from '../../fakes/view-parts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { githubPackage, packageOf } from '../../fakes/provider-packages.ts';
import { settle } from '../../fakes/time.ts';

type Started = Parameters<ActionParts['desk']['begin']>[0];

type StatusAccount = Status['providers'][number]['accounts'][number];

const ada = openaiEntry();
const grace = openaiEntry({
  id: accountId('openai:user-2.acc-2'),
  label: 'grace@example.test',
  plan: 'pro',
});
/** The same person in another workspace. */
const adaElsewhere = openaiEntry({ id: accountId('openai:user-1.acc-9'), workspaceId: 'acc-9' });
const key = claudeEntry();

const openCode = { id: consumerId('opencode'), label: 'OpenCode', hasStatusLine: false };
const claudeCode = {
  id: consumerId('claude-code'),
  label: 'Claude Code',
  install: 'install it',
  hasStatusLine: true,
};

interface World {
  readonly loaded?: boolean;
  /** Providers from files. */
  readonly more?: readonly ProviderDescription[];
  readonly entries?: readonly SignedInAccount[];
  readonly failWith?: Failure;
  readonly refresh?: () => Promise<void>;
  readonly signOut?: Pick<Awaited<ReturnType<ActionParts['signOut']>>, 'signedOutToo' | 'notes'>;
}

function open({ loaded = true, more = [], entries = [], failWith, refresh, signOut }: World = {}) {
  const store = createStore();
  store.dispatch({ type: 'settings.changed', settings: { ...store.state().settings, ...usualSettings } });
  const asked: string[] = [];
  const started: Started[] = [];
  const accounts = entries.map(({ account }) => account);
  if (loaded) store.dispatch({ type: 'accounts.loaded', accounts });
  const choose = (changes: Partial<Settings>): void => {
    store.dispatch({ type: 'settings.changed', settings: { ...store.state().settings, ...changes } });
  };
  const actions = brokerActions({
    ...unusedParts,
    store,
    view: () =>
      makeView(store.state(), {
        providers: [...providers, ...more],
        files: [codexFile],
        owners: [claudeCode, openCode],
        version: '1.2.3',
        now: noonMs,
      }),
    find: (id) => more.find((each) => each.id === id) ?? findProvider(id),
    refresh: async () => {
      asked.push('refresh');
      await refresh?.();
    },
    desk: {
      begin: (request) => {
        started.push(request);
        request.report?.('opening-browser', 'https://auth.example.test');
        request.report?.('saving');
        if (failWith !== undefined) return { account: Promise.reject(failWith) };
        store.dispatch({ type: 'account.signed-in', account: ada.account });
        return { account: Promise.resolve(ada.account) };
      },
      paste: () => ({ kind: 'taken' }),
    },
    signOut: async (id, { alsoProgram }) => {
      asked.push(`sign out ${id}${alsoProgram ? ' and its program' : ''}`);
      if (failWith !== undefined) throw failWith;
      const account = accounts.find((each) => each.id === id);
      if (account === undefined) throw new Failure('internal');
      store.dispatch({ type: 'account.signed-out', account: id });
      return { account, signedOutToo: [], notes: [], ...signOut };
    },
    readQuotas: async () => {
      asked.push('read quotas');
      store.dispatch({ type: 'quota.read', sample: sampleOf(ada, [quotaWindow({ usedPercent: 50 })]) });
    },
    intents: {
      open: () => asked.push('open'),
      quit: () => asked.push('quit'),
    },
  });
  const lines: SignInLine[] = [];
  const { signal } = new AbortController();
  const signIn = (
    provider: string,
    method?: string,
    secret?: string,
    clientId?: string,
  ): Promise<SignInLine> =>
    actions.signIn({
      provider,
      method,
      secret: secret === undefined ? undefined : new Secret(secret),
      clientId,
      signal,
      report: (line) => lines.push(line),
    });
  return { actions, store, asked, started, lines, signIn, signal, choose };
}

const noSubscription: StatusAccount['subscription'] = { ...unknownSubscription, features: [] };

function subscribedTo(
  tier: string | null,
  changes: Partial<StatusAccount['subscription']> = {},
): StatusAccount['subscription'] {
  return { ...noSubscription, tier, status: 'active', ...changes };
}

function shown(
  { account }: SignedInAccount,
  plan: string | null,
  changes: Partial<StatusAccount> = {},
): StatusAccount {
  return {
    id: account.id,
    label: account.label,
    organization: account.organization ?? null,
    plan,
    subscription: account.kind === 'api-key' ? noSubscription : subscribedTo(plan),
    active: true,
    metered: true,
    usedBy: [],
    windows: [],
    readAt: null,
    source: null,
    figuresFrom: null,
    keys: {
      owner: 'gatehouse',
      backend: null,
      expiresAt: null,
      signInEndsAt: null,
      renewedAt: null,
      renewedBy: null,
    },
    problem: null,
    ...changes,
  };
}

const claudeMethods = ['claude-code', 'api-key', 'registered-client'];
const openaiMethods = ['chatgpt', 'device-code', 'codex', 'api-key'];
const nothingInTheWay = { phase: 'primary', since: null, wanted: null, waitsFor: [], backAt: null } as const;
const claudeIsOut = {
  provider: null,
  account: null,
  reason: 'Nothing can be used: Claude is not signed in. Sign in to go on.',
  fallenBack: false,
  ...nothingInTheWay,
};

describe('status', () => {
  test('is the view in the words of the protocol', async () => {
    const { actions, store, choose } = open({ entries: [key, ada, grace] });
    store.dispatch({ type: 'quota.read', sample: sampleOf(ada, [quotaWindow()]) });
    store.dispatch({ type: 'file.held', file: codexFile.id, holder: ada.account.id });
    store.dispatch({ type: 'problem.found', about: 'vault', failure: { code: 'internal' } });
    choose({ preferredProvider: openaiId });
    const status = await actions.status();
    expect(status).toEqual({
      schema: 1,
      version: '1.2.3',
      preferred: 'openai',
      strategy: 'user-preference',
      switching: noSwitching,
      selection: {
        provider: 'openai',
        account: ada.account.id,
        reason: 'In use: OpenAI.',
        fallenBack: false,
        ...nothingInTheWay,
      },
      providers: [
        {
          id: 'claude',
          label: 'Claude',
          methods: claudeMethods,
          accounts: [shown(key, 'API key', { metered: false })],
        },
        {
          id: 'openai',
          label: 'OpenAI',
          methods: openaiMethods,
          accounts: [
            shown(ada, 'Plus', {
              usedBy: ['Codex'],
              subscription: subscribedTo('Plus', {
                usageLimit: 100,
                usageCurrent: 42,
                resetsAt: noonMs + 3_600_000,
              }),
              windows: [
                {
                  id: 'length-18000',
                  label: '5-hour',
                  scope: null,
                  beyondPlan: false,
                  unlimited: false,
                  usedPercent: 42,
                  leftPercent: 58,
                  amount: null,
                  resetsAt: noonMs + 3_600_000,
                  level: 'ok',
                  pace: { kind: 'unknown' },
                  trend: null,
                  readAt: noonMs,
                  source: 'a test',
                  stale: false,
                },
              ],
              readAt: noonMs,
              source: 'a test',
            }),
            shown(grace, 'Pro', { active: false }),
          ],
        },
      ],
      problems: [
        {
          code: 'internal',
          what: 'Something went wrong inside Gatehouse.',
          next: 'Look into the log and report it; nothing was changed.',
        },
      ],
    });
    expect(statusShape.parse(status)).toEqual(status);
  });

  test('of a new installation says that nothing can be used', async () => {
    expect(await open().actions.status()).toEqual({
      schema: 1,
      version: '1.2.3',
      preferred: 'claude',
      strategy: 'user-preference',
      switching: noSwitching,
      selection: claudeIsOut,
      providers: [
        { id: 'claude', label: 'Claude', methods: claudeMethods, accounts: [] },
        { id: 'openai', label: 'OpenAI', methods: openaiMethods, accounts: [] },
      ],
      problems: [],
    });
  });

  test('has no room for a provider that is hidden, until there is an account of it', async () => {
    const alone = open({ entries: [key, ada] });
    alone.choose({ hiddenProviders: [claudeId, openaiId] });
    const ids = async () => (await alone.actions.status()).providers.map(({ id }) => id);
    const before = await ids();
    alone.store.dispatch({ type: 'account.signed-out', account: key.account.id });
    const listed = (await alone.actions.providers()).providers.map(({ id }) => id);
    expect([before.slice(0, 2), (await ids())[0], listed]).toEqual([
      [claudeId, openaiId],
      openaiId,
      providers.map(({ id }) => id),
    ]);
  });

  test.each<[Partial<QuotaWindow>, number | null]>([
    [{ usedPercent: 0 }, 100],
    [{ usedPercent: 42 }, 58],
    [{ usedPercent: 99.5 }, 0.5],
    [{ usedPercent: 100 }, 0],
    [{ usedPercent: 130 }, 0],
    [{ usedPercent: -5 }, 100],
    [{ usedPercent: null }, null],
    [{ usedPercent: null, unlimited: true }, 100],
  ])('of a window with %j says that %j percent are left', async (changes, leftPercent) => {
    const { actions, store } = open({ entries: [ada] });
    store.dispatch({ type: 'quota.read', sample: sampleOf(ada, [quotaWindow(changes)]) });
    const { providers: listed } = await actions.status();
    expect(
      listed.flatMap(({ accounts }) =>
        accounts.flatMap(({ windows }) => windows.map((each) => each.leftPercent)),
      ),
    ).toEqual([leftPercent]);
  });

  test('is what stands after looking again at what could not be opened', async () => {
    const looking = Promise.withResolvers<undefined>();
    const { actions, store } = open({ refresh: () => looking.promise });
    const status = actions.status();
    store.dispatch({ type: 'account.signed-in', account: ada.account });
    looking.resolve(undefined);
    expect((await status).providers.map(({ accounts }) => accounts.length)).toEqual([0, 1]);
  });

  test('waits until the stored accounts have been read', async () => {
    const { actions, store } = open({ loaded: false });
    let answered = false;
    const status = actions.status().finally(() => {
      answered = true;
    });
    store.dispatch({ type: 'problem.gone', about: 'x' });
    await settle();
    const early = answered;
    store.dispatch({ type: 'accounts.loaded', accounts: [ada.account] });
    expect([early, (await status).providers.map(({ accounts }) => accounts.length)]).toEqual([false, [0, 1]]);
  });
});

describe('signing in', () => {
  test('starts the first way that fits, tells the steps, and ends with the account', async () => {
    const { signIn, lines, started, signal } = open();
    expect([
      await signIn('openai'),
      lines,
      started.map(({ provider, method }) => [provider, method]),
      started[0]?.signal === signal,
    ]).toEqual([
      { type: 'signed-in', provider: 'openai', account: shown(ada, 'Plus') },
      [
        { type: 'step', step: 'opening-browser', url: 'https://auth.example.test' },
        { type: 'step', step: 'saving' },
      ],
      [['openai', 'chatgpt']],
      true,
    ]);
  });

  test('hands a key to the way that takes one', async () => {
    const { signIn, started } = open();
    await signIn('openai', undefined, 'canary_key');
    expect(started.map(({ provider, method, secret }) => [provider, method, secret?.reveal()])).toEqual([
      ['openai', 'api-key', 'canary_key'],
    ]);
  });

  test('hands on the client id that was agreed to, and none where none was given', async () => {
    const { signIn, started } = open();
    await signIn('claude', 'registered-client', undefined, 'client-1').catch(() => undefined);
    await signIn('openai', 'chatgpt');
    expect(
      started.map(({ provider, method, clientId, ...rest }) => [
        provider,
        method,
        clientId,
        'secret' in rest,
      ]),
    ).toEqual([
      ['claude', 'registered-client', 'client-1', false],
      ['openai', 'chatgpt', undefined, false],
    ]);
  });

  test('passes a failure of the desk on', async () => {
    const failWith = new Failure('sign-in/denied', { subject: 'OpenAI' });
    expect(await failureOf(open({ failWith }).signIn('openai'))).toEqual(failWith.toValue());
  });

  const badRequest = (subject: string, detail: string): FailureValue => ({
    code: 'broker/bad-request',
    subject,
    detail,
  });
  const needsKey = badRequest('Claude', 'it needs a key: give one with --key-stdin');
  const takesNoKey = badRequest('OpenAI', 'it takes no key');
  const noFax = badRequest('OpenAI', `there is no method fax; there are ${openaiMethods.join(', ')}`);
  const unknownProvider: FailureValue = { code: 'selection/unknown-provider', subject: 'nobody' };

  test.each<[string, string, string | undefined, string | undefined, FailureValue]>([
    ['a provider that is not there', 'nobody', undefined, undefined, unknownProvider],
    ['a key way without a key', 'claude', 'api-key', undefined, needsKey],
    ['a key for a way in the browser', 'openai', 'chatgpt', 'canary_key', takesNoKey],
    ['a way that is not there', 'openai', 'fax', undefined, noFax],
    ['a way that is not there, with a key', 'openai', 'fax', 'canary_key', noFax],
    [
      'the way of another provider',
      'claude',
      'chatgpt',
      'canary_key',
      badRequest('Claude', `there is no method chatgpt; there are ${claudeMethods.join(', ')}`),
    ],
  ])('is refused for %s, and nothing starts', async (_name, provider, method, secret, refusal) => {
    const { signIn, started } = open();
    expect([await failureOf(signIn(provider, method, secret)), started]).toEqual([refusal, []]);
  });
});

describe('signing out', () => {
  test.each<[string, readonly SignedInAccount[], string | undefined, SignedInAccount]>([
    ['the only account, which needs no name', [key, ada], undefined, ada],
    ['one of several by its id', [ada, grace], grace.account.id, grace],
    ['one of several by its label', [ada, grace], grace.account.label, grace],
    ['one of two with the same label by its id', [ada, adaElsewhere], adaElsewhere.account.id, adaElsewhere],
  ])('ends %s', async (_name, entries, named, gone) => {
    const { actions, asked } = open({ entries });
    const answer = await actions.signOut('openai', named, false);
    expect([answer, asked]).toEqual([
      {
        schema: 1,
        provider: 'openai',
        account: { id: gone.account.id, label: gone.account.label },
        signedOutToo: [],
        staysWith: null,
        notes: [],
      },
      ['refresh', `sign out ${gone.account.id}`],
    ]);
  });

  test('tells that a login stays with its program, unless that is to be signed out too', async () => {
    const owned = openaiEntry({ id: accountId('claude:user-7'), provider: claudeId, kind: 'delegated' });
    const answers = [false, true].map(async (alsoProgram) => {
      const { actions, store, asked } = open({ entries: [owned] });
      const keys = { owner: claudeCode.id, obtainedAt: noonMs, renewedAt: noonMs };
      store.dispatch({ type: 'account.keys', account: owned.account.id, keys });
      const { staysWith } = await actions.signOut('claude', undefined, alsoProgram);
      return [staysWith, asked.at(-1)];
    });
    expect(await Promise.all(answers)).toEqual([
      ['Claude Code', 'sign out claude:user-7'],
      [null, 'sign out claude:user-7 and its program'],
    ]);
  });

  test('of a login whose program cannot be asked is refused in words before anything happens', async () => {
    const owned = openaiEntry({ kind: 'delegated' });
    const { actions, store, asked } = open({ entries: [owned] });
    const keys = { owner: openCode.id, obtainedAt: noonMs, renewedAt: noonMs };
    store.dispatch({ type: 'account.keys', account: owned.account.id, keys });
    const refused = await failureOf(actions.signOut('openai', undefined, true));
    const before = [...asked];
    const { staysWith } = await actions.signOut('openai', undefined, false);
    expect([refused, before, staysWith]).toEqual([
      {
        code: 'broker/bad-request',
        subject: 'OpenCode',
        detail: 'OpenCode cannot be asked to sign out: sign out there, or leave --also-program out',
      },
      ['refresh'],
      'OpenCode',
    ]);
  });

  test('takes one of two with the same address by its organisation', async () => {
    const acme = openaiEntry({ organization: 'Acme' });
    const home = openaiEntry({ id: accountId('openai:user-1.acc-9'), organization: 'Home' });
    const { actions, asked } = open({ entries: [acme, home] });
    const answer = await actions.signOut('openai', 'ada@example.test (Home)', false);
    expect([answer.account.id, asked.at(-1)]).toEqual([home.account.id, `sign out ${home.account.id}`]);
    const both = open({ entries: [acme, home] }).actions;
    expect(await failureOf(both.signOut('openai', 'ada@example.test', false))).toEqual({
      code: 'selection/several-accounts',
      subject: 'ada@example.test',
      detail: 'ada@example.test (Acme), or ada@example.test (Home)',
    });
  });

  test('tells which programs lost the sign-in with it, and what is not as it should be', async () => {
    const { actions } = open({
      entries: [ada],
      signOut: {
        signedOutToo: ['Codex', 'Every Code'],
        notes: [{ code: 'credential/not-revoked', subject: 'ada@example.test', detail: 'network/offline' }],
      },
    });
    const answer = await actions.signOut('openai', undefined, false);
    expect(answer).toEqual({
      schema: 1,
      provider: 'openai',
      account: { id: ada.account.id, label: 'ada@example.test' },
      signedOutToo: ['Codex', 'Every Code'],
      staysWith: null,
      notes: [
        {
          code: 'credential/not-revoked',
          what: 'ada@example.test is signed out on this computer, but the provider was not told. (network/offline)',
          next: 'End the session on the security page of the provider if the computer is not yours alone.',
        },
      ],
    });
    expect(signOutAnswerShape.parse(answer)).toEqual(answer);
  });

  test.each<[string, readonly SignedInAccount[], string, string | undefined, FailureValue]>([
    [
      'a provider that is not there',
      [ada],
      'nobody',
      undefined,
      { code: 'selection/unknown-provider', subject: 'nobody' },
    ],
    [
      'a provider without an account',
      [key],
      'openai',
      undefined,
      { code: 'credential/missing', subject: 'OpenAI' },
    ],
    [
      'one of several, without a name',
      [ada, grace],
      'openai',
      undefined,
      {
        code: 'selection/several-accounts',
        subject: 'OpenAI',
        detail: 'ada@example.test, or grace@example.test',
      },
    ],
    [
      'a label that two accounts have',
      [ada, adaElsewhere],
      'openai',
      'ada@example.test',
      {
        code: 'selection/several-accounts',
        subject: 'ada@example.test',
        detail: 'openai:user-1.acc-1, or openai:user-1.acc-9',
      },
    ],
    [
      'an account that is not there',
      [ada],
      'openai',
      'x'.repeat(300),
      { code: 'selection/unknown-account', subject: 'x'.repeat(80) },
    ],
    [
      'an account of another provider',
      [key, ada],
      'openai',
      key.account.id,
      { code: 'selection/unknown-account', subject: key.account.id },
    ],
  ])('is refused for %s, and nobody is signed out', async (_name, entries, provider, named, failure) => {
    const { actions, asked } = open({ entries });
    expect([
      await failureOf(actions.signOut(provider, named, false)),
      asked.filter((each) => each.startsWith('sign out')),
    ]).toEqual([failure, []]);
  });

  test('passes on what it fails with', async () => {
    const failWith = new Failure('storage/write-failed', { subject: '/vault.json' });
    const { actions } = open({ entries: [ada], failWith });
    expect(await failureOf(actions.signOut('openai', undefined, false))).toEqual(failWith.toValue());
  });

  test('waits until the stored accounts have been read', async () => {
    const { actions, store, asked } = open({ loaded: false, entries: [ada] });
    const answer = actions.signOut('openai', undefined, false);
    await settle();
    const early = [...asked];
    store.dispatch({ type: 'accounts.loaded', accounts: [ada.account] });
    expect([early, (await answer).account.id]).toEqual([['refresh'], ada.account.id]);
  });
});

describe('the providers', () => {
  test('are listed with their ways, what each asks to agree to, and what was agreed', async () => {
    const { actions, choose } = open({ entries: [ada] });
    const registered = claude.methods.find(({ id }) => id === 'registered-client');
    if (registered?.kind !== 'browser' || registered.registration === undefined)
      throw new Error('no such way');
    const { consent, consentVersion } = registered.registration;
    choose({
      preferredProvider: openaiId,
      consents: { 'claude/registered-client': { clientId: 'client-1', version: consentVersion, at: noonMs } },
    });
    const whole = await actions.providers();
    const answer = { ...whole, providers: whole.providers.slice(0, 2) };
    const programs: Readonly<Record<string, { label: string; install: string }>> = {
      'claude-code': { label: 'Claude Code', install: 'install it' },
    };
    const method = (
      { id, label, kind, standing }: (typeof claude.methods)[number],
      agreed: { consent: string | null; agreedClientId: string | null } = {
        consent: null,
        agreedClientId: null,
      },
    ) => ({ id, label, kind, program: programs[id] ?? null, standing, ...agreed });
    expect(answer).toEqual({
      schema: 1,
      providers: [
        {
          id: 'claude',
          label: 'Claude',
          preferred: false,
          signedIn: false,
          methods: claude.methods.map((each) =>
            method(each, each === registered ? { consent, agreedClientId: 'client-1' } : undefined),
          ),
        },
        {
          id: 'openai',
          label: 'OpenAI',
          preferred: true,
          signedIn: true,
          methods: openai.methods.map((each) => method(each)),
        },
      ],
      consumers: consumers.flatMap(({ id, label, environment }) =>
        environment === undefined ? [] : [{ id, label, providers: environment.providers }],
      ),
    });
    expect([providersShape.parse(whole), whole.providers.map(({ id }) => id)]).toEqual([
      whole,
      providers.map(({ id }) => id),
    ]);
  });
});

test('programs are listed with every house of the service that they are for', async () => {
  const company = packageProvider(packageOf(githubPackage));
  const { consumers: listed } = await open({ more: [company] }).actions.providers();
  expect(listed.find(({ id }) => id === 'copilot')?.providers).toEqual(['copilot', 'acme-github']);
});

describe('the quota', () => {
  test('is that of every account, as it is known, without asking the providers', async () => {
    const { actions, asked } = open({ entries: [key, ada] });
    const answer = await actions.quota(false);
    expect([answer, asked]).toEqual([
      {
        schema: 1,
        selection: {
          provider: 'claude',
          account: key.account.id,
          reason: 'In use: Claude (quota unknown).',
          fallenBack: false,
          ...nothingInTheWay,
        },
        accounts: [
          { provider: 'claude', ...shown(key, 'API key', { metered: false }) },
          { provider: 'openai', ...shown(ada, 'Plus') },
        ],
        headroom: { hoursLeft: null, known: 0, unknown: 1, nextRefill: null },
      },
      ['refresh'],
    ]);
    expect(quotaShape.parse(answer)).toEqual(answer);
  });

  test('of now is read anew first', async () => {
    const { actions, asked } = open({ entries: [ada] });
    const { accounts } = await actions.quota(true);
    expect([accounts.map(({ windows }) => windows.map(({ leftPercent }) => leftPercent)), asked]).toEqual([
      [[50]],
      ['refresh', 'read quotas'],
    ]);
  });

  test('of nobody is empty', async () => {
    expect(await open().actions.quota(true)).toEqual({
      schema: 1,
      selection: claudeIsOut,
      accounts: [],
      headroom: { hoursLeft: null, known: 0, unknown: 0, nextRefill: null },
    });
  });
});

test('quitting waits until the answer has left', async () => {
  const { actions, asked } = open();
  actions.open();
  actions.quit();
  const before = [...asked];
  await settle();
  expect([before, asked]).toEqual([['open'], ['open', 'quit']]);
});
