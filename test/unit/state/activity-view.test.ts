// The page on what happened: names in place of ids, nothing left out, and failures in words about the right one.
import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../main/domain/audit-entry.ts';
import { accountId, consumerId } from '../../../main/domain/ids.ts';
import { activityView, verdictView, type Labels } from '../../../main/state/activity-view.ts';
import { claudeId, noonMs, openaiId } from '../../fakes/accounts.ts';

const ada = accountId('openai:ada');
const codex = consumerId('codex');

/** As main has them: an id is its own name where nothing else is known. */
const known: Readonly<Record<string, string>> = {
  [ada]: 'ada@example.com',
  [openaiId]: 'OpenAI',
  [claudeId]: 'Claude',
  [codex]: 'Codex',
};
const nameOf = (id: string): string => known[id] ?? id;
const labels: Labels = { provider: nameOf, account: nameOf, consumer: nameOf };

const entry = (changes: Partial<AuditEntry> = {}): AuditEntry => ({
  at: noonMs,
  actor: 'person',
  action: 'sign-in',
  ...changes,
});
const viewOf = (changes: Partial<AuditEntry>) => activityView([entry(changes)], 1, labels).entries[0];

describe('an entry', () => {
  test('has the names of provider, account and program, and everything else as it was written', () => {
    const handOut = entry({
      actor: 'agent',
      action: 'hand-out',
      provider: openaiId,
      account: ada,
      consumer: codex,
      program: '/usr/bin/codex',
      pid: 4711,
      grant: 'b91c',
      what: 'access-token',
      until: noonMs + 1,
    });
    expect(activityView([handOut], 1, labels)).toEqual({
      entries: [
        {
          at: noonMs,
          actor: 'agent',
          action: 'hand-out',
          provider: 'OpenAI',
          account: 'ada@example.com',
          consumer: 'Codex',
          program: '/usr/bin/codex',
          pid: 4711,
          agent: 'b91c',
          what: 'access-token',
          until: noonMs + 1,
          failure: null,
        },
      ],
      more: false,
    });
  });

  test('of which little is known says nothing of the rest', () => {
    expect(viewOf({ action: 'lock' })).toEqual({
      at: noonMs,
      actor: 'person',
      action: 'lock',
      provider: null,
      account: null,
      consumer: null,
      program: null,
      pid: null,
      agent: null,
      what: null,
      until: null,
      failure: null,
    });
  });

  test('of an account that is gone has its id, and the grant of this machine is no agent', () => {
    const gone = accountId('claude:gone');
    expect(viewOf({ account: gone, grant: 'machine' })).toMatchObject({
      account: 'claude:gone',
      agent: null,
    });
  });

  test('of a consent has the provider that its words name', () => {
    const providersOf = ['claude/own-client', 'Claude', undefined].map(
      (what) => viewOf({ action: 'consent', ...(what !== undefined && { what }) })?.provider,
    );
    expect(providersOf).toEqual(['Claude', null, null]);
  });

  test('of anything else does not', () => {
    expect(viewOf({ action: 'lease', what: 'claude/own-client' })?.provider).toBe(null);
  });
});

test.for<[string, Partial<AuditEntry>, string]>([
  [
    'a sign-in is about the provider',
    { account: ada, failure: 'sign-in/timed-out' },
    'Nobody finished the sign-in to OpenAI in time.',
  ],
  [
    'the network is about the provider',
    { account: ada, failure: 'network/offline' },
    'OpenAI cannot be reached.',
  ],
  [
    'the provider is about it',
    { account: ada, failure: 'provider/unavailable' },
    'OpenAI has a fault of its own.',
  ],
  [
    'a credential is about the account',
    { account: ada, failure: 'credential/rejected' },
    'The stored sign-in of ada@example.com is no longer accepted.',
  ],
  [
    'a credential of nobody known is about the provider',
    { failure: 'credential/rejected' },
    'The stored sign-in of OpenAI is no longer accepted.',
  ],
  [
    'a hand-out is about the program',
    { account: ada, program: '/usr/bin/codex', failure: 'broker/hand-out-denied' },
    'Gatehouse did not give /usr/bin/codex the key, because nobody allowed it.',
  ],
  [
    'a company login is about its server',
    { action: 'command', what: 'company.example.test', failure: 'company-login/failed' },
    'The command of company.example.test gave no key, so nothing was written.',
  ],
  [
    'a hand-out to nobody known says that',
    { account: ada, failure: 'broker/hand-out-denied' },
    'Gatehouse did not give an unknown program the key, because nobody allowed it.',
  ],
])('a failure of %s', ([, changes, words]) => {
  expect(viewOf({ provider: openaiId, ...changes })?.failure).toBe(words);
});

test.each([
  ['broker/hand-out-denied', 'hand-out-denied'],
  ['broker/locked', 'hand-out-denied'],
  ['network/offline', 'hand-out-failed'],
  ['credential/rejected', 'hand-out-failed'],
] as const)('a hand-out that came to nothing by %s is shown as %s', (failure, action) => {
  expect(viewOf({ action: 'hand-out-denied', failure })?.action).toBe(action);
});

test('entries beyond the limit are left out, and said to be there', () => {
  const three = [1, 2, 3].map((at) => entry({ at }));
  const seen = [2, 3, 4].map((limit) => {
    const { entries, more } = activityView(three, limit, labels);
    return { at: entries.map(({ at }) => at), more };
  });
  expect(seen).toEqual([
    { at: [1, 2], more: true },
    { at: [1, 2, 3], more: false },
    { at: [1, 2, 3], more: false },
  ]);
});

test('a look through the log says how much is vouched for, or where it breaks and why', () => {
  expect([
    verdictView({ kind: 'whole', entries: 9, sealedUpTo: 7, from: noonMs }),
    verdictView({ kind: 'broken', index: 4, why: 'cut-off' }),
  ]).toEqual([
    { kind: 'whole', entries: 9, sealedUpTo: 7 },
    { kind: 'broken', index: 4, why: 'cut-off' },
  ]);
});
