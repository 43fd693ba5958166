// The texts of the accounts, and of the window as a whole, in German.
import type { commonMessages as english } from '../en/common.ts';
import type { Texts } from '../texts.ts';
import type { PageName } from '../../../preload/contract.ts';
import type { ProblemView, SignInStep } from '../../../preload/view.ts';
import { all } from './lists.ts';
import { minuteMs } from '../units.ts';
import { ago, calendarDay, clockTime, daysAfter, left, shortMoment } from './time.ts';
import { form } from './words.ts';

const steps: Readonly<Record<SignInStep, string>> = {
  starting: 'Wird vorbereitet',
  'opening-browser': 'Dein Browser wird geöffnet',
  'open-it-yourself': 'Öffne diesen Link in einem Browser auf diesem Rechner',
  waiting: 'Wartet im Browser auf dich',
  'paste-code': 'Melde dich in irgendeinem Browser an und füge den Code der letzten Seite ein',
  'enter-code': 'Öffne diesen Link auf irgendeinem Gerät und gib den Code ein',
  'in-program': 'Wartet im Browser auf dich',
  exchanging: 'Wird beim Anbieter bestätigt',
  saving: 'Wird verschlüsselt gespeichert',
  'writing-files': 'Die Dateien deiner Programme werden geschrieben',
  'reading-plan': 'Plan und Kontingent werden gelesen',
};

/** @param program the one that signs in, where it is not Gatehouse itself */
function stepWords(step: SignInStep, program: string | null): string {
  return step === 'in-program' && program !== null ? `${program} wartet im Browser auf dich` : steps[step];
}

const pages: Readonly<Record<PageName, string>> = {
  accounts: 'Konten',
  history: 'Verlauf',
  agents: 'Agenten',
  activity: 'Aktivität',
  doctor: 'Diagnose',
  settings: 'Einstellungen',
  about: 'Über Gatehouse',
};

const noAnswer: ProblemView = {
  code: 'internal',
  what: 'Das Fenster erreicht Gatehouse nicht.',
  next: 'Schließe das Fenster und öffne es erneut über das Symbol im Infobereich; hilft das nicht, starte Gatehouse neu.',
};

export const commonMessages: Texts<typeof english> = {
  product: 'Gatehouse',
  noAnswer,
  loading: 'Deine Anmeldungen werden gelesen…',
  loadAgain: 'Erneut versuchen',
  version: (version: string): string => `Gatehouse ${version}`,

  pages: 'Seiten',
  page: (name: PageName): string => pages[name],
  /** What the window is called while that page stands in it. */
  titleOf: (name: PageName): string => `${pages[name]} · Gatehouse`,
  preferredProvider: 'Bevorzugter Anbieter',

  welcomeTitle: 'Willkommen bei Gatehouse',
  welcomeText:
    'Melde dich bei einem Anbieter an: Dann siehst du deinen Plan und was davon übrig ist, und deine Agenten in der ' +
    'Befehlszeile können ihn nutzen. Schlüssel werden auf diesem Rechner verschlüsselt und nie in diesem Fenster gezeigt.',

  anotherAccount: 'Erneut anmelden oder Konto hinzufügen',
  signInTo: (provider: string): string => `Bei ${provider} anmelden`,
  otherMethods: 'Du kannst auch abbrechen und dich auf einem anderen Weg anmelden.',
  copyLink: 'Link kopieren',
  linkCopied: 'Link kopiert',
  cancel: 'Abbrechen',
  address: 'Adresse zum Anmelden',
  code: 'Code zum Eingeben',
  step: stepWords,
  stepOf: (step: SignInStep, program: string | null, position: number, count: number): string =>
    `Schritt ${position} von ${count}: ${stepWords(step, program)}`,
  install: (program: string): string => `So installierst du ${program} in einem Terminal:`,
  installCommand: (program: string): string => `Befehl, der ${program} installiert`,
  copy: 'Kopieren',
  copyCommand: 'Befehl kopieren',
  copied: 'Kopiert',
  notCopied: 'Markiere den Text und kopiere ihn mit der Tastatur.',

  keyField: 'API-Schlüssel',
  keyHint: (hint: string): string => `Sieht aus wie ${hint}`,
  keyMissing: 'Füge zuerst den Schlüssel ein.',
  saveKey: 'Schlüssel speichern',
  checkingKey: 'Wird geprüft…',

  clientIdField: 'Client-ID',
  clientIdHint: (hint: string): string => `Sieht aus wie ${hint}`,
  agree: 'Ich stimme zu',
  registrationMissing: (what: 'client-id' | 'agreement'): string =>
    what === 'client-id' ? 'Gib zuerst die Client-ID ein.' : 'Kreuze „Ich stimme zu“ an, um weiterzumachen.',
  continueInBrowser: 'Im Browser weiter',
  startingSignIn: 'Wird gestartet…',
  anotherClientId: 'Andere Client-ID nehmen',

  inUse: 'Aktiv',
  useAccount: 'Dieses Konto nutzen',
  useAccountNamed: (account: string): string => `Dieses Konto nutzen: ${account}`,
  usedBy: (programs: readonly string[]): string => `Genutzt von ${all().format(programs)}`,
  renewedBy: (program: string, at: number, now: number): string => `Erneuert ${ago(at, now)} von ${program}`,
  renewed: (at: number, now: number): string => `Erneuert ${ago(at, now)}`,
  keptBy: (program: string): string => `Verwahrt von ${program}`,
  /** Two accounts with one address. */
  accountOf: (label: string, organization: string): string => `${label} (${organization})`,
  /** Rounded up, because it has not ended while it still lasts. */
  signInEnds: (at: number, now: number): string =>
    at <= now ? 'Die Anmeldung ist abgelaufen.' : `Anmeldung endet in ${left((at - now) / minuteMs)}`,
  signInEndsWithin: (count: number): string => `Anmeldung endet binnen ${daysAfter(count)}`,
  signInBefore: 'Melde dich vorher erneut an.',
  signInNow: 'Melde dich erneut an.',
  keys: 'Schlüssel',
  keysKeptBy: 'Verwahrt von',
  keysProtectedBy: 'Geschützt durch',
  keysFrom: 'Schlüssel von',
  accessEnds: 'Zugriff bis',
  signInEndsAt: 'Anmeldung bis',
  shortMoment: (at: number): string => shortMoment().format(at),
  calendarDay: (at: number): string => calendarDay().format(at),
  clockTime: (at: number): string => clockTime().format(at),
  signOut: 'Abmelden',
  signOutOf: (account: string): string => `${account} abmelden`,
  signOutQuestion: (account: string): string => `${account} abmelden?`,
  signOutEffect: (programs: readonly string[]): string =>
    programs.length === 0
      ? 'Um dieses Konto wieder zu nutzen, meldest du dich erneut an.'
      : `${all().format(programs)} ${form(programs.length, 'wird', 'werden')} auch abgemeldet.`,
  signingOut: 'Wird abgemeldet…',
  forget: 'Vergessen',
  forgetting: 'Wird vergessen…',
  forgetNamed: (account: string): string => `${account} vergessen`,
  forgetQuestion: (account: string): string => `${account} vergessen?`,
  forgetEffect: (program: string): string =>
    `${program} bleibt angemeldet. Nur hier wird das Konto vergessen: Nichts wird widerrufen und keine Datei geändert.`,
  alsoProgram: (program: string): string => `Auch ${program} abmelden`,
  alsoProgramEffect: (program: string): string =>
    `${program} wird auch abgemeldet. Um dieses Konto wieder zu nutzen, meldest du dich erneut an.`,
};
