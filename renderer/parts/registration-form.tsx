// Takes the client id that the person has registered with the vendor and their yes to its terms, then starts the sign-in.
import { useSignal } from '@preact/signals';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { RegistrationView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { MethodForm, type FormProps } from './method-form.tsx';

const longestClientId = 260;

export interface RegistrationFormProps extends FormProps {
  readonly registration: RegistrationView;
}

export function RegistrationForm({ registration, ...props }: RegistrationFormProps) {
  const { provider, method, onClosed } = props;
  const field = useRef<HTMLInputElement>(null);
  const agreement = useRef<HTMLInputElement>(null);
  const consent = useId();
  /** Whether a sign-in was begun from here, so that its problem belongs here. */
  const started = useSignal(false);
  const missing = useSignal<'client-id' | 'agreement' | null>(null);
  const start = useIntent('signIn.start');
  const running = provider.signIn?.method === method.id;
  const ran = useRef(running);
  // What was sent last: the form gives way to the running sign-in, and comes back as it was when that fails.
  const sent = useRef({ clientId: registration.clientId ?? '', agreed: false });

  // Main answers when the sign-in has begun. How it ended is in the view: well, or back here with the reason.
  // Before the next frame, so that the form is not seen to come and go.
  useLayoutEffect(() => {
    if (ran.current && !running && provider.problem === null) onClosed(true);
    ran.current = running;
  }, [running]);

  // The id that was agreed to before is there to be replaced.
  useEffect(() => {
    field.current?.select();
  }, []);

  const send = (): void => {
    const clientId = field.current?.value.trim() ?? '';
    const agreed = agreement.current?.checked === true;
    missing.value = clientId === '' ? 'client-id' : agreed ? null : 'agreement';
    if (missing.value === 'client-id') field.current?.focus();
    else if (missing.value === 'agreement') agreement.current?.focus();
    if (missing.value !== null) return;
    sent.current = { clientId, agreed };
    started.value = false;
    void start
      .send({ provider: provider.id, method: method.id, registration: { clientId, agreed: true } })
      .then((done) => {
        started.value = done;
      });
  };

  return (
    <MethodForm
      {...props}
      field={field}
      secret={false}
      label={messages.clientIdField}
      hint={messages.clientIdHint(registration.clientIdHint)}
      maxLength={longestClientId}
      filledWith={sent.current.clientId}
      missing={missing.value === null ? null : messages.registrationMissing(missing.value)}
      fieldMissing={missing.value === 'client-id'}
      busy={start.busy}
      problem={start.problem ?? (started.value ? provider.problem : null)}
      sendLabel={start.busy ? messages.startingSignIn : messages.continueInBrowser}
      onSend={send}
    >
      <div class="consent">
        <p id={consent}>{registration.consent}</p>
        <label class="tick">
          <input
            ref={agreement}
            type="checkbox"
            class="tick-box"
            defaultChecked={sent.current.agreed}
            aria-describedby={consent}
            aria-invalid={missing.value === 'agreement'}
          />
          <span>{messages.agree}</span>
        </label>
      </div>
    </MethodForm>
  );
}
