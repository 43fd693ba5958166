// What the command line prints and the exit codes it ends with.
import { describe, expect, test } from 'vitest';
import type { Status } from '../../../main/broker/protocol.ts';
import { exit, exitCodeOf, statusText } from '../../../main/cli/output.ts';
import { failureCodes, type FailureCode } from '../../../main/domain/failure.ts';
import { exampleStatus } from '../../fakes/broker.ts';

test('the exit codes are the documented ones', () => {
  expect(exit).toEqual({ ok: 0, internal: 1, usage: 2, notSignedIn: 3, quota: 4, notRunning: 5, refused: 6 });
});

const expected: Readonly<Record<FailureCode, number>> = {
  'sign-in/cancelled': 6,
  'sign-in/timed-out': 6,
  'sign-in/denied': 6,
  'sign-in/not-entitled': 6,
  'sign-in/already-running': 6,
  'sign-in/ports-busy': 6,
  'sign-in/browser-failed': 6,
  'sign-in/refused-answer': 6,
  'credential/missing': 3,
  'credential/rejected': 6,
  'credential/key-rejected': 6,
  'credential/malformed': 2,
  'network/offline': 6,
  'network/timed-out': 6,
  'network/host-not-allowed': 6,
  'provider/rate-limited': 4,
  'provider/unavailable': 6,
  'provider/forbidden': 6,
  'provider/unexpected-answer': 6,
  'storage/key-store-missing': 6,
  'storage/key-store-locked': 6,
  'storage/key-store-silent': 6,
  'storage/key-store-changed': 6,
  'storage/newer-schema': 6,
  'storage/unreadable': 6,
  'storage/conflict': 6,
  'storage/refused-path': 6,
  'storage/managed-elsewhere': 6,
  'storage/write-failed': 6,
  'broker/bad-request': 2,
  'broker/not-granted': 6,
  'broker/busy': 6,
  'broker/not-running': 5,
  'broker/silent': 5,
  'broker/version-mismatch': 5,
  'selection/unknown-provider': 2,
  internal: 1,
};

test.each(failureCodes)('%s has its own exit code', (code) => {
  expect(exitCodeOf(code)).toBe(expected[code]);
});

describe('status for people', () => {
  const now = Date.UTC(2026, 10, 24, 12);
  const [, openai] = exampleStatus.providers;
  const [account] = openai?.accounts ?? [];

  function textOf(changes: Partial<NonNullable<typeof account>>, rest: Partial<Status> = {}): string[] {
    if (openai === undefined || account === undefined) throw new Error('the example has an account');
    return statusText(
      { ...exampleStatus, providers: [{ ...openai, accounts: [{ ...account, ...changes }] }], ...rest },
      now,
    ).split('\n');
  }

  function withWindow(usedPercent: number | null, resetsAt: number | null): string | undefined {
    return textOf({ windows: [{ id: 'x', label: 'Weekly', usedPercent, resetsAt, level: 'ok' }] })[1];
  }

  test('names each provider, its accounts and what is preferred', () => {
    expect(statusText(exampleStatus, now)).toBe(
      ['Claude: not signed in', 'OpenAI (preferred): ada@example.test, Plus', '  5-hour     42% used'].join(
        '\n',
      ),
    );
  });

  test.each([
    [null, null, '  Weekly     unknown'],
    [0, null, '  Weekly     0% used'],
    [42, now - 1, '  Weekly     42% used'],
    [42, now + 5 * 60_000, '  Weekly     42% used, resets in 0 h 5 min'],
    [42, now + 119.8 * 60_000, '  Weekly     42% used, resets in 2 h 0 min'],
    [42, now + 26 * 3_600_000, '  Weekly     42% used, resets in 1 d 2 h'],
    [null, now + 3_600_000, '  Weekly     unknown, resets in 1 h 0 min'],
  ])('%s %% used and a reset at %s read well', (usedPercent, resetsAt, line) => {
    expect(withWindow(usedPercent, resetsAt)).toBe(line);
  });

  test('shows problems of an account and of the app with what to do', () => {
    const problem = { code: 'x', what: 'It broke.', next: 'Mend it.' };
    expect(textOf({ plan: null, windows: [], problem }, { preferred: null, problems: [problem] })).toEqual([
      'OpenAI: ada@example.test',
      '  ! It broke. Mend it.',
      '! It broke. Mend it.',
    ]);
  });
});
