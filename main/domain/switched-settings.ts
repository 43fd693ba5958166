// What a switch changes beside files, and how to bring one change of it over to how things stand now. Pure.
import type { Course } from './course-memory.ts';
import { canonicalJson } from './json.ts';
import type { Settings } from './settings.ts';

export interface SwitchedSettings {
  readonly settings: Pick<Settings, 'strategy' | 'preferredProvider' | 'activeAccounts'>;
  readonly course: Course;
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function moved<Value>(present: Value, from: Value, to: Value): Value {
  return isSame(present, from) ? to : present;
}

/** Entry by entry; one that is absent counts as a value. */
function movedEntries<Value>(
  present: Readonly<Record<string, Value>>,
  from: Readonly<Record<string, Value>>,
  to: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  // In the order of what is wanted, so that it is the same in every detail where nothing else has changed.
  const keys = new Set([...Object.keys(to), ...Object.keys(present)]);
  return Object.fromEntries(
    [...keys].flatMap((key): [string, Value][] => {
      const value = moved(present[key], from[key], to[key]);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

function movedCourse(present: Course, from: Course, to: Course): Course {
  if (isSame(present, from)) return to;
  // A choice leaves open what serves: what was decided because of it is part of it.
  const isDecided = from.serving === undefined && to.serving !== undefined;
  const serving = isDecided ? to.serving : moved(present.serving, from.serving, to.serving);
  const byHand = moved(present.byHand, from.byHand, to.byHand);
  const switchedAt = moved(present.switchedAt, from.switchedAt, to.switchedAt);
  return {
    phase: moved(present.phase, from.phase, to.phase),
    since: moved(present.since, from.since, to.since),
    standIns: movedEntries(present.standIns, from.standIns, to.standIns),
    spent: movedEntries(present.spent, from.spent, to.spent),
    accepted: moved(present.accepted, from.accepted, to.accepted),
    ...(serving !== undefined && { serving }),
    ...(byHand !== undefined && { byHand }),
    ...(switchedAt !== undefined && { switchedAt }),
  };
}

/**
 * What a change from one to the other makes of how things stand now: it touches nothing that it has not changed, and
 * nothing that has been changed otherwise since.
 */
export function towards(
  present: SwitchedSettings,
  from: SwitchedSettings,
  to: SwitchedSettings,
): SwitchedSettings {
  const [now, before, after] = [present.settings, from.settings, to.settings];
  const preferredProvider = moved(now.preferredProvider, before.preferredProvider, after.preferredProvider);
  return {
    settings: {
      strategy: moved(now.strategy, before.strategy, after.strategy),
      activeAccounts: movedEntries(now.activeAccounts, before.activeAccounts, after.activeAccounts),
      ...(preferredProvider !== undefined && { preferredProvider }),
    },
    course: movedCourse(present.course, from.course, to.course),
  };
}

/** Whether nothing moves; what is left open stays as it is. */
export function isNoChange(from: SwitchedSettings, to: SwitchedSettings): boolean {
  const serving = to.course.serving ?? from.course.serving;
  const course = { ...to.course, ...(serving !== undefined && { serving }) };
  return isSame(from, { settings: to.settings, course });
}
