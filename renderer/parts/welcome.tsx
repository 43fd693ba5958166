// What a person without any account reads who is through the first steps: what an account is for, and the way back to them.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { ProblemNote } from './problem-note.tsx';

export function Welcome() {
  const settings = useIntent('settings.change');
  const home = useRef<HTMLDivElement>(null);
  // It goes with the button; what takes its place goes on from the page.
  useLayoutEffect(
    () => () => {
      if (home.current?.contains(document.activeElement) === true)
        home.current.closest('main')?.focus({ preventScroll: true });
    },
    [],
  );
  return (
    <div class="welcome" ref={home}>
      <h2 class="welcome-title">{messages.noAccountsTitle}</h2>
      <p>{messages.welcomeText}</p>
      <button
        type="button"
        class="quiet-button"
        aria-busy={settings.busy}
        onClick={() => {
          if (!settings.busy) void settings.send({ firstRun: 'providers' });
        }}
      >
        {messages.startSteps}
      </button>
      <ProblemNote problems={[settings.problem]} />
    </div>
  );
}
