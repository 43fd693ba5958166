// What a person can do so that an account has figures, where none come by themselves.
import type { AccountView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { showPage } from '../state.ts';

export interface FiguresHintProps {
  readonly account: AccountView;
  /** What tells the account from every other one of its provider. */
  readonly name: string;
}

export function FiguresHint({ account: { figuresFrom, keys }, name }: FiguresHintProps) {
  if (figuresFrom === null) return null;
  if (figuresFrom === 'asking') return <p class="hint">{messages.figuresFromAsking(keys.keptBy)}</p>;
  const isByKey = figuresFrom === 'program-key';
  return (
    <div class="figures-hint">
      <p class="hint">
        {isByKey ? messages.figuresFromProgramKey(keys.keptBy) : messages.figuresFromStatusLine(keys.keptBy)}
      </p>
      <button
        type="button"
        class="button button-small"
        aria-label={isByKey ? messages.seeProgramKeyFor(name) : messages.setUpStatusLineFor(name)}
        onClick={({ currentTarget }) => {
          showPage({ name: 'settings', place: 'figures' }, currentTarget);
        }}
      >
        {isByKey ? messages.seeProgramKey : messages.setUpStatusLine}
      </button>
    </div>
  );
}
