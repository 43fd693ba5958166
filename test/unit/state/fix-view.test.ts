// What the window offers against a problem is what helps, and only where it can be done.
import { expect, test } from 'vitest';
import type { Account } from '../../../main/domain/account.ts';
import type { FailureCode } from '../../../main/domain/failure.ts';
import { consumerId } from '../../../main/domain/ids.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { accountFix, signInFix } from '../../../main/state/fix-view.ts';
import { reduce } from '../../../main/state/reduce.ts';
import { initialState, type State } from '../../../main/state/state.ts';
import { makeView } from '../../../main/state/view.ts';
import type { ProviderFacts } from '../../../main/state/view-facts.ts';
import { claudeEntry, noonMs, openaiEntry, openaiId } from '../../fakes/accounts.ts';

const day = 86_400_000;
const provider: ProviderFacts = {
  id: openaiId,
  label: 'OpenAI',
  methods: [
    { id: 'api-key', label: 'Key', standing: '', kind: 'api-key' },
    { id: 'code', label: 'Code', standing: '', kind: 'delegated', owner: consumerId('code') },
    { id: 'codex', label: 'Codex', standing: '', kind: 'delegated', owner: consumerId('codex') },
    { id: 'device-code', label: 'Device', standing: '', kind: 'device' },
    { id: 'browser', label: 'Browser', standing: '', kind: 'browser' },
  ],
  readQuota: () => undefined,
  quotaIn: () => undefined,
};
const { account } = openaiEntry();
const kept: Account = { ...account, kind: 'delegated' };
const key: Account = { ...account, kind: 'api-key' };

function failed(code: FailureCode, changes: Partial<State> = {}): State {
  return { ...initialState, readings: new Map([[account.id, { failure: { code } }]]), ...changes };
}

const heldByCodex = { keys: new Map([[account.id, { renewedAt: 0, owner: consumerId('codex') }]]) };
const ending = (days: number): State => ({
  ...initialState,
  keys: new Map([[account.id, { renewedAt: 0, signInEndsAt: noonMs + days * day }]]),
});
const withPassphrase = { settings: { ...defaultSettings, keyStore: 'passphrase' as const } };

test.each<[string, Account, State, boolean, ReturnType<typeof accountFix>]>([
  ['nothing is wrong', account, initialState, false, null],
  [
    'tokens are refused',
    account,
    failed('credential/rejected'),
    false,
    { kind: 'sign-in', method: 'browser' },
  ],
  ['a key is refused', key, failed('credential/key-rejected'), false, { kind: 'sign-in', method: 'api-key' }],
  [
    'a program is somebody else now',
    kept,
    failed('credential/owner-changed', heldByCodex),
    false,
    { kind: 'sign-in', method: 'codex' },
  ],
  [
    'its program is not known',
    kept,
    failed('credential/missing'),
    false,
    { kind: 'sign-in', method: 'code' },
  ],
  ['it is offline', account, failed('network/offline'), false, null],
  ['it did not answer', account, failed('network/timed-out'), false, { kind: 'read-again' }],
  ['a key has no quota to read', key, failed('network/timed-out'), false, null],
  ['the key store is locked', account, failed('storage/key-store-locked'), false, { kind: 'unlock' }],
  [
    'the key store is a passphrase',
    account,
    failed('storage/key-store-silent', withPassphrase),
    false,
    { kind: 'enter-passphrase' },
  ],
  ['a file is damaged', account, failed('storage/unreadable'), false, { kind: 'doctor' }],
  ['the plan has ended', account, initialState, true, { kind: 'read-again' }],
  ['a key has no plan', key, initialState, true, null],
  ['the sign-in ends in a week', account, ending(7), false, null],
  ['the sign-in ends in three days', account, ending(3), false, { kind: 'sign-in', method: 'browser' }],
  ['the sign-in has ended', account, ending(-1), false, { kind: 'sign-in', method: 'browser' }],
])('%s', (_what, whose, state, planEnded, fix) => {
  expect(accountFix(whose, provider, state, { planEnded, now: noonMs })).toEqual(fix);
});

test('where a provider lacks the method, nothing is offered', () => {
  const bare = { ...provider, methods: provider.methods.filter(({ kind }) => kind === 'api-key') };
  const state = failed('credential/rejected');
  expect(accountFix(account, bare, state, { planEnded: false, now: noonMs })).toBeNull();
});

test('a sign-in by code alone is offered where there is no browser', () => {
  const bare = { ...provider, methods: provider.methods.filter(({ kind }) => kind !== 'browser') };
  const state = failed('credential/rejected');
  expect(accountFix(account, bare, state, { planEnded: false, now: noonMs })).toEqual({
    kind: 'sign-in',
    method: 'device-code',
  });
});

test.each<[string, string | undefined, object]>([
  ['an account of a workspace comes back with the same one', 'acc-1', { workspace: 'acc-1' }],
  ['an id that no sign-in could ask for is left out', 'a,b', {}],
  ['an account of none asks for none', undefined, {}],
])('%s', (_name, workspaceId, pinned) => {
  const [byBrowser] = provider.methods.filter(({ kind }) => kind === 'browser');
  if (byBrowser === undefined) throw new Error('no method by browser');
  const asking = { ...provider, methods: [{ ...byBrowser, workspace: { hint: '', pattern: /^[\w-]+$/ } }] };
  const { workspaceId: _own, ...person } = account;
  const known = { ...person, ...(workspaceId !== undefined && { workspaceId }) };
  expect(accountFix(known, asking, failed('credential/rejected'), { planEnded: false, now: noonMs })).toEqual(
    {
      kind: 'sign-in',
      method: 'browser',
      ...pinned,
    },
  );
});

test('a token that a sign-in has brought is had again by a sign-in, and one that was entered by entering one', () => {
  const ofSignIn = { keys: new Map([[account.id, { renewedAt: 0, isOfSignIn: true as const }]]) };
  const methods = provider.methods.filter(({ kind }) => kind === 'device' || kind === 'api-key');
  const facts = { planEnded: false, now: noonMs };
  expect(
    [failed('credential/rejected', ofSignIn), failed('credential/rejected')].map((state) =>
      accountFix(key, { ...provider, methods }, state, facts),
    ),
  ).toEqual([
    { kind: 'sign-in', method: 'device-code' },
    { kind: 'sign-in', method: 'api-key' },
  ]);
});

test('a sign-in that failed is tried again by the method that it went by, and for the same workspace', () => {
  const failure = { code: 'sign-in/timed-out' } as const;
  const waiting = reduce(initialState, {
    type: 'sign-in.moved',
    provider: openaiId,
    signIn: { method: 'device-code', step: 'enter-code', workspace: 'acc-1' },
  });
  const ended = reduce(waiting, { type: 'sign-in.ended', provider: openaiId, failure });
  const [shown] = makeView(ended, {
    providers: [provider],
    files: [],
    owners: [],
    version: '1.2.3',
    now: noonMs,
  }).providers;
  expect([
    shown?.fix,
    signInFix(failure, undefined, initialState),
    signInFix({ code: 'sign-in/cancelled' }, { method: 'browser' }, initialState),
    signInFix({ code: 'storage/key-store-locked' }, { method: 'browser' }, initialState),
  ]).toEqual([
    { kind: 'sign-in', method: 'device-code', workspace: 'acc-1' },
    null,
    null,
    { kind: 'unlock' },
  ]);
});

test('a method says what the id of a workspace looks like, and a running sign-in which one it is for', () => {
  const [method] = provider.methods.slice(-1);
  if (method === undefined) throw new Error('no method');
  const asking = { ...provider, methods: [{ ...method, workspace: { hint: 'acc-…', pattern: /^acc/ } }] };
  const signIn = {
    method: 'browser',
    step: 'paste-code',
    workspace: 'acc-1',
    portsTaken: '1455: node',
  } as const;
  const state = reduce(initialState, { type: 'sign-in.moved', provider: openaiId, signIn });
  const facts = { files: [], owners: [], version: '1.2.3', now: noonMs };
  const [shown] = makeView(state, { providers: [asking], ...facts }).providers;
  const [plain] = makeView(state, { providers: [provider], ...facts }).providers;
  expect([shown?.methods[0]?.workspace, plain?.methods.at(-1)?.workspace, shown?.signIn]).toEqual([
    { hint: 'acc-…' },
    undefined,
    { ...signIn, url: null },
  ]);
});

test('the accounts of each provider stand as the person has put them', () => {
  const grace = { ...account, id: openaiEntry({ id: claudeEntry().account.id }).account.id, label: 'grace' };
  const state: State = {
    ...initialState,
    accounts: [account, grace],
    settings: { ...defaultSettings, accountOrder: [grace.id, account.id] },
  };
  const [shown] = makeView(state, {
    providers: [provider],
    files: [],
    owners: [],
    version: '1.2.3',
    now: noonMs,
  }).providers;
  expect(shown?.accounts.map(({ label }) => label)).toEqual(['grace', account.label]);
});
