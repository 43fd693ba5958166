// What the settings page says.
import type {
  AlertKindView,
  DailyLimitView,
  HookEventView,
  HookView,
  ProblemView,
} from '../../../preload/view.ts';
import type { NumberName } from '../kinds.ts';
import { any } from './lists.ts';
import { isSameDay } from '../units.ts';
import { ago, calendarDay, clockTime } from './time.ts';

interface NumberWords {
  readonly name: string;
  readonly effect: string;
  readonly unit: string;
  readonly limits: (least: number, most: number, usual: number) => string;
}

const percents = (least: number, most: number, usual: number): string =>
  `From ${least} to ${most} percent, usually ${usual}.`;
const minutes = (least: number, most: number, usual: number): string =>
  `From ${least} to ${most} minutes, usually ${usual}.`;

const numbers: Readonly<Record<NumberName, NumberWords>> = {
  reservePercent: {
    name: 'Keep in reserve',
    effect: 'A quota with less than this left counts as used up.',
    unit: '%',
    limits: percents,
  },
  notifyAtPercent: {
    name: 'Notice at',
    effect: 'How much of a quota is used when it counts as low and the first notice comes.',
    unit: '%',
    limits: percents,
  },
  quotaEveryMinutes: {
    name: 'Read quotas every',
    effect: 'A shorter time shows changes sooner; providers allow only so many readings an hour.',
    unit: 'min',
    limits: minutes,
  },
  planEveryMinutes: {
    name: 'Read plans every',
    effect: 'How soon a changed subscription is noticed.',
    unit: 'min',
    limits: minutes,
  },
  agentsAtOnce: {
    name: 'Agents at once',
    effect: 'How many may use one account at the same time, where its plan does not say.',
    unit: '',
    limits: (least, most, usual) => `From ${least} to ${most}, usually ${usual}.`,
  },
  leastLeasePercent: {
    name: 'For an agent at least',
    effect: 'An agent waits until so much of a quota is free.',
    unit: '%',
    limits: percents,
  },
};

interface KindWords {
  readonly name: string;
  readonly effect: string;
}

const alertKinds: Readonly<Record<AlertKindView, KindWords>> = {
  threshold: { name: 'A quota gets low', effect: 'When it passes one of its percents.' },
  forecast: { name: 'A quota will run out', effect: 'When it is likely to be used up before its reset.' },
  'reset-soon': { name: 'A reset is near', effect: 'Five minutes before it, when the quota is low.' },
  reset: { name: 'A quota is reset', effect: 'When one that was low can be used again.' },
  'sign-in-ends': { name: 'A sign-in ends soon', effect: 'Seven days, three days and one day before.' },
  'refresh-failing': {
    name: 'Keys cannot be renewed',
    effect: 'When it has failed twice in a row, or a new sign-in is needed.',
  },
  switched: {
    name: 'Another account is used',
    effect: 'When that happens without you: which one serves now, and why.',
  },
  'plan-changed': { name: 'A plan has changed', effect: 'When it ends or becomes a smaller one.' },
};

type LimitUnit = NonNullable<DailyLimitView['limit']>['unit'];

const limits: Readonly<
  Record<LimitUnit, { readonly sign: string; readonly name: string; readonly fault: string }>
> = {
  percent: { sign: '%', name: 'percent', fault: 'Enter a number from 1 to 100.' },
  tokens: { sign: 'tokens', name: 'tokens', fault: 'Enter a number above 0.' },
};

const hookEvents: Readonly<Record<HookEventView, string>> = {
  quota_low: 'A quota gets low',
  quota_exhausted: 'A quota is used up',
  quota_reset: 'A quota is reset',
  switched: 'Another account is used',
  login_expiring: 'A sign-in ends soon',
};

/** Why a program that was approved is not run; null where it is. */
const hookProblems: Readonly<Record<HookView['state'], ProblemView | null>> = {
  ready: null,
  changed: {
    code: 'hook/changed',
    what: 'It has changed since you approved it, so it is not run.',
    next: 'Look at what has changed, then add it again.',
  },
  missing: {
    code: 'hook/missing',
    what: 'It is no longer there, so it is not run.',
    next: 'Put it back, or remove it here.',
  },
};

export const settingsMessages = {
  settings: 'Settings',
  choosing: 'Choosing a provider',
  strategyName: 'Start with',
  strategyEffect: 'Which provider is tried first when an agent needs one.',
  fallBack: (from: string, to: readonly string[]): string =>
    `When ${from} cannot be used, use ${any().format(to)}`,
  fallBackEffect: (from: string): string => `When this is off, nothing else is used in the place of ${from}.`,
  notices: 'Notices',
  notify: 'Show notices on the desktop',
  notifyEffect:
    'Once for each event. When this is off, nothing is told, whatever is chosen below. Only that a program gets a key for the first time is always told.',
  checking: 'Checking',
  files: 'Shared files',
  filesEffect:
    'Gatehouse writes these files for your command-line agents. A file that is switched off is not written; what stands in it stays.',
  wrote: (program: string, at: number, now: number): string =>
    isSameDay(at, now)
      ? `${program} wrote it at ${clockTime().format(at)}`
      : `${program} wrote it on ${calendarDay().format(at)} at ${clockTime().format(at)}`,
  preview: 'Preview',
  hidePreview: 'Hide preview',
  previewOf: (file: string): string => `Preview of ${file}`,
  hidePreviewOf: (file: string): string => `Hide preview of ${file}`,
  previewing: 'Reading the file…',
  previewShown: 'The preview is shown below.',
  previewBefore: 'Now',
  previewAfter: 'Would be',
  noFile: 'There is no file yet.',
  nothingWritten: 'Nothing would be written.',
  unchanged: 'Nothing would change.',
  secretsReplaced: 'Keys are replaced by a short mark in this preview.',

  number: (name: NumberName): string => numbers[name].name,
  numberEffect: (name: NumberName): string => numbers[name].effect,
  numberUnit: (name: NumberName): string => numbers[name].unit,
  numberLimits: (name: NumberName, least: number, most: number, usual: number): string =>
    numbers[name].limits(least, most, usual),
  notWhole: 'Enter a whole number.',
  outside: (least: number, most: number): string => `Enter a number from ${least} to ${most}.`,

  alertKindsName: 'What is told',
  alertKindsEffect: 'Which events bring a notice.',
  alertKind: (kind: AlertKindView): string => alertKinds[kind].name,
  alertKindEffect: (kind: AlertKindView): string => alertKinds[kind].effect,
  someOf: (chosen: number, count: number): string => (chosen === count ? 'All' : `${chosen} of ${count}`),
  thresholds: 'Percents of each quota',
  thresholdsEffect: 'At how much used a notice comes, for each quota by itself.',
  thresholdsChanged: (count: number): string => (count === 0 ? 'As usual' : `${count} changed`),
  thresholdsHint: 'Percents with commas between them. An empty field means no notice for that quota.',
  thresholdOf: (provider: string, window: string): string => `${provider} ${window}`,
  usual: 'usual',
  usualAgain: 'Usual',
  usualAgainFor: (quota: string): string => `Use the usual percents for ${quota}`,
  notPercents:
    'Enter at most six whole numbers from 1 to 100 with commas between them, for example 80, 95, 100.',
  quietHours: 'Quiet hours',
  quietHoursEffect:
    'Notices wait until these hours are over. Only that a program gets a key for the first time is told at once.',
  quietFrom: 'From',
  quietTo: 'To',
  noTime: 'Enter a time.',
  sameTime: 'The two times must be different.',
  alertSound: 'With a sound',
  alertSoundEffect: 'Notices make the sound that your desktop has for them.',

  figures: 'Where figures come from',
  figuresEffect: 'These come in addition to what providers answer when Gatehouse asks them.',
  statusLine: (program: string): string => `Status line of ${program}`,
  statusLineEffect: (program: string): string =>
    `${program} then tells its quota while it is used, without a request. One entry in this file is changed; switching it off puts back what was there.`,
  noStatusLine: 'No status line is set there yet.',
  ownStatusLine: 'Your own goes on being shown:',
  statusLineHeard: (heardAt: number | null, now: number): string =>
    heardAt === null ? 'Has told nothing yet.' : `Told its quota ${ago(heardAt, now)}.`,
  statusLineReplaced: (program: string): ProblemView => ({
    code: 'status-line/replaced',
    what: `Another status line has taken the place of ours in ${program}.`,
    next: 'Switch it on again to have figures; the other one is then shown as your own.',
  }),
  borrowKeys: (provider: string): string => `Ask ${provider} with its program’s key`,

  agents: 'Agents',
  agentsEffect: 'These hold for agents that get their account from Gatehouse.',
  dailyLimit: (account: string): string => `Daily limit for ${account}`,
  dailyLimitEffect:
    'How much of its quota agents may use from midnight to midnight. Where nothing tells what an agent has used, what was reserved for it counts.',
  atMost: 'At most',
  atMostOf: (account: string, unit: LimitUnit): string => `At most, in ${limits[unit].name}, of ${account}`,
  limitUnit: (unit: LimitUnit): string => limits[unit].sign,
  noLimit: (unit: LimitUnit): string => limits[unit].fault,
  lockWithScreen: 'Lock when the screen is locked',
  lockWithScreenEffect:
    'No keys are given out then until you unlock Gatehouse. When this is off, agents go on working while you are away.',
  locked: 'Locked: no keys are given out.',
  lockedNext: 'Agents cannot start or get new keys until you unlock.',
  unlockAgents: 'Unlock',
  startNormally: 'Start normally',

  hooks: 'Programs run on events',
  hooksEffect:
    'A program of yours gets what happened as JSON on its standard input. Gatehouse asks in a dialog before it runs one, and again when the program has changed.',
  hookEvent: (event: HookEventView): string => hookEvents[event],
  hookProblem: (state: HookView['state']): ProblemView | null => hookProblems[state],
  removeHook: 'Remove',
  removeHookNamed: (event: HookEventView, program: string): string =>
    `Remove ${program} from “${hookEvents[event]}”`,
  hookEventField: 'When',
  addHook: 'Add a program…',
  addingHook: 'Waiting for your answer in the dialog…',
} as const;
