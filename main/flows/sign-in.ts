// Signs an account in: by browser or by an entered key. Nothing counts as signed in before it is durable.
import type { SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import type { Browser, Loopback, SecretBox, Timer } from '../ports.ts';
import type {
  ApiKeyMethod,
  BrowserMethod,
  ProviderDescription,
  ProviderTools,
} from '../providers/description.ts';
import type { SignInStep } from '../state/state.ts';
import type { AccountBook } from './account-book.ts';

export const signInLimitMs = 5 * 60_000;

export interface SignInEffects {
  readonly tools: ProviderTools;
  readonly timer: Timer;
  readonly browser: Browser;
  readonly loopback: Loopback;
  readonly secretBox: SecretBox;
  readonly book: Pick<AccountBook, 'keep' | 'inTurn'>;
}

export type Report = (step: SignInStep, url?: string) => void;

/** Said before the browser opens, so that nobody completes a sign-in that cannot be kept. */
async function requireKeyStore(secretBox: SecretBox, subject: string): Promise<void> {
  const state = await secretBox.state();
  if (state.kind === 'unusable') throw new Failure(state.code, { subject, detail: state.detail });
}

/** A renewal of the sign-in before, or its sign-out, comes first: it must not win over the new one. */
export function keepInTurn(
  entry: SignedInAccount,
  book: Pick<AccountBook, 'keep' | 'inTurn'>,
  by?: string,
): Promise<void> {
  return book.inTurn(entry.account.id, () => book.keep(entry, by));
}

/** The person's cancel and the time limit as one signal; its reason is the Failure to report. */
export function limited(
  signal: AbortSignal,
  timer: Timer,
  subject: string,
): { signal: AbortSignal; done: () => void } {
  const limit = new AbortController();
  const stop = timer.after(signInLimitMs, () => {
    limit.abort(new Failure('sign-in/timed-out', { subject }));
  });
  return { signal: AbortSignal.any([signal, limit.signal]), done: stop };
}

/** @throws Failure; an aborted signal's reason when that is one. */
export async function signInWithBrowser(
  provider: ProviderDescription,
  method: BrowserMethod,
  clientId: string | undefined,
  effects: SignInEffects,
  cancel: AbortSignal,
  report: Report,
): Promise<SignedInAccount> {
  const { tools, timer, browser, loopback, secretBox, book } = effects;
  const subject = provider.label;
  report('starting');
  await requireKeyStore(secretBox, subject);
  cancel.throwIfAborted();
  const listener = await loopback.listen(method.ports);
  const { signal, done } = limited(cancel, timer, subject);
  try {
    const attempt = await method.begin(
      { port: listener.port, ...(clientId !== undefined && { clientId }) },
      tools,
      signal,
    );
    const answering = listener.answer(attempt.expectation, signal);
    // Without a waiter of its own, a cancel while the browser opens would count as an unhandled rejection.
    answering.catch(() => undefined);
    report('opening-browser', attempt.url);
    const opening = browser.open(attempt.url).then(
      () => true,
      () => false,
    );
    // Some systems say that a browser was opened only when it is closed again: neither answer nor cancel waits for that.
    const opened = await Promise.race([opening, answering.then(() => true)]);
    report(opened ? 'waiting' : 'open-it-yourself', attempt.url);
    const { verdict, conclude } = await answering;
    if (verdict.kind === 'denied') {
      conclude('denied');
      throw new Failure(attempt.denied(verdict.error, verdict.description), { subject });
    }
    try {
      report('exchanging');
      // Asked while the provider is, so that the keys are kept without waiting for it again.
      secretBox.state().catch(() => undefined);
      const entry = await attempt.finish(verdict.code, signal);
      signal.throwIfAborted();
      report('saving');
      await keepInTurn(entry, book);
      conclude('signed-in');
      return entry;
    } catch (thrown) {
      conclude('failed');
      throw thrown;
    }
  } catch (thrown) {
    throw signal.reason instanceof Failure ? signal.reason : toFailure(thrown);
  } finally {
    done();
    await listener.close();
  }
}

/** @throws Failure; `credential/key-rejected` when the provider does not accept the key. */
export async function signInWithKey(
  provider: ProviderDescription,
  method: ApiKeyMethod,
  key: Secret,
  { tools, secretBox, book }: Pick<SignInEffects, 'tools' | 'secretBox' | 'book'>,
  cancel: AbortSignal,
  report: Report,
): Promise<SignedInAccount> {
  report('starting');
  await requireKeyStore(secretBox, provider.label);
  report('exchanging');
  const entry = await method.accept(key, tools, cancel);
  cancel.throwIfAborted();
  report('saving');
  await keepInTurn(entry, book);
  return entry;
}
