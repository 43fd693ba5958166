// The switch that is under way, why the last one changed nothing, what still goes by the one before, and the way back.
import type { RefObject } from 'preact';
import type { HolderView, SwitchingView } from '../../preload/view.ts';
import { useFocusHome } from '../focus.ts';
import { useSwitchIntent } from '../intent.ts';
import { messages } from '../messages.ts';
import { now } from '../now.ts';
import { StandIn } from './icons.tsx';
import { ProblemNote } from './problem-note.tsx';

export interface SwitchingLinesProps {
  /** Null until it is known. */
  readonly switching: SwitchingView | null;
  /** Takes the focus when the button that had it is gone. */
  readonly page: RefObject<HTMLElement | null>;
}

export function SwitchingLines({ switching, page }: SwitchingLinesProps) {
  const undo = useSwitchIntent('switch.undo');
  const { onFocusIn } = useFocusHome(page);
  const running = switching?.running ?? null;
  const undoable = switching?.undo ?? null;
  const holders = switching?.holders ?? [];
  const problem = running === null ? (switching?.problem ?? undo.problem) : null;
  return (
    <div class="switching" onFocusIn={onFocusIn}>
      {/* The region stands even when empty: only a change inside an existing region is read out. */}
      <div class="notes" role="status">
        {running !== null && <Running running={running} />}
      </div>
      <ProblemNote problems={[problem]} />
      {undoable !== null && (
        <div class="undo-line">
          <Last undo={undoable} />
          <button
            type="button"
            class="button button-small"
            aria-label={messages.undoSwitchTo(undoable.title)}
            aria-disabled={undo.busy || running !== null}
            aria-busy={undo.busy}
            title={running === null ? undefined : messages.switchUnderWay}
            onClick={() => {
              if (!undo.busy && running === null) void undo.send({});
            }}
          >
            {messages.undoSwitch}
          </button>
        </div>
      )}
      {holders.length > 0 && <Holders holders={holders} />}
    </div>
  );
}

function Running({ running: { step, to } }: { readonly running: NonNullable<SwitchingView['running']> }) {
  return (
    <div class="serving serving-stand-in">
      <StandIn />
      <p class="note-text">
        <strong>{messages.switchingTo(to, step)}</strong>
        <br />
        {messages.switchStep(step)}…
      </p>
    </div>
  );
}

/** Drawn again every minute, alone. */
function Last({ undo: { title, at } }: { readonly undo: NonNullable<SwitchingView['undo']> }) {
  return (
    <p class="hint" title={messages.moment(at)}>
      {messages.switchedTo(title, at, now.value)}
    </p>
  );
}

/** So many are in sight; the others open with a press. */
const mostHolders = 3;

function Holders({ holders }: { readonly holders: readonly HolderView[] }) {
  const rest = holders.slice(mostHolders);
  return (
    <div class="holders" role="group" aria-label={messages.holders}>
      <HolderList holders={holders.slice(0, mostHolders)} />
      {rest.length > 0 && (
        <details class="more">
          <summary>{messages.moreHolders(rest.length)}</summary>
          <HolderList holders={rest} />
        </details>
      )}
    </div>
  );
}

function HolderList({ holders }: { readonly holders: readonly HolderView[] }) {
  return (
    <ul class="holder-list">
      {holders.map((holder) => (
        <li key={`${holder.program} ${holder.pid}`}>{messages.holder(holder)}</li>
      ))}
    </ul>
  );
}
