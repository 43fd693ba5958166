// One provider: its accounts, a running sign-in, and the ways to sign in.
import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { ProviderView, SelectionView } from '../../preload/view.ts';
import { accountName } from '../account-name.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { shownProvider } from '../state.ts';
import { AccountCard } from './account-card.tsx';
import { InstallCommand } from './install-command.tsx';
import { hasForm, Methods } from './methods.tsx';
import { ProblemNote } from './problem-note.tsx';
import { SignInProgress } from './sign-in-progress.tsx';

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

  const problem = form.value === null ? (start.problem ?? provider.problem) : null;
  const programs = provider.methods.flatMap(({ program }) => (program === null ? [] : [program]));
  const methodsShown = accounts.length === 0 || expanded.value || form.value !== null;
  return (
    <section class="provider" aria-labelledby={title} onFocusIn={onFocusIn}>
      <h2 id={title} class="provider-title" ref={home} tabIndex={-1}>
        {provider.label}
      </h2>
      {accounts.map((account) => (
        <AccountCard
          key={account.id}
          account={account}
          name={accountName(account, accounts)}
          several={accounts.length > 1}
          selection={selection}
          isSwitching={isSwitching}
        />
      ))}
      {/* An open form shows its own problem, which is the same one. */}
      <ProblemNote problems={[problem]} />
      {problem?.code === 'sign-in/program-missing' &&
        programs.map((program) => <InstallCommand key={program.label} {...program} />)}
      {signIn !== null && signIn.method !== form.value && (
        <SignInProgress provider={provider} signIn={signIn} />
      )}
      {accounts.length > 0 && signIn === null && (
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
          onStart={(method) => {
            expanded.value = false;
            form.value = null;
            void start.send({ provider: provider.id, method: method.id });
          }}
          onForm={(method) => {
            form.value = method.id;
          }}
          onFormClosed={(done) => {
            form.value = null;
            if (done) expanded.value = false;
          }}
        />
      </div>
    </section>
  );
}
