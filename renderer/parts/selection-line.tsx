// What serves requests now and why, as main says it; marked where another account stands in, a problem where none can.
import type { SelectionView } from '../../preload/view.ts';
import { messages } from '../messages.ts';
import { momentTitle } from '../moment-title.ts';
import { now } from '../now.ts';
import { Check, StandIn, Warning } from './icons.tsx';
import { Phrases } from './phrases.tsx';

/** Null while there is no account to choose from. */
export function SelectionLine({ selection }: { readonly selection: SelectionView | null }) {
  // The region stands even when empty: only a change inside an existing region is read out.
  return (
    <div class="notes" role="status">
      {selection !== null && <Line selection={selection} />}
    </div>
  );
}

function Line({ selection }: { readonly selection: SelectionView }) {
  const { provider, reason, fallenBack, phase } = selection;
  const standing = messages.phase(phase);
  if (provider === null)
    return (
      <div class="note">
        <Warning />
        <div class="note-text">
          <p>
            <strong>{reason}</strong>
          </p>
          <Waiting selection={selection} />
        </div>
      </div>
    );
  const standsIn = fallenBack || standing !== null;
  return (
    <div class={standsIn ? 'serving serving-stand-in' : 'serving'}>
      {standsIn ? <StandIn /> : <Check />}
      <div class="note-text">
        <p>{reason}</p>
        <Waiting selection={selection} />
      </div>
      {standing !== null && <span class="badge badge-main">{standing}</span>}
    </div>
  );
}

/** What has to recover first, and when it will have. Drawn again every minute, alone. */
function Waiting({ selection: { waitsFor, backAt } }: { readonly selection: SelectionView }) {
  const parts = [
    ...(waitsFor.length === 0 ? [] : [messages.waitsFor(waitsFor)]),
    ...(backAt === null ? [] : [messages.backAbout(backAt, now.value)]),
  ].map((words, index) => (index === 0 ? words.charAt(0).toUpperCase() + words.slice(1) : words));
  if (parts.length === 0) return null;
  return (
    <p class="waiting" title={momentTitle(backAt)}>
      <Phrases parts={parts} />
    </p>
  );
}
