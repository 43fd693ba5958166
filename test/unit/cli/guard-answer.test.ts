// Which account a guard looks at, and what it says of it.
import { describe, expect, test } from 'vitest';
import type { QuotaAnswer } from '../../../main/broker/protocol.ts';
import { guardAnswer, type GuardOrder } from '../../../main/cli/guard-answer.ts';
import { toFailure, type FailureValue } from '../../../main/domain/failure.ts';
import { exampleAccount, exampleProviders, exampleQuota, exampleWindow } from '../../fakes/broker.ts';
import { emptySelection } from '../../fakes/broker-switching.ts';

type Account = QuotaAnswer['accounts'][number];
const now = Date.UTC(2026, 10, 24, 12);
const fiveHour = { ...exampleWindow, readAt: now };
const weekly = { ...fiveHour, id: 'weekly', label: 'Weekly', leftPercent: 19.99, usedPercent: 80.01 };
const unread = { ...weekly, leftPercent: null, usedPercent: null };
const ada: Account = { provider: 'openai', ...exampleAccount, windows: [fiveHour] };
const bob: Account = { ...ada, id: 'openai:bob', label: 'bob@example.test', active: false };
const subject = 'ada@example.test at OpenAI';

/** The words, or the failure. */
function told(order: GuardOrder, answer: Partial<QuotaAnswer>): string | FailureValue {
  try {
    return guardAnswer(exampleProviders.providers, { ...exampleQuota, ...answer }, order, now).words;
  } catch (thrown) {
    return toFailure(thrown).toValue();
  }
}

describe('what is left', () => {
  const resetsAt = now + 125 * 60_000;
  test.each<[string, GuardOrder, Partial<Account>, string | FailureValue]>([
    ['enough', { min: 58 }, {}, `58% left of 5-hour of ${subject}, read just now, from a test`],
    [
      'enough where there is no limit',
      { min: 100 },
      { windows: [{ ...unread, unlimited: true, leftPercent: 100 }] },
      `100% left of Weekly of ${subject}, read just now, from a test`,
    ],
    [
      'enough by old figures',
      { min: 20 },
      { windows: [{ ...fiveHour, readAt: now - 7_200_000, stale: true }] },
      `58% left of 5-hour of ${subject}, read 2 h ago, from a test, may be out of date`,
    ],
    [
      'too little, with the reset',
      { min: 20 },
      { windows: [fiveHour, { ...weekly, resetsAt }] },
      {
        code: 'quota/too-little-left',
        subject,
        detail: '19.9% of Weekly, 20% asked for, resets in 2 h 5 min',
        retryAt: resetsAt,
      },
    ],
    [
      'enough in the window that is named',
      { min: 20, window: '5-HOUR' },
      { windows: [weekly, fiveHour] },
      `58% left of 5-hour of ${subject}, read just now, from a test`,
    ],
    [
      'a window that is not there',
      { min: 20, window: 'daily' },
      { windows: [fiveHour, weekly] },
      {
        code: 'broker/bad-request',
        detail: 'there is no window daily; there are: 5-hour (length-18000), Weekly (weekly)',
      },
    ],
    [
      'a window where there is none',
      { min: 20, window: 'daily' },
      { windows: [] },
      { code: 'broker/bad-request', detail: 'there is no window daily; there is none' },
    ],
    [
      'not known',
      { min: 0 },
      { windows: [fiveHour, unread] },
      { code: 'quota/not-known', subject, detail: 'nothing is known of Weekly' },
    ],
    ['not read yet', { min: 0 }, { windows: [] }, { code: 'quota/not-known', subject }],
    [
      'not known, which is allowed',
      { min: 20, allowUnknown: true },
      { windows: [] },
      `Not known what is left of ${subject}; going on all the same.`,
    ],
    [
      'too little beside something unknown, which alone would be allowed',
      { min: 90, allowUnknown: true },
      { windows: [fiveHour, unread] },
      { code: 'quota/too-little-left', subject, detail: '58% of 5-hour, 90% asked for' },
    ],
    [
      'without a meter',
      { min: 20 },
      { windows: [], metered: false },
      `${subject} is billed by use: there is no quota to run out.`,
    ],
  ])('is said: %s', (_name, order, changes, text) => {
    expect(told(order, { accounts: [{ ...ada, ...changes }] })).toEqual(text);
  });
});

describe('the account', () => {
  const accounts = [{ ...bob, windows: [weekly] }, ada];
  const missing = (owner: string): FailureValue => ({ code: 'credential/missing', subject: owner });
  test.each<[string, GuardOrder, string | FailureValue]>([
    ['that serves', { min: 0 }, 'ada'],
    ['in use of a provider', { min: 0, provider: 'openai' }, 'ada'],
    ['that is named by its label', { min: 0, account: 'bob@example.test' }, 'bob'],
    ['that is named by its id and provider', { min: 0, provider: 'openai', account: 'openai:bob' }, 'bob'],
    ['of a provider where nobody is signed in', { min: 0, provider: 'claude' }, missing('Claude')],
    ['that nobody has', { min: 0, account: 'carl' }, { code: 'selection/unknown-account', subject: 'carl' }],
    [
      'of a provider that is not there',
      { min: 0, provider: 'nobody' },
      { code: 'selection/unknown-provider', subject: 'nobody' },
    ],
  ])('%s is looked at', (_name, order, expected) => {
    const text = told(order, { accounts });
    expect(typeof text === 'string' ? /of (ada|bob)@/.exec(text)?.[1] : text).toEqual(expected);
  });

  test('of the preferred provider is looked at where nothing serves, and passes only when it is named', () => {
    const nothing = { selection: emptySelection, accounts: [ada] };
    expect([
      told({ min: 0 }, { ...nothing, accounts: [] }),
      told({ min: 90 }, nothing),
      told({ min: 0 }, nothing),
      typeof told({ min: 0, provider: 'openai' }, nothing),
    ]).toEqual([
      missing('OpenAI'),
      { code: 'quota/too-little-left', subject, detail: '58% of 5-hour, 90% asked for' },
      { code: 'selection/no-valid-auth', subject: 'OpenAI', detail: emptySelection.reason },
      'string',
    ]);
  });

  test('whose keys are refused counts as signed out, whatever is left', () => {
    const problem = { code: 'credential/revoked', what: 'It ended.', next: 'Sign in.' };
    expect(told({ min: 0 }, { accounts: [{ ...ada, problem }] })).toEqual(missing('OpenAI'));
  });
});
