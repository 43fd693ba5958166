// A running sign-in: its steps with the current one marked, what the person needs for it, and the way out.
import { useSignal } from '@preact/signals';
import { useEffect, useId } from 'preact/hooks';
import type { MethodView, ProviderView, SignInStep, SignInView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { DeviceCode } from './device-code.tsx';
import { PasteAddress, PasteCode } from './paste-answer.tsx';
import { ProblemNote } from './problem-note.tsx';
import { StillWaiting } from './still-waiting.tsx';

const browserSteps: readonly SignInStep[] = [
  'starting',
  'opening-browser',
  'waiting',
  'exchanging',
  'saving',
  'writing-files',
  'reading-plan',
];
const codePageSteps: readonly SignInStep[] = [
  'starting',
  'paste-code',
  'exchanging',
  'saving',
  'writing-files',
  'reading-plan',
];
const programSteps: readonly SignInStep[] = [
  'starting',
  'in-program',
  'saving',
  'writing-files',
  'reading-plan',
];
const deviceSteps: readonly SignInStep[] = [
  'starting',
  'enter-code',
  'exchanging',
  'saving',
  'writing-files',
  'reading-plan',
];
const keySteps: readonly SignInStep[] = ['starting', 'exchanging', 'saving', 'writing-files', 'reading-plan'];

/** The person who opens the address themselves takes the place of waiting for an opened browser. */
function stepsOf(method: MethodView | undefined, current: SignInStep): readonly SignInStep[] {
  if (method?.kind === 'api-key') return keySteps;
  if (method?.kind === 'device') return deviceSteps;
  const steps = method?.kind === 'delegated' ? programSteps : browserSteps;
  // The code is asked for at once: no browser is waited for.
  if (current === 'paste-code') return codePageSteps;
  if (current !== 'open-it-yourself') return steps;
  return steps.map((each) => (each === 'waiting' || each === 'in-program' ? current : each));
}

/** At these the person needs the address itself. */
const withAddress: ReadonlySet<SignInStep> = new Set(['open-it-yourself', 'enter-code', 'paste-code']);

/** While the browser has not come back, its answer can come by hand. */
const answerable: ReadonlySet<SignInStep> = new Set(['opening-browser', 'waiting', 'open-it-yourself']);

/** What a sign-in is asked for beside its method. */
export interface SignInChoice {
  /** The one workspace that it is to be for. */
  readonly workspace?: string;
  /** Its last page is to show a code. */
  readonly onCodePage?: true;
}

export interface SignInProgressProps {
  readonly provider: ProviderView;
  readonly signIn: SignInView;
  /** Whether it was asked for elsewhere on the page, so that it comes into sight and takes the keyboard. */
  readonly asked?: boolean;
  /** Starts it anew once it has ended; called when main has taken the cancelling. */
  readonly onAgain: (method: string, choice: SignInChoice) => void;
}

export function SignInProgress({ provider, signIn, asked = false, onAgain }: SignInProgressProps) {
  const { home, onFocusIn } = useFocusHome<HTMLDivElement>();
  const title = useId();
  const codePageHint = useId();
  const copy = useIntent('signIn.copyUrl');
  const cancel = useIntent('signIn.cancel');
  const copied = useSignal(false);
  const method = provider.methods.find(({ id }) => id === signIn.method);
  const program = method?.program?.label ?? null;
  const steps = stepsOf(method, signIn.step);
  const current = steps.indexOf(signIn.step);

  useEffect(() => {
    if (!asked) return;
    home.current?.scrollIntoView({ block: 'nearest' });
    home.current?.focus({ preventScroll: true });
  }, [asked]);

  const endSignIn = async (): Promise<boolean> => !cancel.busy && cancel.send({ provider: provider.id });
  const beginAgain = async (choice: SignInChoice): Promise<void> => {
    const { workspace } = signIn;
    if (await endSignIn())
      onAgain(signIn.method, { ...(workspace !== undefined && { workspace }), ...choice });
  };

  return (
    <div ref={home} class="panel" role="group" aria-labelledby={title} tabIndex={-1} onFocusIn={onFocusIn}>
      <h3 id={title} class="panel-title">
        {messages.signInTo(provider.label)}
      </h3>
      <p class="unseen" role="status">
        {messages.stepOf(signIn.step, program, current + 1, steps.length)}
      </p>
      <ol class="steps">
        {steps.map((step, position) => (
          <li
            key={step}
            class={
              position < current ? 'step step-done' : position === current ? 'step step-current' : 'step'
            }
            aria-current={position === current ? 'step' : undefined}
          >
            {messages.step(step, program)}
            {position === current && step !== 'enter-code' && <StillWaiting key={step} />}
          </li>
        ))}
      </ol>
      {withAddress.has(signIn.step) && signIn.url !== null && (
        <>
          <p class="address" role="textbox" aria-readonly="true" aria-label={messages.address} tabIndex={0}>
            {signIn.url}
          </p>
          {signIn.code !== undefined && (
            <DeviceCode
              code={signIn.code}
              onNewCode={() => {
                void beginAgain({});
              }}
            />
          )}
          {signIn.step === 'enter-code' && signIn.workspace !== undefined && (
            <p class="hint">{messages.workspaceWanted(signIn.workspace)}</p>
          )}
          <p class="hint">{messages.otherMethods}</p>
        </>
      )}
      {method?.kind === 'browser' && answerable.has(signIn.step) && <PasteAddress provider={provider.id} />}
      {method?.codePage === true && answerable.has(signIn.step) && (
        <div class="code-page">
          <button
            type="button"
            class="quiet-button quiet-button-small"
            aria-disabled={cancel.busy}
            aria-describedby={codePageHint}
            onClick={() => void beginAgain({ onCodePage: true })}
          >
            {messages.useCodePage}
          </button>
          <p id={codePageHint} class="hint">
            {messages.useCodePageHint}
          </p>
        </div>
      )}
      {signIn.portsTaken !== undefined && <p class="hint">{messages.portsTaken(signIn.portsTaken)}</p>}
      {signIn.step === 'paste-code' && <PasteCode provider={provider.id} />}
      <ProblemNote problems={[copy.problem, cancel.problem]} />
      <div class="actions">
        {signIn.url !== null && (
          <button
            type="button"
            class="button"
            onClick={() => {
              void copy.send({ provider: provider.id }).then((done) => {
                copied.value = done;
              });
            }}
          >
            {messages.copyLink}
          </button>
        )}
        <button type="button" class="button" aria-disabled={cancel.busy} onClick={() => void endSignIn()}>
          {messages.cancel}
        </button>
        <span class="hint" role="status">
          {copied.value && messages.linkCopied}
        </span>
      </div>
    </div>
  );
}
