// Where the command line prints: answers on stdout, words for people on stderr, exit codes that stay.
import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { getSystemErrorMessage } from 'node:util';
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
const standardOutput = 1;
const standardError = 2;
let wordsDescriptor = launcherDescriptor;

/** A verb prints what it has done already: an answer that nobody takes changes nothing about that. */
let answer: 'taken' | 'unread' | 'lost' = 'taken';

const fullPipeWaitMs = 10;
const noSignal = new Int32Array(new SharedArrayBuffer(4));

function lostWords({ errno, message }: NodeJS.ErrnoException): string {
  const why = errno === undefined ? message : getSystemErrorMessage(errno);
  return `The answer could not be written (${why}).\n  What the command did is done all the same.`;
}

/** Labels come from providers: no text of theirs may steer the terminal, or turn the writing round. */
function withoutControls(text: string): string {
  return text.replaceAll(/(?!\n)[\p{Cc}\p{Bidi_Control}]/gu, '');
}

/** Writes all of a text and returns what kept it from that: a full disk takes a part first, and so does a full pipe. */
function write(descriptor: number, text: string): NodeJS.ErrnoException | undefined {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (thrown) {
      const fault: NodeJS.ErrnoException = thrown instanceof Error ? thrown : new Error('unknown reason');
      if (fault.code !== 'EAGAIN') return fault;
      // A pipe that does not wait by itself: its reader needs a moment.
      Atomics.wait(noSignal, 0, 0, fullPipeWaitMs);
    }
  }
  return undefined;
}

/** For another program, which is to have every byte of it. Returns whether somebody still gets what is printed. */
export function printExactly(text: string): boolean {
  if (answer !== 'taken') return false;
  const fault = write(standardOutput, text);
  if (fault === undefined) return true;
  // Whoever reads has heard enough, as `head` does.
  answer = fault.code === 'EPIPE' ? 'unread' : 'lost';
  if (answer === 'lost') tell(`gatehouse: ${lostWords(fault)}`);
  return false;
}

/** Returns whether somebody still gets what is printed. */
export function print(text: string): boolean {
  return printExactly(`${withoutControls(text)}\n`);
}

/** Whether somebody wants the answer and could not be given all of it; they have been told why. */
export function isAnswerLost(): boolean {
  return answer === 'lost';
}

/** Words without a line end, for a question whose answer stands behind it. */
export function tellOpen(text: string): void {
  const plain = withoutControls(text);
  if (write(wordsDescriptor, plain) === undefined) return;
  // Started without the launcher: there is no descriptor 3. Where nobody takes the words either, nobody is there.
  wordsDescriptor = standardError;
  write(wordsDescriptor, plain);
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
  const isTaken =
    json && print(JSON.stringify({ schema: 1, ok: false, error: { ...failure.toValue(), what, next } }));
  // A person may still see what no program takes.
  if (!isTaken) tell(`gatehouse: ${what}\n  ${next}`);
  return exitCodeOf(failure.code);
}
