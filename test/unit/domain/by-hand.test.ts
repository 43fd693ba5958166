// What a person has chosen by hand stays in use under every strategy, until something ends it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  afterChoice,
  choiceAt,
  chooseForTask,
  courseFrom,
  initialCourse,
  nextCourse,
  type Course,
} from '../../../main/domain/course.ts';
import { shortWindows } from '../../../main/domain/exhaustion.ts';
import type { AccountId, ProviderId } from '../../../main/domain/ids.ts';
import type { SelectionFacts } from '../../../main/domain/selection-facts.ts';
import { choiceWords } from '../../../main/domain/selection-words.ts';
import type { Strategy } from '../../../main/domain/settings.ts';
import { claudeId, knownWindow, noonMs, openaiId } from '../../fakes/accounts.ts';
import { ada, bob, cleo, dan, providerFacts, selectionFacts, usedUpTo } from '../../fakes/selection.ts';
import { momentsOf, story, type Story } from './course-stories.ts';

const minuteMs = 60_000;
const spent = usedUpTo(100);
const fresh = usedUpTo(0, noonMs + 9 * 60 * minuteMs);
const unread = { windows: [] };
const out = { signedIn: false };

type Accounts = Parameters<typeof selectionFacts>[0];
type Moment = readonly [minutes: number, accounts: Accounts, changes?: Partial<SelectionFacts>];

const names = {
  provider: (id: string): string => (id === claudeId ? 'Claude' : 'OpenAI'),
  account: (id: string): string => id.slice(id.indexOf(':') + 1),
};
const providerOf = (account: AccountId): ProviderId => (account.startsWith('claude:') ? claudeId : openaiId);

/** The sentence about what serves, at each moment. */
function said(start: Course, moments: readonly Moment[]): readonly string[] {
  let course = start;
  return moments.map(([minutes, accounts, changes]) => {
    const facts = selectionFacts(accounts, { now: noonMs + minutes * minuteMs, ...changes });
    course = nextCourse(facts, course).course;
    return choiceWords(choiceAt(facts, course), names);
  });
}

/** Chooses, then decides. */
function choose(facts: SelectionFacts, before: Course, account: AccountId): Course {
  const course = afterChoice(facts, before, { provider: providerOf(account), account });
  return nextCourse(facts, course).course;
}

describe('of a preferred provider, a choice by hand', () => {
  test('takes what stands in away, and what is used up is left in use until it has recovered', () => {
    const before = nextCourse(selectionFacts({ ada: spent }), initialCourse).course;
    const chosen = choose(selectionFacts({ ada: spent }), before, ada);
    expect([chosen.accepted, chosen.standIns]).toEqual([[ada], {}]);
    expect(
      said(chosen, [
        [1, { ada: spent }],
        [2, { ada: fresh }],
        [3, { ada: spent }],
      ]),
    ).toEqual(['In use: Claude.', 'In use: Claude.', 'In use: Claude with bob, because ada is used up.']);
  });

  test('of something that can be used has nothing to remember', () => {
    const facts = selectionFacts({}, { chosen: openaiId });
    expect(choose(facts, initialCourse, cleo)).toEqual({
      ...initialCourse,
      serving: openaiId,
      since: 0,
    });
  });

  test('of another account ends the acceptance', () => {
    const facts = selectionFacts({ ada: spent });
    const accepted = choose(facts, initialCourse, ada);
    const other = afterChoice(facts, accepted, { provider: claudeId, account: bob });
    expect(other.accepted).toEqual([]);
  });

  test('does not make an account a fallback for another provider', () => {
    const all = { ada: spent, bob: spent, cleo: spent, dan: spent };
    const accepted = choose(selectionFacts(all), initialCourse, ada);
    const changes = {
      chosen: openaiId,
      providers: [providerFacts(claudeId), providerFacts(openaiId, { mayFallBack: true })],
    };
    const open = choose(selectionFacts({ ...all, cleo: {} }, changes), accepted, cleo);
    expect([open.accepted, open.serving, said(open, [[1, all, changes]])]).toEqual([
      [ada],
      openaiId,
      ['In use: OpenAI.'],
    ]);
  });

  test('of an account that turns out to be used up at its first reading holds until it has recovered', () => {
    const chosen = choose(selectionFacts({ ada: unread }), initialCourse, ada);
    expect(
      said(chosen, [
        [1, { ada: unread }],
        [2, { ada: spent }],
        [3, { ada: fresh }],
        [4, { ada: spent }],
      ]),
    ).toEqual([
      'In use: Claude (quota unknown).',
      'In use: Claude.',
      'In use: Claude.',
      'In use: Claude with bob, because ada is used up.',
    ]);
  });

  test('of an account that a rumour says is used up holds when that turns out to be so', () => {
    const rumour = { windows: [knownWindow({ id: 'five-hour', usedPercent: 100, kind: 'status-line' })] };
    const chosen = choose(selectionFacts({ ada: rumour }), initialCourse, ada);
    expect([
      said(chosen, [
        [1, { ada: rumour }],
        [2, { ada: spent }],
      ]),
      nextCourse(selectionFacts({ ada: fresh }), chosen).course.accepted,
    ]).toEqual([['In use: Claude.', 'In use: Claude.'], []]);
  });

  test('ends when another account is wanted from now on', () => {
    const chosen = choose(selectionFacts({ ada: spent }), initialCourse, ada);
    const providers = [providerFacts(claudeId, { wanted: bob }), providerFacts(openaiId)];
    expect(nextCourse(selectionFacts({ ada: spent }, { providers }), chosen).course.accepted).toEqual([]);
  });

  test('ends when the account is signed out', () => {
    const chosen = choose(selectionFacts({ ada: spent }), initialCourse, ada);
    const { course, choice } = nextCourse(selectionFacts({ ada: { ...spent, ...out } }), chosen);
    expect([course.accepted, choice.account]).toEqual([[], bob]);
  });
});

describe('without a preferred provider, a choice by hand', () => {
  const strategies: readonly Strategy[] = ['cost-optimized', 'soonest-reset'];
  /** With much more left, refilled much sooner. */
  const better = usedUpTo(1, noonMs + 30 * minuteMs);
  const chosenIn = (strategy: Strategy): Course =>
    choose(selectionFacts({ dan: better }, { strategy }), initialCourse, ada);

  test.each(strategies)('stays against what %s would pick', (strategy) => {
    expect(
      said(chosenIn(strategy), [
        [1, { dan: better }, { strategy }],
        [20, { dan: better, cleo: better }, { strategy }],
      ]),
    ).toEqual(['In use: Claude with ada, as you chose.', 'In use: Claude with ada, as you chose.']);
  });

  test.each(strategies)('of what is used up stays under %s until that is used up anew', (strategy) => {
    const chosen = choose(selectionFacts({ ada: spent, dan: better }, { strategy }), initialCourse, ada);
    const by =
      strategy === 'cost-optimized' ? 'picked by what costs least' : 'picked by what is refilled first';
    expect(
      said(chosen, [
        [1, { ada: spent, dan: better }, { strategy }],
        [10, { ada: fresh, dan: better }, { strategy }],
        [20, { ada: spent, dan: better }, { strategy }],
        [90, { ada: fresh, dan: usedUpTo(1, noonMs + 120 * minuteMs) }, { strategy }],
      ]),
    ).toEqual([
      'In use: Claude with ada, as you chose.',
      'In use: Claude with ada, as you chose.',
      `In use: OpenAI with dan, ${by}.`,
      `In use: OpenAI with dan, ${by}.`,
    ]);
  });

  test.each<[string, Accounts, Partial<SelectionFacts>, string]>([
    ['it is used up', { ada: spent }, {}, dan],
    ['it is signed out', { ada: out }, {}, dan],
    ['it has no plan any more', { ada: { subscribed: false } }, {}, dan],
    ['the strategy changes', {}, { strategy: 'prefer-openai' }, cleo],
  ])('ends when %s', (_why, accounts, changes, serves) => {
    const facts = selectionFacts(
      { dan: better, ...accounts },
      { strategy: 'soonest-reset', now: noonMs + 9 * minuteMs, ...changes },
    );
    const { course, choice } = nextCourse(facts, chosenIn('soonest-reset'));
    expect([course.byHand, choice.account]).toEqual([undefined, serves]);
  });

  test('ends with another one', () => {
    const facts = selectionFacts({ dan: better }, { strategy: 'soonest-reset' });
    expect(choose(facts, chosenIn('soonest-reset'), cleo).byHand).toEqual({
      strategy: 'soonest-reset',
      accounts: { [openaiId]: cleo },
      serves: openaiId,
    });
  });

  test('does not give a task to an account that has too little left for it', () => {
    const facts = selectionFacts({ dan: better }, { strategy: 'soonest-reset' });
    const given = (amount: number): string | undefined =>
      chooseForTask(facts, chosenIn('soonest-reset'), { estimate: { unit: 'percent', amount } }).account;
    expect([given(50), given(51)]).toEqual([ada, dan]);
  });
});

describe('what an undo brings back', () => {
  /** Every Claude account was used up, and OpenAI has served since. */
  function fallenBack(changes: Partial<SelectionFacts> = {}): Course {
    return nextCourse(selectionFacts({ ada: spent, bob: spent }, changes), initialCourse).course;
  }

  /** Claude was returned to, and that was undone. */
  function undone(): Course {
    const facts = selectionFacts({}, { now: noonMs + 10 * minuteMs });
    expect(nextCourse(facts, fallenBack()).choice.account).toBe(ada);
    return afterChoice(facts, fallenBack(), { provider: openaiId, account: cleo, serves: true });
  }

  test('serves although another provider is preferred, and nothing has to recover for it', () => {
    const facts = selectionFacts({}, { now: noonMs + 99 * minuteMs });
    const step = nextCourse(facts, undone());
    const { phase, preferred, account, wanted, waitsFor, backAt, byHand } = step.choice;
    expect([
      [phase, preferred, account, wanted, waitsFor, backAt, byHand],
      said(undone(), [
        [10, {}],
        [30, { ada: fresh, bob: fresh }],
      ]),
    ]).toEqual([
      ['fallback', claudeId, cleo, ada, [], undefined, 'provider'],
      ['In use: OpenAI, as you chose.', 'In use: OpenAI, as you chose.'],
    ]);
  });

  test('says no moment to be back at while the preferred provider has not recovered', () => {
    const facts = selectionFacts({ ada: usedUpTo(90), bob: spent }, { now: noonMs + 10 * minuteMs });
    const course = afterChoice(facts, fallenBack(), { provider: openaiId, account: cleo, serves: true });
    const { phase, waitsFor, backAt } = nextCourse(facts, course).choice;
    expect([phase, waitsFor, backAt]).toEqual(['fallback', [], undefined]);
  });

  test('gives way when it is used up anew, and is not come back to', () => {
    expect(
      said(undone(), [
        [20, {}],
        [30, { cleo: spent }],
        [40, { cleo: fresh }],
      ]),
    ).toEqual(['In use: OpenAI, as you chose.', 'In use: Claude.', 'In use: Claude.']);
  });

  test('gives way to the preferred provider when that is chosen, and goes on with another account of its own', () => {
    const facts = selectionFacts({}, { now: noonMs + 10 * minuteMs });
    const danWanted = selectionFacts(
      {},
      {
        now: noonMs + 10 * minuteMs,
        providers: [providerFacts(claudeId), providerFacts(openaiId, { wanted: dan })],
      },
    );
    const after = [choose(facts, undone(), ada), choose(danWanted, undone(), dan)];
    expect(after.map(({ serving, byHand }) => [serving, byHand?.serves])).toEqual([
      [claudeId, undefined],
      [openaiId, openaiId],
    ]);
  });

  test('of one provider is the account that stood in, with its reason', () => {
    const before = nextCourse(selectionFacts({ ada: spent }), initialCourse).course;
    const facts = selectionFacts({}, { now: noonMs + 10 * minuteMs });
    const course = afterChoice(facts, before, { provider: claudeId, account: bob, serves: true });
    expect([
      course.standIns,
      said(course, [
        [10, {}],
        [60, { ada: fresh }],
        [70, { bob: spent }],
        [80, { bob: fresh }],
      ]),
    ]).toEqual([
      { [claudeId]: bob },
      [
        'In use: Claude with bob, as you chose.',
        'In use: Claude with bob, as you chose.',
        'In use: Claude.',
        'In use: Claude.',
      ],
    ]);
  });

  test('is no account of another provider, nor one that has left', () => {
    const facts = selectionFacts({}, { now: noonMs + 10 * minuteMs });
    const byHand = { strategy: 'user-preference' as const, serves: openaiId };
    const foreign = nextCourse(facts, {
      ...initialCourse,
      byHand: { ...byHand, accounts: { [openaiId]: ada } },
    });
    const gone = nextCourse(
      { ...facts, accounts: facts.accounts.filter(({ account }) => account !== cleo) },
      undone(),
    );
    expect([foreign, gone].map(({ course, choice }) => [course.byHand, choice.account])).toEqual([
      [undefined, ada],
      [undefined, ada],
    ]);
  });
});

describe('what was kept of a choice by hand', () => {
  const { byHand: _none, ...older } = nextCourse(selectionFacts(), initialCourse).course;
  const byHand = { strategy: 'soonest-reset' as const, accounts: { [openaiId]: cleo }, serves: openaiId };

  test('comes back as it was', () => {
    expect([older, { ...older, byHand }].map((each) => courseFrom({ ...each, more: 1 }))).toEqual([
      older,
      { ...older, byHand },
    ]);
  });

  test.each<[string, unknown]>([
    ['a text', 'openai'],
    ['an unknown strategy', { ...byHand, strategy: 'other' }],
    ['an account that is none', { ...byHand, accounts: { [openaiId]: 'cleo' } }],
    ['a provider that is none', { ...byHand, serves: 'No Provider' }],
  ])('%s is dropped, and nothing else', (_name, value) => {
    expect(courseFrom({ ...older, byHand: value })).toEqual(older);
  });
});

describe('whatever happens after a choice by hand', () => {
  const chosen = fc.constantFrom(ada, bob, cleo, dan);

  /** Asks at each moment, the account having been chosen to serve at the first. */
  function throughout(
    ask: (facts: SelectionFacts, before: Course, after: Course, account: AccountId) => void,
  ): void {
    fc.assert(
      fc.property(story, chosen, (given: Story, account) => {
        const all = momentsOf(given);
        let course = initialCourse;
        for (const [index, facts] of all.entries()) {
          const provider = providerOf(account);
          if (index === 0) course = afterChoice(facts, course, { provider, account, serves: true });
          const { course: after } = nextCourse(facts, course);
          ask(facts, course, after, account);
          course = after;
        }
      }),
      { numRuns: 400 },
    );
  }

  test('deciding twice is deciding once, and it survives being kept', () => {
    throughout((facts, _before, after) => {
      const again = nextCourse(facts, after);
      expect([again.course, again.choice, courseFrom(JSON.parse(JSON.stringify(after)))]).toEqual([
        after,
        choiceAt(facts, after),
        after,
      ]);
    });
  });

  test('a task of which nothing is known gets what serves', () => {
    throughout((facts, _before, after) => {
      expect(chooseForTask(facts, after, {})).toEqual(choiceAt(facts, after));
    });
  });

  test('it serves until it is signed out, or used up without having been when it was chosen', () => {
    const ended = new WeakSet<Course>();
    throughout((facts, before, after, account) => {
      const own = facts.accounts.find((each) => each.account === account);
      const isUsedUpAnew =
        own !== undefined &&
        shortWindows(own, facts.reservePercent).length > 0 &&
        !before.accepted.includes(account);
      if (ended.has(before) || own?.signedIn !== true || isUsedUpAnew) ended.add(after);
      else expect(choiceAt(facts, after).account).toBe(account);
    });
  });
});
