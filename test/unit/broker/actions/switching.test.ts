// What the local service has done about the account in use, and what it tells about it.
import { describe, expect, test } from 'vitest';
import {
  rulesShape,
  switchAnswerShape,
  undoAnswerShape,
  type SwitchRequest,
} from '../../../../main/broker/protocol/switching.ts';
import type { SwitchingActions } from '../../../../main/broker/routes/switching.ts';
import { Failure, type FailureValue } from '../../../../main/domain/failure.ts';
import { accountId, consumerId } from '../../../../main/domain/ids.ts';
import type { FolderRule, SettingsChanges } from '../../../../main/domain/settings.ts';
import type { Event, HolderFacts } from '../../../../main/state/state.ts';
import { createStore } from '../../../../main/state/store.ts';
import { initialCourse, type Course } from '../../../../main/domain/course.ts';
import {
  claudeEntry,
  noonMs,
  openaiEntry,
  openaiId,
  quotaWindow,
  sampleOf,
} from '../../../fakes/accounts.ts';
import { actionsOver } from '../../../fakes/broker-actions.ts';
import { noSwitching } from '../../../fakes/broker-switching.ts';
import { failureOf } from '../../../fakes/failures.ts';

const ada = openaiEntry().account;
const grace = openaiEntry({ id: accountId('openai:user-2.acc-2'), label: 'grace@example.test' }).account;
/** The same person in another workspace. */
const adaElsewhere = openaiEntry({ id: accountId('openai:user-1.acc-9'), workspaceId: 'acc-9' }).account;
const key = claudeEntry().account;

const signedIn = [key, ada, grace].map((account): Event => ({ type: 'account.signed-in', account }));
const containing = (text: string): unknown => expect.stringContaining(text);
const bash = { shell: 'bash', label: 'bash', path: '/home/ada/.bashrc', commands: ['codex'], untried: false };

interface World {
  readonly events?: readonly Event[];
  readonly failWith?: Failure;
  /** Who is found when it is looked. */
  readonly holders?: readonly HolderFacts[];
}

function open({ events = signedIn, failWith, holders }: World = {}) {
  const asked: unknown[] = [];
  const store = createStore();
  const change = (changes: SettingsChanges): void => {
    const { alertAtPercent: _not, dailyLimits: _nor, ...rest } = changes;
    store.dispatch({ type: 'settings.changed', settings: { ...store.state().settings, ...rest } });
  };
  const { switching } = actionsOver(
    {
      switching: {
        switchTo: async (order) => {
          asked.push(order);
          if (failWith !== undefined) throw failWith;
          const { account } = order;
          change({
            strategy: 'user-preference',
            preferredProvider: openaiId,
            ...(account !== undefined && { activeAccounts: { [openaiId]: accountId(account) } }),
          });
        },
        undo: async () => {
          asked.push('undo');
          if (failWith !== undefined) throw failWith;
          return 'OpenAI: grace@example.test';
        },
        look: async () => {
          if (holders !== undefined) store.dispatch({ type: 'holders.seen', holders });
        },
      },
      changeSettings: async (changes) => {
        asked.push(changes);
        change(changes);
      },
    },
    events,
    store,
  );
  return { switching, asked, store };
}

const serving = {
  provider: 'openai',
  account: ada.id,
  reason: 'In use: OpenAI (quota unknown).',
  fallenBack: false,
  phase: 'primary',
  since: null,
  wanted: null,
  waitsFor: [],
  backAt: null,
};

describe('switching', () => {
  test('hands the order on and answers with the account in use and who serves', async () => {
    const { switching, asked } = open();
    const answer = await switching.switchTo({ provider: 'openai', unchecked: true });
    expect([answer, asked]).toEqual([
      {
        schema: 1,
        preferred: 'openai',
        account: 'ada@example.test',
        strategy: 'user-preference',
        selection: serving,
        switching: noSwitching,
        unfollowed: null,
      },
      [{ provider: 'openai', unchecked: true }],
    ]);
    expect(switchAnswerShape.parse(answer)).toEqual(answer);
  });

  test.each([grace.id, grace.label])('to the account %s names it by its id', async (account) => {
    const { switching, asked } = open();
    const answer = await switching.switchTo({ provider: 'openai', account });
    expect([answer.account, answer.selection.account, asked]).toEqual([
      grace.label,
      grace.id,
      [{ provider: 'openai', account: grace.id }],
    ]);
  });

  test('chooses a strategy behind the switch, or alone', async () => {
    const { switching, asked } = open();
    const both = await switching.switchTo({ provider: 'openai', strategy: 'prefer-claude' });
    const alone = await switching.switchTo({ strategy: 'soonest-reset' });
    expect([both.strategy, both.preferred, alone.strategy, asked]).toEqual([
      'prefer-claude',
      'claude',
      'soonest-reset',
      [{ provider: 'openai' }, { strategy: 'prefer-claude' }, { strategy: 'soonest-reset' }],
    ]);
  });

  test.each<[SwitchRequest, unknown]>([
    [{ provider: 'nobody' }, { code: 'selection/unknown-provider', subject: 'nobody' }],
    [
      { provider: 'openai', account: 'nobody' },
      { code: 'selection/unknown-account', subject: 'nobody' },
    ],
    [
      { provider: 'openai', account: ada.label },
      {
        code: 'selection/several-accounts',
        subject: ada.label,
        detail: `${ada.id}, or ${adaElsewhere.id}`,
      },
    ],
    [
      { provider: 'openai', strategy: 'cheapest' },
      {
        code: 'broker/bad-request',
        detail: containing('user-preference, cost-optimized, soonest-reset'),
      },
    ],
    [{ strategy: 'prefer-nobody' }, { code: 'broker/bad-request', detail: containing('prefer-claude') }],
  ])('with %j is refused, and nothing is changed', async (order, failure) => {
    const { switching, asked } = open({
      events: [...signedIn, { type: 'account.signed-in', account: adaElsewhere }],
    });
    expect([await failureOf(switching.switchTo(order)), asked]).toEqual([failure, []]);
  });

  test('puts no other keys into shared files while it is locked, nor does taking a switch back', async () => {
    const { switching, asked } = open({ events: [...signedIn, { type: 'lock.changed', locked: true }] });
    const refused = [
      await failureOf(switching.switchTo({ provider: 'openai', strategy: 'soonest-reset' })),
      await failureOf(switching.switchTo({ strategy: 'soonest-reset' })),
      await failureOf(switching.undo()),
    ];
    expect([refused, asked]).toEqual([Array(3).fill({ code: 'broker/locked' }), []]);
  });

  test('does not happen when the lock comes while the accounts are looked at', async () => {
    const { switching, asked, store } = open();
    const refused = failureOf(switching.switchTo({ provider: 'openai', account: 'ada@example.test' }));
    store.dispatch({ type: 'lock.changed', locked: true });
    expect([await refused, asked]).toEqual([{ code: 'broker/locked' }, []]);
  });

  test('that fails leaves the strategy as it was', async () => {
    const failWith = new Failure('selection/unproved', { subject: 'OpenAI' });
    const { switching, asked } = open({ failWith });
    expect([
      await failureOf(switching.switchTo({ provider: 'openai', strategy: 'soonest-reset' })),
      asked,
    ]).toEqual([failWith.toValue(), [{ provider: 'openai' }]]);
  });

  test('tells what is under way, what went wrong, what can be undone and who keeps the account of before', async () => {
    const { switching } = open({
      events: [
        ...signedIn,
        { type: 'switch.undoable', undo: { title: 'OpenAI: ada@example.test', at: noonMs } },
        { type: 'switch.ended', failure: { code: 'selection/busy' } },
        { type: 'switch.moved', running: { step: 'writing', to: 'OpenAI: grace@example.test' } },
      ],
      holders: [
        {
          consumer: consumerId('codex'),
          label: 'Codex',
          program: 'codex',
          pid: 4211,
          account: ada.id,
        },
      ],
    });
    expect((await switching.switchTo({ provider: 'openai' })).switching).toEqual({
      running: { step: 'writing', to: 'OpenAI: grace@example.test' },
      problem: {
        code: 'selection/busy',
        what: 'Nothing was switched: the provider is in the middle of another switch.',
        next: 'Wait until it is through, then try again.',
      },
      undo: { title: 'OpenAI: ada@example.test', at: noonMs },
      holders: [{ program: 'codex', pid: 4211, account: ada.label }],
    });
  });

  test('tells what stands in, since when, and for whom', async () => {
    const spent = sampleOf(openaiEntry(), [quotaWindow({ usedPercent: 100, resetsAt: noonMs + 3_600_000 })]);
    const course: Course = {
      ...initialCourse,
      phase: 'fallback',
      since: noonMs - 60_000,
      serving: openaiId,
      standIns: { [openaiId]: grace.id },
      spent: { [ada.id]: ['length-18000'] },
    };
    const { switching } = open({
      events: [
        ...signedIn,
        { type: 'quota.read', sample: spent },
        { type: 'course.moved', course, by: 'policy' },
      ],
    });
    const { selection } = await switching.switchTo({ provider: 'openai' });
    expect(selection).toMatchObject({
      provider: 'openai',
      account: grace.id,
      phase: 'fallback',
      since: noonMs - 60_000,
      wanted: { account: ada.id, label: ada.label, provider: 'openai' },
      waitsFor: ['5-hour'],
      backAt: noonMs + 3_600_000,
    });
  });

  test.each([
    ['private', 'off', 'codex'],
    ['private', 'on', null],
    ['usual', 'off', null],
  ] as const)(
    'to a login in a folder that is %s, with the shells %s, does not follow: %j',
    async (place, kind, unfollowed) => {
      const owner = consumerId('codex');
      const keys = {
        owner,
        login: { folder: '/data/logins/1', place },
        obtainedAt: noonMs,
        renewedAt: noonMs,
      };
      const { switching } = open({
        events: [
          ...signedIn,
          { type: 'account.keys', account: ada.id, keys },
          { type: 'shells.seen', shells: [{ ...bash, kind }] },
        ],
      });
      expect((await switching.switchTo({ provider: 'openai' })).unfollowed).toBe(unfollowed);
    },
  );
});

describe('undoing', () => {
  test('says what was undone, and what is so now', async () => {
    const { switching, asked } = open();
    const answer = await switching.undo();
    expect([answer.undone, answer.strategy, asked]).toEqual([
      'OpenAI: grace@example.test',
      'user-preference',
      ['undo'],
    ]);
    expect(undoAnswerShape.parse(answer)).toEqual(answer);
  });

  test('passes on why it did not', async () => {
    const failWith = new Failure('selection/nothing-to-undo');
    expect(await failureOf(open({ failWith }).switching.undo())).toEqual(failWith.toValue());
  });
});

describe('rules for folders', () => {
  const work: FolderRule = { folder: '/home/ada/work', account: ada.id };
  const ruled: Event = {
    type: 'settings.changed',
    settings: { ...createStore().state().settings, folderRules: [work] },
  };
  const withRule = [...signedIn, ruled];

  test.each([
    [consumerId('codex'), 'codex'],
    [undefined, null],
  ])(
    'are listed with the account, who keeps it (%s), and whether terminals go by them',
    async (owner, keptBy) => {
      const keys = { obtainedAt: noonMs, renewedAt: noonMs, ...(owner !== undefined && { owner }) };
      const { switching } = open({
        events: [
          ...withRule,
          { type: 'account.keys', account: ada.id, keys },
          { type: 'shells.seen', shells: [{ ...bash, kind: 'on' }] },
        ],
      });
      const answer = await switching.rules();
      expect(answer).toEqual({
        schema: 1,
        rules: [{ ...work, label: containing(ada.label), keptBy }],
        followed: true,
      });
      expect(rulesShape.parse(answer)).toEqual(answer);
    },
  );

  test.each<[string, Parameters<SwitchingActions['addRule']>[0], readonly FolderRule[]]>([
    [
      'an account of any provider by its label',
      { folder: '/home/ada/play/', account: grace.label },
      [work, { folder: '/home/ada/play', account: grace.id }],
    ],
    [
      'an account of the provider that is named',
      { folder: '/home/ada/play', account: key.id, provider: 'claude' },
      [work, { folder: '/home/ada/play', account: key.id }],
    ],
    [
      'another account in the place of the first',
      { folder: '/home/ada/x/../work', account: grace.id },
      [{ folder: work.folder, account: grace.id }],
    ],
  ])('take %s', async (_name, rule, folderRules) => {
    const { switching, asked, store } = open({ events: withRule });
    const { rules } = await switching.addRule(rule);
    expect([asked, store.state().settings.folderRules, rules.length]).toEqual([
      [{ folderRules }],
      folderRules,
      folderRules.length,
    ]);
  });

  test('go by their folder, and one that is not there changes nothing', async () => {
    const { switching, store } = open({ events: withRule });
    const kept = (await switching.removeRule('/home/ada/wor')).rules.length;
    await switching.removeRule('/home/ada/work/');
    expect([kept, store.state().settings.folderRules]).toEqual([1, []]);
  });

  test.each<[Parameters<SwitchingActions['addRule']>[0], FailureValue]>([
    [
      { folder: 'work', account: ada.id },
      { code: 'broker/bad-request', detail: 'a folder is an absolute path' },
    ],
    [
      { folder: '/home/ada/work', account: 'nobody' },
      { code: 'selection/unknown-account', subject: 'nobody' },
    ],
    [
      { folder: '/home/ada/work', account: ada.id, provider: 'claude' },
      { code: 'selection/unknown-account', subject: ada.id },
    ],
    [
      { folder: '/home/ada/work', account: ada.id, provider: 'nobody' },
      { code: 'selection/unknown-provider', subject: 'nobody' },
    ],
  ])('refuse %j', async (rule, failure) => {
    const { switching, asked } = open({ events: withRule });
    expect([await failureOf(switching.addRule(rule)), asked]).toEqual([failure, []]);
  });
});
