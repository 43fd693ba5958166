// Accounts and quota as the command line shows them to people.
import { describe, expect, test } from 'vitest';
import type { QuotaAnswer, Status } from '../../../main/broker/protocol.ts';
import { plainBar, quotaText, statusText, unicodeBar } from '../../../main/cli/account-text.ts';
import {
  emptyStatus,
  exampleAccount,
  exampleProviders,
  exampleQuota,
  exampleStatus,
} from '../../fakes/broker.ts';

const now = Date.UTC(2026, 10, 24, 12);
const minute = 60_000;
const hour = 60 * minute;
type Account = typeof exampleAccount;
type Window = Account['windows'][number];

const problem = { code: 'x', what: 'It broke.', next: 'Mend it.' };
const weekly: Window = {
  id: 'x',
  label: 'Weekly',
  usedPercent: null,
  resetsAt: null,
  leftPercent: null,
  level: 'ok',
};

describe('status for people', () => {
  function textOf(accounts: readonly Partial<Account>[], rest: Partial<Status> = {}): string[] {
    const provider = { id: 'openai', label: 'OpenAI', methods: [] };
    const given = accounts.map((changes) => ({ ...exampleAccount, ...changes }));
    return statusText(
      { ...exampleStatus, providers: [{ ...provider, accounts: given }], ...rest },
      now,
    ).split('\n');
  }

  test('says what serves now, then names each provider, its accounts and what is preferred', () => {
    expect(statusText(exampleStatus, now).split('\n')).toEqual([
      'In use: OpenAI.',
      'Claude: not signed in',
      'OpenAI (preferred): ada@example.test, Plus',
      '  kept here (a key store)',
      '  5-hour     42% used',
    ]);
  });

  test('says why nothing serves when nobody is signed in', () => {
    expect(statusText(emptyStatus, now)).toBe(
      'Nothing can be used: Claude is not signed in. Sign in to go on.',
    );
  });

  test('marks the account in use where there are several', () => {
    expect(
      textOf([{ windows: [] }, { label: 'bob@example.test', plan: null, active: false, windows: [] }]),
    ).toEqual([
      'In use: OpenAI.',
      'OpenAI (preferred): ada@example.test, Plus (in use)',
      '  kept here (a key store)',
      'OpenAI (preferred): bob@example.test',
      '  kept here (a key store)',
    ]);
  });

  test.each([
    [null, null, '  Weekly     unknown'],
    [0, null, '  Weekly     0% used'],
    [42, now - 1, '  Weekly     42% used'],
    [42, now + 5 * minute, '  Weekly     42% used, resets in 0 h 5 min'],
    [42, now + 119.8 * minute, '  Weekly     42% used, resets in 2 h 0 min'],
    [42, now + 26 * hour, '  Weekly     42% used, resets in 1 d 2 h'],
    [null, now + hour, '  Weekly     unknown, resets in 1 h 0 min'],
  ])('%s %% used and a reset at %s read well', (usedPercent, resetsAt, line) => {
    expect(textOf([{ windows: [{ ...weekly, usedPercent, resetsAt }] }])[3]).toBe(line);
  });

  test('tells two accounts with one address apart by their organisation', () => {
    const heads = textOf([{ organization: 'Acme' }, { organization: 'Home', active: false }]).filter((line) =>
      line.startsWith('OpenAI'),
    );
    expect(heads).toEqual([
      'OpenAI (preferred): ada@example.test (Acme), Plus (in use)',
      'OpenAI (preferred): ada@example.test (Home), Plus',
    ]);
  });

  const noKeys = { ...exampleAccount.keys, backend: null };
  test.each<[string, Partial<Account['keys']>, string]>([
    [
      'of a key that was entered',
      { renewedAt: now - 2 * hour, renewedBy: null },
      'kept here, obtained 2 h ago',
    ],
    [
      'that were renewed and last',
      {
        backend: 'a key store',
        renewedAt: now - 3 * minute,
        renewedBy: 'Codex',
        expiresAt: now + 58 * minute,
      },
      'kept here (a key store), renewed 3 min ago by Codex, good for 0 h 58 min',
    ],
    ['that are over', { expiresAt: now - 5 * minute }, 'kept here, ended 5 min ago'],
    [
      'of a login of a program',
      { owner: 'Claude Code', signInEndsAt: now + 50 * hour },
      'kept by Claude Code, sign-in ends in 2 d 2 h',
    ],
    [
      'of a login that has ended',
      { owner: 'Claude Code', signInEndsAt: now - hour },
      'kept by Claude Code, sign-in ended 1 h ago',
    ],
  ])('says who keeps the keys %s', (_name, keys, line) => {
    expect(textOf([{ windows: [], keys: { ...noKeys, ...keys } }])[2]).toBe(`  ${line}`);
  });

  test('shows problems of an account and of the app with what to do', () => {
    expect(
      textOf([{ plan: null, windows: [], problem }], { preferred: null, problems: [problem] }).slice(1),
    ).toEqual([
      'OpenAI: ada@example.test',
      '  kept here (a key store)',
      '  ! It broke. Mend it.',
      '! It broke. Mend it.',
    ]);
  });
});

describe('quota for people', () => {
  function textOf(accounts: readonly Partial<Account>[], style = plainBar): string[] {
    const given = accounts.map((changes) => ({ provider: 'openai', ...exampleAccount, ...changes }));
    const answer: QuotaAnswer = { ...exampleQuota, accounts: given };
    const shown = exampleProviders.providers.filter(({ id }) => id === 'openai');
    return quotaText(answer, shown, now, style).split('\n').slice(1);
  }

  test('shows each account with its windows, the age of the reading and its source', () => {
    const read = {
      ...exampleQuota,
      accounts: [{ provider: 'openai', ...exampleAccount, readAt: now - 3 * minute }],
    };
    expect(quotaText(read, exampleProviders.providers, now, plainBar).split('\n')).toEqual([
      'In use: OpenAI.',
      'Claude: not signed in',
      'OpenAI: ada@example.test, Plus',
      '  5-hour     [######....]  58% left',
      '  read 3 min ago, from: a test',
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
    ];
    expect(textOf([{ windows }], unicodeBar).slice(1, 3)).toEqual([
      '  Weekly              ▰▰▰▱▱▱▱▱▱▱  30% left, resets in 1 d 2 h',
      '  Weekly, large model unknown',
    ]);
  });

  test.each<[string, Partial<Account>, string]>([
    ['of this minute', { readAt: now - 59_000 }, '  read just now, from: a test'],
    ['of the future, after the clock was set back', { readAt: now + hour }, '  read just now, from: a test'],
    ['of two hours ago', { readAt: now - 2.7 * hour }, '  read 2 h ago, from: a test'],
    ['of days ago, without a source', { readAt: now - 50 * hour, source: null }, '  read 2 d ago'],
    ['that is still to come', { readAt: null, source: null }, '  not read yet'],
    ['that there never is', { readAt: null, metered: false }, '  no quota to read: billed by use'],
  ])('says the age of a reading %s', (_name, changes, line) => {
    expect(textOf([{ ...changes, windows: [] }])[1]).toBe(line);
  });

  test('shows the problem of an account with what to do', () => {
    expect(textOf([{ windows: [], problem }]).at(-1)).toBe('  ! It broke. Mend it.');
  });
});
