// What the pages show in the pictures: one working day of a person with several accounts, and the beginnings and ends of it.
import { flags } from '../../../main/domain/flags.ts';
import { phrase } from '../../../main/domain/phrases.ts';
import type {
  AccountView,
  ActivityEntryView,
  ActivityView,
  HistoryDays,
  HistoryView,
  Language,
  MethodView,
  ProblemView,
  View,
  WindowHistoryView,
  WindowView,
} from '../../../preload/view.ts';
import { problemIn, problemOf } from './problems.ts';
import {
  anna,
  bert,
  browserMethod,
  chosenFlag,
  claude,
  credits,
  damagedFlag,
  day,
  flag,
  headroom,
  hour,
  keyAccount,
  lasting,
  lin,
  long,
  minute,
  modelWeek,
  noon,
  offline,
  old,
  openAi,
  openAiKeyMethod,
  ourKeys,
  runningOut,
  settings,
  spend,
  spent,
  tight,
  trendOf,
  viewOf,
  waiting,
} from './views.ts';

/** Two providers, several accounts, every way that a quota can stand. */
export const busy: View = viewOf(
  [
    claude({
      accounts: [
        {
          ...lin,
          windows: [
            { ...lasting, source: 'Claude Code' },
            { ...runningOut, source: 'Claude Code' },
            modelWeek('Opus', { source: 'Claude Code' }),
            { ...spend, source: 'Claude Code' },
          ],
        },
        keyAccount,
      ],
    }),
    openAi({
      accounts: [
        { ...anna, windows: [tight, { ...lasting, id: '7d', label: 'Weekly', resetsAt: noon + 3 * day }] },
        { ...bert, windows: [spent, credits], keys: ourKeys },
        { ...bert, id: 'openai:cleo', label: 'cleo@example.com', windows: [old] },
      ],
    }),
  ],
  { headroom },
);

/** For a picture in a document: the app on a good day. */
export const goodDay: View = viewOf(
  [
    claude({
      accounts: [
        {
          ...lin,
          label: 'ada@example.com',
          windows: [
            { ...lasting, source: 'Claude Code', usedPercent: 62 },
            {
              ...runningOut,
              source: 'Claude Code',
              usedPercent: 87,
              trend: trendOf([12, 18, 18, 24, 35, 41, 52, 60, 64, 70, 78, 87]),
            },
          ],
        },
      ],
      preferred: true,
    }),
    openAi({
      preferred: false,
      accounts: [
        {
          ...anna,
          label: 'ada@example.com',
          organization: 'Personal',
          usedBy: ['Codex'],
          windows: [
            { ...lasting, usedPercent: 31, trend: trendOf([2, 4, 4, 9, 12, 12, 18, 22, 26, 31]) },
            { ...tight, id: '7d', label: 'Weekly', usedPercent: 58, resetsAt: noon + 3 * day },
          ],
        },
        {
          ...bert,
          label: 'team@example.com',
          organization: 'Example Robotics',
          plan: 'Business',
          windows: [{ ...lasting, usedPercent: 12, trend: trendOf([1, 1, 3, 6, 9, 12]) }],
        },
      ],
    }),
  ],
  {
    headroom,
    selection: {
      provider: 'claude',
      account: lin.id,
      reason: 'In use: Claude.',
      fallenBack: false,
      phase: 'primary',
      wanted: null,
      waitsFor: [],
      backAt: null,
    },
  },
);

export const empty: View = viewOf([claude(), openAi()]);
export const firstRunSteps = ['providers', 'import', 'files', 'notices', 'terminal'] as const;
export const firstRunAt = (firstRun: (typeof firstRunSteps)[number]): View =>
  viewOf([claude(), openAi()], { settings: { ...settings, firstRun } });
export const signingIn: View = viewOf([openAi({ signIn: waiting }), claude({ accounts: [keyAccount] })]);
export const longNames: View = viewOf([
  openAi({
    label: 'OpenAI for organisations with names',
    accounts: [{ ...anna, label: long, organization: long, plan: 'Enterprise with everything' }],
  }),
  claude({ label: 'Claude of another organisation', accounts: [keyAccount] }),
]);
export const loading: View = viewOf([], { loaded: false });
export const withoutTray: View = { ...busy, tray: 'none' };
/** What to type there, and how long that holds. */
export const codeWaiting: View = viewOf([
  openAi({
    methods: [
      { ...browserMethod, id: 'device-code', kind: 'device', label: 'Enter a code on another device' },
      openAiKeyMethod,
    ],
    signIn: {
      method: 'device-code',
      step: 'enter-code',
      url: 'https://auth.openai.com/codex/device',
      code: { text: 'QXGT-7KDM4', expiresAt: noon + 11 * minute },
    },
  }),
  claude({ accounts: [keyAccount] }),
]);

/** The small meter: one that runs low beside one that is used up. */
export const mini: View = viewOf([claude({ accounts: [lin] }), openAi({ accounts: [anna] })], {
  mini: [
    {
      account: lin.id,
      provider: 'Claude',
      label: lin.label,
      window: { label: '5-hour', usedPercent: 87.6, level: 'low', resetsAt: noon + 2 * hour + 10 * minute },
    },
    {
      account: anna.id,
      provider: 'OpenAI',
      label: anna.label,
      window: { label: 'Weekly', usedPercent: 100, level: 'exhausted', resetsAt: null },
    },
  ],
});

/** Rises through periods of five hours, as far as somebody works in them; nobody looked for a night. */
function fiveHourCourse(days: HistoryDays): WindowHistoryView {
  const at: number[] = [];
  const used: (number | null)[] = [];
  const resets: number[] = [];
  const first = noon - days * day;
  for (let begin = first; begin < noon; begin += 5 * hour) {
    const period = Math.round((begin - first) / (5 * hour));
    const height = period % 5 === 3 ? 6 : 35 + ((period * 17) % 55);
    resets.push(begin);
    for (let step = 0; step < 5; step += 1) {
      const moment = begin + step * hour + minute;
      if (moment >= noon) continue;
      at.push(moment);
      used.push(period % 11 === 7 ? null : (height * step) / 4);
    }
  }
  at.push(noon);
  used.push(62);
  return {
    id: '5h',
    label: '5-hour',
    scope: null,
    at,
    used,
    resets,
    forecast: {
      at: [noon, noon + hour, noon + 2 * hour],
      low: [62, 66, 70],
      likely: [62, 78, 94],
      high: [62, 100, 100],
    },
  };
}

function weekCourse(days: HistoryDays): WindowHistoryView {
  const first = noon - days * day;
  const at = Array.from({ length: days * 12 + 1 }, (_, index) => first + index * 2 * hour);
  const reset = noon - 3 * day;
  return {
    id: '7d',
    label: 'Weekly',
    scope: null,
    at,
    used: at.map((moment) =>
      moment < reset
        ? Math.min(92, ((moment - first) / day) * 22)
        : Math.min(87, ((moment - reset) / day) * 29),
    ),
    resets: [reset],
    forecast: {
      at: [noon, noon + day, noon + 2 * day],
      low: [87, 90, 92],
      likely: [87, 96, 100],
      high: [87, 100, 100],
    },
  };
}

/** What stands on the page History. */
export function historyOf(account: string, days: HistoryDays): HistoryView {
  return { account, from: noon - days * day, to: noon, windows: [fiveHourCourse(days), weekCourse(days)] };
}

const signIn: ActivityEntryView = {
  at: noon - 5 * minute,
  actor: 'person',
  action: 'sign-in',
  provider: 'OpenAI',
  account: 'ada@example.com',
  consumer: null,
  program: null,
  pid: null,
  agent: null,
  what: null,
  until: null,
  failure: null,
};

const locked = problemOf({ code: 'broker/locked', subject: 'Gatehouse' });

/** One of most kinds, over three days, and a file that another program wrote. */
export const activity: ActivityView = {
  entries: [
    {
      ...signIn,
      actor: 'cli',
      action: 'hand-out',
      program: '/usr/local/bin/claude',
      pid: 4711,
      consumer: 'Claude Code',
      what: 'access-token',
      until: noon + 3 * hour + 40 * minute,
    },
    {
      ...signIn,
      at: noon - 20 * minute,
      actor: 'agent',
      action: 'hand-out-denied',
      consumer: 'Codex',
      pid: 512,
      agent: 'b91c',
      failure: locked.what,
    },
    { ...signIn, at: noon - hour, actor: 'cli', action: 'lock', provider: null, account: null },
    { ...signIn, at: noon - 2 * hour, actor: 'policy', action: 'refresh', what: 'Codex' },
    { ...signIn, at: noon - 3 * hour },
    { ...signIn, at: noon - day, actor: 'policy', action: 'switch' },
    {
      ...signIn,
      at: noon - day - hour,
      actor: 'agent',
      action: 'lease',
      consumer: 'OpenCode',
      agent: 'f4k2',
      pid: 900,
      until: noon,
      what: 'mPq0w3Zr8sT_yK1nB-4xVa',
    },
    {
      ...signIn,
      at: noon - 2 * day,
      action: 'rule',
      provider: null,
      program: '/opt/tools/helper',
      consumer: 'Other tools',
      what: 'never',
    },
  ],
  more: true,
  foreignWrites: [{ path: '/home/ada/.codex/auth.json', by: 'Codex', at: noon - 108 * minute }],
};

/** Why no key was given out, in that language. */
export function activityIn(language: Language): ActivityView {
  const { what: failure } = problemIn(language, locked);
  return {
    ...activity,
    entries: activity.entries.map((each) => (each.failure === locked.what ? { ...each, failure } : each)),
  };
}

/** As main would make it for somebody who speaks that language: texts of descriptions in it, the rest as it is. */
export function inLanguage(language: Language, view: View): View {
  const says = (text: string): string => phrase(language, text);
  const windowSays = (window: WindowView): WindowView => ({ ...window, label: says(window.label) });
  const methodSays = (method: MethodView): MethodView => ({
    ...method,
    label: says(method.label),
    standing: says(method.standing),
  });
  const problemSays = (problem: ProblemView | null): ProblemView | null =>
    problem && problemIn(language, problem);
  const accountSays = (account: AccountView): AccountView => ({
    ...account,
    problem: problemSays(account.problem),
    windows: account.windows.map(windowSays),
  });
  const { selection, headroom: left, updates } = view;
  return {
    ...view,
    language,
    settings: {
      ...view.settings,
      language,
      flags: view.settings.flags.map((each) => ({
        ...each,
        about: flags.find(({ id }) => id === each.id)?.about[language] ?? each.about,
      })),
    },
    problems: view.problems.map((problem) => problemIn(language, problem)),
    keyStore: { ...view.keyStore, problem: problemSays(view.keyStore.problem) },
    updates: updates.kind === 'off' ? updates : { ...updates, problem: problemSays(updates.problem) },
    selection:
      language === 'de'
        ? { ...selection, reason: selection.reason.replace('In use', 'In Gebrauch') }
        : selection,
    headroom: {
      ...left,
      nextRefill:
        left.nextRefill === null ? null : { ...left.nextRefill, window: says(left.nextRefill.window) },
    },
    mini: view.mini.map((line) => ({
      ...line,
      window: line.window === null ? null : { ...line.window, label: says(line.window.label) },
    })),
    providers: view.providers.map((provider) => ({
      ...provider,
      problem: problemSays(provider.problem),
      methods: provider.methods.map(methodSays),
      accounts: provider.accounts.map(accountSays),
    })),
  };
}

/** Of a version that was found, with a fault of the last look beside it. */
export const updateFound: View['updates'] = {
  kind: 'on',
  way: 'itself',
  page: 'https://gatehouse.example/a/long/way/to/what/is/new/in/this/version',
  step: 'found',
  version: '0.2.0',
  percent: null,
  lookedAt: noon - hour,
  problem: offline,
};

/** While it is fetched it can be stopped. */
export const updateFetching: View['updates'] = {
  ...updateFound,
  step: 'downloading',
  percent: 42,
  problem: null,
};

/** One of them as nobody has chosen it, one that was chosen, and one whose choice is damaged. */
export const withFlags: View = {
  ...busy,
  settings: { ...settings, flags: [damagedFlag, flag, chosenFlag] },
};
