// The few drawings of the window. All are decoration: the words beside them say the same.
import type { ComponentChildren } from 'preact';

function Line({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** The gatehouse of assets/tray.svg. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 22 22" fill="currentColor" aria-hidden="true">
      <path d="M2 2h4v2h3V2h4v2h3V2h4v18h-5v-8a4 4 0 0 0-8 0v8H2zM9 8h1v8H9zM12 8h1v8h-1zM7 11h8v1H7zM7 14h8v1H7z" />
    </svg>
  );
}

export function Refresh() {
  return (
    <Line>
      <path d="M13 8a5 5 0 1 1-1.5-3.6L13 6M13 2.5V6H9.5" />
    </Line>
  );
}

/** Leads out of the window, into the browser. */
export function Outward() {
  return (
    <Line>
      <path d="M6.5 3.5h-3v9h9v-3M9 3h4v4M13 3 7.5 8.5" />
    </Line>
  );
}

export function Key() {
  return (
    <Line>
      <circle cx="5.5" cy="10.5" r="3" />
      <path d="M7.7 8.3 13.5 2.5M11 5l2 2" />
    </Line>
  );
}

export function Warning() {
  return (
    <Line>
      <path d="M8 2.2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1" />
    </Line>
  );
}

export function Gear() {
  return (
    <Line>
      <circle cx="8" cy="8" r="2.1" />
      <path d="M6.9 1.9h2.2l.4 1.8 1.3.7 1.7-.5 1.1 1.9-1.3 1.3v1.8l1.3 1.3-1.1 1.9-1.7-.5-1.3.7-.4 1.8H6.9l-.4-1.8-1.3-.7-1.7.5-1.1-1.9 1.3-1.3V7.1L2.4 5.8l1.1-1.9 1.7.5 1.3-.7z" />
    </Line>
  );
}

export function Stethoscope() {
  return (
    <Line>
      <path d="M4.5 2H3v4a3 3 0 0 0 6 0V2H7.5M6 9v1.5a3.5 3.5 0 0 0 7 0V8.5" />
      <circle cx="13" cy="7" r="1.4" />
    </Line>
  );
}

export function Back() {
  return (
    <Line>
      <path d="M10 3 5 8l5 5" />
    </Line>
  );
}

export function Check() {
  return (
    <Line>
      <circle cx="8" cy="8" r="6" />
      <path d="m5.3 8.2 1.9 1.9 3.5-4" />
    </Line>
  );
}

/** One thing in the place of another. */
export function StandIn() {
  return (
    <Line>
      <path d="M2.5 5.5h10M9.5 2.5l3 3-3 3M13.5 11h-10M6.5 8.5 3.5 11l3 2.5" />
    </Line>
  );
}

export function Clock() {
  return (
    <Line>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.5V8l2.3 1.5" />
    </Line>
  );
}
