// The settings' section on logins that the server of a company offers to OpenCode: which ones, one more, and one less.
import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { CompanyLoginView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SettingsSection } from './settings-section.tsx';

export function CompanyLogins({ logins }: { readonly logins: readonly CompanyLoginView[] }) {
  return (
    <SettingsSection title={messages.companyLogins} effect={messages.companyLoginsEffect}>
      {logins.map((login) => (
        <Login key={login.url} login={login} />
      ))}
      <AddLogin />
    </SettingsSection>
  );
}

function Login({ login: { url, variable } }: { readonly login: CompanyLoginView }) {
  const logout = useIntent('company.logout');
  return (
    <div class="setting" data-changed="">
      <div class="setting-line">
        <div class="setting-words">
          <p class="setting-label path">{url}</p>
          <p class="setting-effect">{messages.companyVariable(variable)}</p>
        </div>
        <button
          type="button"
          class="button button-small"
          aria-label={messages.companyLogOutNamed(url)}
          aria-disabled={logout.busy}
          aria-busy={logout.busy}
          onClick={() => {
            if (!logout.busy) void logout.send({ address: url });
          }}
        >
          {messages.companyLogOut}
        </button>
      </div>
      <ProblemNote problems={[logout.problem]} />
    </div>
  );
}

function AddLogin() {
  const place = useId();
  const typed = useSignal('');
  const made = useSignal<string | null>(null);
  const login = useIntent('company.login');

  const add = (): void => {
    const address = typed.value.trim();
    if (login.busy || address === '') return;
    made.value = null;
    void login.send({ address }).then((done) => {
      if (!done) return;
      made.value = address;
      typed.value = '';
    });
  };

  return (
    <form
      class="setting rule-form"
      aria-label={messages.companyLoginNamed}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div class="rule-field">
        <label class="setting-label" for={place}>
          {messages.companyAddress}
        </label>
        <input
          id={place}
          class="field field-folder"
          inputMode="url"
          value={typed.value}
          placeholder={messages.companyAddressHint}
          autocomplete="off"
          spellcheck={false}
          maxLength={2048}
          readOnly={login.busy}
          aria-busy={login.busy}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || typed.value === '' || login.busy) return;
            // The first Escape takes back what was typed; the next one leaves the page.
            event.stopPropagation();
            typed.value = '';
          }}
        />
        <button type="submit" class="button button-small" aria-disabled={login.busy} aria-busy={login.busy}>
          {messages.companyLogIn}
        </button>
      </div>
      <p class="hint passing" role="status">
        {login.busy ? messages.companyLoggingIn : made.value !== null && messages.companyLoggedIn(made.value)}
      </p>
      <ProblemNote problems={[login.problem]} />
    </form>
  );
}
