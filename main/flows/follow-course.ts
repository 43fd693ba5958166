// Lets the policy decide whenever something new is known, and carries out what it has decided.
import { nextCourse, type Course } from '../domain/course.ts';
import { toFailure, type FailureValue } from '../domain/failure.ts';
import type { AccountId } from '../domain/ids.ts';
import { canonicalJson } from '../domain/json.ts';
import type { SelectionFacts } from '../domain/selection-facts.ts';
import type { Clock, Log, Preferences, Timer } from '../ports.ts';
import type { Event, State } from '../state/state.ts';
import type { Store } from '../state/store.ts';
import type { SwitchDesk } from './switch-desk.ts';

export interface FollowCourseParts {
  readonly store: Store;
  readonly desk: Pick<SwitchDesk, 'follow' | 'isBusy' | 'whenFree'>;
  readonly selectionFacts: (state: State) => SelectionFacts;
  readonly preferences: Pick<Preferences, 'setCourse'>;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly log: Log;
}

export interface FollowCourse {
  /** When the stored accounts have been read and what was cut off has been finished. */
  start(): void;
  stop(): void;
}

/** What makes the policy look again. */
const news: ReadonlySet<Event['type']> = new Set([
  'accounts.loaded',
  'account.signed-in',
  'account.signed-out',
  'account.renewed',
  'account.usable',
  'account.unusable',
  'quota.read',
  'quota.remembered',
  'quota.failed',
  'plan.read',
  'settings.changed',
  'switch.ended',
]);
/** What arises together is decided once. */
const soonMs = 50;
const firstRetryMs = 60_000;
const longestRetryMs = 600_000;
/** The clock of the computer may be set meanwhile. */
const longestWaitMs = 86_400_000;

/** Whether this is a switch, or only something to be remembered. */
function isSwitch(before: Course, after: Course): boolean {
  const { standIns, serving } = before;
  // The first decision of all finds what serves; nobody has switched.
  const isServingMoved = serving !== undefined && serving !== after.serving;
  return isServingMoved || canonicalJson(standIns) !== canonicalJson(after.standIns);
}

/** What could not be carried out is tried again, later and later. */
interface Retry {
  readonly pauseMs: number;
  /** Unix milliseconds; the end of the pause. */
  readonly at: number;
}

/** Whether its pause goes on; not for ever because the clock was set back. */
function isAhead({ pauseMs, at }: Retry, now: number): boolean {
  return now < at && at <= now + pauseMs;
}

export function createFollowCourse(parts: FollowCourseParts): FollowCourse {
  const { store, desk, selectionFacts, preferences, clock, timer, log } = parts;
  let cancelSoon: (() => void) | undefined;
  let cancelLater = (): void => undefined;
  /** Accounts that could not be proved: until then the choice is made without them. */
  const unproved = new Map<AccountId, Retry>();
  /** After a switch that failed for another reason. */
  let failed: Retry | undefined;
  /** What stands there because of us, and goes when no switch is wanted any more. */
  let said: FailureValue | undefined;
  let isStopped = false;
  let unsubscribe = (): void => undefined;

  function later(before: Retry | undefined): Retry {
    const pauseMs = before === undefined ? firstRetryMs : Math.min(2 * before.pauseMs, longestRetryMs);
    return { pauseMs, at: clock.nowMs() + pauseMs };
  }

  /** What is known, without those that could not be proved a moment ago. */
  function factsNow(): SelectionFacts {
    const facts = selectionFacts(store.state());
    const isPassedOver = (account: AccountId): boolean => {
      const retry = unproved.get(account);
      return retry !== undefined && isAhead(retry, facts.now);
    };
    return {
      ...facts,
      accounts: facts.accounts.map((each) =>
        isPassedOver(each.account) ? { ...each, subscribed: false } : each,
      ),
    };
  }

  function remember(course: Course): void {
    try {
      preferences.setCourse(course);
    } catch (thrown) {
      log.warn('course not kept', { failure: toFailure(thrown) });
    }
    store.dispatch({ type: 'course.moved', course, by: 'policy' });
  }

  /** What is decided now, where that is a switch. */
  function switchWanted(): Course | undefined {
    const before = store.state().course;
    const { course } = nextCourse(factsNow(), before);
    return isSwitch(before, course) ? course : undefined;
  }

  async function carryOut(): Promise<void> {
    let unusable: AccountId | undefined;
    try {
      await desk.follow(switchWanted, (account) => (unusable = account));
      failed = undefined;
      said = undefined;
    } catch (thrown) {
      const failure = toFailure(thrown);
      log.warn('not switched', { failure });
      said = store.state().switching.failure;
      if (unusable !== undefined) unproved.set(unusable, later(unproved.get(unusable)));
      // Asked by itself, a key store that is locked would ask the person again and again.
      else if (failure.code.startsWith('storage/key-store-')) failed = { pauseMs: Infinity, at: Infinity };
      else failed = later(failed);
    }
  }

  function lookAt(at: number): void {
    cancelLater();
    if (isStopped || at === Infinity) return;
    cancelLater = timer.after(Math.min(Math.max(at - clock.nowMs(), 0), longestWaitMs), decide);
  }

  function decide(): void {
    if (isStopped) return;
    if (desk.isBusy()) {
      void desk.whenFree().then(decideSoon);
      return;
    }
    const { course: before, switching } = store.state();
    const facts = factsNow();
    const { course, reconsiderAt } = nextCourse(facts, before);
    const retries = [...unproved.values(), ...(failed === undefined ? [] : [failed])];
    const ahead = retries.flatMap((retry) => (isAhead(retry, facts.now) ? [retry.at] : []));
    lookAt(Math.min(...ahead, reconsiderAt ?? Infinity));
    const isWanted = isSwitch(before, course);
    const isMissed = isSwitch(before, nextCourse(selectionFacts(store.state()), before).course);
    if (!isWanted && !isMissed && said !== undefined) {
      if (switching.failure === said) store.dispatch({ type: 'switch.ended' });
      said = undefined;
    }
    if (isWanted) {
      if (failed === undefined || !isAhead(failed, facts.now)) void carryOut();
    } else if (!isMissed && canonicalJson(course) !== canonicalJson(before)) remember(course);
  }

  function decideSoon(): void {
    if (isStopped) return;
    cancelSoon ??= timer.after(soonMs, () => {
      cancelSoon = undefined;
      decide();
    });
  }

  /** A person has chosen, or keys have come: what had failed may go well now. */
  function forgive(event: Event): void {
    if (event.type === 'accounts.loaded' || (event.type === 'course.moved' && event.by === 'person')) {
      failed = undefined;
      unproved.clear();
    }
    if (event.type === 'account.signed-in') unproved.delete(event.account.id);
  }

  return {
    start() {
      unsubscribe = store.subscribe((_state, event) => {
        forgive(event);
        if (news.has(event.type)) decideSoon();
      });
      decide();
    },
    stop() {
      isStopped = true;
      unsubscribe();
      cancelSoon?.();
      cancelLater();
    },
  };
}
