// Signs an account in: by browser or by an entered key. Nothing counts as signed in before it is durable.
import type { SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { Secret } from '../domain/secret.ts';
import type { Browser, CallbackAnswer, CallbackListener, Loopback, SecretBox, Timer } from '../ports.ts';
import type {
  ApiKeyMethod,
  BrowserAttempt,
  BrowserMethod,
  ProviderDescription,
  ProviderTools,
} from '../providers/description.ts';
import type { SignInStep } from '../state/state.ts';
import type { AccountBook } from './account-book.ts';
import type { PasteSlot } from './sign-in-paste.ts';

export const signInLimitMs = 5 * 60_000;

export interface SignInEffects {
  readonly tools: ProviderTools;
  readonly timer: Timer;
  readonly browser: Browser;
  readonly loopback: Loopback;
  readonly secretBox: SecretBox;
  readonly book: Pick<AccountBook, 'keep' | 'inTurn'>;
}

/** A code that the person types into the page at the address of the step. */
export interface CodeToEnter {
  readonly code: string;
  /** Unix milliseconds. */
  readonly expiresAt: number;
  /** What may be in the way there. */
  readonly advice: string;
}

/** @param portsTaken who holds the ports that a browser would come back to, where that is why a code is pasted */
export type Report = (step: SignInStep, url?: string, toEnter?: CodeToEnter, portsTaken?: string) => void;

export interface BrowserChoice {
  /** For a method that needs one of the person's own. */
  readonly clientId?: string;
  /** The one that the account has to be of. */
  readonly workspace?: string;
  /** The person opens the address, on any computer, and brings the answer back; here no browser opens. */
  readonly byHand: boolean;
  /** The answer is to be shown for pasting, though a browser opens here. */
  readonly onCodePage?: true;
  /** Takes the answer by hand, whichever browser it came from. */
  readonly pastes: PasteSlot;
}

/** Said before the browser opens, so that nobody completes a sign-in that cannot be kept. */
export async function requireKeyStore(secretBox: SecretBox, subject: string): Promise<void> {
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

/** Nothing is kept of an answer for another workspace: it would be another account. @throws Failure `sign-in/other-workspace` */
export function requireWorkspace(
  { account: { workspaceId } }: SignedInAccount,
  wanted: string | undefined,
  subject: string,
): void {
  if (wanted === undefined || workspaceId === wanted) return;
  const detail = `asked for ${wanted}, came back with ${workspaceId ?? 'none'}`;
  throw new Failure('sign-in/other-workspace', { subject, detail });
}

interface Listening {
  /** Absent where the answer comes by hand and nothing needs to listen. */
  readonly listener?: CallbackListener;
  /** Who holds the ports. */
  readonly portsTaken?: string;
}

/** @throws Failure `sign-in/ports-busy` */
async function listenFor(
  { ports, hasCodePage }: BrowserMethod,
  loopback: Loopback,
  { byHand, onCodePage }: Pick<BrowserChoice, 'byHand' | 'onCodePage'>,
): Promise<Listening> {
  // An answer that is shown for pasting never comes to a port.
  if ((byHand || onCodePage === true) && hasCodePage === true) return {};
  try {
    return { listener: await loopback.listen(ports) };
  } catch (thrown) {
    const { code, detail } = toFailure(thrown);
    const canDoWithout = byHand || hasCodePage === true;
    if (!canDoWithout || code !== 'sign-in/ports-busy') throw thrown;
    return detail === undefined ? {} : { portsTaken: detail };
  }
}

/** The first acceptable answer, from the listener or by hand; from then on neither takes another (CB-08). */
async function firstAnswer(
  { expectation, codePage }: BrowserAttempt,
  port: number,
  from: { readonly listener: CallbackListener | undefined; readonly pastes: PasteSlot },
  signal: AbortSignal,
): Promise<CallbackAnswer> {
  const over = new AbortController();
  const waiting = AbortSignal.any([signal, over.signal]);
  try {
    const pasted = codePage === undefined ? { ...expectation, port } : { ...expectation, codePage };
    const byHand = from.pastes.answer(pasted, waiting);
    return await (from.listener === undefined
      ? byHand
      : Promise.race([from.listener.answer(expectation, waiting), byHand]));
  } finally {
    over.abort();
  }
}

/** Some systems say that a browser was opened only when it is closed again: neither answer nor cancel waits for that. */
async function isOpened(browser: Browser, url: string, answering: Promise<unknown>): Promise<boolean> {
  const opening = browser.open(url).then(
    () => true,
    () => false,
  );
  return Promise.race([opening, answering.then(() => true)]);
}

/** Sends the person to the address, and says what they have to do until the answer is there. */
async function sendPerson(
  { url, codePage }: BrowserAttempt,
  { browser, byHand, portsTaken }: { browser: Browser; byHand: boolean; portsTaken: string | undefined },
  answering: Promise<unknown>,
  report: Report,
): Promise<void> {
  if (codePage !== undefined) {
    // Said first: the code is asked for whether or not the browser tells that it has opened.
    report('paste-code', url, undefined, portsTaken);
    if (!byHand) browser.open(url).catch(() => undefined);
    return;
  }
  if (!byHand) report('opening-browser', url);
  const opened = !byHand && (await isOpened(browser, url, answering));
  report(opened ? 'waiting' : 'open-it-yourself', url);
}

/** @throws Failure; an aborted signal's reason when that is one. */
export async function signInWithBrowser(
  provider: ProviderDescription,
  method: BrowserMethod,
  choice: BrowserChoice,
  effects: SignInEffects,
  cancel: AbortSignal,
  report: Report,
): Promise<SignedInAccount> {
  const { clientId, workspace, byHand, pastes } = choice;
  const { tools, timer, browser, loopback, secretBox, book } = effects;
  const subject = provider.label;
  report('starting');
  await requireKeyStore(secretBox, subject);
  cancel.throwIfAborted();
  const { listener, portsTaken } = await listenFor(method, loopback, choice);
  const port = listener?.port ?? method.ports[0];
  // A provider without ports has no method by browser.
  if (port === undefined) throw new Failure('internal');
  const { signal, done } = limited(cancel, timer, subject);
  try {
    const given = {
      port,
      ...(clientId !== undefined && { clientId }),
      ...(workspace !== undefined && { workspace }),
      ...(listener === undefined && method.hasCodePage === true && { onCodePage: true as const }),
    };
    const attempt = await method.begin(given, tools, signal);
    const answering = firstAnswer(attempt, port, { listener, pastes }, signal);
    // Without a waiter of its own, a cancel while the browser opens would count as an unhandled rejection.
    answering.catch(() => undefined);
    await sendPerson(attempt, { browser, byHand, portsTaken }, answering, report);
    const { verdict, conclude } = await answering;
    if (verdict.kind === 'denied') {
      conclude('denied');
      throw new Failure(attempt.denied(verdict.error, verdict.description), { subject });
    }
    try {
      report('exchanging');
      const finishing = attempt.finish(verdict.code, signal, verdict.issuer);
      // Asked while the provider is, so that the keys are kept without waiting for it again.
      secretBox.state().catch(() => undefined);
      const entry = await finishing;
      signal.throwIfAborted();
      requireWorkspace(entry, workspace, subject);
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
    await listener?.close();
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
