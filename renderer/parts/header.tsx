// The top of the window: the name, the ways to the other pages, and the preferred provider as a choice of one click.
import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';
import type { ProblemView, ProviderView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import type { Page } from '../state.ts';
import { Gear, Mark, Stethoscope } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface HeaderProps {
  readonly providers: readonly ProviderView[];
  /** For the button that opens the settings, which gets the focus back when what opened a page is gone. */
  readonly gear: RefObject<HTMLButtonElement | null>;
  /** What the page says below of the last switch already. */
  readonly told: ProblemView | null;
  /** Null while there is none to show. */
  readonly onPage: ((page: Page, from: HTMLElement) => void) | null;
}

export function Header({ providers, gear, told, onPage }: HeaderProps) {
  const name = useId();
  const prefer = useIntent('provider.prefer');
  return (
    <header class="header">
      <h1 class="title">
        <Mark />
        {messages.product}
      </h1>
      {onPage !== null && (
        <div class="header-pages">
          <button
            type="button"
            class="icon-button"
            aria-label={messages.doctor}
            title={messages.doctor}
            onClick={({ currentTarget }) => {
              onPage({ name: 'doctor' }, currentTarget);
            }}
          >
            <Stethoscope />
          </button>
          <button
            ref={gear}
            type="button"
            class="icon-button"
            aria-label={messages.settings}
            title={messages.settings}
            onClick={({ currentTarget }) => {
              onPage({ name: 'settings', place: 'top' }, currentTarget);
            }}
          >
            <Gear />
          </button>
        </div>
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
      <ProblemNote problems={[prefer.problem?.what === told?.what ? null : prefer.problem]} />
    </header>
  );
}
