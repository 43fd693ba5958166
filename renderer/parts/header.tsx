// The top of the accounts: the name, and the preferred provider as a choice of one click.
import { useId } from 'preact/hooks';
import type { ProblemView, ProviderView } from '../../preload/view.ts';
import { useSwitchIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { Mark } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface HeaderProps {
  readonly providers: readonly ProviderView[];
  /** What the page says below of the last switch already. */
  readonly told: ProblemView | null;
}

export function Header({ providers, told }: HeaderProps) {
  const name = useId();
  const prefer = useSwitchIntent('provider.prefer');
  return (
    <header class="header">
      <h1 class="title">
        <Mark />
        {messages.product}
      </h1>
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
