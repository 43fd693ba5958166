// The handle that an account's card is moved by: dragged, by the arrow keys, or by two buttons that a click on it opens.
import { useSignal } from '@preact/signals';
import type { CardDrag } from '../card-drag.ts';
import { messages } from '../messages.ts';
import { Downward, Grip, Upward } from './icons.tsx';

export interface MoveHandleProps {
  readonly id: string;
  /** What tells the account from every other one of its provider. */
  readonly name: string;
  /** Where it stands, from 0, among how many. */
  readonly place: number;
  readonly count: number;
  readonly drag: CardDrag;
  readonly onMove: (place: number) => void;
}

export function MoveHandle({ id, name, place, count, drag, onMove }: MoveHandleProps) {
  const open = useSignal(false);
  const moveBy = (step: 1 | -1): void => {
    const next = place + step;
    if (next >= 0 && next < count) onMove(next);
  };
  return (
    <div class="move">
      <button
        type="button"
        class="icon-button handle"
        aria-label={messages.moveAccount(name)}
        aria-expanded={open.value}
        title={messages.moveHint}
        onPointerDown={(event) => {
          drag.start(id, event);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
          // The page stays where it is; the card moves.
          event.preventDefault();
          moveBy(event.key === 'ArrowUp' ? -1 : 1);
        }}
        onClick={(event) => {
          if (!drag.wasDragged(event)) open.value = !open.value;
        }}
      >
        <Grip />
      </button>
      {open.value && (
        <>
          <button
            type="button"
            class="icon-button"
            aria-label={messages.moveUp(name)}
            aria-disabled={place === 0}
            onClick={() => {
              moveBy(-1);
            }}
          >
            <Upward />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={messages.moveDown(name)}
            aria-disabled={place === count - 1}
            onClick={() => {
              moveBy(1);
            }}
          >
            <Downward />
          </button>
        </>
      )}
    </div>
  );
}
