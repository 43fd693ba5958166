// Signs in by a code that the person types into a page of the provider's, on whatever device has a browser.
import type { SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure, type FailureCode } from '../domain/failure.ts';
import type { Clock, SecretBox, Timer } from '../ports.ts';
import type {
  DeviceAnswer,
  DeviceAttempt,
  DeviceMethod,
  ProviderDescription,
  ProviderTools,
} from '../providers/description.ts';
import type { AccountBook } from './account-book.ts';
import { byOwnClock } from './own-clock.ts';
import { keepInTurn, requireKeyStore, requireWorkspace, type Report } from './sign-in.ts';

export interface DeviceSignInEffects {
  readonly tools: ProviderTools;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly secretBox: SecretBox;
  readonly book: Pick<AccountBook, 'keep' | 'inTurn'>;
}

/** What "asked too often" adds to the time between two questions (RFC 8628 §3.5). */
const slowerByMs = 5_000;

/** A question that nobody answers in time doubles the time until the next, up to here (RFC 8628 §3.5). */
const longestBackOffMs = 60_000;

/** A question as long after the end is in vain: nobody waits for it. */
const inVainAfterMs = 60_000;

/** The code waits at the provider meanwhile: after these the next question may well be answered. */
const passing: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'network/offline',
  'network/timed-out',
  'network/intercepted',
  'provider/rate-limited',
  'provider/unavailable',
]);

/** Rejects with the signal's reason when it aborts. */
function pause(ms: number, timer: Timer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      stop();
      reject(signal.reason instanceof Error ? signal.reason : new Failure('sign-in/cancelled'));
    };
    const stop = timer.after(ms, () => {
      signal.removeEventListener('abort', abort);
      resolve();
    });
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}

/** One question; what passes by itself comes back as a value. */
async function askOnce(attempt: DeviceAttempt, signal: AbortSignal): Promise<DeviceAnswer | Failure> {
  try {
    return await attempt.ask(signal);
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (!passing.has(failure.code)) throw failure;
    return failure;
  }
}

/**
 * Asks until the person is done. A computer that slept past the end asks once more: what was allowed in time may still be
 * handed out.
 * @param expiresAt Unix milliseconds by this computer's clock
 * @throws Failure `sign-in/denied`, `sign-in/timed-out`, or the last one where the provider could not be asked at the end
 */
async function decision(
  attempt: DeviceAttempt,
  expiresAt: number,
  { tools, clock, timer }: Pick<DeviceSignInEffects, 'tools' | 'clock' | 'timer'>,
  signal: AbortSignal,
  subject: string,
): Promise<Extract<DeviceAnswer, { kind: 'allowed' }>> {
  let { intervalMs } = attempt;
  let last: Failure | undefined;
  let notBefore = 0;
  let timeouts = 0;
  while (clock.nowMs() < expiresAt) {
    const now = clock.nowMs();
    const backedOffMs = Math.max(intervalMs, Math.min(intervalMs * 2 ** timeouts, longestBackOffMs));
    const dueAt = Math.max(now + backedOffMs, notBefore);
    const isInVain = dueAt > expiresAt + inVainAfterMs;
    await pause((isInVain ? expiresAt : dueAt) - now, timer, signal);
    if (isInVain) break;
    const answer = await askOnce(attempt, signal);
    last = answer instanceof Failure ? answer : undefined;
    timeouts = last?.code === 'network/timed-out' ? timeouts + 1 : 0;
    if (answer instanceof Failure) {
      if (answer.code === 'provider/rate-limited') intervalMs += slowerByMs;
      notBefore = answer.retryAt === undefined ? 0 : byOwnClock(answer.retryAt, tools.clock, clock);
    } else if (answer.kind === 'allowed') return answer;
    else if (answer.kind === 'denied') throw new Failure('sign-in/denied', { subject });
    else if (answer.kind === 'expired') break;
    else if (answer.kind === 'slow-down')
      intervalMs = Math.max(intervalMs + slowerByMs, answer.intervalMs ?? 0);
  }
  throw last ?? new Failure('sign-in/timed-out', { subject });
}

/**
 * @param given the client of the person's own, for a method that needs one, and the workspace that the account has to be of
 * @throws Failure; an aborted signal's reason when that is one.
 */
export async function signInByDevice(
  provider: ProviderDescription,
  method: DeviceMethod,
  given: { readonly clientId?: string; readonly workspace?: string },
  effects: DeviceSignInEffects,
  signal: AbortSignal,
  report: Report,
): Promise<SignedInAccount> {
  const { tools, clock, secretBox, book } = effects;
  const subject = provider.label;
  try {
    report('starting');
    await requireKeyStore(secretBox, subject);
    signal.throwIfAborted();
    const attempt = await method.begin(given, tools, signal);
    const { url, code, lifeMs, advice } = attempt;
    const expiresAt = clock.nowMs() + lifeMs;
    report('enter-code', url, { code, expiresAt, advice });
    const allowed = await decision(attempt, expiresAt, effects, signal, subject);
    report('exchanging');
    // Asked while the provider is, so that the keys are kept without waiting for it again.
    secretBox.state().catch(() => undefined);
    const entry = await allowed.finish();
    signal.throwIfAborted();
    requireWorkspace(entry, given.workspace, subject);
    report('saving');
    await keepInTurn(entry, book);
    return entry;
  } catch (thrown) {
    throw signal.reason instanceof Failure ? signal.reason : toFailure(thrown);
  }
}
