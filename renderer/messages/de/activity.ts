// What the page Activity says, in German: of what happened, of the log that it is read from, and of files that others wrote.
import { once } from '../once.ts';
import type { activityMessages as english } from '../en/activity.ts';
import type { Texts } from '../texts.ts';
import { localeOf } from '../locale.ts';
import { localTime } from '../local-time.ts';
import type { ActivityEntryView, AuditVerdictView, ForeignWriteView } from '../../../preload/view.ts';
import type { ActivityKind } from '../kinds.ts';
import { activitySentence } from './activity-sentences.ts';
import { isSameDay } from '../units.ts';
import { ago, clockTime, moment } from './time.ts';
import { counted, form } from './words.ts';

const figure = once(() => new Intl.NumberFormat(localeOf('de')));
const weekday = once(() => localTime(localeOf('de'), { weekday: 'long', day: 'numeric', month: 'long' }));
const weekdayOfYear = once(() =>
  localTime(localeOf('de'), {
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
    `Eintrag ${index} des Protokolls ist nicht mehr so, wie er geschrieben wurde.`,
    'Jemand oder etwas hat eine Datei des Protokolls geändert; verlass dich für diese Zeit nicht darauf.',
  ],
  missing: (index) => [
    `Vor Eintrag ${index} des Protokolls fehlt etwas.`,
    'Eine Datei des Protokolls oder ein Teil davon wurde entfernt; für diese Zeit ist es nicht vollständig.',
  ],
  'cut-off': (index) => [
    `Das Protokoll endet zu früh: Eintrag ${index} und alle danach sind weg.`,
    'Die neuesten Einträge wurden entfernt; was zuletzt geschah, steht nicht mehr darin.',
  ],
  unreadable: (index) => [
    `Ab Eintrag ${index} lässt sich das Protokoll nicht lesen.`,
    'Eine Datei des Protokolls ist beschädigt oder nicht lesbar; was danach kommt, konnte nicht geprüft werden.',
  ],
  'seal-missing': () => [
    'Das Siegel, das für das Protokoll bürgt, fehlt.',
    'Die Einträge passen zusammen, aber ob sie noch so sind, wie sie geschrieben wurden, lässt sich nicht mehr sagen.',
  ],
};

const kinds: Readonly<Record<ActivityKind, string>> = {
  all: 'Alles',
  'sign-ins': 'Anmeldungen und Schlüssel',
  switches: 'Wechsel',
  'hand-outs': 'Ausgaben',
  agents: 'Agenten',
  rules: 'Sperre und Regeln',
};

function entries(count: number): string {
  return counted(count, 'Eintrag', 'Einträge');
}

/** After "von". */
function ofEntries(count: number): string {
  return counted(count, 'Eintrag', 'Einträgen');
}

/** Beside the sentence: where the program lies, for whom it was, whose agent asked, and what it was about. */
function details({ action, consumer, program, pid, agent, what }: ActivityEntryView): readonly string[] {
  const isAgents = action === 'lease' || action === 'lease-ended';
  const isHandOut = action.startsWith('hand-out');
  const lease = isAgents ? what?.split(' ', 1).join() : undefined;
  const said = isAgents || isHandOut || action === 'rule' || action === 'refresh';
  return [
    program,
    consumer !== null && !isAgents && `für ${consumer}`,
    pid !== null && !isHandOut && `PID ${pid}`,
    agent !== null && `Agent ${agent}`,
    lease !== undefined && `Zuteilung ${lease}`,
    !said && what,
  ].filter((part) => typeof part === 'string');
}

export const activityMessages: Texts<typeof english> = {
  activityEffect:
    'Was mit deinen Anmeldungen, Schlüsseln und Agenten geschah. Hier steht nie ein Schlüssel, und eine Änderung am Protokoll fällt bei der Prüfung auf.',
  activityRead: (at: number, now: number): string => `Gelesen ${ago(at, now)}`,
  readingActivity: 'Das Protokoll wird gelesen…',
  refreshActivity: 'Aktualisieren',
  checkLog: 'Protokoll prüfen',
  checkingLog: 'Das ganze Protokoll wird geprüft…',
  logWhole: (count: number, sealed: number): string =>
    `Das Protokoll ist unversehrt: ${entries(count)}, davon ${figure().format(sealed)} versiegelt.`,
  logBroken: ({ index, why }: Broken): readonly [what: string, meaning: string] =>
    breaks[why](figure().format(index)),

  activityKindLabel: 'Zeigen',
  activityKind: (kind: ActivityKind): string => kinds[kind],
  searchActivity: 'Suchen',
  found: (count: number, all: number): string =>
    count === 0 ? `Kein Treffer in ${ofEntries(all)}.` : `${figure().format(count)} von ${ofEntries(all)}`,
  /** A search goes through what has been read only. */
  foundSoFar: (count: number, all: number): string => {
    const newest = `${form(all, 'dem neuesten', 'den neuesten')} ${ofEntries(all)}`;
    return count === 0 ? `Kein Treffer in ${newest}.` : `${figure().format(count)} von ${newest}`;
  },
  nothingMatchesHint: 'Versuche ein anderes Wort, oder zeige alles.',
  nothingMatchesSoFar:
    'Ältere Einträge wurden noch nicht durchsucht; zeige mehr, oder versuche ein anderes Wort.',
  showEverything: 'Alles zeigen',
  nothingHappened: 'Noch ist nichts geschehen',
  nothingHappenedHint:
    'Anmeldungen, erneuerte Schlüssel, Wechsel, Agenten und Programme, die einen Schlüssel bekommen, werden hier festgehalten.',
  showMore: 'Mehr zeigen',
  oldestEntry: 'Das ist der älteste Eintrag.',
  tooMany: (most: number): string =>
    `Das sind die neuesten ${figure().format(most)}. Ältere zeigt: gatehouse audit --limit 10000`,

  activityDay: (at: number, now: number): string => {
    if (isSameDay(at, now)) return 'Heute';
    const today = new Date(now);
    const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
    if (isSameDay(at, yesterday.getTime())) return 'Gestern';
    const isThisYear = new Date(at).getFullYear() === today.getFullYear();
    return (isThisYear ? weekday() : weekdayOfYear()).format(at);
  },
  activityTime: (at: number): string => clockTime().format(at),
  activityMoment: (at: number): string => moment().format(at),
  activitySentence,
  activityDetails: details,

  foreignWrites: 'Dateien, die ein anderes Programm geschrieben hat',
  foreignWritesEffect: 'Auch Gatehouse hält sie aktuell und liest, was dort neu ist.',
  foreignWriteCount: (count: number): string => counted(count, 'Datei', 'Dateien'),
  foreignWrite: ({ by, at }: ForeignWriteView, now: number): string => `${by}, ${ago(at, now)}`,
};
