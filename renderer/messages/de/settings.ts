// What the settings page says, in German.
import type { settingsMessages as english } from '../en/settings.ts';
import type { Texts } from '../texts.ts';
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
  `Von ${least} bis ${most} Prozent, üblich sind ${usual}.`;
const minutes = (least: number, most: number, usual: number): string =>
  `Von ${least} bis ${most} Minuten, üblich sind ${usual}.`;

const numbers: Readonly<Record<NumberName, NumberWords>> = {
  reservePercent: {
    name: 'In Reserve halten',
    effect: 'Ein Kontingent, von dem weniger übrig ist, gilt als aufgebraucht.',
    unit: '%',
    limits: percents,
  },
  notifyAtPercent: {
    name: 'Melden ab',
    effect: 'Wie viel eines Kontingents genutzt ist, wenn es als knapp gilt und die erste Meldung kommt.',
    unit: '%',
    limits: percents,
  },
  quotaEveryMinutes: {
    name: 'Kontingente lesen alle',
    effect:
      'Kürzer zeigt Änderungen früher; Anbieter erlauben nur eine begrenzte Zahl von Anfragen je Stunde.',
    unit: 'Min.',
    limits: minutes,
  },
  planEveryMinutes: {
    name: 'Pläne lesen alle',
    effect: 'Wie schnell ein geänderter Plan auffällt.',
    unit: 'Min.',
    limits: minutes,
  },
  agentsAtOnce: {
    name: 'Agenten zugleich',
    effect: 'Wie viele ein Konto zur selben Zeit nutzen dürfen, wenn der Plan es nicht festlegt.',
    unit: '',
    limits: (least, most, usual) => `Von ${least} bis ${most}, üblich sind ${usual}.`,
  },
  leastLeasePercent: {
    name: 'Für einen Agenten mindestens',
    effect: 'Ein Agent wartet, bis so viel von einem Kontingent frei ist.',
    unit: '%',
    limits: percents,
  },
};

interface KindWords {
  readonly name: string;
  readonly effect: string;
}

const alertKinds: Readonly<Record<AlertKindView, KindWords>> = {
  threshold: {
    name: 'Ein Kontingent wird knapp',
    effect: 'Wenn es einen seiner Prozentwerte überschreitet.',
  },
  forecast: {
    name: 'Ein Kontingent wird nicht reichen',
    effect: 'Wenn es wahrscheinlich vor der Erneuerung aufgebraucht ist.',
  },
  'reset-soon': {
    name: 'Eine Erneuerung steht bevor',
    effect: 'Fünf Minuten vorher, wenn das Kontingent knapp ist.',
  },
  reset: {
    name: 'Ein Kontingent hat sich erneuert',
    effect: 'Wenn eines, das knapp war, wieder genutzt werden kann.',
  },
  'sign-in-ends': {
    name: 'Eine Anmeldung endet bald',
    effect: 'Sieben Tage, drei Tage und einen Tag vorher.',
  },
  'refresh-failing': {
    name: 'Schlüssel lassen sich nicht erneuern',
    effect: 'Wenn es zweimal hintereinander gescheitert oder eine erneute Anmeldung nötig ist.',
  },
  switched: {
    name: 'Ein anderes Konto wird genutzt',
    effect: 'Wenn das ohne dich geschieht: welches jetzt dient und warum.',
  },
  'plan-changed': { name: 'Ein Plan hat sich geändert', effect: 'Wenn er endet oder kleiner wird.' },
};

type LimitUnit = NonNullable<DailyLimitView['limit']>['unit'];

const limits: Readonly<
  Record<LimitUnit, { readonly sign: string; readonly name: string; readonly fault: string }>
> = {
  percent: { sign: '%', name: 'Prozent', fault: 'Gib eine Zahl von 1 bis 100 ein.' },
  tokens: { sign: 'Tokens', name: 'Tokens', fault: 'Gib eine Zahl über 0 ein.' },
};

const hookEvents: Readonly<Record<HookEventView, string>> = {
  quota_low: 'Ein Kontingent wird knapp',
  quota_exhausted: 'Ein Kontingent ist aufgebraucht',
  quota_reset: 'Ein Kontingent hat sich erneuert',
  switched: 'Ein anderes Konto wird genutzt',
  login_expiring: 'Eine Anmeldung endet bald',
};

/** Why a program that was approved is not run; null where it is. */
const hookProblems: Readonly<Record<HookView['state'], ProblemView | null>> = {
  ready: null,
  changed: {
    code: 'hook/changed',
    what: 'Es hat sich geändert, seit du es erlaubt hast; darum wird es nicht ausgeführt.',
    next: 'Sieh nach, was sich geändert hat, und füge es dann erneut hinzu.',
  },
  missing: {
    code: 'hook/missing',
    what: 'Es ist nicht mehr da; darum wird es nicht ausgeführt.',
    next: 'Lege es wieder dorthin, oder entferne es hier.',
  },
};

export const settingsMessages: Texts<typeof english> = {
  settings: 'Einstellungen',
  choosing: 'Wahl des Anbieters',
  strategyName: 'Beginnen mit',
  strategyEffect: 'Welcher Anbieter zuerst versucht wird, wenn ein Agent einen braucht.',
  fallBack: (from: string, to: readonly string[]): string =>
    `Ist ${from} nicht nutzbar, ${any().format(to)} nehmen`,
  fallBackEffect: (from: string): string => `Ist das aus, wird anstelle von ${from} nichts anderes genommen.`,
  notices: 'Meldungen',
  notify: 'Meldungen auf dem Desktop zeigen',
  notifyEffect:
    'Einmal je Ereignis. Ist das aus, kommt keine Meldung, was auch immer unten gewählt ist. Nur dass ein Programm zum ersten Mal einen Schlüssel bekommt, wird immer gemeldet.',
  checking: 'Aktualisierung',
  files: 'Geteilte Dateien',
  filesEffect:
    'Gatehouse schreibt diese Dateien für deine Agenten in der Befehlszeile. Eine ausgeschaltete Datei wird nicht geschrieben; was darin steht, bleibt.',
  wrote: (program: string, at: number, now: number): string =>
    isSameDay(at, now)
      ? `${program} hat sie um ${clockTime().format(at)} geschrieben`
      : `${program} hat sie am ${calendarDay().format(at)} um ${clockTime().format(at)} geschrieben`,
  preview: 'Vorschau',
  hidePreview: 'Vorschau schließen',
  previewOf: (file: string): string => `Vorschau von ${file}`,
  hidePreviewOf: (file: string): string => `Vorschau von ${file} schließen`,
  previewing: 'Die Datei wird gelesen…',
  previewShown: 'Die Vorschau steht darunter.',
  previewBefore: 'Jetzt',
  previewAfter: 'Danach',
  noFile: 'Es gibt noch keine Datei.',
  nothingWritten: 'Es würde nichts geschrieben.',
  unchanged: 'Es würde sich nichts ändern.',
  secretsReplaced: 'Schlüssel sind in dieser Vorschau durch ein kurzes Zeichen ersetzt.',

  number: (name: NumberName): string => numbers[name].name,
  numberEffect: (name: NumberName): string => numbers[name].effect,
  numberUnit: (name: NumberName): string => numbers[name].unit,
  numberLimits: (name: NumberName, least: number, most: number, usual: number): string =>
    numbers[name].limits(least, most, usual),
  notWhole: 'Gib eine ganze Zahl ein.',
  outside: (least: number, most: number): string => `Gib eine Zahl von ${least} bis ${most} ein.`,

  alertKindsName: 'Was gemeldet wird',
  alertKindsEffect: 'Bei welchen Ereignissen eine Meldung kommt.',
  alertKind: (kind: AlertKindView): string => alertKinds[kind].name,
  alertKindEffect: (kind: AlertKindView): string => alertKinds[kind].effect,
  someOf: (chosen: number, count: number): string => (chosen === count ? 'Alle' : `${chosen} von ${count}`),
  thresholds: 'Prozentwerte je Kontingent',
  thresholdsEffect: 'Ab wie viel Nutzung eine Meldung kommt, für jedes Kontingent einzeln.',
  thresholdsChanged: (count: number): string => (count === 0 ? 'Wie üblich' : `${count} geändert`),
  thresholdsHint:
    'Prozentwerte mit Kommas dazwischen. Ein leeres Feld heißt: keine Meldung für dieses Kontingent.',
  thresholdOf: (provider: string, window: string): string => `${provider} ${window}`,
  usual: 'üblich',
  usualAgain: 'Wie üblich',
  usualAgainFor: (quota: string): string => `Die üblichen Prozentwerte für ${quota} nehmen`,
  notPercents:
    'Gib höchstens sechs ganze Zahlen von 1 bis 100 mit Kommas dazwischen ein, zum Beispiel 80, 95, 100.',
  quietHours: 'Ruhezeit',
  quietHoursEffect:
    'Meldungen warten, bis diese Zeit vorbei ist. Nur dass ein Programm zum ersten Mal einen Schlüssel bekommt, wird sofort gemeldet.',
  quietFrom: 'Von',
  quietTo: 'Bis',
  noTime: 'Gib eine Uhrzeit ein.',
  sameTime: 'Die beiden Zeiten müssen verschieden sein.',
  alertSound: 'Mit Ton',
  alertSoundEffect: 'Meldungen machen den Ton, den dein Desktop dafür hat.',

  figures: 'Woher Werte kommen',
  figuresEffect: 'Das kommt zu dem hinzu, was Anbieter auf Fragen von Gatehouse antworten.',
  statusLine: (program: string): string => `Statuszeile von ${program}`,
  statusLineEffect: (program: string): string =>
    `${program} nennt dann sein Kontingent, während du es nutzt, ganz ohne Anfrage. In dieser Datei wird ein Eintrag geändert; beim Ausschalten steht dort wieder, was vorher da war.`,
  noStatusLine: 'Dort ist noch keine Statuszeile eingerichtet.',
  ownStatusLine: 'Deine eigene wird weiter gezeigt:',
  statusLineHeard: (heardAt: number | null, now: number): string =>
    heardAt === null ? 'Hat noch nichts genannt.' : `Kontingent zuletzt genannt: ${ago(heardAt, now)}`,
  statusLineReplaced: (program: string): ProblemView => ({
    code: 'status-line/replaced',
    what: `In ${program} steht jetzt eine andere Statuszeile anstelle unserer.`,
    next: 'Schalte sie wieder ein, um Werte zu bekommen; die andere wird dann als deine eigene gezeigt.',
  }),
  borrowKeys: (provider: string): string => `${provider} mit dem Schlüssel des Programms fragen`,

  agents: 'Agenten',
  agentsEffect: 'Das gilt für Agenten, die ihr Konto von Gatehouse bekommen.',
  dailyLimit: (account: string): string => `Tageslimit für ${account}`,
  dailyLimitEffect:
    'Wie viel vom Kontingent Agenten von Mitternacht bis Mitternacht nutzen dürfen. Wo nichts sagt, was ein Agent genutzt hat, zählt, was für ihn reserviert war.',
  atMost: 'Höchstens',
  atMostOf: (account: string, unit: LimitUnit): string =>
    `Höchstens, in ${limits[unit].name}, von ${account}`,
  limitUnit: (unit: LimitUnit): string => limits[unit].sign,
  noLimit: (unit: LimitUnit): string => limits[unit].fault,
  lockWithScreen: 'Mit dem Bildschirm sperren',
  lockWithScreenEffect:
    'Dann werden keine Schlüssel ausgegeben, bis du Gatehouse entsperrst. Ist das aus, arbeiten Agenten weiter, während du weg bist.',
  locked: 'Gesperrt: Es werden keine Schlüssel ausgegeben.',
  lockedNext: 'Agenten können nicht starten und bekommen keine neuen Schlüssel, bis du entsperrst.',
  unlockAgents: 'Entsperren',
  startNormally: 'Normal starten',

  hooks: 'Programme bei Ereignissen',
  hooksEffect:
    'Ein Programm von dir bekommt als JSON auf der Standardeingabe, was geschehen ist. Gatehouse fragt in einem Dialog, bevor es eines ausführt, und erneut, wenn sich das Programm geändert hat.',
  hookEvent: (event: HookEventView): string => hookEvents[event],
  hookProblem: (state: HookView['state']): ProblemView | null => hookProblems[state],
  removeHook: 'Entfernen',
  removeHookNamed: (event: HookEventView, program: string): string =>
    `${program} aus „${hookEvents[event]}“ entfernen`,
  hookEventField: 'Wann',
  addHook: 'Programm hinzufügen…',
  addingHook: 'Wartet auf deine Antwort im Dialog…',
};
