// The first steps of a new person, in place of the accounts: which they are, how far one has come, and the ways on and out.
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { FirstRunStep, View } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import type { FirstStepName } from '../messages/kinds.ts';
import { shownAccount, shownProvider } from '../state.ts';
import { FirstRunFiles } from './first-run-files.tsx';
import { FirstRunImport } from './first-run-import.tsx';
import { FirstRunNotices } from './first-run-notices.tsx';
import { FirstRunProviders } from './first-run-providers.tsx';
import { FirstRunTerminal } from './first-run-terminal.tsx';
import { ProblemNote } from './problem-note.tsx';

const steps: readonly FirstStepName[] = ['providers', 'import', 'files', 'notices', 'terminal'];

/** Whoever has begun goes on where they were; whoever has accounts and never began is not asked to. */
export function isInFirstRun({ settings: { firstRun }, providers }: View): boolean {
  if (firstRun === 'done') return false;
  return firstRun !== 'new' || providers.every(({ accounts }) => accounts.length === 0);
}

export function FirstRun({ view }: { readonly view: View }) {
  const { firstRun } = view.settings;
  const step = steps.find((each) => each === firstRun) ?? 'providers';
  const position = steps.indexOf(step);
  const move = useIntent('settings.change');
  const section = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const title = useId();

  const goTo = (next: FirstRunStep): void => {
    if (!move.busy) void move.send({ firstRun: next });
  };

  // Whoever signs in has begun, so that the account does not end the steps.
  const hasBegun = firstRun !== 'new' || view.providers.some(({ signIn }) => signIn !== null);
  // What is to be brought into sight stands on the first step.
  const isSought = shownProvider.value !== null || shownAccount.value !== null;
  useEffect(() => {
    if ((firstRun === 'new' && hasBegun) || (isSought && step !== 'providers')) goTo('providers');
  }, [hasBegun, isSought]);

  // The button that began the steps is gone, and has left the keyboard to the page.
  useLayoutEffect(() => {
    const page = section.current?.closest('main');
    if (page == null || document.activeElement !== page) return;
    scrollTo({ top: 0, behavior: 'instant' });
    heading.current?.focus({ preventScroll: true });
  }, []);
  // On a new step the keyboard goes on at its title; at the end, with what takes their place.
  const shown = useRef(step);
  useLayoutEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    scrollTo({ top: 0, behavior: 'instant' });
    heading.current?.focus({ preventScroll: true });
  }, [step]);
  useLayoutEffect(
    () => () => {
      if (section.current?.contains(document.activeElement) !== true) return;
      section.current.closest('main')?.focus({ preventScroll: true });
      scrollTo({ top: 0, behavior: 'instant' });
    },
    [],
  );

  const before = steps[position - 1];
  const next = steps[position + 1];
  return (
    <section class="first-run" aria-labelledby={title} ref={section}>
      <div class="first-run-head">
        <Progress step={step} />
        {position === 0 && <p class="first-run-welcome">{messages.welcomeTitle}</p>}
        <h2 id={title} class="first-run-title" tabIndex={-1} ref={heading}>
          {messages.firstStepTitle(step)}
        </h2>
        <p class="first-run-lead">{messages.firstStepLead(step)}</p>
      </div>
      <StepContent step={step} view={view} heading={heading} />
      <ProblemNote problems={[move.problem]} />
      <div class="first-run-foot">
        <button
          type="button"
          class="quiet-button first-run-skip"
          onClick={() => {
            goTo('done');
          }}
        >
          {messages.skipSteps}
        </button>
        {before !== undefined && (
          <Way
            onPress={() => {
              goTo(before);
            }}
            isMain={false}
          >
            {messages.backStep}
          </Way>
        )}
        <Way
          onPress={() => {
            goTo(next ?? 'done');
          }}
          isMain
        >
          {next === undefined ? messages.finishSteps : messages.nextStep}
        </Way>
      </div>
    </section>
  );
}

interface StepContentProps {
  readonly step: FirstStepName;
  readonly view: View;
  readonly heading: RefObject<HTMLHeadingElement | null>;
}

function StepContent({ step, view, heading }: StepContentProps) {
  switch (step) {
    case 'providers':
      return <FirstRunProviders view={view} />;
    case 'import':
      return <FirstRunImport heading={heading} />;
    case 'files':
      return <FirstRunFiles files={view.settings.files} />;
    case 'notices':
      return <FirstRunNotices settings={view.settings} />;
    case 'terminal':
      return <FirstRunTerminal shells={view.settings.shells} />;
  }
}

function Progress({ step }: { readonly step: FirstStepName }) {
  const position = steps.indexOf(step);
  return (
    <>
      <p class="hint">{messages.firstStepOf(position + 1, steps.length, step)}</p>
      <ol class="first-run-steps" aria-label={messages.firstSteps}>
        {steps.map((each, index) => (
          <li
            key={each}
            class={index <= position ? 'first-run-step first-run-step-reached' : 'first-run-step'}
            aria-current={each === step ? 'step' : undefined}
          >
            <span class="first-run-name">{messages.firstStep(each)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

interface WayProps {
  readonly onPress: () => void;
  readonly isMain: boolean;
  readonly children: ComponentChildren;
}

function Way({ onPress, isMain, children }: WayProps) {
  return (
    <button type="button" class={isMain ? 'button button-main' : 'button'} onClick={onPress}>
      {children}
    </button>
  );
}
