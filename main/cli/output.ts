// What the command line prints: answers on stdout, words for people on stderr, exit codes that stay.
import { writeSync } from 'node:fs';
import { describeFailure } from '../domain/failure-words.ts';
import type { Failure, FailureCode } from '../domain/failure.ts';
import type { Status } from '../broker/protocol.ts';

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
let wordsDescriptor = launcherDescriptor;

export function print(text: string): void {
  writeSync(1, `${text}\n`);
}

export function tell(text: string): void {
  try {
    writeSync(wordsDescriptor, `${text}\n`);
  } catch {
    // Started without the launcher: there is no descriptor 3.
    wordsDescriptor = 2;
    writeSync(wordsDescriptor, `${text}\n`);
  }
}

export function exitCodeOf(code: FailureCode): number {
  if (['broker/not-running', 'broker/silent', 'broker/version-mismatch'].includes(code))
    return exit.notRunning;
  if (
    code === 'broker/bad-request' ||
    code === 'selection/unknown-provider' ||
    code === 'credential/malformed'
  )
    return exit.usage;
  if (code === 'credential/missing') return exit.notSignedIn;
  if (code.startsWith('quota/') || code === 'provider/rate-limited') return exit.quota;
  return code === 'internal' ? exit.internal : exit.refused;
}

/** Prints a failure for people, or as JSON; returns the exit code. */
export function printFailure(failure: Failure, json: boolean): number {
  const { what, next } = describeFailure(failure.toValue());
  if (json) print(JSON.stringify({ schema: 1, ok: false, error: { ...failure.toValue(), what, next } }));
  else tell(`gatehouse: ${what}\n  ${next}`);
  return exitCodeOf(failure.code);
}

function resetText(resetsAt: number | null, now: number): string {
  if (resetsAt === null || resetsAt <= now) return '';
  const minutes = Math.round((resetsAt - now) / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts =
    days > 0
      ? [`${String(days)} d`, `${String(hours)} h`]
      : [`${String(hours)} h`, `${String(minutes % 60)} min`];
  return `, resets in ${parts.join(' ')}`;
}

export function statusText({ providers, preferred, problems }: Status, now: number): string {
  const lines = providers.flatMap((provider) => {
    const mark = provider.id === preferred ? ' (preferred)' : '';
    if (provider.accounts.length === 0) return [`${provider.label}${mark}: not signed in`];
    return provider.accounts.flatMap((account) => [
      `${provider.label}${mark}: ${account.label}${account.plan === null ? '' : `, ${account.plan}`}`,
      ...account.windows.map(
        (window) =>
          `  ${window.label.padEnd(10)} ${window.usedPercent === null ? 'unknown' : `${String(window.usedPercent)}% used`}${resetText(window.resetsAt, now)}`,
      ),
      ...(account.problem === null ? [] : [`  ! ${account.problem.what} ${account.problem.next}`]),
    ]);
  });
  return [...lines, ...problems.map(({ what, next }) => `! ${what} ${next}`)].join('\n');
}
