// The exit codes that the command line ends with.
import { expect, test } from 'vitest';
import { exit, exitCodeOf } from '../../../main/cli/output.ts';
import { failureCodes, type FailureCode } from '../../../main/domain/failure.ts';

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
  'sign-in/consent-needed': 6,
  'sign-in/program-missing': 6,
  'sign-in/program-failed': 6,
  'credential/missing': 3,
  'credential/rejected': 6,
  'credential/key-rejected': 6,
  'credential/malformed': 2,
  'credential/left-to-owner': 6,
  'credential/not-revoked': 6,
  'credential/revoked': 6,
  'credential/spent': 6,
  'credential/owner-silent': 6,
  'credential/owner-changed': 6,
  'network/offline': 6,
  'network/timed-out': 6,
  'network/host-not-allowed': 6,
  'network/untrusted': 6,
  'network/intercepted': 6,
  'provider/rate-limited': 4,
  'provider/unavailable': 6,
  'provider/forbidden': 6,
  'provider/unexpected-answer': 6,
  'storage/key-store-missing': 6,
  'storage/key-store-locked': 6,
  'storage/key-store-silent': 6,
  'storage/key-store-changed': 6,
  'storage/key-store-passphrase': 6,
  'storage/passphrase-wrong': 6,
  'storage/newer-schema': 6,
  'storage/unreadable': 6,
  'storage/conflict': 6,
  'storage/lock-held': 6,
  'storage/refused-path': 6,
  'storage/managed-elsewhere': 6,
  'storage/write-failed': 6,
  'quota/not-known': 4,
  'quota/too-little-left': 4,
  'hook/unsuitable': 6,
  'hook/refused': 6,
  'hook/changed': 6,
  'hook/failed': 6,
  'broker/bad-request': 2,
  'broker/cancelled': 6,
  'broker/not-granted': 6,
  'broker/busy': 6,
  'broker/not-running': 5,
  'broker/silent': 5,
  'broker/version-mismatch': 5,
  'selection/unknown-provider': 2,
  'selection/unknown-account': 2,
  'selection/several-accounts': 2,
  'selection/no-valid-auth': 4,
  internal: 1,
};

test.each(failureCodes)('%s has its own exit code', (code) => {
  expect(exitCodeOf(code)).toBe(expected[code]);
});
