// Takes an API key once and passes it through the door. The key is never put into a signal, an attribute or a message.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { MethodView, ProviderView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SignInProgress } from './sign-in-progress.tsx';

export interface KeyFormProps {
  readonly provider: ProviderView;
  readonly method: MethodView;
  /** Grows each time the person asks for the form. */
  readonly asked: number;
  readonly onClosed: (entered: boolean) => void;
}

export function KeyForm({ provider, method, asked, onClosed }: KeyFormProps) {
  const field = useRef<HTMLInputElement>(null);
  const fieldId = useId();
  const hintId = useId();
  const missing = useSignal(false);
  const enter = useIntent('secret.enter');
  const running = provider.signIn?.method === method.id ? provider.signIn : null;
  const taking = running === null && !enter.busy;

  // On opening, again when a key was refused, and when the open form is asked for.
  useEffect(() => {
    if (taking) field.current?.focus();
  }, [taking, asked]);

  const submit = (event: Event): void => {
    event.preventDefault();
    const input = field.current;
    if (input === null || enter.busy) return;
    const secret = input.value.trim();
    input.value = '';
    missing.value = secret === '';
    if (missing.value) return;
    void enter.send({ provider: provider.id, method: method.id, secret }).then((entered) => {
      if (entered) onClosed(true);
    });
  };

  if (running !== null) return <SignInProgress provider={provider} signIn={running} />;
  return (
    <form
      class="panel"
      aria-label={method.label}
      autocomplete="off"
      onSubmit={submit}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClosed(false);
      }}
    >
      <label class="field-label" for={fieldId}>
        {messages.keyField}
      </label>
      <input
        ref={field}
        id={fieldId}
        class="field"
        type="password"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={4096}
        aria-describedby={hintId}
        aria-invalid={missing.value || enter.problem !== null}
      />
      <p id={hintId} class="field-hint">
        {method.hint === null ? method.standing : messages.keyHint(method.hint)}
      </p>
      <p class="field-missing" role="status">
        {missing.value && messages.keyMissing}
      </p>
      <ProblemNote problems={[enter.problem]} />
      <div class="actions">
        <button type="submit" class="button button-main" aria-disabled={enter.busy}>
          {enter.busy ? messages.checkingKey : messages.saveKey}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            onClosed(false);
          }}
        >
          {messages.cancel}
        </button>
      </div>
    </form>
  );
}
