// What is remembered of the choice between accounts: what serves now, what stands in for what, and since when. Pure.
import { isAccountId, isProviderId, type AccountId, type ProviderId } from './ids.ts';
import { isObject } from './json.ts';
import type { Choice, Phase } from './selection-facts.ts';
import { isStrategy, type Strategy } from './settings.ts';

/** What the person has chosen by hand and would otherwise not be so; `by-hand.ts` says for how long it holds. */
export interface ByHand {
  /** The strategy at that time: a change of it ends the choice. */
  readonly strategy: Strategy;
  /** The account put in use of each provider. */
  readonly accounts: Readonly<Record<ProviderId, AccountId>>;
  /** The one of those providers that serves, whatever is preferred or would be picked. */
  readonly serves?: ProviderId;
}

/** What is remembered between two decisions, so that nothing flaps. Plain data: it is kept across restarts. */
export interface Course {
  readonly phase: Phase;
  /** Unix milliseconds; when it came to this phase. */
  readonly since: number;
  /** The account in use in the place of the wanted one of the same provider, by provider. */
  readonly standIns: Readonly<Record<ProviderId, AccountId>>;
  /** The provider that serves; absent before the first decision. */
  readonly serving?: ProviderId;
  /** Windows that were used up and have not recovered, by account: it stays unused until all of them have. */
  readonly spent: Readonly<Record<AccountId, readonly string[]>>;
  /** Accounts that the person has chosen although they were used up, or may have been: they are left in use until they have recovered. */
  readonly accepted: readonly AccountId[];
  readonly byHand?: ByHand;
  /** Unix milliseconds; the last switch that nobody asked for. */
  readonly switchedAt?: number;
}

export const initialCourse: Course = { phase: 'primary', since: 0, standIns: {}, spent: {}, accepted: [] };

export interface CourseStep {
  readonly course: Course;
  /** What serves after it. */
  readonly choice: Choice;
  /** Unix milliseconds; when to decide again although nothing new is known. */
  readonly reconsiderAt?: number;
}

/** Whoever was switched to stays for so long, unless it is really used up. */
const coolDownMs = 5 * 60_000;

/** Unix milliseconds; undefined when the cool-down is over. A switch of the future was noted by a clock that was set back. */
export function coolDownEnd({ switchedAt }: Pick<Course, 'switchedAt'>, now: number): number | undefined {
  if (switchedAt === undefined || switchedAt > now || now - switchedAt >= coolDownMs) return undefined;
  return switchedAt + coolDownMs;
}

const phases: readonly Phase[] = ['primary', 'draining', 'fallback', 'held'];

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isListOf<Item>(value: unknown, isItem: (item: unknown) => item is Item): value is readonly Item[] {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isTexts(value: unknown): value is readonly string[] {
  return isListOf(value, isText);
}

function isRecordOf<Key extends string, Item>(
  value: unknown,
  isKey: (key: unknown) => key is Key,
  isItem: (item: unknown) => item is Item,
): value is Readonly<Record<Key, Item>> {
  return isObject(value) && Object.entries(value).every(([key, item]) => isKey(key) && isItem(item));
}

function byHandFrom(value: unknown): ByHand | undefined {
  if (!isObject(value)) return undefined;
  const { strategy, accounts, serves } = value;
  if (!isText(strategy) || !isStrategy(strategy) || !isRecordOf(accounts, isProviderId, isAccountId))
    return undefined;
  if (serves === undefined) return { strategy, accounts };
  return isProviderId(serves) ? { strategy, accounts, serves } : undefined;
}

/** What was kept; the beginning for anything else. A choice by hand that cannot be understood is none. */
export function courseFrom(value: unknown): Course {
  if (!isObject(value)) return initialCourse;
  const { since, standIns, serving, spent, accepted, switchedAt } = value;
  const phase = phases.find((each) => each === value['phase']);
  const isCourse =
    phase !== undefined &&
    isTime(since) &&
    isRecordOf(standIns, isProviderId, isAccountId) &&
    isRecordOf(spent, isAccountId, isTexts) &&
    isListOf(accepted, isAccountId) &&
    (serving === undefined || isProviderId(serving)) &&
    (switchedAt === undefined || isTime(switchedAt));
  if (!isCourse) return initialCourse;
  const byHand = byHandFrom(value['byHand']);
  return {
    phase,
    since,
    standIns,
    spent,
    accepted,
    ...(byHand !== undefined && { byHand }),
    ...(serving !== undefined && { serving }),
    ...(switchedAt !== undefined && { switchedAt }),
  };
}
