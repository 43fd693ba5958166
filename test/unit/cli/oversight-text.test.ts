// The audit log, hand-out rules and events as the command line shows them.
import { expect, test } from 'vitest';
import type { AuditVerdictAnswer, ServiceEvent } from '../../../main/broker/protocol/oversight.ts';
import { handOutsText } from '../../../main/cli/allow-text.ts';
import { auditText, verdictText } from '../../../main/cli/audit-text.ts';
import { eventText } from '../../../main/cli/event-text.ts';

const minute = 60_000;
/** Noon by the clock of whoever runs this: that is the clock that people read. */
const now = new Date(2026, 10, 24, 12).getTime();

test('an entry of the audit says who did what, with which account, and what else is known', () => {
  const text = auditText(
    {
      schema: 1,
      entries: [
        {
          at: now - minute,
          actor: 'agent',
          action: 'hand-out',
          provider: 'claude',
          account: 'claude:1',
          pid: 4211,
          program: '/opt/a\nb/claude',
          consumer: 'claude-code',
          grant: 'claude-1f2e',
          what: 'lease abc',
          until: now + 60 * minute,
        },
        {
          at: now - 2 * minute,
          actor: 'cli',
          action: 'hand-out-denied',
          provider: 'openai',
          grant: 'machine',
          failure: 'broker/locked',
        },
        { at: now - 3 * minute, actor: 'policy', action: 'switch', failure: 'of a later version' },
      ],
    },
    now,
  );
  expect(text.split('\n')).toEqual([
    '11:59  agent   hand-out         claude:1  lease abc, /opt/a b/claude, for claude-code, pid 4211, by agent claude-1f2e, until 13:00',
    '11:58  cli     hand-out-denied  openai    failed: Gatehouse is locked, so no key is given out',
    '11:57  policy  switch                     failed: of a later version',
  ]);
});

test('an empty audit says so', () => {
  expect(auditText({ schema: 1, entries: [] }, now)).toBe('Nothing has been written down.');
});

test('the verdict says how far the seal reaches, or what is wrong where', () => {
  const whole: AuditVerdictAnswer = {
    schema: 1,
    whole: true,
    entries: 12,
    sealedUpTo: 10,
    brokenAt: null,
    why: null,
  };
  const broken: AuditVerdictAnswer = {
    ...whole,
    whole: false,
    entries: null,
    sealedUpTo: null,
    brokenAt: 7,
    why: 'changed',
  };
  expect([whole, broken, { ...broken, brokenAt: null, why: null }].map(verdictText)).toEqual([
    'The audit log is whole: 12 entries, 10 of them sealed.',
    'The audit log is not whole: an entry was changed (entry 7).',
    'The audit log is not whole: nobody knows why.',
  ]);
});

test('rules and waiting questions are tables, and a lock is said first', () => {
  const who = { consumer: 'claude-code', account: 'claude:1', accountLabel: 'ada@example.test' };
  const text = handOutsText(
    {
      schema: 1,
      locked: true,
      rules: [
        { ...who, program: '/usr/bin/claude', verdict: 'always', decidedAt: now },
        { ...who, program: '/opt/review.sh', consumer: 'code', verdict: 'never', decidedAt: now },
      ],
      questions: [
        { ...who, id: '3f2a', program: '/usr/bin/node', endsAt: now + minute },
        { ...who, id: '3f2b', program: null, endsAt: now + minute },
      ],
    },
    now,
  );
  expect(text.split('\n')).toEqual([
    'Gatehouse is locked: no key is given out, whatever the rules say.',
    'always  claude-code  ada@example.test  /usr/bin/claude',
    'never   code         ada@example.test  /opt/review.sh',
    'Waiting for an answer (gatehouse allow answer):',
    '  3f2a  claude-code  ada@example.test  until 12:01  /usr/bin/node',
    '  3f2b  claude-code  ada@example.test  until 12:01  a program that nobody can name',
  ]);
});

test('an account that is gone is shown by its whole id, by which its rules are taken back', () => {
  const account = 'openai:01234567-89ab-cdef-0123-456789abcdef';
  const rule = { program: '/opt/a', consumer: 'code', account, accountLabel: account, decidedAt: now };
  const rules = [{ ...rule, verdict: 'always' as const }];
  expect(handOutsText({ schema: 1, locked: false, rules, questions: [] }, now)).toBe(
    `always  code  ${account}  /opt/a`,
  );
});

test('without a rule it says what happens then', () => {
  expect(handOutsText({ schema: 1, locked: false, rules: [], questions: [] }, now)).toBe(
    'There is no rule: Gatehouse asks about each program.',
  );
});

test('each event is one line with its time', () => {
  const at = now + 2_000;
  const lease = {
    type: 'lease',
    lease: 'a',
    agent: 'claude-1f2e',
    account: 'claude:1',
    how: null,
    at,
  } as const;
  const events: readonly ServiceEvent[] = [
    { type: 'quota', account: 'claude:1', provider: 'claude', at },
    { type: 'accounts', at },
    { type: 'switch', provider: 'claude', account: null, reason: 'Claude\nis preferred.', at },
    { type: 'switch', provider: null, account: null, reason: 'Everything is used up.', at },
    { ...lease, what: 'granted' },
    { ...lease, what: 'ended', how: 'process-gone' },
    { ...lease, what: 'queued', lease: null, account: null },
    { ...lease, what: 'refused', lease: null },
    { type: 'locked', locked: true, at },
    { type: 'locked', locked: false, at },
    { type: 'problem', code: 'network/offline', what: 'Claude cannot be reached.', at },
  ];
  expect(events.map(eventText)).toEqual([
    '12:00:02 quota of claude:1 (claude) was read',
    '12:00:02 accounts have changed',
    '12:00:02 in use: claude. Claude is preferred.',
    '12:00:02 in use: nothing. Everything is used up.',
    '12:00:02 claude-1f2e has a lease of claude:1',
    '12:00:02 the lease of claude-1f2e of claude:1 has ended (process-gone)',
    '12:00:02 claude-1f2e waits for a lease of any account',
    '12:00:02 claude-1f2e got no lease of claude:1',
    '12:00:02 locked: no key is given out',
    '12:00:02 unlocked',
    '12:00:02 ! Claude cannot be reached.',
  ]);
});
