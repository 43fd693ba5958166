// What the local service has done through the flows, and what it tells about it.
import { describe, expect, test } from 'vitest';
import { brokerActions, type ActionParts } from '../../../main/broker/actions.ts';
import { statusShape, type SignInLine } from '../../../main/broker/protocol.ts';
import { Failure, type FailureValue } from '../../../main/domain/failure.ts';
import { Secret } from '../../../main/domain/secret.ts';
import { claude } from '../../../main/providers/claude/index.ts';
import { findProvider, providers } from '../../../main/providers/list.ts';
import { createStore } from '../../../main/state/store.ts';
import { makeView } from '../../../main/state/view.ts';
import { noonMs, openaiEntry, openaiId, quotaWindow, sampleOf } from '../../fakes/accounts.ts';
import { failureOf } from '../../fakes/failures.ts';
import { settle } from '../../fakes/time.ts';

type Started = Parameters<ActionParts['desk']['start']>[0];

const entry = openaiEntry();

function open({ loaded = true, failWith }: { loaded?: boolean; failWith?: Failure } = {}) {
  const store = createStore();
  if (loaded) store.dispatch({ type: 'accounts.loaded', accounts: [] });
  const asked: string[] = [];
  const started: Started[] = [];
  const actions = brokerActions({
    store,
    view: () => makeView(store.state(), providers, '1.2.3'),
    find: findProvider,
    refresh: () => Promise.resolve(),
    desk: {
      start: async (request) => {
        started.push(request);
        request.report?.('opening-browser', 'https://auth.example.test');
        request.report?.('saving');
        if (failWith !== undefined) throw failWith;
        store.dispatch({ type: 'account.signed-in', account: entry.account });
        return entry.account;
      },
    },
    intents: {
      prefer: (provider) => {
        asked.push(`prefer ${provider}`);
        store.dispatch({ type: 'preferred.changed', provider: findProvider(provider).id });
      },
      open: () => asked.push('open'),
      quit: () => asked.push('quit'),
    },
  });
  const lines: SignInLine[] = [];
  const { signal } = new AbortController();
  const signIn = (provider: string, method?: string, secret?: string): Promise<SignInLine> =>
    actions.signIn({
      provider,
      method,
      secret: secret === undefined ? undefined : new Secret(secret),
      signal,
      report: (line) => lines.push(line),
    });
  return { actions, store, asked, started, lines, signIn, signal };
}

const account = {
  id: entry.account.id,
  label: 'ada@example.test',
  plan: 'Plus',
  windows: [],
  readAt: null,
  source: null,
  problem: null,
};

describe('status', () => {
  test('is the view in the words of the protocol', async () => {
    const { actions, store } = open();
    store.dispatch({ type: 'account.signed-in', account: entry.account });
    store.dispatch({ type: 'quota.read', sample: sampleOf(entry, [quotaWindow()]) });
    store.dispatch({ type: 'preferred.changed', provider: openaiId });
    store.dispatch({ type: 'problem.found', about: 'vault', failure: { code: 'internal' } });
    const status = await actions.status();
    expect(status).toEqual({
      schema: 1,
      version: '1.2.3',
      preferred: 'openai',
      providers: [
        { id: 'claude', label: 'Claude', methods: ['api-key'], accounts: [] },
        {
          id: 'openai',
          label: 'OpenAI',
          methods: ['chatgpt'],
          accounts: [
            {
              ...account,
              windows: [
                {
                  id: 'length-18000',
                  label: '5-hour',
                  usedPercent: 42,
                  resetsAt: noonMs + 3_600_000,
                  level: 'ok',
                },
              ],
              readAt: noonMs,
              source: 'a test',
            },
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

  test('waits until the stored accounts have been read', async () => {
    const { actions, store } = open({ loaded: false });
    let answered = false;
    const status = actions.status().finally(() => {
      answered = true;
    });
    store.dispatch({ type: 'problem.gone', about: 'x' });
    await settle();
    const early = answered;
    store.dispatch({ type: 'accounts.loaded', accounts: [entry.account] });
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
      { type: 'signed-in', provider: 'openai', account },
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
    await signIn('claude', undefined, 'canary_key');
    expect(started.map(({ provider, method, secret }) => [provider, method, secret?.reveal()])).toEqual([
      ['claude', claude.methods[0]?.id, 'canary_key'],
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
  const unknownProvider: FailureValue = { code: 'selection/unknown-provider', subject: 'nobody' };

  test.each<[string, string, string | undefined, string | undefined, FailureValue]>([
    ['a provider that is not there', 'nobody', undefined, undefined, unknownProvider],
    ['a key way without a key', 'claude', 'api-key', undefined, needsKey],
    ['a provider that takes only keys, without one', 'claude', undefined, undefined, needsKey],
    ['a key for a way in the browser', 'openai', 'chatgpt', 'canary_key', takesNoKey],
    ['a key for a provider that takes none', 'openai', undefined, 'canary_key', takesNoKey],
    ['a way that is not there', 'openai', 'fax', undefined, badRequest('OpenAI', 'there is no method fax')],
    [
      'a way that is not there, with a key',
      'openai',
      'fax',
      'canary_key',
      badRequest('OpenAI', 'there is no method fax'),
    ],
    [
      'the way of another provider',
      'claude',
      'chatgpt',
      'canary_key',
      badRequest('Claude', 'there is no method chatgpt'),
    ],
  ])('is refused for %s, and nothing starts', async (_name, provider, method, secret, refusal) => {
    const { signIn, started } = open();
    expect([await failureOf(signIn(provider, method, secret)), started]).toEqual([refusal, []]);
  });
});

test('a preference is passed on; what an unknown provider fails with comes back', async () => {
  const { actions, asked } = open();
  actions.prefer('openai');
  const failure = await failureOf(() => {
    actions.prefer('nobody');
  });
  expect([asked, failure.code]).toEqual([['prefer openai', 'prefer nobody'], 'selection/unknown-provider']);
});

test('quitting waits until the answer has left', async () => {
  const { actions, asked } = open();
  actions.open();
  actions.quit();
  const before = [...asked];
  await settle();
  expect([before, asked]).toEqual([['open'], ['open', 'quit']]);
});
