// Where the command line prints: answers on stdout, words for people on stderr, exit codes that stay.
import { writeFileSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { describeFailure } from '../domain/failure-words.ts';
import { needsSignIn, type Failure, type FailureCode } from '../domain/failure.ts';

/** Stable exit codes (design §12). */
export const exit = {
  ok: 0,
  internal: 1,
  usage: 2,
  notSignedIn: 3,
  quota: 4,
  notRunning: 5,
  refused: 6,
} as const;

/** The launcher sends Chromium's own stderr nowhere and hands ours over as descriptor 3. */
const launcherDescriptor = 3;
const standardError = 2;
let wordsDescriptor = launcherDescriptor;

/** Labels come from providers: no text of theirs may steer the terminal, or turn the writing round. */
function withoutControls(text: string): string {
  return text.replaceAll(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, '');
}

export function print(text: string): void {
  writeSync(1, `${withoutControls(text)}\n`);
}

/** For another program, which is to have every byte of it. */
export function printExactly(text: string): void {
  writeFileSync(1, text);
}

/** Words without a line end, for a question whose answer stands behind it. */
export function tellOpen(text: string): void {
  const plain = withoutControls(text);
  try {
    writeSync(wordsDescriptor, plain);
  } catch {
    // Started without the launcher: there is no descriptor 3.
    wordsDescriptor = standardError;
    writeSync(wordsDescriptor, plain);
  }
}

export function tell(text: string): void {
  tellOpen(`${text}\n`);
}

/** Whether a person sees our words: with the launcher, stderr itself leads nowhere. */
export function wordsAreSeen(): boolean {
  return isatty(launcherDescriptor) || isatty(standardError);
}

const notRunning: readonly FailureCode[] = ['broker/not-running', 'broker/silent', 'broker/version-mismatch'];
const usage: readonly FailureCode[] = [
  'broker/bad-request',
  'selection/unknown-provider',
  'selection/unknown-account',
  'selection/several-accounts',
  'credential/malformed',
  'quota/not-found',
  'broker/no-such-lease',
  'broker/no-such-program',
  'broker/not-acceptable',
  'package/broken',
];

const quota: readonly FailureCode[] = [
  'quota/not-known',
  'quota/too-little-left',
  'quota/exceeded',
  'quota/concurrent-limit',
  'quota/daily-limit',
  'quota/subscription-ended',
  'selection/no-valid-auth',
  'provider/rate-limited',
];

export function exitCodeOf(code: FailureCode): number {
  if (notRunning.includes(code)) return exit.notRunning;
  if (usage.includes(code)) return exit.usage;
  if (code === 'credential/missing' || needsSignIn(code)) return exit.notSignedIn;
  if (quota.includes(code)) return exit.quota;
  return code === 'internal' ? exit.internal : exit.refused;
}

/** Prints a failure for people, or as JSON; returns the exit code. */
export function printFailure(failure: Failure, json: boolean): number {
  const { what, next } = describeFailure(failure.toValue());
  if (json) print(JSON.stringify({ schema: 1, ok: false, error: { ...failure.toValue(), what, next } }));
  else tell(`gatehouse: ${what}\n  ${next}`);
  return exitCodeOf(failure.code);
}
