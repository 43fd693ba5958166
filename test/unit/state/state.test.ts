// Each event changes what it is about and nothing else; the old state stays as it was.
import { describe, expect, test } from 'vitest';
import { initialState, reduce, type Event, type State } from '../../../main/state/state.ts';
import { createStore } from '../../../main/state/store.ts';
import { claudeEntry, openaiEntry, openaiId, quotaWindow, sampleOf } from '../../fakes/accounts.ts';

const { account } = openaiEntry();
const other = claudeEntry().account;
const failure = { code: 'network/offline', subject: 'OpenAI' } as const;
const sample = sampleOf(openaiEntry(), [quotaWindow()]);
const signIn = { method: 'chatgpt', step: 'waiting', url: 'https://auth.example.test' } as const;

/** A state with something in every part. */
const full: State = {
  loaded: true,
  preferred: openaiId,
  accounts: [account, other],
  readings: new Map([[account.id, { sample }]]),
  signIns: new Map([[openaiId, signIn]]),
  signInFailures: new Map([[openaiId, failure]]),
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
    'an account signs in',
    full,
    { type: 'account.signed-in', account: { ...other, id: account.id } },
    { accounts: [{ ...other, id: account.id }, other] },
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
    { type: 'quota.read', sample: { ...sample, at: 5 } },
    { readings: new Map([[account.id, { sample: { ...sample, at: 5 } }]]) },
  ],
  [
    'quota is read with a plan',
    full,
    { type: 'quota.read', sample, plan: 'pro' },
    { accounts: [{ ...account, plan: 'pro' }, other] },
  ],
  [
    'quota fails after a reading',
    full,
    { type: 'quota.failed', account: account.id, failure },
    { readings: new Map([[account.id, { sample, failure }]]) },
  ],
  [
    'quota fails before any reading',
    initialState,
    { type: 'quota.failed', account: account.id, failure },
    { readings: new Map([[account.id, { failure }]]) },
  ],
  [
    'the preference changes',
    initialState,
    { type: 'preferred.changed', provider: openaiId },
    { preferred: openaiId },
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
