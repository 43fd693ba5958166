// The top of the window: the name, and the preferred provider as a choice of one click.
import { useId } from 'preact/hooks';
import type { ProviderView } from '../../preload/view.ts';
import { useIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { Mark } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';

export function Header({ providers }: { readonly providers: readonly ProviderView[] }) {
  const name = useId();
  const prefer = useIntent('provider.prefer');
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
      <ProblemNote problems={prefer.problem === null ? [] : [prefer.problem]} />
    </header>
  );
}
