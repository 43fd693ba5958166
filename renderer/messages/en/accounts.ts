// The texts of the order of accounts, of what helps against their problems, and of a running sign-in.
import { once } from '../once.ts';
import type { FixView, PasteFault } from '../../../preload/view.ts';
import { hourMinutes } from '../units.ts';
import { ago } from './time.ts';

const plural = once(() => new Intl.PluralRules('en'));

const minuteSeconds = 60;

const fixes: Readonly<Record<FixView['kind'], string>> = {
  'sign-in': 'Sign in again',
  unlock: 'Open the key store',
  'read-again': 'Read again',
  'enter-passphrase': 'Enter the passphrase',
  doctor: 'Look with Doctor',
};

const pasteFaults: Readonly<Record<PasteFault, string>> = {
  'not-the-address':
    'This is not the address that the sign-in ends at. Copy the whole address from the browser’s address bar, once its page does not load any further.',
  'other-sign-in':
    'This address belongs to another sign-in. Open the link of this one in the browser, then paste the address that it ends at.',
  incomplete: 'A part of the address is missing. Copy all of it and paste it again.',
};

/** "9 s", "1 min 5 s", "1 h 2 min". */
function lasting(seconds: number): string {
  if (seconds < minuteSeconds) return `${seconds} s`;
  const minutes = Math.floor(seconds / minuteSeconds);
  if (minutes < hourMinutes) return `${minutes} min ${seconds % minuteSeconds} s`;
  return `${Math.floor(minutes / hourMinutes)} h ${minutes % hourMinutes} min`;
}

export const accountsMessages = {
  moveAccount: (account: string): string => `Move ${account}`,
  moveHint: 'Drag it, or press the arrow keys Up and Down.',
  moveUp: (account: string): string => `Move ${account} up`,
  moveDown: (account: string): string => `Move ${account} down`,
  movedTo: (account: string, position: number, count: number): string =>
    `${account}, ${position} of ${count}`,
  orderNotSaved: 'The accounts stand as they did before.',

  fix: (kind: FixView['kind']): string => fixes[kind],
  fixFor: (kind: FixView['kind'], name: string): string => `${fixes[kind]}: ${name}`,
  tryAgain: 'Try again',
  tryAgainFor: (name: string): string => `Try again: ${name}`,
  newCode: 'Get a new code',
  newCodeFor: (name: string): string => `Get a new code: ${name}`,
  lastGood: (at: number, now: number): string => `Last good figures, read ${ago(at, now)}:`,

  moreProviders: 'More providers:',
  showProvider: (label: string): string => `Show ${label}`,

  stillWaiting: (seconds: number): string => `Still waiting, ${lasting(seconds)}`,
  signedIn: (provider: string, account: string | null): string =>
    account === null ? `Signed in to ${provider}.` : `Signed in to ${provider} as ${account}.`,

  copyCode: 'Copy the code',
  codeCopied: 'Code copied',
  codeNotCopied: 'Select the code and copy it with the keyboard.',
  codeLeft: (minutes: number): string =>
    plural().select(minutes) === 'one'
      ? 'The code is valid for another minute.'
      : `The code is valid for another ${minutes} minutes.`,
  codeClock: 'Time left for the code',
  codeOver: 'The code has run out.',

  pasteQuestion: 'The browser is on another computer?',
  pasteHint:
    'Open the link there and sign in. The browser then ends at an address on that computer that does not load: paste it here.',
  pasteField: 'Address that it ended at',
  pasteSend: 'Go on with this address',
  pasteSending: 'Checking…',
  pasteMissing: 'Paste the address first.',
  pasteFault: (fault: PasteFault): string => pasteFaults[fault],
} as const;
