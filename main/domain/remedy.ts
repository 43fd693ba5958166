// What helps against a failure, as one of the few things that the window can do about it. Pure.
import type { FailureCode } from './failure.ts';

/** `unlock`: open the system's key store; `read-again`: ask the provider once more. */
export type Remedy = 'sign-in' | 'unlock' | 'read-again' | 'enter-passphrase' | 'doctor';

/** What is not here passes by itself, or is for the person to do elsewhere: their words say so. */
const remedies: Readonly<Partial<Record<FailureCode, Remedy>>> = {
  'credential/missing': 'sign-in',
  'credential/rejected': 'sign-in',
  'credential/key-rejected': 'sign-in',
  'credential/malformed': 'sign-in',
  'credential/left-to-owner': 'sign-in',
  'credential/revoked': 'sign-in',
  'credential/spent': 'sign-in',
  'credential/owner-changed': 'sign-in',
  // That program is run once first, and then looked at again.
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
  // Once it is renewed at the provider.
  'quota/subscription-ended': 'read-again',
  'app/safe-mode': 'doctor',
  internal: 'doctor',
};

/** For an account. Undefined: nothing here helps. */
export function remedyFor(code: FailureCode): Remedy | undefined {
  return remedies[code];
}

/** Another try would end the same way, or is not wanted. */
const final: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'sign-in/cancelled',
  'sign-in/already-running',
  'sign-in/not-entitled',
  'network/host-not-allowed',
  'storage/newer-schema',
  'storage/read-only',
]);

/** For a sign-in that has failed: it can be tried again, unless something else has to be done first. */
export function remedyForSignIn(code: FailureCode): Remedy | undefined {
  if (final.has(code)) return undefined;
  const remedy = remedies[code];
  return remedy === 'unlock' || remedy === 'enter-passphrase' || remedy === 'doctor' ? remedy : 'sign-in';
}
