// Every failure has what helps against it, or nothing; a new code has to find its place here.
import { expect, test } from 'vitest';
import { failureCodes } from '../../../main/domain/failure.ts';
import { remedyFor, remedyForSignIn } from '../../../main/domain/remedy.ts';

const table = (remedy: typeof remedyFor) =>
  Object.fromEntries(
    failureCodes.flatMap((code) => {
      const found = remedy(code);
      return found === undefined ? [] : [[code, found]];
    }),
  );

test('an account is helped by what its failure asks for', () => {
  expect(table(remedyFor)).toEqual({
    'credential/missing': 'sign-in',
    'credential/rejected': 'sign-in',
    'credential/key-rejected': 'sign-in',
    'credential/malformed': 'sign-in',
    'credential/left-to-owner': 'sign-in',
    'credential/revoked': 'sign-in',
    'credential/spent': 'sign-in',
    'credential/owner-changed': 'sign-in',
    'credential/owner-silent': 'read-again',
    'network/timed-out': 'read-again',
    'network/untrusted': 'read-again',
    'provider/forbidden': 'sign-in',
    'storage/key-store-missing': 'unlock',
    'storage/key-store-locked': 'unlock',
    'storage/key-store-silent': 'unlock',
    'storage/key-store-changed': 'sign-in',
    'storage/key-store-passphrase': 'enter-passphrase',
    'storage/passphrase-wrong': 'enter-passphrase',
    'storage/unreadable': 'doctor',
    'storage/conflict': 'read-again',
    'storage/lock-held': 'read-again',
    'storage/refused-path': 'doctor',
    'storage/managed-elsewhere': 'doctor',
    'storage/write-failed': 'doctor',
    'quota/not-known': 'read-again',
    'quota/subscription-ended': 'read-again',
    'app/safe-mode': 'doctor',
    internal: 'doctor',
  });
});

test('what passes by itself offers nothing to press', () => {
  const passing = [
    'network/offline',
    'network/intercepted',
    'provider/rate-limited',
    'provider/unavailable',
  ] as const;
  expect(passing.map(remedyFor)).toEqual([undefined, undefined, undefined, undefined]);
});

test('a sign-in that failed is tried again, unless something else comes first or it was the person', () => {
  const others = Object.entries(table(remedyForSignIn)).filter(([, remedy]) => remedy !== 'sign-in');
  expect({
    others: Object.fromEntries(others),
    nothing: failureCodes.filter((code) => remedyForSignIn(code) === undefined),
  }).toEqual({
    others: {
      'storage/key-store-missing': 'unlock',
      'storage/key-store-locked': 'unlock',
      'storage/key-store-silent': 'unlock',
      'storage/key-store-passphrase': 'enter-passphrase',
      'storage/passphrase-wrong': 'enter-passphrase',
      'storage/unreadable': 'doctor',
      'storage/refused-path': 'doctor',
      'storage/managed-elsewhere': 'doctor',
      'storage/write-failed': 'doctor',
      'app/safe-mode': 'doctor',
      internal: 'doctor',
    },
    nothing: [
      'sign-in/cancelled',
      'sign-in/not-entitled',
      'sign-in/already-running',
      'network/host-not-allowed',
      'storage/newer-schema',
      'storage/read-only',
    ],
  });
});
