// When the choice between accounts moves: away from what is used up, and back when it has recovered (design §9). Pure.
import { isUnsure, stillByHand } from './by-hand.ts';
import { accountInUse, accountOf, choiceAt, isUsable } from './choice.ts';
import { coolDownEnd, type Course, type CourseStep } from './course-memory.ts';
import { shortWindows, surelyResetMs, unrecovered } from './exhaustion.ts';
import type { AccountId } from './ids.ts';
import { orderingOf } from './ordering.ts';
import { limitingWindows } from './quota-window.ts';
import type { AccountFacts, SelectionFacts } from './selection-facts.ts';
import { withStandIns } from './stand-ins.ts';

/** Whether what serves does so without being used up. */
function servesWell(facts: SelectionFacts, course: Course): boolean {
  const serving = facts.providers.find(({ provider }) => provider === course.serving);
  const account = serving === undefined ? undefined : accountInUse(facts, course, serving);
  if (account === undefined) return false;
  if (course.accepted.includes(account.account)) return account.signedIn;
  return isUsable(account, course) && shortWindows(account, facts.reservePercent).length === 0;
}

/**
 * The windows because of which an account is not used. All of them are kept until the last has recovered, and as long as
 * something that was switched to a moment ago does well.
 */
function spentOf(
  account: AccountFacts,
  facts: SelectionFacts,
  before: Course,
  mayReturn: boolean,
): readonly string[] {
  const { reservePercent } = facts;
  const known = before.spent[account.account] ?? [];
  const spent = [...new Set([...known, ...shortWindows(account, reservePercent)])];
  const isOver = unrecovered(account, spent, facts).length === 0;
  return isOver && (mayReturn || before.accepted.includes(account.account)) ? [] : spent;
}

/** What is known of each account anew; those that have left are forgotten. */
function weighed(facts: SelectionFacts, before: Course): Course {
  const mayReturn = coolDownEnd(before, facts.now) === undefined || !servesWell(facts, before);
  const spent = Object.fromEntries<readonly string[]>(
    facts.accounts.flatMap((account): [AccountId, readonly string[]][] => {
      const windows = spentOf(account, facts, before, mayReturn);
      return windows.length === 0 ? [] : [[account.account, windows]];
    }),
  );
  const accepted = before.accepted.filter((id) => {
    const account = accountOf(facts, id);
    if (account?.signedIn !== true) return account?.isClosed === true;
    if (spent[id] === undefined && !isUnsure(account, facts.reservePercent)) return false;
    return facts.providers.some((each) => accountInUse(facts, before, each) === account);
  });
  return stillByHand(facts, { ...before, spent, accepted });
}

/** Whether another account is in use than before, of any provider, or another provider serves. */
function hasSwitched(facts: SelectionFacts, before: Course, after: Course): boolean {
  if (before.serving !== undefined && before.serving !== after.serving) return true;
  return facts.providers.some(
    (each) => accountInUse(facts, before, each) !== accountInUse(facts, after, each),
  );
}

/** When something changes although nothing new is read: at a reset, or when the cool-down ends. */
function reconsiderAt(facts: SelectionFacts, course: Course): number | undefined {
  const isOpen = orderingOf(facts.strategy) !== undefined;
  const resets = facts.accounts.flatMap((account) =>
    limitingWindows(account)
      .filter(({ id }) => isOpen || course.spent[account.account]?.includes(id) === true)
      .flatMap(({ resetsAt }) => (resetsAt === null ? [] : [resetsAt, resetsAt + surelyResetMs])),
  );
  const isWaiting = isOpen || Object.keys(course.spent).length > 0;
  const times = [...resets, isWaiting ? (coolDownEnd(course, facts.now) ?? 0) : 0];
  const ahead = times.filter((at) => at > facts.now);
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

/**
 * Decides what serves from now on. The same facts again change nothing.
 * @param before as it was decided last
 */
export function nextCourse(facts: SelectionFacts, before: Course): CourseStep {
  // While no account is known yet, nothing that is remembered of them is forgotten.
  if (facts.accounts.length === 0) return { course: before, choice: choiceAt(facts, before) };
  const settled = withStandIns(facts, weighed(facts, before));
  const choice = choiceAt(facts, settled);
  const serving = choice.selection?.kind === 'chosen' ? choice.selection.provider : settled.serving;
  const served: Course = { ...settled, ...(serving !== undefined && { serving }) };
  const course: Course = {
    ...served,
    phase: choice.phase,
    since: choice.phase === before.phase ? before.since : facts.now,
    ...(hasSwitched(facts, before, served) && { switchedAt: facts.now }),
  };
  const next = reconsiderAt(facts, course);
  return { course, choice: choiceAt(facts, course), ...(next !== undefined && { reconsiderAt: next }) };
}
