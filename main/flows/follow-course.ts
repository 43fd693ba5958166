// Lets the policy decide whenever something new is known, and carries out what it has decided.
import { nextCourse, type Course } from '../domain/course.ts';
import { toFailure } from '../domain/failure.ts';
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
  return isServingMoved || JSON.stringify(standIns) !== JSON.stringify(after.standIns);
}

export function createFollowCourse(parts: FollowCourseParts): FollowCourse {
  const { store, desk, selectionFacts, preferences, clock, timer, log } = parts;
  let cancelSoon: (() => void) | undefined;
  let cancelLater = (): void => undefined;
  let retryPauseMs = firstRetryMs;
  /** Unix milliseconds; after a switch that could not be carried out, not before. */
  let notBefore = -Infinity;
  let isFailing = false;
  let isStopped = false;
  let unsubscribe = (): void => undefined;

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
    const state = store.state();
    const { course } = nextCourse(selectionFacts(state), state.course);
    return isSwitch(state.course, course) ? course : undefined;
  }

  async function carryOut(): Promise<void> {
    try {
      isFailing = false;
      await desk.follow(switchWanted);
      retryPauseMs = firstRetryMs;
    } catch (thrown) {
      isFailing = true;
      const failure = toFailure(thrown);
      log.warn('not switched', { failure });
      notBefore = Math.max(clock.nowMs() + retryPauseMs, failure.retryAt ?? 0);
      retryPauseMs = Math.min(2 * retryPauseMs, longestRetryMs);
      lookAt(notBefore);
    }
  }

  function lookAt(at: number): void {
    cancelLater();
    if (isStopped) return;
    cancelLater = timer.after(Math.min(Math.max(at - clock.nowMs(), 0), longestWaitMs), decide);
  }

  function decide(): void {
    if (isStopped) return;
    if (desk.isBusy()) {
      void desk.whenFree().then(decideSoon);
      return;
    }
    const state = store.state();
    const now = clock.nowMs();
    const { course, reconsiderAt } = nextCourse(selectionFacts(state), state.course);
    cancelLater();
    if (reconsiderAt !== undefined) lookAt(reconsiderAt);
    const isWanted = isSwitch(state.course, course);
    if (!isWanted && isFailing) {
      isFailing = false;
      store.dispatch({ type: 'switch.ended' });
    }
    if (JSON.stringify(course) === JSON.stringify(state.course)) return;
    if (!isWanted) remember(course);
    else if (now >= notBefore) void carryOut();
    else lookAt(notBefore);
  }

  function decideSoon(): void {
    if (isStopped) return;
    cancelSoon ??= timer.after(soonMs, () => {
      cancelSoon = undefined;
      decide();
    });
  }

  return {
    start() {
      unsubscribe = store.subscribe((_state, event) => {
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
