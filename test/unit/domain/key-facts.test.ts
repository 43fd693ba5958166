// What may be known about keys: facts without a secret, and how near the end of the sign-in is.
import { expect, test } from 'vitest';
import { consumerId } from '../../../main/domain/ids.ts';
import { expiryLevel, keyFactsOf } from '../../../main/domain/key-facts.ts';
import { delegatedAccount } from '../../../main/flows/sign-in-by-program.ts';
import { claudeEntry, noonMs, openaiEntry } from '../../fakes/accounts.ts';
import { adaAtProgram } from '../../fakes/owner.ts';

const day = 86_400_000;

test('each kind of credential says what it knows, and nothing secret', () => {
  const owner = consumerId('example-program');
  const folder = '/data/logins/1';
  const kept = delegatedAccount(adaAtProgram, {
    origin: 'imported',
    owner,
    folder,
    place: 'usual',
    obtainedAt: noonMs,
  });
  const signedIn = openaiEntry({}, { refreshTokenExpiresAt: noonMs + day });
  const facts = [
    keyFactsOf(signedIn, 'toy', 'Codex'),
    keyFactsOf(claudeEntry(), 'toy', undefined),
    keyFactsOf(claudeEntry({}, { origin: 'browser-sign-in' }), 'toy', undefined),
    keyFactsOf(kept, undefined, undefined),
  ];
  expect([facts, JSON.stringify(facts).includes('canary')]).toEqual([
    [
      {
        renewedAt: signedIn.credential.obtainedAt,
        backend: 'toy',
        renewedBy: 'Codex',
        expiresAt: signedIn.credential.expiresAt,
        signInEndsAt: noonMs + day,
      },
      { renewedAt: claudeEntry().credential.obtainedAt, backend: 'toy' },
      { renewedAt: claudeEntry().credential.obtainedAt, backend: 'toy', isOfSignIn: true },
      {
        renewedAt: noonMs,
        owner,
        login: { folder, place: 'usual' },
        signInEndsAt: adaAtProgram.loginExpiresAt,
      },
    ],
    false,
  ]);
});

test.each([
  [8, undefined],
  [7, 7],
  [3.5, 7],
  [3, 3],
  [1, 1],
  [0, 1],
  [-5, 1],
])('with %s days left the level is %s', (daysLeft, level) => {
  expect(expiryLevel(noonMs + daysLeft * day, noonMs)).toBe(level);
});

test('an unknown end has no level', () => {
  expect(expiryLevel(undefined, noonMs)).toBeUndefined();
});
