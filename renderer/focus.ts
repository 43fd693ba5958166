// Keeps the keyboard's place: when the focused control disappears, focus goes to the heading of its section.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { RefObject } from 'preact';

export interface FocusHome<Home extends HTMLElement> {
  /** For the element that takes the focus; it needs a tabindex of -1. */
  readonly home: RefObject<Home | null>;
  /** For the section's `onFocusIn`. */
  readonly onFocusIn: (event: FocusEvent) => void;
}

export function useFocusHome<Home extends HTMLElement>(): FocusHome<Home> {
  const home = useRef<Home>(null);
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
