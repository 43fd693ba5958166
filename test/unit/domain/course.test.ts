// How the choice moves with what happens: away once, back once, and never against the person.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  choiceAt,
  chooseForTask,
  courseFrom,
  initialCourse,
  nextCourse,
  type Course,
} from '../../../main/domain/course.ts';
import type { AccountFacts, SelectionFacts } from '../../../main/domain/selection-facts.ts';
import { claudeId, knownWindow, noonMs, openaiId } from '../../fakes/accounts.ts';
import { ada, bob, cleo, providerFacts, selectionFacts, usedUpTo } from '../../fakes/selection.ts';
import { momentsOf, story } from './course-stories.ts';

const minuteMs = 60_000;
const spent = usedUpTo(100);
const fresh = usedUpTo(0, noonMs + 9 * 3_600_000);

type Moment = readonly [
  minutes: number,
  accounts: Parameters<typeof selectionFacts>[0],
  changes?: Partial<SelectionFacts>,
];

/** What serves at each moment, with the phase. */
function walk(moments: readonly Moment[], start: Course = initialCourse): readonly string[] {
  let course = start;
  return moments.map(([minutes, accounts, changes]) => {
    const step = nextCourse(
      selectionFacts(accounts, { now: noonMs + minutes * minuteMs, ...changes }),
      course,
    );
    course = step.course;
    return `${step.choice.account ?? 'nobody'} ${step.choice.phase}`;
  });
}

describe('the course', () => {
  test('leaves an account at its reserve, and comes back when its window is refilled', () => {
    expect(
      walk([
        [0, {}],
        [10, { ada: usedUpTo(97) }],
        [20, { ada: spent }],
        [64, { ada: usedUpTo(null, noonMs + 60 * minuteMs) }],
        [65, { ada: usedUpTo(null, noonMs + 60 * minuteMs) }],
      ]),
    ).toEqual([
      'claude:ada primary',
      'claude:bob draining',
      'claude:bob fallback',
      'claude:bob held',
      'claude:ada primary',
    ]);
  });

  test('waits until every window that was used up has recovered', () => {
    const windows = (five: number, weekly: number): Partial<AccountFacts> => ({
      windows: [
        knownWindow({ id: 'five-hour', usedPercent: five }),
        knownWindow({ id: 'weekly', usedPercent: weekly, resetsAt: noonMs + 99 * 3_600_000 }),
      ],
    });
    expect(
      walk([
        [0, { ada: windows(100, 90) }],
        [10, { ada: windows(100, 96) }],
        [20, { ada: windows(3, 96) }],
        [30, { ada: windows(3, 90) }],
        [40, { ada: windows(3, 85) }],
      ]),
    ).toEqual([
      'claude:bob fallback',
      'claude:bob fallback',
      'claude:bob held',
      'claude:bob held',
      'claude:ada primary',
    ]);
  });

  test('does not come back within the cool-down, unless what serves is used up', () => {
    const start: readonly Moment[] = [
      [0, {}],
      [1, { ada: spent }],
      [2, { ada: fresh }],
    ];
    expect([
      walk([...start, [6, { ada: fresh }]]),
      walk([...start, [3, { ada: fresh, bob: spent }]]),
    ]).toEqual([
      ['claude:ada primary', 'claude:bob fallback', 'claude:bob held', 'claude:ada primary'],
      ['claude:ada primary', 'claude:bob fallback', 'claude:bob held', 'claude:ada primary'],
    ]);
  });

  test('goes on to the other provider, and back by the account that recovers first', () => {
    expect(
      walk([
        [0, { ada: spent }],
        [10, { ada: spent, bob: spent }],
        [20, { ada: spent, bob: fresh }],
        [30, { ada: fresh, bob: fresh }],
      ]),
    ).toEqual(['claude:bob fallback', 'openai:cleo fallback', 'claude:bob fallback', 'claude:ada primary']);
  });

  test('stays where it is when everything is used up', () => {
    const all = { ada: spent, bob: spent, cleo: spent, dan: spent };
    const { cleo: _one, ...others } = all;
    expect(
      walk([
        [0, { ada: spent, bob: spent }],
        [10, others],
        [20, all],
        [30, all],
      ]),
    ).toEqual([
      'openai:cleo fallback',
      'openai:cleo fallback',
      'openai:cleo fallback',
      'openai:cleo fallback',
    ]);
  });

  test('keeps the stand-in while the wanted account is used up too', () => {
    const { course } = nextCourse(selectionFacts({ ada: spent }), initialCourse);
    expect(nextCourse(selectionFacts({ ada: spent, bob: spent }), course).course.standIns).toEqual({
      [claudeId]: bob,
    });
  });

  test('without a preferred provider leaves the accounts of the others as they are', () => {
    const before: Course = { ...initialCourse, standIns: { [claudeId]: bob }, serving: claudeId };
    const accounts = { bob: usedUpTo(90), cleo: fresh, dan: { signedIn: false } };
    const decide = (ada: Partial<AccountFacts>, course: Course): Course =>
      nextCourse(selectionFacts({ ...accounts, ada }, { strategy: 'cost-optimized' }), course).course;
    const moved = decide({ signedIn: false }, before);
    const stayed = decide(usedUpTo(40), moved);
    expect([moved, stayed].map(({ serving, standIns }) => [serving, standIns])).toEqual([
      [openaiId, { [claudeId]: bob }],
      [openaiId, { [claudeId]: bob }],
    ]);
  });

  test('takes an account of another provider for no stand-in', () => {
    expect(choiceAt(selectionFacts(), { ...initialCourse, standIns: { [claudeId]: cleo } }).account).toBe(
      ada,
    );
  });

  test('does not wait for a cool-down that a clock set back has put into the future', () => {
    const before: Course = {
      ...initialCourse,
      standIns: { [claudeId]: bob },
      serving: claudeId,
      spent: { [ada]: ['five-hour'] },
      switchedAt: noonMs + 1,
    };
    expect(walk([[0, { ada: fresh }]], before)).toEqual(['claude:ada primary']);
  });

  test('does not go back to the end of the list while that is used up as well', () => {
    const changes = {
      chosen: openaiId,
      providers: [providerFacts(claudeId), providerFacts(openaiId, { mayFallBack: true })],
    };
    const openai = { cleo: spent, dan: spent };
    expect(
      walk([
        [0, openai, changes],
        [10, { ...openai, ada: spent, bob: spent }, changes],
        [20, { ...openai, ada: spent, bob: fresh }, changes],
        [30, { cleo: fresh, dan: spent }, changes],
      ]),
    ).toEqual(['claude:ada fallback', 'claude:ada fallback', 'claude:bob fallback', 'openai:cleo primary']);
  });

  test('is not moved by rumours, refusals and readings in doubt', () => {
    const rumour = knownWindow({ id: 'five-hour', usedPercent: 100, kind: 'status-line' });
    const doubt = knownWindow({ id: 'five-hour', usedPercent: 100, doubted: { at: noonMs, usedPercent: 2 } });
    expect(
      walk([
        [0, { ada: { windows: [rumour] } }],
        [1, { ada: { lastAnswer: 'refused' } }],
        [2, { ada: { lastAnswer: 'none', windows: [] } }],
        [3, { ada: { windows: [doubt] } }],
      ]),
    ).toEqual(Array.from({ length: 4 }, () => 'claude:ada primary'));
  });

  test('is not forgotten while the accounts are not loaded, nor when nothing is read of them yet', () => {
    const { course } = nextCourse(selectionFacts({ ada: spent }), initialCourse);
    expect([
      nextCourse(selectionFacts({}, { accounts: [] }), course).course,
      walk([[60, { ada: { windows: [] } }]], course),
    ]).toEqual([course, ['claude:bob held']]);
  });

  test('is decided again at the next reset and at the end of the cool-down', () => {
    const at = (accounts: Parameters<typeof selectionFacts>[0], before: Course): number | undefined =>
      nextCourse(selectionFacts(accounts), before).reconsiderAt;
    const held: Course = { ...initialCourse, spent: { [ada]: ['five-hour'] }, switchedAt: noonMs - minuteMs };
    expect([
      at({}, initialCourse),
      at({ ada: spent }, held),
      at({ ada: spent }, { ...held, switchedAt: 0 }),
    ]).toEqual([
      undefined,
      // Just now another account was put in use.
      noonMs + 5 * minuteMs,
      noonMs + 5 * minuteMs,
    ]);
  });
});

describe('what was kept', () => {
  const kept: Course = {
    phase: 'held',
    since: 7,
    standIns: { [claudeId]: bob },
    serving: claudeId,
    spent: { [ada]: ['five-hour'] },
    accepted: [cleo],
    switchedAt: 9,
  };

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['a text', 'primary'],
    ['an empty record', {}],
    ['an unknown phase', { ...kept, phase: 'other' }],
    ['a time that is none', { ...kept, since: '7' }],
    ['an id that is none', { ...kept, standIns: { [claudeId]: 'ada' } }],
    ['a list of windows that is none', { ...kept, spent: { [ada]: 'five-hour' } }],
    ['an accepted account that is none', { ...kept, accepted: [1] }],
    ['a provider that is none', { ...kept, serving: 'No Provider' }],
  ])('%s is the beginning', (_name, value) => {
    expect(courseFrom(value)).toEqual(initialCourse);
  });

  test('any other value is the beginning, without an error', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(courseFrom(value)).toEqual(initialCourse);
      }),
    );
  });

  test('comes back as it was, without what is not known', () => {
    expect(courseFrom({ ...kept, more: true })).toEqual(kept);
  });
});

describe('whatever happens', () => {
  /** Asks something at each moment about the course before and after it. */
  function throughout(ask: (facts: SelectionFacts, before: Course, after: Course) => void): void {
    fc.assert(
      fc.property(story, (given) => {
        let course = initialCourse;
        for (const facts of momentsOf(given)) {
          const { course: after } = nextCourse(facts, course);
          ask(facts, course, after);
          course = after;
        }
      }),
    );
  }

  test('deciding twice is deciding once, and the choice is the one of the course', () => {
    throughout((facts, before, after) => {
      const again = nextCourse(facts, after);
      expect([again.course, again.choice]).toEqual([after, choiceAt(facts, after)]);
      expect(nextCourse(facts, before).choice).toEqual(choiceAt(facts, after));
    });
  });

  test('a course survives being kept', () => {
    throughout((_facts, _before, after) => {
      expect(courseFrom(JSON.parse(JSON.stringify(after)))).toEqual(after);
    });
  });

  test('a task of which nothing is known gets what serves', () => {
    throughout((facts, _before, after) => {
      expect(chooseForTask(facts, after, {})).toEqual(choiceAt(facts, after));
    });
  });

  test('who is not signed in never serves', () => {
    throughout((facts, _before, after) => {
      const { account: serving } = choiceAt(facts, after);
      expect(facts.accounts.find((each) => each.account === serving)?.signedIn ?? true).toBe(true);
    });
  });

  test('an account is left only for a measurement, or because it is signed out', () => {
    throughout((facts, before, after) => {
      const own = facts.accounts.find((each) => each.account === ada);
      fc.pre(
        facts.strategy === 'user-preference' && own !== undefined && before.standIns[claudeId] === undefined,
      );
      if (after.standIns[claudeId] === undefined) return;
      const isMeasured = own.windows.some(
        (each) => (each.usedPercent ?? 0) > 95 && each.kind === 'api' && each.doubted === undefined,
      );
      expect(isMeasured || !own.signedIn || before.spent[ada] !== undefined).toBe(true);
    });
  });

  test('when everything has recovered and the cool-down is over, the wanted account serves', () => {
    fc.assert(
      fc.property(story, (given) => {
        let course = initialCourse;
        const all = momentsOf({ ...given, strategy: 'user-preference' });
        for (const facts of all) course = nextCourse(facts, course).course;
        const now = (all.at(-1)?.now ?? noonMs) + 5 * minuteMs;
        const { choice } = nextCourse(selectionFacts({}, { now }), course);
        expect([choice.account, choice.phase]).toEqual([ada, 'primary']);
      }),
    );
  });
});
