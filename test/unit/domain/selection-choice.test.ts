// What serves by a course, in one sentence each, and which account a task is given to.
import { describe, expect, test } from 'vitest';
import {
  choiceAt,
  chooseForTask,
  initialCourse,
  nextCourse,
  type Course,
} from '../../../main/domain/course.ts';
import { accountId } from '../../../main/domain/ids.ts';
import type { Choice, SelectionFacts, TaskContext } from '../../../main/domain/selection-facts.ts';
import { choiceWords } from '../../../main/domain/selection-words.ts';
import type { Strategy } from '../../../main/domain/settings.ts';
import { claudeId, knownWindow, noonMs, openaiId } from '../../fakes/accounts.ts';
import {
  accountFacts,
  ada,
  bob,
  cleo,
  dan,
  providerFacts,
  selectionFacts,
  usedUpTo,
} from '../../fakes/selection.ts';

const names = {
  provider: (id: string): string => (id === claudeId ? 'Claude' : 'OpenAI'),
  account: (id: string): string => id.slice(id.indexOf(':') + 1),
};
const said = (choice: Choice): string => choiceWords(choice, names);
const decided = (facts: SelectionFacts): Choice => nextCourse(facts, initialCourse).choice;
const spent = usedUpTo(100);
const unknown = usedUpTo(null);
const out = { signedIn: false };
const hourMs = 3_600_000;

describe('the sentence', () => {
  test.each<[string, SelectionFacts, string, Choice['phase']]>([
    ['nothing in the way', selectionFacts(), 'In use: Claude.', 'primary'],
    [
      'a sibling',
      selectionFacts({ ada: spent }),
      'In use: Claude with bob, because ada is used up.',
      'fallback',
    ],
    [
      'a sibling while the rest is kept',
      selectionFacts({ ada: usedUpTo(97) }),
      'In use: Claude with bob, because ada is used up.',
      'draining',
    ],
    [
      'a sibling of unknown quota',
      selectionFacts({ ada: spent, bob: unknown }),
      'In use: Claude with bob (quota unknown), because ada is used up.',
      'fallback',
    ],
    [
      'a sibling for one signed out',
      selectionFacts({ ada: out }),
      'In use: Claude with bob, because ada cannot be used.',
      'fallback',
    ],
    [
      'every account of the provider',
      selectionFacts({ ada: spent, bob: spent }),
      'In use: OpenAI, because Claude is used up.',
      'fallback',
    ],
    [
      'siblings may not stand in',
      selectionFacts(
        { ada: spent },
        { providers: [providerFacts(claudeId, { otherAccounts: false }), providerFacts(openaiId)] },
      ),
      'In use: OpenAI, because Claude is used up.',
      'fallback',
    ],
    [
      'falling back is off: a sibling may, another provider may not',
      selectionFacts(
        { ada: spent, bob: spent },
        { providers: [providerFacts(claudeId, { mayFallBack: false }), providerFacts(openaiId)] },
      ),
      'Nothing can be used: Claude is used up, and falling back from it is off. Allow that in the settings to go on.',
      'fallback',
    ],
    [
      'nobody signed in',
      selectionFacts({ ada: out, bob: out, cleo: out, dan: out }),
      'Nothing can be used: Claude is not signed in. Sign in to go on.',
      'primary',
    ],
    [
      'one that stands alone stands in for nobody',
      selectionFacts(
        { ada: spent, bob: spent },
        { providers: [providerFacts(claudeId), providerFacts(openaiId, { standsAlone: true })] },
      ),
      // The end of the list serves whatever its quota.
      'In use: Claude.',
      'primary',
    ],
    [
      'nobody stands in for one that stands alone',
      selectionFacts(
        { cleo: out, dan: out },
        {
          chosen: openaiId,
          providers: [
            providerFacts(claudeId),
            providerFacts(openaiId, { standsAlone: true, mayFallBack: true }),
          ],
        },
      ),
      'Nothing can be used: OpenAI is not signed in. Sign in to go on.',
      'primary',
    ],
    [
      'a strategy passes over one that stands alone',
      selectionFacts(
        { ada: spent, bob: spent },
        {
          strategy: 'soonest-reset',
          providers: [providerFacts(claudeId), providerFacts(openaiId, { standsAlone: true })],
        },
      ),
      'In use: Claude with ada, picked by what is refilled first.',
      'primary',
    ],
    ['no provider', selectionFacts({}, { providers: [] }), '', 'primary'],
    [
      'picked by cost',
      selectionFacts({}, { strategy: 'cost-optimized' }),
      'In use: Claude with ada, picked by what costs least.',
      'primary',
    ],
  ])('%s', (_name, facts, sentence, phase) => {
    const choice = decided(facts);
    expect([said(choice), choice.phase]).toEqual([sentence, phase]);
  });

  test('says that the other one serves until the wanted one has recovered', () => {
    const course: Course = { ...initialCourse, spent: { [ada]: ['five-hour'] } };
    const sibling = choiceAt(selectionFacts(), { ...course, standIns: { [claudeId]: bob } });
    expect([said(sibling), said(choiceAt(selectionFacts(), course))]).toEqual([
      'In use: Claude with bob, until ada has recovered.',
      'In use: OpenAI, until Claude has recovered.',
    ]);
  });
});

test('what is read after a decision moves nothing until the next one', () => {
  const { course } = nextCourse(selectionFacts(), initialCourse);
  const facts = selectionFacts({ ada: spent });
  expect(
    [initialCourse, course, nextCourse(facts, course).course].map((each) => said(choiceAt(facts, each))),
  ).toEqual([
    'In use: OpenAI, because Claude is used up.',
    'In use: Claude.',
    'In use: Claude with bob, because ada is used up.',
  ]);
});

test('the windows that have to recover are named, with the moment when they will have', () => {
  const later = knownWindow({
    id: 'weekly',
    label: 'Weekly',
    usedPercent: 97,
    resetsAt: noonMs + 2 * hourMs,
  });
  const windows = [...(spent.windows ?? []), later];
  const choice = decided(selectionFacts({ ada: { windows } }));
  expect([choice.waitsFor, choice.backAt]).toEqual([
    [
      { account: ada, window: 'five-hour', label: '5-hour', resetsAt: noonMs + hourMs },
      { account: ada, window: 'weekly', label: 'Weekly', resetsAt: noonMs + 2 * hourMs },
    ],
    noonMs + 2 * hourMs,
  ]);
});

describe('who stands in for a used-up account', () => {
  test.each<[string, Parameters<typeof selectionFacts>[0], string | undefined]>([
    ['nobody while it can be used', { ada: usedUpTo(94) }, undefined],
    ['its sibling', { ada: spent }, bob],
    ['nobody who is used up as well', { ada: spent, bob: spent }, undefined],
    ['nobody who is signed out', { ada: spent, bob: out }, undefined],
    ['nobody without a plan', { ada: spent, bob: { subscribed: false } }, undefined],
    [
      'nobody on the word of a status line',
      { ada: { windows: [knownWindow({ usedPercent: 100, kind: 'status-line' })] } },
      undefined,
    ],
    ['nobody for a refusal', { ada: { lastAnswer: 'refused' } }, undefined],
  ])('%s', (_name, accounts, expected) => {
    expect(nextCourse(selectionFacts(accounts), initialCourse).course.standIns[claudeId]).toBe(expected);
  });

  test('known quota comes before unknown, without a limit or most left first, and what is billed by use last', () => {
    const [little, much, endless, unread, key] = ['little', 'much', 'endless', 'unread', 'key'].map((each) =>
      accountId(`claude:${each}`),
    );
    const siblings = [
      accountFacts(key ?? ada, { isApiKey: true, windows: [] }),
      accountFacts(unread ?? ada, unknown),
      accountFacts(little ?? ada, usedUpTo(90)),
      accountFacts(much ?? ada, usedUpTo(10)),
      accountFacts(endless ?? ada, { windows: [knownWindow({ usedPercent: null, unlimited: true })] }),
    ];
    const standIn = (count: number): string | undefined => {
      const accounts = [accountFacts(ada, spent), ...siblings.slice(0, count)];
      return nextCourse(selectionFacts({}, { accounts }), initialCourse).course.standIns[claudeId];
    };
    expect([5, 4, 3, 2, 1].map(standIn)).toEqual([endless, much, little, unread, key]);
  });
});

describe('without a preferred provider', () => {
  const reset = (usedPercent: number | null, hours: number): Partial<SelectionFacts['accounts'][number]> =>
    usedUpTo(usedPercent, noonMs + hours * hourMs);
  const key = { isApiKey: true, windows: [] };
  const prices = (claude: number | undefined, openai: number | undefined): SelectionFacts['providers'] =>
    [providerFacts(claudeId), providerFacts(openaiId)].map((each) => {
      const perMillionTokens = each.provider === claudeId ? claude : openai;
      return {
        ...each,
        ...(perMillionTokens !== undefined && { price: { perMillionTokens, asOf: noonMs } }),
      };
    });

  test.each<[string, Strategy, SelectionFacts, string]>([
    [
      'the soonest reset',
      'soonest-reset',
      selectionFacts({ ada: reset(50, 4), bob: reset(50, 3), cleo: reset(50, 2), dan: reset(50, 1) }),
      dan,
    ],
    [
      'one that is used up is none',
      'soonest-reset',
      selectionFacts({ dan: reset(99, 1), cleo: reset(50, 2), ada: reset(1, 3), bob: reset(1, 3) }),
      cleo,
    ],
    [
      'an unknown reset comes last',
      'soonest-reset',
      selectionFacts({ ada: reset(null, 1), bob: unknown, cleo: reset(10, 5), dan: unknown }),
      cleo,
    ],
    ['of the same reset the one with most left', 'soonest-reset', selectionFacts({ dan: reset(10, 1) }), dan],
    [
      'the decisive window is the fullest',
      'soonest-reset',
      selectionFacts({
        ada: {
          windows: [
            knownWindow({ id: 'a', usedPercent: 1, resetsAt: noonMs + 1 }),
            knownWindow({ id: 'b', usedPercent: 60, resetsAt: noonMs + 9 * hourMs }),
          ],
        },
      }),
      bob,
    ],
    [
      'a key after unknown quota',
      'soonest-reset',
      selectionFacts({ ada: key, bob: out, cleo: unknown, dan: out }),
      cleo,
    ],
    [
      'paid quota that would lapse',
      'cost-optimized',
      selectionFacts({ ada: reset(70, 4), bob: reset(70, 4), cleo: key, dan: reset(20, 2) }),
      dan,
    ],
    [
      'paid quota before a key',
      'cost-optimized',
      selectionFacts({ ada: key, bob: out, cleo: unknown, dan: out }),
      cleo,
    ],
    [
      'the cheaper key',
      'cost-optimized',
      selectionFacts({ ada: key, bob: out, cleo: key, dan: out }, { providers: prices(15, 10) }),
      cleo,
    ],
    [
      'a key of unknown price last',
      'cost-optimized',
      selectionFacts({ ada: key, bob: out, cleo: key, dan: out }, { providers: prices(undefined, 10) }),
      cleo,
    ],
  ])('%s', (_name, strategy, facts, expected) => {
    const { choice } = nextCourse({ ...facts, strategy }, initialCourse);
    expect([choice.account, choice.wanted, choice.phase]).toEqual([expected, expected, 'primary']);
  });

  const serving: Course = { ...initialCourse, serving: openaiId };
  test.each<[string, Partial<Course>, Parameters<typeof selectionFacts>[0], string]>([
    ['stays against less than ten points more', {}, { ada: reset(41, 1), cleo: reset(50, 3) }, cleo],
    ['gives way to ten points more', {}, { ada: reset(40, 1), cleo: reset(50, 3) }, ada],
    [
      'stays within the cool-down',
      { switchedAt: noonMs - 299_999 },
      { ada: reset(40, 1), cleo: reset(50, 3) },
      cleo,
    ],
    [
      'gives way when the cool-down is over',
      { switchedAt: noonMs - 300_000 },
      { ada: reset(40, 1), cleo: reset(50, 3) },
      ada,
    ],
    [
      'never waits when it is used up',
      { switchedAt: noonMs - 1 },
      { ada: reset(94, 1), cleo: spent, dan: spent },
      ada,
    ],
    ['stays when nobody can be used', {}, { ada: spent, bob: spent, cleo: spent, dan: spent }, cleo],
    ['gives way to paid quota as a key', {}, { ada: reset(90, 1), cleo: key }, ada],
  ])('what serves %s', (_name, course, accounts, expected) => {
    const facts = selectionFacts({ bob: out, dan: out, ...accounts }, { strategy: 'soonest-reset' });
    expect(nextCourse(facts, { ...serving, ...course }).choice.account).toBe(expected);
  });
});

describe('for one task', () => {
  const rules = [
    { folder: '/home/ada/work', account: cleo },
    { folder: '/home/ada/work/client', account: bob },
  ];
  const facts = selectionFacts({}, { folderRules: rules });
  const given = (task: TaskContext, from = facts): readonly [string | undefined, string | undefined] => {
    const { account, rule } = chooseForTask(from, nextCourse(from, initialCourse).course, task);
    return [account, rule?.folder];
  };

  test.each<[string, TaskContext, readonly [string | undefined, string | undefined]]>([
    ['nothing said: what serves', {}, [ada, undefined]],
    ['a folder without a rule', { folders: ['/home/ada'] }, [ada, undefined]],
    ['the folder of a rule', { folders: ['/home/ada/work'] }, [cleo, '/home/ada/work']],
    ['below it', { folders: ['/home/ada/work/a/b'] }, [cleo, '/home/ada/work']],
    [
      'a folder that one of its names places there',
      { folders: ['/data/a', '/home/ada/work/a'] },
      [cleo, '/home/ada/work'],
    ],
    ['the innermost rule', { folders: ['/home/ada/work/client/x'] }, [bob, '/home/ada/work/client']],
    ['a folder that only begins alike', { folders: ['/home/ada/work/clients'] }, [cleo, '/home/ada/work']],
    ['a folder that only begins alike, outside', { folders: ['/home/ada/working'] }, [ada, undefined]],
    [
      'a rule for what cannot be used: the next one',
      { folders: ['/home/ada/work/client'], providers: [openaiId] },
      [cleo, '/home/ada/work'],
    ],
    ['only one provider', { providers: [openaiId] }, [cleo, undefined]],
    ['no provider', { providers: [] }, [undefined, undefined]],
    ['it fits', { estimate: { unit: 'percent', amount: 50 } }, [ada, undefined]],
  ])('%s', (_name, task, expected) => {
    expect(given(task)).toEqual(expected);
  });

  test('an account with less left than the task takes counts as used up for it alone', () => {
    const from = selectionFacts({ ada: usedUpTo(80), bob: usedUpTo(60) });
    const estimate = (amount: number): TaskContext => ({ estimate: { unit: 'percent', amount } });
    expect([20, 21, 41, 90].map((amount) => given(estimate(amount), from)[0])).toEqual([
      ada,
      bob,
      cleo,
      cleo,
    ]);
    const { course } = nextCourse(from, initialCourse);
    expect(said(chooseForTask(from, course, { ...estimate(41), providers: [claudeId] }))).toBe(
      'Nothing can be used: Claude is used up. Wait for its reset, or sign in with another account.',
    );
  });

  test('tokens are compared with windows that are counted in tokens', () => {
    const windows = [knownWindow({ amount: { unit: 'tokens', used: 900, limit: 1000, left: 100 } })];
    const from = selectionFacts({ ada: { windows } });
    expect([100, 101].map((amount) => given({ estimate: { unit: 'tokens', amount } }, from)[0])).toEqual([
      ada,
      bob,
    ]);
  });

  test('by a rule nobody else gets what is meant for one account', () => {
    const folder = '/home/ada/work/client';
    const choice = (bobFacts: Parameters<typeof selectionFacts>[0]): string => {
      const from = selectionFacts(bobFacts, { folderRules: rules });
      return said(chooseForTask(from, nextCourse(from, initialCourse).course, { folders: [folder] }));
    };
    expect([choice({ bob: spent }), choice({ bob: out })]).toEqual([
      'In use: Claude with bob, as it is set for /home/ada/work/client.',
      'Nothing can be used: Claude is not signed in. Sign in to go on.',
    ]);
  });

  test('the strategy picks among those that fit', () => {
    const from = selectionFacts({ ada: usedUpTo(80), bob: usedUpTo(70) }, { strategy: 'soonest-reset' });
    expect(given({ providers: [claudeId], estimate: { unit: 'percent', amount: 25 } }, from)[0]).toBe(bob);
  });
});
