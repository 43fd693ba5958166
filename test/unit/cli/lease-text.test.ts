// Leases, the queue and estimates as the command line shows them.
import { describe, expect, test } from 'vitest';
import type { EstimateAnswer, LeaseAnswer } from '../../../main/broker/protocol/leases.ts';
import { queuedText, withFigures } from '../../../main/cli/lease-request.ts';
import { estimateText, leasesText } from '../../../main/cli/lease-text.ts';
import { Failure } from '../../../main/domain/failure.ts';

const minute = 60_000;
/** Noon by the clock of whoever runs this: that is the clock that people read. */
const now = new Date(2026, 10, 24, 12).getTime();

const lease: LeaseAnswer = {
  id: 'abcdefghijklmnopqrstuv',
  agent: 'claude-1f2e',
  label: 'claude',
  consumer: 'claude-code',
  task: null,
  provider: 'claude',
  account: 'claude:1',
  accountLabel: 'ada@example.test',
  pid: 4211,
  holder: 'process',
  priority: 'interactive',
  amount: { unit: 'percent', value: 5 },
  used: 1.25,
  basis: 'learnt',
  grantedAt: now - 3 * minute,
  expiresAt: now + 57 * minute,
};

test('each lease has two lines: what it comes to, and the names for other verbs', () => {
  const other: LeaseAnswer = {
    ...lease,
    id: 'vutsrqponmlkjihgfedcba',
    agent: 'x',
    label: 'a label that is much longer than anybody would want',
    provider: 'openai',
    accountLabel: 'bob@example.test',
    pid: null,
    holder: 'heartbeat',
    amount: { unit: 'tokens', value: 20_000 },
    used: 0,
  };
  const billed: LeaseAnswer = { ...lease, label: 'code', basis: 'unmetered', used: 0, pid: null };
  const text = leasesText({ schema: 1, leases: [lease, other, billed], queue: [], accounts: [] }, now);
  expect(text.split('\n')).toEqual([
    'claude                        ada@example.test (claude)  5% held             1.3% used',
    '  lease abcdefghijklmnopqrstuv, agent claude-1f2e, pid 4211, since 3 min ago',
    'a label that is much longer…  bob@example.test (openai)  20,000 tokens held  0 tokens used',
    '  lease vutsrqponmlkjihgfedcba, agent x, by heartbeat, since 3 min ago',
    'code                          ada@example.test (claude)  no quota to count',
    '  lease abcdefghijklmnopqrstuv, agent claude-1f2e, since 3 min ago',
  ]);
});

test('who waits and what is left stand below', () => {
  const queue = [
    { label: 'codex', priority: 'normal', position: 1, etaAt: now + 12 * minute, since: now },
    { label: 'nightly', priority: 'background', position: 2, etaAt: null, since: now - 60 * minute },
  ] as const;
  const account = { account: 'openai:1', provider: 'openai', label: 'bob@example.test', concurrent: 5 };
  const accounts = [
    { ...account, leftPercent: 58, outstandingPercent: 10, running: 2 },
    { ...account, leftPercent: null, outstandingPercent: 0, running: 0 },
  ];
  expect(leasesText({ schema: 1, leases: [], queue: [...queue], accounts }, now).split('\n')).toEqual([
    'No agent has a lease.',
    'Waiting:',
    '  1.  codex    normal      asked just now  about 12:12 (in 0 h 12 min)',
    '  2.  nightly  background  asked 1 h ago   nobody knows when',
    'Accounts:',
    '  bob@example.test (openai)  2 of 5 agents  58% left, 10% of it given out',
    '  bob@example.test (openai)  0 of 5 agents  not known what is left, 0% given out',
  ]);
});

test('a place in the queue says why, which, and about when', () => {
  const queued = { type: 'queued', position: 2, reason: 'Claude is used up.' } as const;
  expect([
    queuedText({ ...queued, etaAt: now + 12 * minute }, now),
    queuedText({ ...queued, etaAt: now - 1 }, now),
    queuedText({ ...queued, etaAt: null }, now),
  ]).toEqual([
    'Waiting: Claude is used up; position 2, about 12:12 (in 0 h 12 min). Ctrl-C cancels.',
    'Waiting: Claude is used up; position 2. Ctrl-C cancels.',
    'Waiting: Claude is used up; position 2. Ctrl-C cancels.',
  ]);
});

describe('a refusal says its figures in words', () => {
  test.each([
    ['percent', 5, 2, now + 12 * minute, '5% asked for, 2% left, resets in 0 h 12 min'],
    ['tokens', 20_000, null, undefined, '20,000 tokens asked for, not known what left'],
    ['agents', 1, 0, now - 1, '1 agent asked for, 0 agents left'],
  ] as const)('in %s', (unit, requested, available, retryAt, detail) => {
    const failure = new Failure('quota/exceeded', {
      subject: 'Claude',
      figures: { unit, requested, available },
      ...(retryAt !== undefined && { retryAt }),
    });
    expect(withFigures(failure, now).toValue()).toEqual({ ...failure.toValue(), detail });
  });

  test('but not where it brings words, or no figure', () => {
    const worded = new Failure('quota/exceeded', {
      detail: 'words',
      figures: { unit: 'percent', requested: 5, available: 2 },
    });
    const bare = new Failure('quota/exceeded', {
      figures: { unit: 'percent', requested: null, available: 2 },
    });
    expect([withFigures(worded, now), withFigures(bare, now)]).toEqual([worded, bare]);
  });
});

describe('an estimate says the verdict, the figures and why', () => {
  const answer: EstimateAnswer = {
    schema: 1,
    verdict: 'fits',
    account: 'claude:1',
    accountLabel: 'ada@example.test',
    provider: 'claude',
    needs: { unit: 'percent', usual: 3, cautious: 5 },
    seen: 12,
    basis: 'learnt',
    available: 42,
    resetsAt: now + 12 * minute,
    reason: 'Claude is preferred.',
  };
  test.each<[string, Partial<EstimateAnswer>, string]>([
    [
      'that was learnt',
      {},
      'It fits into ada@example.test (claude): takes 3%, perhaps 5%, from 12 pieces of work like it, 42% available, resets in 0 h 12 min.\nClaude is preferred.',
    ],
    [
      'that was asked for',
      {
        verdict: 'does-not-fit',
        needs: { unit: 'tokens', usual: 50, cautious: 50 },
        basis: 'asked',
        available: 20,
        resetsAt: null,
      },
      'It does not fit into ada@example.test (claude): takes 50 tokens, 20 tokens available.\nClaude is preferred.',
    ],
    [
      'of which nothing is known',
      {
        verdict: 'unknown',
        account: null,
        accountLabel: null,
        provider: null,
        needs: null,
        seen: 0,
        basis: null,
        available: null,
        resetsAt: null,
        reason: '',
      },
      'Nobody knows whether it fits.',
    ],
    [
      'by an equal share',
      { basis: 'split', seen: 0, resetsAt: now - 1, reason: '' },
      'It fits into ada@example.test (claude): takes 3%, perhaps 5%, by an equal share, for nothing is known of such work, 42% available.',
    ],
  ])('%s', (_name, changes, text) => {
    expect(estimateText({ ...answer, ...changes }, now)).toBe(text);
  });
});
