// What serves requests now and why, as main says it; marked where another provider stands in, a problem where none can.
import type { SelectionView } from '../../preload/view.ts';
import { Check, StandIn, Warning } from './icons.tsx';

/** Null while there is no account to choose from. */
export function SelectionLine({ selection }: { readonly selection: SelectionView | null }) {
  // The region stands even when empty: only a change inside an existing region is read out.
  return (
    <div class="notes" role="status">
      {selection !== null && <Line selection={selection} />}
    </div>
  );
}

function Line({ selection: { provider, reason, fallenBack } }: { readonly selection: SelectionView }) {
  if (provider === null)
    return (
      <div class="note">
        <Warning />
        <p class="note-text">
          <strong>{reason}</strong>
        </p>
      </div>
    );
  return (
    <div class={fallenBack ? 'serving serving-stand-in' : 'serving'}>
      {fallenBack ? <StandIn /> : <Check />}
      <p class="note-text">{reason}</p>
    </div>
  );
}
