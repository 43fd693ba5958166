// Quota as the command line shows it to people.
import { describe, expect, test } from 'vitest';
import type { QuotaAnswer } from '../../../main/broker/protocol.ts';
import { headroomText, plainBar, quotaText, unicodeBar } from '../../../main/cli/quota-text.ts';
import { exampleAccount, exampleProviders, exampleQuota, exampleWindow } from '../../fakes/broker.ts';

const now = new Date(2026, 10, 24, 12).getTime();
const minute = 60_000;
const hour = 60 * minute;
type Account = typeof exampleAccount;
type Window = typeof exampleWindow;

const look = { now, style: plainBar, width: 80 };
const problem = { code: 'x', what: 'It broke.', next: 'Mend it.' };
const weekly: Window = {
  ...exampleWindow,
  label: 'Weekly',
  usedPercent: null,
  leftPercent: null,
  readAt: now,
};

function textOf(accounts: readonly Partial<Account>[], changes: Partial<typeof look> = {}): string[] {
  const given = accounts.map((account) => ({
    provider: 'openai',
    ...exampleAccount,
    readAt: now,
    ...account,
  }));
  const answer: QuotaAnswer = { ...exampleQuota, accounts: given };
  const shown = exampleProviders.providers.filter(({ id }) => id === 'openai');
  return quotaText(answer, shown, { ...look, ...changes })
    .split('\n')
    .slice(1);
}

describe('quota for people', () => {
  test('shows each account with its windows, the age of the reading and its source', () => {
    const readAt = now - 3 * minute;
    const account = { ...exampleAccount, readAt, windows: [{ ...exampleWindow, readAt }] };
    const read = { ...exampleQuota, accounts: [{ provider: 'openai', ...account }] };
    expect(quotaText(read, exampleProviders.providers, look).split('\n')).toEqual([
      'In use: OpenAI.',
      'Claude: not signed in',
      'OpenAI: ada@example.test, Plus',
      '  5-hour     [######....]  58% left',
      '  read 3 min ago, from a test',
    ]);
  });

  test('marks the account in use where there are several', () => {
    const heads = textOf([{}, { label: 'bob@example.test', active: false }]).filter((line) =>
      line.startsWith('OpenAI'),
    );
    expect(heads).toEqual(['OpenAI: ada@example.test, Plus (in use)', 'OpenAI: bob@example.test, Plus']);
  });

  test.each([
    [null, '  Weekly     unknown'],
    [0, '  Weekly     [..........]   0% left'],
    [0.4, '  Weekly     [#.........]   1% left'],
    [50, '  Weekly     [#####.....]  50% left'],
    [99, '  Weekly     [#########.]  99% left'],
    [100, '  Weekly     [##########] 100% left'],
  ])('%s %% left has a bar that tells nothing, a rest and the whole apart', (leftPercent, line) => {
    expect(textOf([{ windows: [{ ...weekly, leftPercent }] }])[1]).toBe(line);
  });

  test('has a finer bar for terminals that show it, a reset, and one column for all labels', () => {
    const windows = [
      { ...weekly, leftPercent: 30, resetsAt: now + 26 * hour },
      { ...weekly, label: 'Weekly, large model' },
      { ...weekly, label: 'Weekly, the largest model', leftPercent: 20 },
    ];
    expect(textOf([{ windows }], { style: unicodeBar }).slice(1, 4)).toEqual([
      '  Weekly              ▰▰▰▱▱▱▱▱▱▱  30% left, resets in 1 d 2 h',
      '  Weekly, large model unknown',
      '  Weekly, the largest model ▰▰▱▱▱▱▱▱▱▱  20% left',
    ]);
  });

  test.each<[Window['pace'], string]>([
    [{ kind: 'unknown' }, ''],
    [{ kind: 'idle' }, ', idle'],
    [{ kind: 'lasts' }, ', will last'],
    [{ kind: 'used-up' }, ', used up'],
    [{ kind: 'tight', at: new Date(2026, 10, 26, 16, 10).getTime() }, ', may run out Thu 16:10'],
    [{ kind: 'runs-out', at: new Date(2026, 10, 24, 15, 40).getTime() }, ', runs out 15:40'],
  ])('says what is foreseen as %j', (pace, words) => {
    expect(textOf([{ windows: [{ ...weekly, leftPercent: 58, pace }] }])[1]).toBe(
      `  Weekly     [######....]  58% left${words}`,
    );
  });

  test('shows scoped windows indented below those of the whole account, and what goes beyond the plan last', () => {
    const amount = { unit: 'currency', currency: 'USD', used: 3.2, limit: 50, left: null } as const;
    const windows: Window[] = [
      { ...weekly, label: 'Extra usage', beyondPlan: true, amount },
      { ...weekly, label: 'Weekly (Opus)', scope: 'Opus', leftPercent: 20 },
      { ...weekly, leftPercent: 30 },
      {
        ...weekly,
        label: 'tangelo',
        leftPercent: 90,
        amount: { ...amount, unit: 'requests', currency: null },
      },
      { ...weekly, label: 'Requests', leftPercent: 100, unlimited: true },
    ];
    expect(textOf([{ windows }])).toEqual([
      'OpenAI: ada@example.test, Plus',
      '  Weekly          [###.......]  30% left',
      '  tangelo         [#########.]  90% left, 3.2 of 50 requests used',
      '  Requests        unlimited',
      '    Weekly (Opus) [##........]  20% left',
      '  Extra usage     $3.20 of $50.00 used',
      '  read just now, from a test',
    ]);
  });

  test('goes on below where a line would be wider than the terminal', () => {
    const windows: Window[] = [
      {
        ...weekly,
        label: 'Weekly (Opus)',
        scope: 'Opus',
        leftPercent: 20,
        resetsAt: now + 50 * hour,
        pace: { kind: 'tight', at: new Date(2026, 10, 26, 11, 10).getTime() },
      },
    ];
    expect(textOf([{ windows, problem: { ...problem, what: 'It broke '.repeat(9).trim() } }])).toEqual([
      'OpenAI: ada@example.test, Plus',
      '    Weekly (Opus) [##........]  20% left, resets in 2 d 2 h,',
      '                  may run out Thu 11:10',
      '  read just now, from a test',
      `  ! ${'It broke '.repeat(8)}It`,
      '  broke Mend it.',
    ]);
  });

  test('says of a window where it was read and when, where that is not what is said of the account', () => {
    const windows: Window[] = [
      { ...weekly, leftPercent: 30 },
      { ...weekly, label: '5-hour', leftPercent: 58, source: 'Codex', readAt: now - 9 * hour, stale: true },
    ];
    expect(textOf([{ windows }])).toEqual([
      'OpenAI: ada@example.test, Plus',
      '  Weekly     [###.......]  30% left',
      '  5-hour     [######....]  58% left,',
      '             read 9 h ago, from Codex, may be out of date',
      '  read just now, from a test',
    ]);
  });

  test('says once that figures are old when all of them are', () => {
    const readAt = now - 9 * hour;
    const windows = [{ ...weekly, leftPercent: 30, readAt, stale: true }];
    expect(textOf([{ readAt, windows }]).slice(1)).toEqual([
      '  Weekly     [###.......]  30% left',
      '  read 9 h ago, from a test, may be out of date',
    ]);
  });

  test.each<[string, Partial<Account>, string]>([
    ['of this minute', { readAt: now - 59_000 }, '  read just now, from a test'],
    ['of the future, after the clock was set back', { readAt: now + hour }, '  read just now, from a test'],
    ['of two hours ago', { readAt: now - 2.7 * hour }, '  read 2 h ago, from a test'],
    ['of days ago, without a source', { readAt: now - 50 * hour, source: null }, '  read 2 d ago'],
    ['that is still to come', { readAt: null, source: null }, '  not read yet'],
    ['that there never is', { readAt: null, metered: false }, '  no quota to read: billed by use'],
  ])('says the age of a reading %s', (_name, changes, line) => {
    expect(textOf([{ ...changes, windows: [] }])[1]).toBe(line);
  });

  test.each([
    ['status-line', 'gatehouse statusline install'],
    ['asking', 'gatehouse auth quota --now'],
  ] as const)('says what to do so that figures come by %s', (figuresFrom, command) => {
    expect(textOf([{ windows: [], figuresFrom }]).at(-1)).toBe(`  ${command}`);
  });

  test('shows the problem of an account with what to do', () => {
    expect(textOf([{ windows: [], problem }]).at(-1)).toBe('  ! It broke. Mend it.');
  });
});

describe('the work that is left', () => {
  const refill = { account: 'ada@example.test', provider: 'Claude', window: 'Weekly', freesPercent: 40 };
  const at = now + 51 * hour;

  test.each<[string, QuotaAnswer['headroom'], string | undefined]>([
    [
      'over several accounts, with the next refill',
      { hoursLeft: 13.6, known: 3, unknown: 0, nextRefill: { ...refill, at } },
      'About 14 h of work left over 3 accounts; next refill: Claude weekly of ada@example.test in 2 d 3 h.',
    ],
    [
      'with accounts of which it is not known',
      { hoursLeft: 0.4, known: 1, unknown: 2, nextRefill: { ...refill, window: '5-hour', at: now } },
      'Less than 1 h of work left over 1 account (not known of 2 more).',
    ],
    [
      'where all are used up',
      { hoursLeft: 0, known: 2, unknown: 0, nextRefill: { ...refill, at } },
      'No work left for now over 2 accounts; next refill: Claude weekly of ada@example.test in 2 d 3 h.',
    ],
    [
      'where one is used up and the others are not known',
      { hoursLeft: 0, known: 1, unknown: 2, nextRefill: null },
      'How long the work can go on is not known yet.',
    ],
    [
      'of no account',
      { hoursLeft: null, known: 0, unknown: 1, nextRefill: { ...refill, window: 'GPT-5', at } },
      'How long the work can go on is not known yet; next refill: Claude GPT-5 of ada@example.test in 2 d 3 h.',
    ],
    ['where nothing is metered', { hoursLeft: null, known: 0, unknown: 0, nextRefill: null }, undefined],
  ])('is said %s', (_name, headroom, text) => {
    expect(headroomText(headroom, now)).toBe(text);
  });
});
