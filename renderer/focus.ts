// Keeps the keyboard's place: when the focused control disappears, focus goes to the heading of its section.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

export interface FocusHome<Home extends HTMLElement> {
  /** For the element that takes the focus; it needs a tabindex of -1. */
  readonly home: RefObject<Home | null>;
  /** For the section's `onFocusIn`. */
  readonly onFocusIn: (event: FocusEvent) => void;
}

/** @param elsewhere where the focus goes when the section itself may be gone */
export function useFocusHome<Home extends HTMLElement>(elsewhere?: RefObject<Home | null>): FocusHome<Home> {
  const own = useRef<Home>(null);
  const home = elsewhere ?? own;
  const last = useRef<EventTarget | null>(null);
  // After every drawing of the section, because any of them may have removed the control.
  useLayoutEffect(() => {
    const gone = last.current instanceof Node && !last.current.isConnected;
    if (!gone) return;
    last.current = null;
    if (document.activeElement === null || document.activeElement === document.body) home.current?.focus();
  });
  return {
    home,
    onFocusIn(event) {
      last.current = event.target;
    },
  };
}
