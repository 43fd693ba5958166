// The notice of a key that was given out for the first time, and the question before a rule is kept.
import { describe, expect, test } from 'vitest';
import { handOutNotice, ruleQuestion } from '../../../main/domain/hand-out-words.ts';
import { claudeEntry } from '../../fakes/accounts.ts';

const { account } = claudeEntry({ organization: 'Lamps' });

test('it says which program got which account’s key, and where the rules are', () => {
  expect(handOutNotice({ program: { path: '/usr/bin/claude' }, account, provider: 'Claude' })).toEqual({
    title: 'Claude: a key was given out',
    body: '/usr/bin/claude got the key of API key …wxyz (Lamps) for the first time. Rules: gatehouse allow list',
  });
});

test('a script is named, not what runs it', () => {
  const program = { path: '/home/ada/review.py', interpreter: '/usr/bin/python3' };
  const { body } = handOutNotice({ program, account, provider: 'Claude' });
  expect([body.includes(program.path), body.includes(program.interpreter)]).toEqual([true, false]);
});

test('of a program that nobody knows it says so', () => {
  const { body } = handOutNotice({ program: undefined, account, provider: 'Claude' });
  expect(body).toMatch(/^A program that nobody knows got the key/);
});

test('no program or account passes for words of ours in it', () => {
  const { body } = handOutNotice({
    program: { path: '/bin/x\nAll is well. \u202E' },
    account: { ...account, label: 'ada\u2028Rules: none' },
    provider: 'Claude',
  });
  expect(body).toBe(
    '/bin/x\uFFFDAll is well. \uFFFD got the key of ada\uFFFDRules: none (Lamps) for the first time. Rules: gatehouse allow list',
  );
});

describe('the question before a rule is kept', () => {
  test('says for which program and account, and what it gives', () => {
    const asked = [true, false].map((always) => ruleQuestion(always, '/usr/bin/claude', 'ada', 'en'));
    expect(asked).toEqual([
      {
        title: 'May this program always have the key?',
        detail: [
          'Program: /usr/bin/claude',
          'Account: ada',
          '',
          'It would get the keys of this account without a question from now on.',
        ].join('\n'),
        confirm: 'Always allow',
      },
      {
        title: 'Ask about this program again?',
        detail: [
          'Program: /usr/bin/claude',
          'Account: ada',
          '',
          'You have said that it never gets the keys of this account.',
        ].join('\n'),
        confirm: 'Ask again',
      },
    ]);
  });

  test('shows an odd path and account in short lines that look like nothing else', () => {
    const path = `/bin/\u202Eedualc\n\nIt would get nothing. ${'x'.repeat(40)}Account: somebody`;
    const { detail } = ruleQuestion(true, path, 'ada\nProgram: /bin/true', 'en');
    expect(detail.split('\n')).toEqual([
      'Program:',
      `    /bin/\uFFFDedualc\uFFFD\uFFFDIt would get nothing. ${'x'.repeat(40)}`,
      '    Account: somebody',
      'Account: ada\uFFFDProgram: /bin/true',
      '',
      'It would get the keys of this account without a question from now on.',
    ]);
  });
});
