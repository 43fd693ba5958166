// What the first steps say in German.
import type { FoundLoginView, TakenLoginView } from '../../../preload/view.ts';
import type { firstRunMessages as english } from '../en/first-run.ts';
import type { FirstStepName } from '../kinds.ts';
import type { Texts } from '../texts.ts';
import { counted } from './words.ts';

interface StepWords {
  readonly name: string;
  readonly title: string;
  readonly lead: string;
}

const steps: Readonly<Record<FirstStepName, StepWords>> = {
  providers: {
    name: 'Anbieter',
    title: 'Welche Anbieter nutzt du?',
    lead: 'Schalte ein, was du nutzt, und aus, was nicht, und melde dich hier oder später an. Schlüssel werden auf diesem Rechner verschlüsselt und nie in diesem Fenster gezeigt.',
  },
  import: {
    name: 'Import',
    title: 'Was schon da ist',
    lead: 'Anmeldungen, die andere Programme auf diesem Rechner haben, lassen sich übernehmen. Dann musst du dich nicht noch einmal anmelden. Sie bleiben bei ihrem Programm.',
  },
  files: {
    name: 'Dateien',
    title: 'Dateien für deine Werkzeuge',
    lead: 'Gatehouse hält diese Dateien aktuell, damit deine Agenten in der Befehlszeile das Konto nutzen, das hier in Gebrauch ist. Vor der ersten Änderung wird aufgehoben, was dort stand: Der Verlauf einer Datei unter „Aktivität“ stellt es wieder her, ebenso gatehouse auth restore --files.',
  },
  notices: {
    name: 'Meldungen',
    title: 'Meldungen und Start',
    lead: 'Gatehouse sagt dir Bescheid, wenn ein Kontingent knapp wird oder eine Anmeldung bald endet.',
  },
  terminal: {
    name: 'Terminal',
    title: 'In deinem Terminal',
    lead: 'Der Befehl gatehouse zeigt, was übrig ist, und startet Agenten mit dem richtigen Konto.',
  },
};

const outcomes: Readonly<Record<TakenLoginView['outcome'], string>> = {
  taken: 'Übernommen',
  known: 'Schon hier',
  failed: 'Nicht übernommen',
};

export const firstRunMessages: Texts<typeof english> = {
  noAccountsTitle: 'Noch kein Konto',
  firstSteps: 'Erste Schritte',
  firstStep: (step: FirstStepName): string => steps[step].name,
  firstStepTitle: (step: FirstStepName): string => steps[step].title,
  firstStepLead: (step: FirstStepName): string => steps[step].lead,
  firstStepOf: (position: number, count: number, step: FirstStepName): string =>
    `Schritt ${position} von ${count}: ${steps[step].name}`,
  backStep: 'Zurück',
  nextStep: 'Weiter',
  finishSteps: 'Fertig',
  skipSteps: 'Vorerst überspringen',
  startSteps: 'Erste Schritte beginnen',
  firstStepsAgain: 'Noch einmal beginnen',
  firstStepsEffect:
    'Anbieter, Import, Dateien, Meldungen und Terminal, der Reihe nach. Rückgängig gemacht wird dabei nichts.',

  usesProvider: (provider: string): string => `Ich nutze ${provider}`,
  usesProviderEffect: (methods: readonly string[], accounts: number): string =>
    accounts > 0 ? counted(accounts, 'Konto hier', 'Konten hier') : methods.join(' · '),

  lookingForLogins: 'Auf diesem Rechner wird nach Anmeldungen gesucht…',
  lookAgain: 'Erneut suchen',
  noLoginsTitle: 'Nichts zu übernehmen',
  noLogins:
    'Auf diesem Rechner wurde weder eine Anmeldung noch ein API-Schlüssel eines anderen Programms gefunden. Weiter geht es mit dem nächsten Schritt.',
  foundLogins: 'Auf diesem Rechner gefunden',
  unseenLogins: 'Nicht durchsucht',
  loginName: ({ provider, label, organization }: FoundLoginView): string =>
    `${provider}: ${label}${organization === null ? '' : ` (${organization})`}`,
  loginOwner: ({ kind, owner }: FoundLoginView): string =>
    kind === 'login'
      ? `${owner} behält sie und erneuert sie weiterhin.`
      : `API-Schlüssel von ${owner}; er wird auch hier aufbewahrt.`,
  loginState: (outcome: TakenLoginView['outcome']): string => outcomes[outcome],
  takeOver: (count: number): string =>
    count === 0 ? 'Übernehmen' : `${counted(count, 'Anmeldung', 'Anmeldungen')} übernehmen`,
  takingOver: 'Wird übernommen…',
  tookOver: (taken: number, failed: number): string =>
    failed === 0
      ? `${counted(taken, 'Anmeldung', 'Anmeldungen')} übernommen.`
      : `${counted(taken, 'Anmeldung', 'Anmeldungen')} übernommen, ${failed} nicht.`,
  noneTicked: 'Hake erst mindestens eine an.',

  noFilesYet: 'Hier gibt es kein Werkzeug, dessen Dateien Gatehouse schreiben könnte.',

  tryNotice: 'Meldung zur Probe zeigen',
  tryNoticeLabel: 'Kommen Meldungen bei dir an?',
  tryNoticeEffect: 'Zeigt sofort eine, egal was oben gewählt ist.',
  noticeTried:
    'Eine Meldung zur Probe wurde gesendet. Siehst du sie nicht, schau in die Einstellungen für Meldungen deines Desktops und ob „Nicht stören“ an ist.',
  startWithSystem: 'Mit dem Desktop starten',
  startWithSystemEffect:
    'Gatehouse startet, wenn du dich am Rechner anmeldest, und bleibt ohne Fenster im Infobereich. So kommen Meldungen an, und Agenten werden bedient.',

  commandName: 'Befehlszeile',
  lookingForCommand: 'Der Befehl wird gesucht…',
  commandFound: 'Ein Terminal findet gatehouse.',
  commandMissing: 'Ein Terminal findet gatehouse noch nicht.',
  commandTaken: (path: string): string =>
    `Unter ${path} liegt ein anderes gatehouse und bleibt dort. Nimm den Befehl unten mit anderem Namen oder Ort.`,
  commandNone:
    'Dieser Start von Gatehouse bringt keine Befehlszeile mit. Installiere das Paket oder entpacke das Archiv, um sie zu haben.',
  commandByHand: 'Befehl, der gatehouse verfügbar macht',
  linkCommand: (path: string): string => `Als ${path} verlinken`,
  unlinkCommand: 'Link entfernen',
  commandLinked: 'Verlinkt. Terminals, die schon offen sind, musst du vielleicht neu öffnen.',
  commandUnlinked: 'Der Link ist weg.',
  commandTry: 'Probier es in einem Terminal:',
  commandTryName: 'Befehl, der deine Konten zeigt',
  shellHooks: 'Direkte Aufrufe deiner Werkzeuge',
  noShells: 'Es wurde keine Shell gefunden, die sich einrichten lässt.',
};
