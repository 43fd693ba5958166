// One provider: its accounts, a running sign-in, and the ways to sign in.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { ProviderView, SelectionView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { shownAccount, shownProvider } from '../state.ts';
import { AccountList } from './account-list.tsx';
import { FixButton } from './fix-button.tsx';
import { IncidentLine } from './incident-line.tsx';
import { InstallCommand } from './install-command.tsx';
import { hasForm, Methods, needsForm } from './methods.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SignInProgress, type SignInChoice } from './sign-in-progress.tsx';
import { ThirdParty } from './third-party.tsx';

export interface ProviderSectionProps {
  readonly provider: ProviderView;
  readonly selection: SelectionView;
  /** Whether a switch is under way. */
  readonly isSwitching: boolean;
}

export function ProviderSection({ provider, selection, isSwitching }: ProviderSectionProps) {
  const { accounts, signIn } = provider;
  const title = useId();
  const list = useId();
  const { home, onFocusIn } = useFocusHome<HTMLHeadingElement>();
  const start = useIntent('signIn.start');
  const expanded = useSignal(false);
  /** The method whose form is open. */
  const form = useSignal<string | null>(null);
  /** How often it was asked for: a form that is open already takes the focus again. */
  const asked = useSignal(0);

  const shown = shownProvider.value;
  // After drawing: until then the settings may stand in place of this section.
  useEffect(() => {
    if (shown?.provider !== provider.id) return;
    shownProvider.value = null;
    const method = provider.methods.find(({ id }) => id === shown.method);
    expanded.value = true;
    asked.value = asked.peek() + 1;
    form.value = method !== undefined && hasForm(method) ? method.id : null;
    home.current?.scrollIntoView({ block: 'start' });
    home.current?.focus();
  }, [shown]);

  /** Whether a button that helps has started the sign-in, and the account that it was to help. */
  const byFix = useSignal(false);
  const helped = useRef<string | null>(null);
  /** The method to start once the sign-in that is being cancelled has ended. */
  const again = useRef<{ readonly method: string; readonly choice: SignInChoice } | null>(null);
  /** The sign-in that ended well, and whose it is where that is known; in words only when drawn. */
  const signedIn = useSignal<{ readonly account: string | null } | null>(null);

  const signInBy = (id: string, choice: SignInChoice): void => {
    const method = provider.methods.find((each) => each.id === id);
    if (method === undefined) return;
    if (needsForm(method)) {
      asked.value += 1;
      form.value = id;
      return;
    }
    byFix.value = true;
    form.value = null;
    void start.send({ provider: provider.id, method: id, ...choice }).then((started) => {
      if (started) return;
      byFix.value = false;
      helped.current = null;
    });
  };
  const signInFor = (method: string, workspace?: string): void => {
    signInBy(method, workspace === undefined ? {} : { workspace });
  };
  /** Main has taken the cancelling; the end of the sign-in is shown before or after. */
  const wantAgain = (method: string, choice: SignInChoice): void => {
    if (before.current.isRunning) again.current = { method, choice };
    else if (!before.current.endedWell) signInBy(method, choice);
  };

  // What became of it, and where the keyboard goes on.
  const isRunning = signIn !== null;
  const before = useRef({ isRunning, endedWell: false, accounts });
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { isRunning, endedWell: isRunning ? false : last.endedWell, accounts };
    if (isRunning === last.isRunning) return;
    if (isRunning) {
      signedIn.value = null;
      return;
    }
    const endedWell = provider.problem === null;
    before.current.endedWell = endedWell;
    byFix.value = false;
    const next = again.current;
    again.current = null;
    const account = helped.current;
    helped.current = null;
    if (next !== null && !endedWell) signInBy(next.method, next.choice);
    else if (endedWell) {
      const added = accounts.find(({ id }) => last.accounts.every((each) => each.id !== id));
      signedIn.value = { account: added?.label ?? null };
      if (account !== null) shownAccount.value = account;
    }
  });

  const problem = form.value === null ? (start.problem ?? provider.problem) : null;
  const programs = provider.methods.flatMap(({ program }) => (program === null ? [] : [program]));
  const methodsShown = accounts.length === 0 || expanded.value || form.value !== null;
  return (
    <section class="provider" data-provider={provider.id} aria-labelledby={title} onFocusIn={onFocusIn}>
      <h2 id={title} class="provider-title" ref={home} tabIndex={-1}>
        {provider.label}
      </h2>
      {provider.thirdParty !== undefined && (
        <ThirdParty label={provider.label} thirdParty={provider.thirdParty} />
      )}
      <IncidentLine label={provider.label} incident={provider.incident} />
      <AccountList
        provider={provider}
        selection={selection}
        isSwitching={isSwitching}
        onSignIn={
          signIn !== null || start.busy
            ? null
            : (method, account, workspace) => {
                helped.current = account;
                signInFor(method, workspace);
              }
        }
      />
      <p class="unseen" role="status">
        {signedIn.value !== null && messages.signedIn(provider.label, signedIn.value.account)}
      </p>
      {/* An open form shows its own problem, which is the same one. */}
      <ProblemNote problems={[problem]} />
      {problem?.code === 'sign-in/program-missing' &&
        programs.map((program) => <InstallCommand key={program.label} {...program} />)}
      {problem !== null && (
        <FixButton
          fix={provider.fix}
          name={provider.label}
          signInWords={againWords(provider)}
          busy={start.busy}
          onSignIn={signIn === null ? signInFor : null}
          onReadAgain={null}
        />
      )}
      {signIn !== null && signIn.method !== form.value && (
        <SignInProgress provider={provider} signIn={signIn} asked={byFix.value} onAgain={wantAgain} />
      )}
      {accounts.length > 0 && provider.methods.length > 0 && signIn === null && (
        <button
          type="button"
          class="quiet-button"
          aria-expanded={methodsShown}
          aria-controls={list}
          onClick={() => {
            expanded.value = !methodsShown;
            form.value = null;
          }}
        >
          {messages.anotherAccount}
        </button>
      )}
      <div id={list} hidden={!methodsShown}>
        <Methods
          provider={provider}
          form={form.value}
          asked={asked.value}
          onAgain={wantAgain}
          onStart={(method, workspace) => {
            expanded.value = false;
            form.value = null;
            helped.current = null;
            const wanted = { provider: provider.id, method: method.id };
            void start.send({ ...wanted, ...(workspace !== undefined && { workspace }) });
          }}
          onForm={(method) => {
            form.value = method.id;
          }}
          onFormClosed={(done) => {
            form.value = null;
            if (done) expanded.value = false;
            else helped.current = null;
          }}
        />
      </div>
    </section>
  );
}

/** What a new try of the sign-in is called: by a code, there is a new one to get. */
function againWords({ label, methods, fix }: ProviderView): {
  readonly label: string;
  readonly name: string;
} {
  const isByCode = fix?.kind === 'sign-in' && methods.find(({ id }) => id === fix.method)?.kind === 'device';
  return isByCode
    ? { label: messages.newCode, name: messages.newCodeFor(label) }
    : { label: messages.tryAgain, name: messages.tryAgainFor(label) };
}
