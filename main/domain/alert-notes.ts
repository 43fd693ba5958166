// What is remembered of notices, so that each is given once, also after a restart: as short lines of text. Pure.
import { isAccountId, type AccountId } from './ids.ts';
import type { KnownWindow } from './quota-window.ts';

/** One thing that was noticed. */
export interface AlertNote {
  readonly account: AccountId;
  /** The window's id, or what else it is about. */
  readonly about: string;
  /** What of it: `used-80`, `forecast`, … */
  readonly mark: string;
  /** Of a window, its reset as it was seen last (Unix milliseconds); null where it has none. */
  readonly period: number | null;
  /** Noticed, but not yet told to the person. */
  readonly isWaiting: boolean;
}

const waitingSign = '~';
const open = 'open';

/** One line for the preferences. */
export function noteText({ account, about, mark, period, isWaiting }: AlertNote): string {
  const parts = [
    account,
    encodeURIComponent(about.toWellFormed()),
    encodeURIComponent(mark),
    period === null ? open : String(Math.max(0, Math.round(period))),
  ];
  return `${isWaiting ? waitingSign : ''}${parts.join('|')}`;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Undefined for what is no such line. */
export function noteIn(text: string): AlertNote | undefined {
  const isWaiting = text.startsWith(waitingSign);
  const [, account, aboutText, markText, periodText] =
    /^(.+)\|([^|]+)\|([^|]+)\|(open|\d{1,16})$/.exec(isWaiting ? text.slice(waitingSign.length) : text) ?? [];
  const about = decoded(aboutText ?? '');
  const mark = decoded(markText ?? '');
  if (!isAccountId(account) || about === undefined || mark === undefined) return undefined;
  return { account, about, mark, period: periodText === open ? null : Number(periodText), isWaiting };
}

/** Whether both are about the same thing, waiting or not. */
export function isSameNote(left: AlertNote, right: AlertNote): boolean {
  return noteText({ ...left, isWaiting: false }) === noteText({ ...right, isWaiting: false });
}

const minuteMs = 60_000;
/** Providers recompute the reset with each answer, and it wanders by up to some minutes. */
const wanderMs = 15 * minuteMs;
/** A reset that has wandered further is written down anew, so that many small steps do not add up to a new period. */
const followFromMs = 2 * minuteMs;

/** So long after its time a reset has happened, although it may have wandered. */
const surelyPastMs = 5 * minuteMs;

/** Whether the window has begun anew since; where it names no reset any more, when its time was past as that was read. */
export function isOver({ period }: AlertNote, { resetsAt, at }: KnownWindow): boolean {
  if (period === null) return false;
  return resetsAt === null ? at - period >= surelyPastMs : resetsAt - period > wanderMs;
}

/** The name of the window's present period: the reset as it was written down, while it stays near. */
export function periodOf(notes: readonly AlertNote[], { resetsAt }: KnownWindow): number | null {
  const known = notes[0]?.period ?? null;
  if (resetsAt === null || known === null) return known ?? resetsAt;
  const awayMs = Math.abs(resetsAt - known);
  return awayMs > followFromMs && awayMs <= wanderMs ? resetsAt : known;
}

/** So many windows of many accounts are remembered. */
export const keptNotes = 400;

/** The newest of them; those of periods that are over go first. */
export function boundedNotes(notes: readonly AlertNote[], now: number): readonly AlertNote[] {
  const excess = notes.length - keptNotes;
  if (excess <= 0) return notes;
  const isPast = ({ period }: AlertNote): boolean => period !== null && period < now;
  const inOrder = [...notes.filter(isPast), ...notes.filter((note) => !isPast(note))];
  const dropped = new Set(inOrder.slice(0, excess));
  return notes.filter((note) => !dropped.has(note));
}
