// The ways to sign in to a provider, each with its standing; one that needs something first opens a form in its place.
import { useId } from 'preact/hooks';
import type { MethodView, ProviderView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { Key, Outward } from './icons.tsx';
import { KeyForm } from './key-form.tsx';
import type { FormProps } from './method-form.tsx';
import { RegistrationForm } from './registration-form.tsx';
import type { SignInChoice } from './sign-in-progress.tsx';
import { WorkspaceChoice } from './workspace-choice.tsx';

/** Whether the method has a form at all: for a key, or for a client of the person's own. */
export function hasForm({ kind, registration }: MethodView): boolean {
  return kind === 'api-key' || registration !== null;
}

/** Whether the form has to be filled in first; what was agreed to before starts like any other. */
export function needsForm(method: MethodView): boolean {
  return hasForm(method) && (method.registration?.clientId ?? null) === null;
}

export interface MethodsProps {
  readonly provider: ProviderView;
  /** The method whose form is open. */
  readonly form: string | null;
  /** Grows each time the person asks for the form; it takes the focus again. */
  readonly asked: number;
  readonly onStart: (method: MethodView, workspace?: string) => void;
  readonly onForm: (method: MethodView) => void;
  /** `done` says whether main took what the form sent. */
  readonly onFormClosed: (done: boolean) => void;
  /** Starts a method anew once its sign-in has ended. */
  readonly onAgain: (method: string, choice: SignInChoice) => void;
}

export function Methods(props: MethodsProps) {
  const { provider, form, asked, onStart, onForm, onFormClosed, onAgain } = props;
  const offered = provider.methods.filter(({ id }) => id === form || provider.signIn === null);
  return (
    <ul class="methods">
      {offered.map((method) => (
        <li key={method.id} class="method-place">
          {method.id === form ? (
            <Form
              provider={provider}
              method={method}
              asked={asked}
              onClosed={onFormClosed}
              onAgain={onAgain}
            />
          ) : (
            <MethodButtons method={method} onStart={onStart} onForm={onForm} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Form(props: FormProps) {
  const { registration } = props.method;
  return registration === null ? (
    <KeyForm {...props} />
  ) : (
    <RegistrationForm {...props} registration={registration} />
  );
}

interface MethodButtonsProps {
  readonly method: MethodView;
  readonly onStart: (method: MethodView, workspace?: string) => void;
  readonly onForm: (method: MethodView) => void;
}

function MethodButtons({ method, onStart, onForm }: MethodButtonsProps) {
  const standing = useId();
  // Agreed to before: it starts like any other, and the form is the way to change one's mind.
  const remembered = method.registration !== null && method.registration.clientId !== null;
  const formFirst = needsForm(method);
  return (
    <>
      <button
        type="button"
        class="method"
        aria-describedby={standing}
        onClick={() => {
          (formFirst ? onForm : onStart)(method);
        }}
      >
        <span class="method-words">
          <span class="method-label">{method.label}</span>
          {/* Read out as the description; hidden, so that it is not read as part of the name too. */}
          <span id={standing} class="method-standing" aria-hidden="true">
            {method.standing}
          </span>
        </span>
        {method.kind === 'api-key' ? <Key /> : <Outward />}
      </button>
      {remembered && (
        <button
          type="button"
          class="quiet-button quiet-button-small"
          onClick={() => {
            onForm(method);
          }}
        >
          {messages.anotherClientId}
        </button>
      )}
      {method.workspace !== undefined && (
        <WorkspaceChoice
          method={method.label}
          hint={method.workspace.hint}
          onStart={(workspace) => {
            onStart(method, workspace);
          }}
        />
      )}
    </>
  );
}
