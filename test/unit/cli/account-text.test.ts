// Accounts as the command line shows them to people.
import { describe, expect, test } from 'vitest';
import type { Status } from '../../../main/broker/protocol.ts';
import { statusText } from '../../../main/cli/account-text.ts';
import { emptyStatus, exampleAccount, exampleStatus, exampleWindow } from '../../fakes/broker.ts';

const now = Date.UTC(2026, 10, 24, 12);
const minute = 60_000;
const hour = 60 * minute;
type Account = typeof exampleAccount;

const problem = { code: 'x', what: 'It broke.', next: 'Mend it.' };
const weekly = { ...exampleWindow, label: 'Weekly', usedPercent: null, leftPercent: null };

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
    [5.666666666666666, null, '  Weekly     5% used'],
    [99.6, null, '  Weekly     99% used'],
    [42, now - 1, '  Weekly     42% used'],
    [42, now + 5 * minute, '  Weekly     42% used, resets in 0 h 5 min'],
    [42, now + 119.8 * minute, '  Weekly     42% used, resets in 2 h 0 min'],
    [42, now + 26 * hour, '  Weekly     42% used, resets in 1 d 2 h'],
    [null, now + hour, '  Weekly     unknown, resets in 1 h 0 min'],
  ])('%s %% used and a reset at %s read well', (usedPercent, resetsAt, line) => {
    expect(textOf([{ windows: [{ ...weekly, usedPercent, resetsAt }] }])[3]).toBe(line);
  });

  test('puts the figures below each other, also of windows with long names, and says amounts', () => {
    const amount = { unit: 'credits', currency: null, used: null, limit: null, left: 150 } as const;
    const windows = [
      exampleWindow,
      { ...exampleWindow, label: 'Weekly (Sonnet)' },
      { ...weekly, label: 'Credits', amount },
      { ...weekly, label: 'Requests', unlimited: true },
    ];
    expect(textOf([{ windows }]).slice(3)).toEqual([
      '  5-hour          42% used',
      '  Weekly (Sonnet) 42% used',
      '  Credits         150 credits left',
      '  Requests        unlimited',
    ]);
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

  test('says what is foreseen behind what is used', () => {
    const pace = { kind: 'runs-out', at: new Date(2026, 10, 24, 15, 40).getTime() } as const;
    expect(
      textOf([{ windows: [{ ...weekly, usedPercent: 42, resetsAt: now + 5 * minute, pace }] }])[3],
    ).toMatch(/^ {2}Weekly {5}42% used, resets in 0 h 5 min, runs out /);
  });

  test('names the plan before, where it has changed', () => {
    const subscription = {
      ...exampleAccount.subscription,
      before: 'Max 20x',
      changedAt: new Date(2026, 8, 1, 9).getTime(),
    };
    expect(textOf([{ plan: 'Pro', subscription, windows: [] }])[1]).toBe(
      'OpenAI (preferred): ada@example.test, Pro, was Max 20x until 1 Sep 2026',
    );
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
