// The few drawings of the window, from one package. All are decoration: the words beside them say the same.
import {
  ArrowDown as ArrowDownward,
  ArrowLeftRight,
  ArrowUp as ArrowUpward,
  Bot,
  BotOff,
  ChartLine,
  CircleCheck,
  ClipboardList,
  Clock as ClockFace,
  Download as ArrowDown,
  ExternalLink,
  FileCheck,
  FileQuestionMark,
  GripVertical,
  KeyRound,
  Lock as LockShut,
  LockOpen as LockOpened,
  LogIn,
  LogOut,
  RefreshCw,
  Search as Lens,
  Settings,
  ShieldCheck,
  ShieldX,
  SquareTerminal,
  Stethoscope as StethoscopeShape,
  TriangleAlert,
  Undo2,
  Users,
  X,
  type IconNode,
} from 'lucide';
import { h } from 'preact';

/** The circle as a path. */
function round(circle: IconNode[number][1]): string {
  const of = (name: 'cx' | 'cy' | 'r'): number => Number(circle[name]);
  const arc = (across: number): string => `a${of('r')} ${of('r')} 0 1 0 ${across} 0`;
  return `M${of('cx') - of('r')} ${of('cy')}${arc(2 * of('r'))}${arc(-2 * of('r'))}`;
}

/** One element for all of a drawing, where it has only paths and circles: there may be a hundred handles in the page. */
function asOnePath(shapes: IconNode): string | null {
  const parts = shapes.map(([tag, attributes]) => {
    if (tag === 'circle') return round(attributes);
    // A path that begins relative to where it is begins at the origin.
    return tag === 'path' ? `M0 0${attributes['d'] ?? ''}` : null;
  });
  return parts.every((part) => part !== null) ? parts.join('') : null;
}

const drawn = (shapes: IconNode) => {
  const path = asOnePath(shapes);
  return function Icon() {
    return (
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        {path === null ? (
          shapes.map(([tag, attributes], index) => h(tag, { ...attributes, key: index }))
        ) : (
          <path d={path} />
        )}
      </svg>
    );
  };
};

/** The gatehouse of assets/tray.svg. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 22 22" fill="currentColor" aria-hidden="true">
      <path d="M2 2h4v2h3V2h4v2h3V2h4v18h-5v-8a4 4 0 0 0-8 0v8H2zM9 8h1v8H9zM12 8h1v8h-1zM7 11h8v1H7zM7 14h8v1H7z" />
    </svg>
  );
}

export const Refresh = drawn(RefreshCw);
/** Leads out of the window, into the browser. */
export const Outward = drawn(ExternalLink);
export const Key = drawn(KeyRound);
export const Warning = drawn(TriangleAlert);
export const Check = drawn(CircleCheck);
/** One thing in the place of another. */
export const StandIn = drawn(ArrowLeftRight);
export const Clock = drawn(ClockFace);
export const Download = drawn(ArrowDown);
/** Of the pages. */
export const People = drawn(Users);
export const Course = drawn(ChartLine);
export const Agents = drawn(Bot);
export const Clipboard = drawn(ClipboardList);
export const Stethoscope = drawn(StethoscopeShape);
export const Gear = drawn(Settings);
/** Of what happened. */
export const SignedIn = drawn(LogIn);
export const SignedOut = drawn(LogOut);
export const Agreed = drawn(FileCheck);
export const Undone = drawn(Undo2);
export const AgentGone = drawn(BotOff);
export const Refused = drawn(ShieldX);
export const Allowed = drawn(ShieldCheck);
export const Locked = drawn(LockShut);
export const Unlocked = drawn(LockOpened);
export const Search = drawn(Lens);
/** Of who wrote a file. */
export const Program = drawn(SquareTerminal);
export const UnknownFile = drawn(FileQuestionMark);
export const Close = drawn(X);
/** Of the order of accounts. */
export const Grip = drawn(GripVertical);
export const Upward = drawn(ArrowUpward);
export const Downward = drawn(ArrowDownward);
