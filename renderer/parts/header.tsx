// The top of the window: the name, the way to the settings, and the preferred provider as a choice of one click.
import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';
import type { ProviderView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { Gear, Mark } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface HeaderProps {
  readonly providers: readonly ProviderView[];
  /** For the button that opens the settings, which gets the focus back. */
  readonly gear: RefObject<HTMLButtonElement | null>;
  /** Null while there are none to show. */
  readonly onSettings: ((from: HTMLElement) => void) | null;
}

export function Header({ providers, gear, onSettings }: HeaderProps) {
  const name = useId();
  const prefer = useIntent('provider.prefer');
  return (
    <header class="header">
      <h1 class="title">
        <Mark />
        {messages.product}
      </h1>
      {onSettings !== null && (
        <button
          ref={gear}
          type="button"
          class="icon-button"
          aria-label={messages.settings}
          title={messages.settings}
          onClick={({ currentTarget }) => {
            onSettings(currentTarget);
          }}
        >
          <Gear />
        </button>
      )}
      {providers.length > 0 && (
        <div class="choice">
          <span id={name} class="choice-label">
            {messages.preferredProvider}
          </span>
          <div class="segments" role="radiogroup" aria-labelledby={name}>
            {providers.map(({ id, label, preferred }) => (
              <label key={id} class="segment">
                <input
                  type="radio"
                  class="segment-input"
                  name={name}
                  value={id}
                  checked={preferred}
                  onChange={() => {
                    void prefer.send({ provider: id });
                  }}
                />
                <span class="segment-face">{label}</span>
              </label>
            ))}
          </div>
        </div>
      )}
      <ProblemNote problems={prefer.problem === null ? [] : [prefer.problem]} />
    </header>
  );
}
