// The notice of a key that was given out for the first time.
import { expect, test } from 'vitest';
import { handOutNotice } from '../../../main/domain/hand-out-words.ts';
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
