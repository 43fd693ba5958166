// When the policy looks, what it remembers, and how it goes on after a switch that could not be carried out.
import { describe, expect, test } from 'vitest';
import { initialCourse, type Course } from '../../../main/domain/course.ts';
import { Failure, type FailureCode } from '../../../main/domain/failure.ts';
import { defaultSettings } from '../../../main/domain/settings.ts';
import { createFollowCourse, type FollowCourse } from '../../../main/flows/follow-course.ts';
import type { SwitchDesk } from '../../../main/flows/switch-desk.ts';
import { initialState, type Event } from '../../../main/state/state.ts';
import { createStore, type Store } from '../../../main/state/store.ts';
import { claudeEntry, claudeId, noonMs, openaiId, sampleOf } from '../../fakes/accounts.ts';
import { RecordingLog } from '../../fakes/log.ts';
import { MemoryPreferences } from '../../fakes/preferences.ts';
import { ada, bob, selectionFacts, usedUpTo } from '../../fakes/selection.ts';
import { FakeTime, settle } from '../../fakes/time.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const { account } = claudeEntry({ id: ada });
const failure = { code: 'provider/unavailable' } as const;
/** Bob is to stand in. */
const spent = { ada: usedUpTo(100) };

type Facts = Parameters<typeof selectionFacts>[0];

class Desk implements Pick<SwitchDesk, 'follow' | 'isBusy' | 'whenFree'> {
  /** What was decided whenever it was to be carried out. */
  readonly followed: (Course | undefined)[] = [];
  busy = false;
  free = (): void => undefined;
  /** What comes of it. */
  outcome: (unusable: Parameters<SwitchDesk['follow']>[1], decided: Course | undefined) => Promise<void> =
    async () => undefined;

  async follow(...[decide, unusable]: Parameters<SwitchDesk['follow']>): Promise<void> {
    const decided = decide();
    this.followed.push(decided);
    await this.outcome(unusable, decided);
  }

  isBusy(): boolean {
    return this.busy;
  }

  whenFree(): Promise<void> {
    return new Promise((resolve) => (this.free = resolve));
  }
}

class Work {
  readonly time = new FakeTime(noonMs);
  readonly store: Store;
  readonly desk = new Desk();
  readonly preferences = new MemoryPreferences();
  readonly log = new RecordingLog();
  readonly events: Event['type'][] = [];
  readonly policy: FollowCourse;
  /** How often the facts were asked for. */
  looks = 0;
  #facts: Facts;

  constructor(facts: Facts = {}, course: Course = { ...initialCourse, serving: claudeId }) {
    this.#facts = facts;
    this.store = createStore({ ...initialState, course });
    this.store.subscribe((_state, { type }) => this.events.push(type));
    const { time, store, desk, preferences, log } = this;
    this.policy = createFollowCourse({
      store,
      desk,
      selectionFacts: () => {
        this.looks += 1;
        return selectionFacts(this.#facts, { now: time.nowMs() });
      },
      preferences,
      clock: time,
      timer: time,
      log,
    });
  }

  /** Something new is known. */
  async know(facts: Facts): Promise<void> {
    this.#facts = facts;
    this.store.dispatch({ type: 'quota.failed', account: ada, failure });
    await this.time.advance(50);
  }

  /** A switch has been asked for by the policy and failed, as the desk says it. */
  fail(code: FailureCode): void {
    this.desk.outcome = async () => {
      this.store.dispatch({ type: 'switch.ended', failure: { code } });
      throw new Failure(code);
    };
  }

  get said(): FailureCode | undefined {
    return this.store.state().switching.failure?.code;
  }
}

describe('the policy looks', () => {
  test.each<{ readonly event: Event }>([
    { event: { type: 'accounts.loaded', accounts: [account] } },
    { event: { type: 'account.signed-in', account } },
    { event: { type: 'account.signed-out', account: ada } },
    { event: { type: 'account.renewed', account: ada, by: 'Codex', at: noonMs } },
    { event: { type: 'account.usable', account: ada } },
    { event: { type: 'account.unusable', account: ada, failure } },
    { event: { type: 'quota.read', sample: sampleOf(claudeEntry({ id: ada }), []) } },
    { event: { type: 'quota.remembered', account: ada } },
    { event: { type: 'quota.failed', account: ada, failure } },
    { event: { type: 'plan.read', account: ada, plan: { plan: 'max' }, at: noonMs } },
    { event: { type: 'settings.changed', settings: defaultSettings } },
    { event: { type: 'switch.ended' } },
  ])('again a moment after $event.type, once for what arises together', async ({ event }) => {
    const work = new Work();
    work.policy.start();
    await work.time.advance(minute);
    const before = work.looks;
    work.store.dispatch(event);
    work.store.dispatch(event);
    const soon = work.time.pendingMs;
    await work.time.advance(50);
    const once = work.looks - before;
    await work.time.advance(minute);
    expect([soon, work.looks - before - once]).toEqual([[50], 0]);
  });

  test('not while a switch is under way, but when it is over', async () => {
    const work = new Work(spent);
    work.desk.busy = true;
    work.policy.start();
    await work.time.advance(minute);
    const meanwhile = [...work.desk.followed];
    work.desk.busy = false;
    work.desk.free();
    await settle();
    await work.time.advance(minute);
    expect([meanwhile, work.desk.followed.length]).toEqual([[], 1]);
  });

  test('by itself when a window is reset, and no more when that is not waited for any longer', async () => {
    const work = new Work({ bob: usedUpTo(100) });
    work.policy.start();
    await settle();
    const waiting = work.time.pendingMs;
    await work.know({});
    expect([waiting, work.time.pendingMs]).toEqual([[60 * minute], []]);
  });

  test('at least once a day, for the clock may be set', async () => {
    const work = new Work({ bob: usedUpTo(100, noonMs + 30 * day) });
    work.policy.start();
    await settle();
    expect(work.time.pendingMs).toEqual([day]);
  });

  test('no more once it has been stopped, whatever it has waited for', async () => {
    const found = [];
    for (const wait of ['news', 'reset', 'desk', 'failure'] as const) {
      const work = new Work(wait === 'news' ? {} : spent);
      work.desk.busy = wait === 'desk';
      let fail = (_reason: Failure): void => undefined;
      work.desk.outcome = () => new Promise((_resolve, reject) => (fail = reject));
      work.policy.start();
      await settle();
      if (wait === 'news') work.store.dispatch({ type: 'switch.ended' });
      work.policy.stop();
      work.desk.free();
      fail(new Failure('storage/write-failed'));
      await settle();
      work.store.dispatch({ type: 'switch.ended' });
      found.push(...work.time.pendingMs);
    }
    expect(found).toEqual([]);
  });
});

describe('what is decided', () => {
  test('first of all is remembered, for nobody has switched', async () => {
    const work = new Work({}, initialCourse);
    work.policy.start();
    await settle();
    expect([work.desk.followed, work.preferences.course(), work.store.state().course]).toEqual([
      [],
      { ...initialCourse, serving: claudeId },
      { ...initialCourse, serving: claudeId },
    ]);
  });

  test('and is no switch holds although it cannot be kept', async () => {
    const work = new Work({}, initialCourse);
    work.preferences.failWith = new Error('EROFS');
    work.policy.start();
    await settle();
    expect([work.store.state().course.serving, work.log.warnings]).toEqual([claudeId, ['course not kept']]);
  });

  test('and changes nothing is not said', async () => {
    const work = new Work();
    work.policy.start();
    await settle();
    expect(work.events).toEqual([]);
  });

  test.each<[string, Facts, Partial<Course>]>([
    ['another account', spent, { standIns: { [claudeId]: bob } }],
    ['another provider', { ada: usedUpTo(100), bob: usedUpTo(100) }, { standIns: {}, serving: openaiId }],
  ])('for %s is carried out, and not remembered before that', async (_what, facts, decided) => {
    const work = new Work(facts);
    work.policy.start();
    await settle();
    expect([work.desk.followed, work.events]).toEqual([[expect.objectContaining(decided)], []]);
  });
});

describe('a switch that cannot be carried out', () => {
  /** The pauses between the tries. */
  async function pauses(work: Work, tries: number): Promise<readonly number[]> {
    const found: number[] = [];
    let last = work.time.nowMs();
    for (let seconds = 0; found.length < tries && seconds < 4_000; seconds += 1) {
      const before = work.desk.followed.length;
      await work.time.advance(1_000);
      if (work.desk.followed.length === before) continue;
      found.push(Math.round((work.time.nowMs() - last) / minute));
      last = work.time.nowMs();
    }
    return found;
  }

  test('is tried again later and later, at most every ten minutes, and after a success soon again', async () => {
    const work = new Work({ ada: usedUpTo(100, noonMs + day) });
    work.fail('storage/write-failed');
    work.policy.start();
    await settle();
    const failing = await pauses(work, 6);
    work.desk.outcome = async () => undefined;
    await work.time.advance(11 * minute);
    work.fail('storage/write-failed');
    await work.know({ ada: usedUpTo(100, noonMs + day) });
    expect([failing, await pauses(work, 1)]).toEqual([[1, 2, 4, 8, 10, 10], [1]]);
  });

  test('is tried at once when the clock was set back by hours', async () => {
    const work = new Work({ ada: usedUpTo(100, noonMs + day) });
    work.fail('storage/write-failed');
    work.policy.start();
    await settle();
    work.time.setClock(-8 * hour);
    expect(await pauses(work, 3)).toEqual([0, 2, 4]);
  });

  test('is not asked for before that, whatever is learnt meanwhile', async () => {
    const work = new Work(spent);
    work.fail('storage/write-failed');
    work.policy.start();
    await settle();
    await work.know(spent);
    await work.know(spent);
    expect([work.desk.followed.length, work.time.pendingMs]).toEqual([1, [minute - 100]]);
  });

  test('is tried at once when a person has chosen, or the accounts are known', async () => {
    const tries = [];
    const events: readonly Event[] = [
      { type: 'course.moved', course: { ...initialCourse, serving: claudeId }, by: 'policy' },
      { type: 'course.moved', course: { ...initialCourse, serving: claudeId }, by: 'person' },
      { type: 'accounts.loaded', accounts: [account] },
    ];
    for (const event of events) {
      const work = new Work(spent);
      work.fail('storage/write-failed');
      work.policy.start();
      await settle();
      work.store.dispatch(event);
      await work.know(spent);
      tries.push(work.desk.followed.length);
    }
    expect(tries).toEqual([1, 2, 2]);
  });

  test('for a key store that is locked is not tried by itself', async () => {
    const work = new Work({ ada: usedUpTo(100, noonMs + day) });
    work.fail('storage/key-store-locked');
    work.policy.start();
    await settle();
    await work.time.advance(60 * minute);
    expect(work.desk.followed.length).toBe(1);
  });

  test('says so no longer when no switch is wanted any more, and takes nobody else’s word away', async () => {
    const found = [];
    for (const others of [undefined, 'selection/unproved'] as const) {
      const work = new Work(spent);
      work.fail('storage/write-failed');
      work.policy.start();
      await settle();
      const first = work.said;
      if (others !== undefined) work.store.dispatch({ type: 'switch.ended', failure: { code: others } });
      await work.know({});
      found.push([first, work.said]);
    }
    expect(found).toEqual([
      ['storage/write-failed', undefined],
      ['storage/write-failed', 'selection/unproved'],
    ]);
  });

  test('is over when a later try goes well: what is said after that is not its word', async () => {
    const work = new Work(spent);
    work.fail('storage/write-failed');
    work.policy.start();
    await settle();
    work.desk.outcome = async () => undefined;
    await work.time.advance(minute);
    work.events.length = 0;
    await work.know({});
    await work.know({});
    expect(work.events.filter((type) => type === 'switch.ended')).toEqual([]);
  });
});

describe('an account that cannot be proved', () => {
  const withBob = [claudeId, { [claudeId]: bob }];
  const without = [openaiId, {}];
  const far = usedUpTo(100, noonMs + day);
  const tried = ({ desk }: Work) => desk.followed.map((course) => [course?.serving, course?.standIns]);

  async function unproved(facts: Facts): Promise<Work> {
    const work = new Work(facts);
    work.desk.outcome = async (unusable, decided) => {
      if (decided?.standIns[claudeId] !== bob) return;
      unusable(bob);
      work.store.dispatch({ type: 'switch.ended', failure: { code: 'selection/unproved' } });
      throw new Failure('selection/unproved');
    };
    work.policy.start();
    await settle();
    return work;
  }

  test('is not passed over for hours because the clock was set back', async () => {
    const work = await unproved({ ada: far });
    await work.time.advance(1_000);
    work.time.setClock(-8 * hour);
    await work.time.advance(minute);
    expect(tried(work)).toEqual([withBob, without, withBob, without]);
  });

  test('is passed over for the next one, until it is tried again', async () => {
    const work = await unproved({ ada: far });
    for (const wait of [1_000, minute, 2 * minute]) await work.time.advance(wait);
    expect(tried(work)).toEqual([withBob, without, withBob, without, withBob, without]);
  });

  test.each<{ readonly event: Event; readonly last: unknown }>([
    {
      event: { type: 'course.moved', course: { ...initialCourse, serving: claudeId }, by: 'person' },
      last: withBob,
    },
    { event: { type: 'account.signed-in', account: { ...account, id: bob } }, last: withBob },
    { event: { type: 'account.signed-in', account }, last: without },
  ])('is tried at once after $event.type where that may change it', async ({ event, last }) => {
    const work = await unproved({ ada: far });
    await work.time.advance(1_000);
    work.desk.followed.length = 0;
    work.desk.outcome = async () => undefined;
    work.store.dispatch(event);
    await work.know({ ada: far });
    expect(tried(work).at(-1)).toEqual(last);
  });
});
