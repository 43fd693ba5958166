// Which notices a change calls for. Pure: what was there before, what is there now, what was already noticed.
import { boundedNotes, isSameNote, type AlertNote } from './alert-notes.ts';
import type { Alert, AlertFacts } from './alert-policy.ts';
import { isWindowNote, movedOn, percentOf, resetMark, soonMomentOf, windowAlerts } from './alert-windows.ts';
import { needsSignIn } from './failure.ts';
import { expiryLevel, expiryMoments } from './key-facts.ts';
import { planChange } from './plan.ts';
import type { KnownWindow } from './quota-window.ts';

export interface AlertDecision {
  readonly alerts: readonly Alert[];
  /** What is to be remembered from now on, of all accounts. */
  readonly notes: readonly AlertNote[];
}

const dayMs = 86_400_000;

const signInAbout = 'sign-in-ends';
const keysAbout = 'keys';
const planAbout = 'plan';
const servingAbout = 'serving';

/** Nothing is said of windows that were read before the start of the app only. */
function windowsRead({ readings, windows }: AlertFacts): readonly KnownWindow[] {
  return readings === 0 ? [] : windows;
}

function accountAlerts(facts: AlertFacts, notes: readonly AlertNote[], now: number): readonly Alert[] {
  const { account, signInEndsAt, failure, failedTries = 0, plan, serves } = facts;
  const noteOf = (about: string, mark: string, period: number | null): AlertNote => ({
    account,
    about,
    mark,
    period,
    isWaiting: true,
  });
  const alerts: Alert[] = [];

  const days = expiryLevel(signInEndsAt, now);
  if (signInEndsAt !== undefined && days !== undefined) {
    // By the day: a program's own word about the end of its login wanders by moments.
    const note = noteOf(signInAbout, String(days), Math.floor(signInEndsAt / dayMs));
    alerts.push({ kind: 'sign-in-ends', account, days, endsAt: signInEndsAt, note });
  }

  const code = failure?.code;
  // That a program is silent for a moment, or renews by itself, says nothing against the sign-in.
  const isLasting = code === 'credential/owner-changed' && failedTries >= 2;
  if (failure !== undefined && code !== undefined && (needsSignIn(code) || isLasting))
    alerts.push({ kind: 'refresh-failing', account, failure, note: noteOf(keysAbout, code, null) });

  const change = plan?.before === undefined ? undefined : planChange(plan.before, plan, facts.planOrder);
  if (plan?.before !== undefined && (change === 'ended' || change === 'smaller')) {
    const note = noteOf(planAbout, change, plan.before.until);
    alerts.push({ kind: 'plan-changed', account, change, before: plan.before, after: plan, note });
  }

  const waiting = notes.find((note) => note.account === account && note.about === servingAbout);
  if (serves?.isNew === true || (serves !== undefined && waiting !== undefined)) {
    const note = serves.isNew ? noteOf(servingAbout, 'switched', now) : waiting;
    if (note !== undefined) alerts.push({ kind: 'switched', account, reason: serves.reason, note });
  }
  return alerts;
}

function standingAlerts(facts: AlertFacts, notes: readonly AlertNote[], now: number): readonly Alert[] {
  return [
    ...windowsRead(facts).flatMap((window) => windowAlerts(facts, window, notes, now)),
    ...accountAlerts(facts, notes, now),
  ];
}

/** Whether this note stands for the alert; a higher threshold stands for the lower ones of the same period too. */
function isNoteOf(note: AlertNote, alert: Alert): boolean {
  if (isSameNote(note, alert.note)) return true;
  if (alert.kind !== 'threshold') return false;
  const percent = percentOf(note);
  return (
    percent !== undefined &&
    percent >= alert.thresholdPercent &&
    isSameNote({ ...note, mark: alert.note.mark }, alert.note)
  );
}

/** Keys that work again may fail again. */
function withoutOldFailures(facts: AlertFacts, notes: readonly AlertNote[]): readonly AlertNote[] {
  const worked = facts.failure === undefined && facts.failedTries === 0;
  return worked
    ? notes.filter(({ account, about }) => account !== facts.account || about !== keysAbout)
    : notes;
}

/**
 * What is new about one account; the notes of it wait until the person has been told.
 * @param known what was noticed before, of all accounts
 * @param now Unix milliseconds
 */
export function decideAlerts(facts: AlertFacts, known: readonly AlertNote[], now: number): AlertDecision {
  let notes = withoutOldFailures(facts, known);
  const resets: Alert[] = [];
  for (const window of windowsRead(facts)) {
    const { notes: moved, reset } = movedOn(facts, window, notes);
    notes = moved;
    if (reset !== undefined) resets.push(reset);
  }
  const standing = standingAlerts(facts, notes, now);
  const alerts = [...resets, ...standing.filter((alert) => !notes.some((note) => isNoteOf(note, alert)))];
  const arisen = alerts.map(({ note }) => note).filter((note) => note.isWaiting);
  return { alerts, notes: boundedNotes([...notes, ...arisen], now) };
}

/** Whether this note has been told by these alerts; a higher threshold tells the lower ones of the same window too. */
function isTold(note: AlertNote, alerts: readonly Alert[]): boolean {
  const percent = percentOf(note);
  return alerts.some(
    (alert) =>
      isSameNote(note, alert.note) ||
      (percent !== undefined &&
        alert.kind === 'threshold' &&
        alert.window.id === note.about &&
        alert.thresholdPercent > percent),
  );
}

/**
 * Whether it can be said of what has not been told that it holds no more; right after the start of the app, too little is
 * known for that. A threshold that was passed holds until its period is over, for within it only figures fall, not use.
 */
function canBeGivenUp(note: AlertNote, facts: AlertFacts): boolean {
  if (percentOf(note) !== undefined) return false;
  if (isWindowNote(note)) {
    // The first reading after the start may be a false zero: only the next one tells.
    const isKnown = (windows: readonly KnownWindow[]): boolean =>
      windows.some(({ id, usedPercent }) => id === note.about && usedPercent !== null);
    return facts.readings > 0 && isKnown(facts.windows) && isKnown(facts.before);
  }
  switch (note.about) {
    case signInAbout:
      return facts.signInEndsAt !== undefined;
    case keysAbout:
      return facts.failedTries !== undefined && facts.failedTries !== 1;
    case planAbout:
      return facts.plan !== undefined;
    default:
      return true;
  }
}

/** What need not be remembered once it has been told: it arises anew or not at all. */
function isToldForGood({ about, mark }: AlertNote): boolean {
  return mark === resetMark || about === servingAbout;
}

/**
 * What has waited to be told about one account and still holds. What holds no more is forgotten, so that it may arise anew.
 * @param known what was noticed before, of all accounts; the answer has the same notes where nothing is due
 * @param now Unix milliseconds
 */
export function dueAlerts(facts: AlertFacts, known: readonly AlertNote[], now: number): AlertDecision {
  const own = known.filter(({ account }) => account === facts.account);
  const waiting = own.filter((note) => note.isWaiting);
  const told = own.filter((note) => !note.isWaiting);
  const alerts = standingAlerts(facts, known, now).filter(
    (alert) => waiting.some((note) => isNoteOf(note, alert)) && !told.some((note) => isNoteOf(note, alert)),
  );
  const nowTold = waiting.filter((note) => isTold(note, alerts));
  const done = new Set([...nowTold, ...waiting.filter((note) => canBeGivenUp(note, facts))]);
  if (alerts.length === 0 && done.size === 0) return { alerts, notes: known };
  // Where a figure has fallen since, a lower threshold is told than was noticed.
  const isNew = ({ note }: Alert): boolean => !own.some((other) => isSameNote(other, note));
  const remembered = [...nowTold, ...alerts.filter(isNew).map(({ note }) => note)]
    .filter((note) => !isToldForGood(note))
    .map((note) => ({ ...note, isWaiting: false }));
  return { alerts, notes: [...known.filter((note) => !done.has(note)), ...remembered] };
}

/** The next time at which something is to be told although nothing changes, Unix milliseconds. */
export function nextMoment(facts: AlertFacts, now: number): number | undefined {
  const soon = windowsRead(facts).map((window) => soonMomentOf(facts, window, now));
  const ahead = [...soon, ...expiryMoments(facts.signInEndsAt)].flatMap((at) =>
    at !== undefined && at > now ? [at] : [],
  );
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}
