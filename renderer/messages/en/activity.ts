// What the page Activity says: of what happened, of the log that it is read from, and of files that others wrote.
import { once } from '../once.ts';
import { localeOf } from '../locale.ts';
import { localTime } from '../local-time.ts';
import type { ActivityEntryView, AuditVerdictView, ForeignWriteView } from '../../../preload/view.ts';
import type { ActivityKind } from '../kinds.ts';
import { activitySentence } from './activity-sentences.ts';
import { isSameDay } from '../units.ts';
import { ago, clockTime, moment } from './time.ts';
import { counted } from './words.ts';

const figure = once(() => new Intl.NumberFormat(localeOf('en')));
const weekday = once(() => localTime(localeOf('en'), { weekday: 'long', day: 'numeric', month: 'long' }));
const weekdayOfYear = once(() =>
  localTime(localeOf('en'), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }),
);

type Broken = Extract<AuditVerdictView, { kind: 'broken' }>;

/** What is broken, and what that means. */
const breaks: Readonly<Record<Broken['why'], (index: string) => readonly [what: string, meaning: string]>> = {
  changed: (index) => [
    `Entry ${index} of the log is not as it was written.`,
    'Somebody or something has changed a file of the log, so do not rely on what it says of that time.',
  ],
  missing: (index) => [
    `Before entry ${index} of the log something is missing.`,
    'A file of the log, or a part of one, was taken away, so it does not tell everything of that time.',
  ],
  'cut-off': (index) => [
    `The log ends too early: entry ${index} and all after it are gone.`,
    'The newest entries were taken away, so it does not tell what happened last.',
  ],
  unreadable: (index) => [
    `From entry ${index} on the log cannot be read.`,
    'A file of the log is damaged or may not be read, so what follows could not be checked.',
  ],
  'seal-missing': () => [
    'The seal that vouches for the log is gone.',
    'The entries fit together, but whether they are as they were written cannot be told any more.',
  ],
};

const kinds: Readonly<Record<ActivityKind, string>> = {
  all: 'Everything',
  'sign-ins': 'Sign-ins and keys',
  switches: 'Switches',
  'hand-outs': 'Hand-outs',
  agents: 'Agents',
  rules: 'Lock and rules',
};

function entries(count: number): string {
  return counted(count, 'entry', 'entries');
}

/** Beside the sentence: where the program lies, for whom it was, whose agent asked, and what it was about. */
function details({ action, consumer, program, pid, agent, what }: ActivityEntryView): readonly string[] {
  const isAgents = action === 'lease' || action === 'lease-ended';
  const isHandOut = action.startsWith('hand-out');
  const lease = isAgents ? what?.split(' ', 1).join() : undefined;
  const said = isAgents || isHandOut || action === 'rule' || action === 'refresh';
  return [
    program,
    consumer !== null && !isAgents && `for ${consumer}`,
    pid !== null && !isHandOut && `pid ${pid}`,
    agent !== null && `agent ${agent}`,
    lease !== undefined && `lease ${lease}`,
    !said && what,
  ].filter((part) => typeof part === 'string');
}

export const activityMessages = {
  activityEffect:
    'What happened with your sign-ins, keys and agents. No key is ever written down here, and a change to the log is found when it is checked.',
  activityRead: (at: number, now: number): string => `Read ${ago(at, now)}`,
  readingActivity: 'Reading the log…',
  refreshActivity: 'Refresh',
  checkLog: 'Check the log',
  checkingLog: 'Looking through the whole log…',
  logWhole: (count: number, sealed: number): string =>
    `The log is whole: ${entries(count)}, ${figure().format(sealed)} sealed.`,
  logBroken: ({ index, why }: Broken): readonly [what: string, meaning: string] =>
    breaks[why](figure().format(index)),

  activityKindLabel: 'Show',
  activityKind: (kind: ActivityKind): string => kinds[kind],
  searchActivity: 'Search',
  found: (count: number, all: number): string =>
    count === 0 ? `Nothing matches in ${entries(all)}.` : `${figure().format(count)} of ${entries(all)}`,
  /** A search goes through what has been read only. */
  foundSoFar: (count: number, all: number): string =>
    count === 0
      ? `Nothing matches in the newest ${entries(all)}.`
      : `${figure().format(count)} of the newest ${entries(all)}`,
  nothingMatchesHint: 'Try another word, or look at everything.',
  nothingMatchesSoFar: 'Older entries have not been looked through yet; show more, or try another word.',
  showEverything: 'Show everything',
  nothingHappened: 'Nothing has happened yet',
  nothingHappenedHint:
    'Sign-ins, renewed keys, switches, agents, and programs that get a key are written down here.',
  showMore: 'Show more',
  oldestEntry: 'That is the oldest entry.',
  tooMany: (most: number): string =>
    `These are the newest ${figure().format(most)}. Older ones are printed by: gatehouse audit --limit 10000`,

  activityDay: (at: number, now: number): string => {
    if (isSameDay(at, now)) return 'Today';
    const today = new Date(now);
    const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
    if (isSameDay(at, yesterday.getTime())) return 'Yesterday';
    const isThisYear = new Date(at).getFullYear() === today.getFullYear();
    return (isThisYear ? weekday() : weekdayOfYear()).format(at);
  },
  activityTime: (at: number): string => clockTime().format(at),
  activityMoment: (at: number): string => moment().format(at),
  activitySentence,
  activityDetails: details,

  foreignWrites: 'Files that another program wrote',
  foreignWritesEffect: 'Gatehouse keeps them up to date too, and reads what is new there.',
  foreignWriteCount: (count: number): string => counted(count, 'file', 'files'),
  foreignWrite: ({ by, at }: ForeignWriteView, now: number): string => `${by}, ${ago(at, now)}`,
} as const;
