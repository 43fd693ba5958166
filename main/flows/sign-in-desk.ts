// The desk where sign-ins are asked for: one live attempt per provider, visible in the state, cancellable from anywhere.
import type { Account, SignedInAccount } from '../domain/account.ts';
import { Failure, toFailure } from '../domain/failure.ts';
import type { ProviderId } from '../domain/ids.ts';
import type { Secret } from '../domain/secret.ts';
import type {
  BrowserMethod,
  DeviceMethod,
  ProviderDescription,
  SignInMethod,
} from '../providers/description.ts';
import type { Store } from '../state/store.ts';
import type { SignInStep } from '../state/state.ts';
import type { AccountBook } from './account-book.ts';
import { signInByDevice, type DeviceSignInEffects } from './sign-in-by-device.ts';
import { signInByProgram, type ProgramSignInEffects } from './sign-in-by-program.ts';
import { createPasteSlot, type PasteSlot, type PasteVerdict } from './sign-in-paste.ts';
import {
  signInWithBrowser,
  signInWithKey,
  type BrowserChoice,
  type Report,
  type SignInEffects,
} from './sign-in.ts';

export interface SignInRequest {
  readonly provider: ProviderId;
  readonly method: string;
  /** The entered key; required by methods that take one. */
  readonly secret?: Secret;
  /** The client id that the person has just agreed to use, for a method that needs one of their own. */
  readonly clientId?: string;
  /** The id of the one workspace that the account has to be of, for a method that can be asked for one. */
  readonly workspace?: string;
  /** The answer of a browser elsewhere comes by hand, so none is opened here; for a method by browser only. */
  readonly byHand?: boolean;
  /** The provider's page shows the answer for pasting, though a browser opens here; for a method with such a page only. */
  readonly onCodePage?: true;
  /** Ends the attempt, for example when the command line that asked for it goes away. */
  readonly signal?: AbortSignal;
  readonly report?: Report;
  /** Found on this computer: nobody chose this account, so the one in use stays in use and no file gets its keys. */
  readonly imported?: boolean;
}

export interface SignInDesk {
  /**
   * Begins an attempt. Its end is in the state, and in the promise.
   * @throws Failure at once, before anything has happened: unknown method, one is running already, no consent
   */
  begin(request: SignInRequest): { readonly account: Promise<Account> };
  /** Returns false when nothing was waiting. */
  cancel(provider: ProviderId): boolean;
  /** Hands in the address that a browser ended at. A wrong one is refused and the attempt goes on. @throws Failure `broker/bad-request` when none waits */
  paste(provider: ProviderId, pasted: Secret): PasteVerdict;
  /** Ends what waits for a person, and lets finish what is past that: an answer redeemed must not be lost. */
  stop(): Promise<void>;
}

export interface DeskParts {
  readonly store: Store;
  readonly book: Pick<AccountBook, 'requireRoom'>;
  readonly find: (provider: ProviderId) => ProviderDescription;
  readonly effectsFor: (
    provider: ProviderDescription,
  ) => SignInEffects & ProgramSignInEffects & DeviceSignInEffects;
  /** The client id that a method runs with. @throws Failure `sign-in/consent-needed` */
  readonly clientFor: (
    provider: ProviderDescription,
    method: BrowserMethod | DeviceMethod,
    given: string | undefined,
  ) => string | undefined;
  /** What follows a stored sign-in, in order; each step has its own failures and reports them itself. */
  readonly afterwards: readonly {
    readonly step: SignInStep;
    run(entry: SignedInAccount): Promise<void>;
    /** Whether it follows an account that was found as well. */
    readonly alsoImported?: boolean;
  }[];
}

/** Until here nothing of the provider's has been spent. */
const waitingSteps: ReadonlySet<SignInStep> = new Set([
  'starting',
  'opening-browser',
  'open-it-yourself',
  'waiting',
  'paste-code',
  'enter-code',
  'in-program',
]);

function methodOf(provider: ProviderDescription, id: string): SignInMethod {
  const method = provider.methods.find((candidate) => candidate.id === id);
  if (method === undefined)
    throw new Failure('broker/bad-request', { subject: provider.label, detail: 'no such sign-in method' });
  return method;
}

/** Undefined where none is wanted. @throws Failure `broker/bad-request` for a method without, `credential/malformed` */
function workspaceFor(
  { label }: ProviderDescription,
  method: SignInMethod,
  wanted: string | undefined,
): string | undefined {
  if (wanted === undefined) return undefined;
  const note = method.kind === 'browser' || method.kind === 'device' ? method.workspace : undefined;
  if (note === undefined)
    throw new Failure('broker/bad-request', { subject: label, detail: 'it takes no workspace' });
  if (note.pattern.test(wanted)) return wanted;
  throw new Failure('credential/malformed', { subject: label, detail: 'that is not the id of a workspace' });
}

interface Live {
  readonly label: string;
  readonly cancel: () => void;
  readonly pastes: PasteSlot;
}

/** @throws Failure `broker/bad-request` where there is none */
function requireCodePage({ label }: ProviderDescription, method: SignInMethod): void {
  if (method.kind === 'browser' && method.hasCodePage === true) return;
  throw new Failure('broker/bad-request', { subject: label, detail: 'it has no page that shows a code' });
}

export function createSignInDesk({
  store,
  book,
  find,
  effectsFor,
  clientFor,
  afterwards,
}: DeskParts): SignInDesk {
  /** A provider from a file may go while its sign-in is under way: what is said of it is kept. */
  const live = new Map<ProviderId, Live>();
  const attempts = new Set<Promise<unknown>>();

  async function run(
    provider: ProviderDescription,
    method: SignInMethod,
    request: SignInRequest,
    choice: BrowserChoice,
    signal: AbortSignal,
  ): Promise<SignedInAccount> {
    const report: Report = (step, url, toEnter, portsTaken) => {
      store.dispatch({
        type: 'sign-in.moved',
        provider: provider.id,
        signIn: {
          method: method.id,
          step,
          ...(url !== undefined && { url }),
          ...(choice.workspace !== undefined && { workspace: choice.workspace }),
          ...(portsTaken !== undefined && { portsTaken }),
          ...(toEnter !== undefined && { code: toEnter.code, expiresAt: toEnter.expiresAt }),
        },
      });
      request.report?.(step, url, toEnter, portsTaken);
    };
    const effects = effectsFor(provider);
    // Nobody should complete a sign-in that cannot be kept.
    await book.requireRoom();
    let entry: SignedInAccount;
    if (method.kind === 'browser') {
      entry = await signInWithBrowser(provider, method, choice, effects, signal, report);
    } else if (method.kind === 'device') {
      entry = await signInByDevice(provider, method, choice, effects, signal, report);
    } else if (method.kind === 'delegated') {
      entry = await signInByProgram(provider, method, effects, signal, report);
    } else {
      if (request.secret === undefined) throw new Failure('credential/missing', { subject: provider.label });
      entry = await signInWithKey(provider, method, request.secret, effects, signal, report);
    }
    store.dispatch({ type: 'account.signed-in', account: entry.account });
    for (const next of afterwards) {
      if (request.imported === true && next.alsoImported !== true) continue;
      report(next.step);
      await next.run(entry);
    }
    return entry;
  }

  function cancel(id: ProviderId): boolean {
    const attempt = live.get(id);
    attempt?.cancel();
    return attempt !== undefined;
  }

  async function attend(
    provider: ProviderDescription,
    attempt: Promise<SignedInAccount>,
    signal: AbortSignal,
    cancelled: Failure,
  ): Promise<Account> {
    try {
      const { account } = await attempt;
      store.dispatch({ type: 'sign-in.ended', provider: provider.id });
      return account;
    } catch (thrown) {
      const failure = signal.aborted ? cancelled : toFailure(thrown);
      store.dispatch({ type: 'sign-in.ended', provider: provider.id, failure: failure.toValue() });
      throw failure;
    } finally {
      live.delete(provider.id);
      attempts.delete(attempt);
    }
  }

  return {
    begin(request) {
      const provider = find(request.provider);
      const method = methodOf(provider, request.method);
      if (live.has(provider.id)) throw new Failure('sign-in/already-running', { subject: provider.label });
      const workspace = workspaceFor(provider, method, request.workspace);
      if (request.onCodePage === true) requireCodePage(provider, method);
      const bringsClient = method.kind === 'browser' || method.kind === 'device';
      const clientId = bringsClient ? clientFor(provider, method, request.clientId) : undefined;
      const controller = new AbortController();
      const pastes = createPasteSlot();
      const cancelled = new Failure('sign-in/cancelled', { subject: provider.label });
      const cancel = (): void => {
        controller.abort(cancelled);
      };
      live.set(provider.id, { label: provider.label, cancel, pastes });
      request.signal?.addEventListener('abort', cancel);
      if (request.signal?.aborted === true) cancel();
      const byHand = request.byHand === true;
      const choice = {
        byHand,
        pastes,
        ...(clientId !== undefined && { clientId }),
        ...(workspace !== undefined && { workspace }),
        ...(request.onCodePage === true && { onCodePage: true as const }),
      };
      const attempt = run(provider, method, request, choice, controller.signal);
      attempts.add(attempt);
      return { account: attend(provider, attempt, controller.signal, cancelled) };
    },
    cancel,
    paste(id, pasted) {
      const attempt = live.get(id);
      const verdict = attempt?.pastes.hand(pasted);
      if (verdict === undefined)
        throw new Failure('broker/bad-request', {
          subject: attempt?.label ?? find(id).label,
          detail: 'no sign-in waits for an address',
        });
      return verdict;
    },
    async stop() {
      for (const id of live.keys()) {
        const step = store.state().signIns.get(id)?.step;
        if (step === undefined || waitingSteps.has(step)) cancel(id);
      }
      await Promise.allSettled(attempts);
    },
  };
}
