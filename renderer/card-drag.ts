// Dragging a card up or down by its handle: where it would go is shown while it is dragged, and it goes there when let go.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

export interface Drag {
  readonly id: string;
  /** Where it would stand, from 0. */
  readonly place: number;
}

export interface CardDrag {
  /** Null while nothing is dragged. */
  readonly drag: Drag | null;
  /** For the handle's `onPointerDown`. */
  start(id: string, event: PointerEvent): void;
  /** Whether the press that ends in this click was a drag, so that it is none. */
  wasDragged(click: MouseEvent): boolean;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** A hand that trembles does not drag yet. */
const leastPixels = 4;
/** So near to the edge of the window it scrolls, this far in each frame. */
const edgePixels = 56;
const scrolledPixels = 8;

/** @param list whose children are the cards, in order */
export function useCardDrag(
  list: RefObject<HTMLElement | null>,
  onDrop: (id: string, place: number) => void,
): CardDrag {
  const drag = useSignal<Drag | null>(null);
  const dragged = useRef(false);
  const end = useRef<(() => void) | null>(null);
  // The newest one: it is called long after the press.
  const drop = useRef(onDrop);
  drop.current = onDrop;
  useEffect(() => () => end.current?.(), []);

  const start = (id: string, { button, clientX: fromX, clientY: from }: PointerEvent): void => {
    dragged.current = false;
    if (button !== 0) return;
    end.current?.();
    let at: Point = { x: 0, y: from };
    let frame = 0;

    const follow = (): void => {
      drag.value = { id, place: placeAt(list.current, id, at) };
    };
    const scroll = (): void => {
      frame = requestAnimationFrame(scroll);
      const step = at.y < edgePixels ? -scrolledPixels : at.y > innerHeight - edgePixels ? scrolledPixels : 0;
      if (step === 0) return;
      scrollBy({ top: step, behavior: 'instant' });
      follow();
    };
    const move = ({ clientX: x, clientY: y, buttons }: PointerEvent): void => {
      // It was let go where the window did not hear of it.
      if (buttons === 0) {
        stop();
        return;
      }
      at = { x, y };
      if (!dragged.current && Math.hypot(x - fromX, y - from) < leastPixels) return;
      if (!dragged.current) frame = requestAnimationFrame(scroll);
      dragged.current = true;
      follow();
    };
    const stop = (): void => {
      cancelAnimationFrame(frame);
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', stop);
      window.removeEventListener('blur', stop);
      window.removeEventListener('keydown', cancel, true);
      drag.value = null;
      end.current = null;
    };
    const release = (): void => {
      const last = drag.value;
      stop();
      if (last !== null && last.place !== placeOf(list.current, id)) drop.current(id, last.place);
    };
    const cancel = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || drag.value === null) return;
      // It means the drag and nothing else.
      event.stopPropagation();
      stop();
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', stop);
    window.addEventListener('blur', stop);
    window.addEventListener('keydown', cancel, true);
    end.current = stop;
  };

  return {
    get drag() {
      return drag.value;
    },
    start,
    wasDragged({ detail }) {
      // A press of a key is a click without a pointer.
      const was = dragged.current && detail !== 0;
      dragged.current = false;
      return was;
    },
  };
}

function cardsIn(list: HTMLElement | null): readonly HTMLElement[] {
  return [...(list?.children ?? [])].filter((each) => each instanceof HTMLElement);
}

function placeOf(list: HTMLElement | null, id: string): number {
  return cardsIn(list).findIndex(({ dataset }) => dataset['account'] === id);
}

/** After every other card whose middle the pointer has passed, in the order of reading. */
function placeAt(list: HTMLElement | null, id: string, { x, y }: Point): number {
  const cards = cardsIn(list);
  const [first, second] = cards.map((card) => card.getBoundingClientRect());
  const isInColumns = first?.top === second?.top;
  return cards.filter((card) => {
    if (card.dataset['account'] === id) return false;
    const { top, bottom, left, width, height } = card.getBoundingClientRect();
    if (y < top || y > bottom) return y > bottom;
    return isInColumns ? x > left + width / 2 : y > top + height / 2;
  }).length;
}
