// What the window says, in German, of the choice between accounts, of switches, and of the settings for both.
import type { switchingMessages as english } from '../en/switching.ts';
import type { Texts } from '../texts.ts';
import type { HolderView, ProblemView, SelectionView, SwitchingView } from '../../../preload/view.ts';
import { all, any } from './lists.ts';
import { ago, roughly } from './time.ts';
import { counted } from './words.ts';

type Phase = SelectionView['phase'];
type Step = NonNullable<SwitchingView['running']>['step'];

/** What the account that serves does then; null while it is the wanted one. */
const phases: Readonly<Record<Phase, string | null>> = {
  primary: null,
  draining: 'Springt früh ein',
  fallback: 'Springt ein',
  held: 'Springt noch ein',
};

/** The same for the account that does not serve. */
const absences: Readonly<Record<Phase, string | null>> = {
  primary: null,
  draining: 'Der Rest bleibt für das, was schon läuft; ein anderes Konto springt ein.',
  fallback: 'Ein anderes Konto springt ein.',
  held: 'Es erholt sich; so lange springt ein anderes Konto ein.',
};

const steps: Readonly<Record<Step, string>> = {
  checking: 'Die Anmeldung wird geprüft',
  writing: 'Die Dateien deiner Programme werden geschrieben',
  verifying: 'Die Dateien werden nachgelesen',
  undoing: 'Alles wird zurückgesetzt',
};

const strategies: Readonly<Record<string, string>> = {
  'user-preference': 'Bleibt dabei, bis du anders wählst.',
  'cost-optimized':
    'Nutzt zuerst, was bezahlt ist und sonst ungenutzt verfiele, und Schlüssel mit Abrechnung nach Verbrauch zuletzt.',
  'soonest-reset': 'Nutzt zuerst, was sich am frühesten erneuert.',
};

export const switchingMessages: Texts<typeof english> = {
  phase: (phase: Phase): string | null => phases[phase],
  absence: (phase: Phase): string | null => absences[phase],
  waitsFor: (windows: readonly string[]): string => `wartet auf ${all().format(windows)}`,
  backAbout: (at: number, now: number): string =>
    at <= now ? 'jeden Moment zurück' : `zurück ${roughly(at, now)}`,
  standsInFor: (account: string): string => `Springt ein für ${account}`,

  switchingTo: (to: string, step: Step): string =>
    step === 'undoing' ? `Wechsel zu ${to} wird zurückgenommen` : `Wechsel zu ${to}`,
  switchStep: (step: Step): string => steps[step],
  switchUnderWay: 'Ein Wechsel läuft; warte, bis er fertig ist.',
  switchedTo: (title: string, at: number, now: number): string =>
    `${ago(at, now)} zu ${title} gewechselt`.replace(/^./, (first) => first.toUpperCase()),
  undoSwitch: 'Wechsel zurücknehmen',
  undoSwitchTo: (title: string): string => `Wechsel zu ${title} zurücknehmen`,
  holders: 'Programme, die beim vorigen Konto bleiben',
  holder: ({ program, pid, account }: HolderView): string =>
    `${program}, PID ${pid}, behält ${account ?? 'das vorige Konto'} bis zum Neustart`,
  moreHolders: (count: number): string => counted(count, 'weiteres Programm', 'weitere Programme'),

  /** Null for one that is not known here. */
  strategy: (id: string): string | null =>
    strategies[id] ??
    (id.startsWith('prefer-') ? 'Beginnt dort, wann immer es geht, was auch zuletzt gewählt wurde.' : null),
  otherAccount: (provider: string): string =>
    `Ist ein Konto bei ${provider} aufgebraucht, ein anderes bei ${provider} nehmen`,
  otherAccountEffect: (provider: string): string =>
    `Ob eine Person mehrere Konten abwechselnd nutzen darf, ist zwischen dir und ${provider} geregelt; Gatehouse kann es nicht wissen.`,

  folderRules: 'Konten für Ordner',
  folderRulesEffect:
    'In einem solchen Ordner und darunter wird dieses Konto genutzt. Das wird hier gespeichert und nie in einem Repository.',
  removeRule: 'Entfernen',
  removeRuleFor: (folder: string): string => `Konto für ${folder} entfernen`,
  accountGone: 'Dieses Konto gibt es hier nicht mehr, die Zeile bewirkt also nichts.',
  ruleFolder: 'Ordner',
  ruleFolderHint: '/home/ada/work',
  ruleAccount: 'Konto',
  ruleAccountOf: (provider: string, account: string): string => `${provider}: ${account}`,
  addRule: 'Hinzufügen',
  addRuleNamed: 'Konto für einen Ordner hinzufügen',
  notAbsolute: 'Gib den ganzen Pfad ein, von ganz vorn.',

  switching: 'Wechsel',
  shortcut: 'Tastenkürzel',
  shortcutEffect:
    'Bevorzugt den nächsten Anbieter, aus jedem Programm heraus. Geh in das Feld und drücke die Tasten.',
  noShortcut: 'Keines',
  clearShortcut: 'Löschen',
  clearShortcutNamed: 'Tastenkürzel löschen',
  shortcutFault: (fault: 'no-modifier' | 'unusable'): string =>
    fault === 'no-modifier'
      ? 'Halte dazu Strg, Alt, die Windows- oder die Befehlstaste gedrückt.'
      : 'Diese Taste kann nicht Teil eines Tastenkürzels sein.',

  shell: (label: string): string => `Einfache Aufrufe in ${label}`,
  shellEffect: (commands: readonly string[]): string =>
    `Wer dort ${any().format(commands)} eingibt, startet mit dem Konto in Gebrauch. Beim Ausschalten wird das Geschriebene wieder entfernt.`,
  shellUntried: (label: string): string => `Das wurde noch nicht mit einer echten ${label} erprobt.`,
  shellChanged: (label: string): ProblemView => ({
    code: 'shell/changed',
    what: `Jemand hat geändert, was Gatehouse für ${label} geschrieben hat.`,
    next: 'Schalte es wieder ein, damit es ist wie zuvor.',
  }),
  noShellFile: 'Diese Datei gibt es noch nicht.',
};
