// Which notices the windows of an account call for: thresholds, what is foreseen, resets. Pure.
import { isOver, periodOf, type AlertNote } from './alert-notes.ts';
import type { Alert, AlertFacts } from './alert-policy.ts';
import { paceOf } from './pace.ts';
import type { KnownWindow } from './quota-window.ts';

const minuteMs = 60_000;
const soonMs = 5 * minuteMs;
/** So close to the reset a forecast helps nobody any more. */
const forecastUntilMs = 15 * minuteMs;
/** Who was told so much knows that it will run out. */
const saysItAllPercent = 95;
/** Without a new reset, a window has been refilled when it falls below this part of its first threshold. */
const refilledPart = 0.5;
/** A forecast from one reading rests on what happened before the app was started. */
const readingsForForecast = 2;

const thresholdMark = /^used-(\d{1,3})$/;
const forecastMark = 'forecast';
const soonMark = 'reset-soon';
export const resetMark = 'reset';
const windowMarks: ReadonlySet<string> = new Set([forecastMark, soonMark, resetMark]);

export function percentOf({ mark }: AlertNote): number | undefined {
  const [, digits] = thresholdMark.exec(mark) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Those that this window can pass: what lies beyond the plan is spent on purpose, so only its end counts. */
function thresholdsFor({ thresholdsOf }: AlertFacts, window: KnownWindow): readonly number[] {
  const all = thresholdsOf(window);
  return window.beyondPlan === true ? all.filter((percent) => percent >= 100) : all;
}

/**
 * The highest of the thresholds that it has passed. A status line may show what a session knew long ago; alone it never says
 * that a window is used up, unless that was noticed by a better source in the same period.
 * @param present notes of the window's present period
 */
function passedBy(
  { usedPercent, kind }: KnownWindow,
  thresholds: readonly number[],
  present: readonly AlertNote[] = [],
): number | undefined {
  if (usedPercent === null) return undefined;
  const mayBeUsedUp = kind !== 'status-line' || present.some((note) => (percentOf(note) ?? 0) >= 100);
  return thresholds.findLast((percent) => usedPercent >= percent && (percent < 100 || mayBeUsedUp));
}

/** Whether it is at or above its first threshold, in a period that has not ended. */
function isLow(window: KnownWindow, thresholds: readonly number[], now: number): boolean {
  const isEnded = window.resetsAt !== null && window.resetsAt <= now;
  return !isEnded && passedBy(window, thresholds) !== undefined;
}

/** Notes of this window: those of its present period, and those of periods that are over. */
function notesOf({ account }: AlertFacts, window: KnownWindow, notes: readonly AlertNote[]) {
  const all = notes.filter((note) => note.account === account && note.about === window.id);
  return {
    all,
    past: all.filter((note) => isOver(note, window)),
    present: all.filter((note) => !isOver(note, window)),
  };
}

/** Whether two readings agree that it has been refilled, although its reset has not moved. */
function isRefilled(facts: AlertFacts, window: KnownWindow, first: number): boolean {
  const before = facts.before.find(({ id }) => id === window.id);
  if (before === undefined || before.at >= window.at) return false;
  const isFull = (percent: number | null): boolean => percent !== null && percent < first * refilledPart;
  return isFull(window.usedPercent) && isFull(before.doubted?.usedPercent ?? before.usedPercent);
}

export interface WindowDecision {
  readonly notes: readonly AlertNote[];
  readonly reset?: Alert;
}

/**
 * Brings the notes of one window to its present period; where it had been low and is not any more, with the news. Those
 * who were not told that it was low are not told that it is full again.
 */
export function movedOn(facts: AlertFacts, window: KnownWindow, notes: readonly AlertNote[]): WindowDecision {
  const { all, past, present } = notesOf(facts, window, notes);
  const [first] = thresholdsFor(facts, window);
  const { usedPercent } = window;
  if (all.length === 0 || first === undefined || usedPercent === null) return { notes };
  const isRefill = past.length === 0 && present.some(({ mark }) => mark !== resetMark);
  const refilled = isRefill && isRefilled(facts, window, first);
  const over = refilled ? present : past;
  const kept = refilled ? [] : present;
  const period = periodOf(kept, window);
  const others = notes.filter((note) => !all.includes(note));
  const moved = [...others, ...kept.map((note) => (note.period === period ? note : { ...note, period }))];
  const low = over.filter((note) => percentOf(note) !== undefined);
  // The first reading after the start is where the run begins: what was reset before it is no news.
  const isBaseline = facts.readings <= 1;
  if (low.length === 0 || usedPercent >= first || isBaseline) return { notes: moved };
  const isWaiting = low.some((note) => !note.isWaiting);
  const note = { account: facts.account, about: window.id, mark: resetMark, period, isWaiting };
  return { notes: moved, reset: { kind: 'reset', account: facts.account, window, note } };
}

/** What holds of one window now, its reset aside. */
export function windowAlerts(
  facts: AlertFacts,
  window: KnownWindow,
  notes: readonly AlertNote[],
  now: number,
): readonly Alert[] {
  const { account } = facts;
  const { usedPercent, resetsAt } = window;
  const thresholds = thresholdsFor(facts, window);
  const { present } = notesOf(facts, window, notes);
  const period = periodOf(present, window);
  const isEnded = resetsAt !== null && resetsAt <= now;
  const base = { account, window };
  const noteOf = (mark: string): AlertNote => ({ account, about: window.id, mark, period, isWaiting: true });
  const alerts: Alert[] = [];

  const thresholdPercent = isEnded ? undefined : passedBy(window, thresholds, present);
  if (thresholdPercent !== undefined)
    alerts.push({ ...base, kind: 'threshold', thresholdPercent, note: noteOf(`used-${thresholdPercent}`) });
  if (thresholdPercent !== undefined && resetsAt !== null && resetsAt - now <= soonMs)
    alerts.push({ ...base, kind: 'reset-soon', resetsAt, note: noteOf(soonMark) });

  const told = Math.max(thresholdPercent ?? 0, ...present.map((note) => percentOf(note) ?? 0));
  const mayForesee =
    facts.readings >= readingsForForecast &&
    thresholds.length > 0 &&
    window.beyondPlan === undefined &&
    told < saysItAllPercent &&
    (resetsAt === null || resetsAt - now > forecastUntilMs);
  const pace = paceOf({ usedPercent, resetsAt, forecast: facts.forecasts.get(window.id), now });
  if (mayForesee && pace.kind === 'runs-out')
    alerts.push({ ...base, kind: 'forecast', usedUpAt: pace.at, note: noteOf(forecastMark) });

  // One that waits to be told holds for as long as the window stays below.
  const reset = present.find(({ mark }) => mark === resetMark);
  const [first] = thresholds;
  if (reset !== undefined && usedPercent !== null && first !== undefined && usedPercent < first)
    alerts.push({ ...base, kind: 'reset', note: reset });
  return alerts;
}

/** Whether this is a note of a window. */
export function isWindowNote(note: AlertNote): boolean {
  return windowMarks.has(note.mark) || percentOf(note) !== undefined;
}

/** When it is to be told that this window is reset soon, Unix milliseconds; undefined where it is not. */
export function soonMomentOf(facts: AlertFacts, window: KnownWindow, now: number): number | undefined {
  const isLowNow = isLow(window, thresholdsFor(facts, window), now);
  return isLowNow && window.resetsAt !== null ? window.resetsAt - soonMs : undefined;
}
