// Switching as the command line shows it to people.
import { describe, expect, test } from 'vitest';
import type { Status } from '../../../main/broker/protocol.ts';
import { statusText } from '../../../main/cli/account-text.ts';
import { courseText, holderText, switchingLines } from '../../../main/cli/switching-text.ts';
import { exampleAccount, exampleStatus } from '../../fakes/broker.ts';
import { exampleSelection, noSwitching } from '../../fakes/broker-switching.ts';

const minute = 60_000;
/** Noon by the clock of whoever runs this: that is the clock that people read. */
const now = new Date(2026, 10, 24, 12).getTime();

const bob = { ...exampleAccount, id: 'openai:user-2.acc-2', label: 'bob@example.test', organization: 'Acme' };
const providers: Status['providers'] = [
  { id: 'claude', label: 'Claude', methods: [], accounts: [] },
  { id: 'openai', label: 'OpenAI', methods: [], accounts: [exampleAccount, bob] },
];
const claudeStands = { account: 'claude:1', label: 'ivo@example.test', provider: 'claude' };

const standingIn: Status['selection'] = {
  ...exampleSelection,
  fallenBack: true,
  phase: 'fallback',
  since: now - 30 * minute,
  wanted: claudeStands,
  waitsFor: ['5-hour', 'Weekly'],
  backAt: now + 100 * minute,
};

describe('what stands in for what', () => {
  test.each<[string, Partial<Status['selection']>, string | undefined]>([
    ['nothing while the wanted account serves', exampleSelection, undefined],
    [
      'a provider that is used up',
      {},
      'OpenAI stands in for Claude since 11:30. Waiting for 5-hour, Weekly; back about 13:40.',
    ],
    [
      'a provider whose rest is kept',
      { phase: 'draining', waitsFor: ['5-hour'], backAt: null },
      'What is left of Claude is for what runs already; OpenAI serves what starts new since 11:30. Waiting for 5-hour.',
    ],
    [
      'a provider that has not recovered in full',
      { phase: 'held', waitsFor: ['Weekly'] },
      'OpenAI still stands in for Claude since 11:30, for not all of it has recovered. Waiting for Weekly; back about 13:40.',
    ],
    [
      'another account of the same provider, by the names of both',
      {
        wanted: { account: bob.id, label: bob.label, provider: 'openai' },
        waitsFor: [],
      },
      'ada@example.test stands in for bob@example.test (Acme) since 11:30. Back about 13:40.',
    ],
    [
      'none where none can',
      { provider: null, account: null, waitsFor: [], backAt: null },
      'Nothing stands in for Claude since 11:30.',
    ],
    [
      'no time that is past or not known',
      { since: null, waitsFor: [], backAt: now - 1 },
      'OpenAI stands in for Claude.',
    ],
  ])('is said of %s', (_name, changes, text) => {
    expect(courseText({ ...standingIn, ...changes }, providers, now)).toBe(text);
  });
});

test('programs that keep the account of before are named with the account and until when', () => {
  const codex = { program: 'codex', pid: 4211, account: 'ada@example.com' };
  expect([codex, { ...codex, account: null }].map(holderText)).toEqual([
    'codex, pid 4211, keeps ada@example.com until it restarts',
    'codex, pid 4211, keeps the account of before until it restarts',
  ]);
});

test.each([
  ['checking', 'Switching to Claude: bob: asking the provider whether the sign-in works…'],
  ['writing', 'Switching to Claude: bob: writing the shared files…'],
  ['verifying', 'Switching to Claude: bob: reading the shared files again…'],
  ['undoing', 'Undoing the switch to Claude: bob…'],
] as const)('a switch in the step %s is said with its target', (step, line) => {
  expect(switchingLines({ ...noSwitching, running: { step, to: 'Claude: bob' } }, now)).toEqual([line]);
});

test('status says all of it around the accounts', () => {
  const status: Status = {
    ...exampleStatus,
    strategy: 'soonest-reset',
    selection: { ...standingIn, reason: 'In use: OpenAI, because Claude is used up.' },
    switching: {
      running: null,
      problem: { code: 'x', what: 'It broke.', next: 'Mend it.' },
      undo: { title: 'Claude: bob@example.test', at: now - 5 * minute },
      holders: [{ program: 'codex', pid: 4211, account: 'ada@example.com' }],
    },
    providers: [{ id: 'claude', label: 'Claude', methods: [], accounts: [] }],
    problems: [{ code: 'y', what: 'It is locked.', next: 'Unlock it.' }],
  };
  expect(statusText(status, now).split('\n')).toEqual([
    'In use: OpenAI, because Claude is used up.',
    'openai stands in for Claude since 11:30. Waiting for 5-hour, Weekly; back about 13:40.',
    'Strategy: soonest-reset',
    '! It broke. Mend it.',
    'Last switch: Claude: bob@example.test, 5 min ago. To undo it: gatehouse auth undo',
    'Claude: not signed in',
    'codex, pid 4211, keeps ada@example.com until it restarts',
    '! It is locked. Unlock it.',
  ]);
});
