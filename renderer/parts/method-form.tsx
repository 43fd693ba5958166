// The form that stands in place of a sign-in method: one field, what is wrong with it, and the way out.
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { MethodView, ProblemView, ProviderView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';
import { SignInProgress, type SignInChoice } from './sign-in-progress.tsx';
import { TextField } from './text-field.tsx';

/** What the list of methods gives to each of its forms. */
export interface FormProps {
  readonly provider: ProviderView;
  readonly method: MethodView;
  /** Grows each time the person asks for the form. */
  readonly asked: number;
  /** `done` says whether main took what was sent. */
  readonly onClosed: (done: boolean) => void;
  /** Starts a method anew once its sign-in has ended. */
  readonly onAgain: (method: string, choice: SignInChoice) => void;
}

export interface MethodFormProps extends FormProps {
  readonly field: RefObject<HTMLInputElement | null>;
  /** Whether the field hides what is typed. */
  readonly secret: boolean;
  readonly label: string;
  readonly hint: string;
  readonly maxLength: number;
  /** The field's content before anyone types. */
  readonly filledWith?: string;
  /** What the person has to do first; null when nothing is missing. */
  readonly missing: string | null;
  readonly fieldMissing: boolean;
  readonly busy: boolean;
  readonly problem: ProblemView | null;
  readonly sendLabel: string;
  readonly onSend: () => void;
  /** Stands between the field and the buttons. */
  readonly children?: ComponentChildren;
}

export function MethodForm(props: MethodFormProps) {
  const { provider, method, asked, onClosed, field, busy, problem } = props;
  const running = provider.signIn?.method === method.id ? provider.signIn : null;
  const taking = running === null && !busy;

  // On opening, again when what was sent was refused, and when the open form is asked for.
  useEffect(() => {
    if (taking) field.current?.focus();
  }, [taking, asked]);

  if (running !== null)
    return <SignInProgress provider={provider} signIn={running} onAgain={props.onAgain} />;
  return (
    <form
      class="panel"
      aria-label={method.label}
      autocomplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) props.onSend();
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') onClosed(false);
      }}
    >
      <TextField
        field={field}
        label={props.label}
        hint={props.hint}
        secret={props.secret}
        maxLength={props.maxLength}
        filledWith={props.filledWith}
        isWrong={props.fieldMissing || problem !== null}
      />
      {props.children}
      <p class="field-missing" role="status">
        {props.missing}
      </p>
      <ProblemNote problems={[problem]} />
      <div class="actions">
        <button type="submit" class="button button-main" aria-disabled={busy}>
          {props.sendLabel}
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
