// Die Texte zur Reihenfolge der Konten, zur Abhilfe bei Problemen und zur laufenden Anmeldung.
import { once } from '../once.ts';
import type { FixView, PasteFault } from '../../../preload/view.ts';
import type { accountsMessages as english } from '../en/accounts.ts';
import type { Texts } from '../texts.ts';
import { hourMinutes } from '../units.ts';
import { ago } from './time.ts';

const plural = once(() => new Intl.PluralRules('de'));

const minuteSeconds = 60;

const fixes: Readonly<Record<FixView['kind'], string>> = {
  'sign-in': 'Neu anmelden',
  unlock: 'Schlüsselspeicher öffnen',
  'read-again': 'Neu lesen',
  'enter-passphrase': 'Passphrase eingeben',
  doctor: 'In der Diagnose nachsehen',
};

const pasteFaults: Readonly<Record<PasteFault, string>> = {
  'not-the-address':
    'Das ist nicht die Adresse, bei der die Anmeldung endet. Kopiere die ganze Adresse aus der Adresszeile des Browsers, sobald die Seite nicht mehr weiterlädt.',
  'other-sign-in':
    'Diese Adresse gehört zu einer anderen Anmeldung. Öffne im Browser den Link von dieser und füge dann die Adresse ein, bei der er endet.',
  incomplete: 'Ein Teil der Adresse fehlt. Kopiere sie ganz und füge sie noch einmal ein.',
};

/** "9 s", "1 min 5 s", "1 h 2 min". */
function lasting(seconds: number): string {
  if (seconds < minuteSeconds) return `${seconds} s`;
  const minutes = Math.floor(seconds / minuteSeconds);
  if (minutes < hourMinutes) return `${minutes} min ${seconds % minuteSeconds} s`;
  return `${Math.floor(minutes / hourMinutes)} h ${minutes % hourMinutes} min`;
}

export const accountsMessages: Texts<typeof english> = {
  moveAccount: (account: string): string => `${account} verschieben`,
  moveHint: 'Zieh daran, oder drück die Pfeiltasten nach oben und unten.',
  moveUp: (account: string): string => `${account} nach oben`,
  moveDown: (account: string): string => `${account} nach unten`,
  movedTo: (account: string, position: number, count: number): string =>
    `${account}, ${position} von ${count}`,
  orderNotSaved: 'Die Konten stehen wieder wie vorher.',

  fix: (kind: FixView['kind']): string => fixes[kind],
  fixFor: (kind: FixView['kind'], name: string): string => `${fixes[kind]}: ${name}`,
  tryAgain: 'Noch einmal versuchen',
  tryAgainFor: (name: string): string => `Noch einmal versuchen: ${name}`,
  newCode: 'Neuen Code holen',
  newCodeFor: (name: string): string => `Neuen Code holen: ${name}`,
  lastGood: (at: number, now: number): string => `Letzte gute Werte, ${ago(at, now)} gelesen:`,

  moreProviders: 'Weitere Anbieter:',
  showProvider: (label: string): string => `${label} einblenden`,

  stillWaiting: (seconds: number): string => `Wartet noch, ${lasting(seconds)}`,
  signedIn: (provider: string, account: string | null): string =>
    account === null ? `Bei ${provider} angemeldet.` : `Bei ${provider} als ${account} angemeldet.`,

  copyCode: 'Code kopieren',
  codeCopied: 'Code kopiert',
  codeNotCopied: 'Markiere den Code und kopiere ihn mit der Tastatur.',
  codeLeft: (minutes: number): string =>
    plural().select(minutes) === 'one'
      ? 'Der Code gilt noch eine Minute.'
      : `Der Code gilt noch ${minutes} Minuten.`,
  codeClock: 'Restzeit des Codes',
  codeOver: 'Der Code ist abgelaufen.',

  pasteQuestion: 'Der Browser läuft auf einem anderen Computer?',
  pasteHint:
    'Öffne dort den Link und melde dich an. Der Browser endet dann bei einer Adresse auf jenem Computer, die nicht lädt: Füge sie hier ein.',
  pasteField: 'Adresse, bei der er endete',
  pasteSend: 'Mit dieser Adresse weiter',
  pasteSending: 'Wird geprüft …',
  pasteMissing: 'Füge zuerst die Adresse ein.',
  pasteFault: (fault: PasteFault): string => pasteFaults[fault],
};
