// All texts of the window. Whole sentences stand together, so that a translation can order them its own way.
import type { ProblemView, SignInStep, WindowView } from '../preload/view.ts';

const minuteMs = 60_000;
const hourMinutes = 60;
const dayMinutes = 24 * hourMinutes;

function joined(large: string, smallCount: number, smallUnit: string): string {
  return smallCount === 0 ? large : `${large} ${smallCount} ${smallUnit}`;
}

/** "45 min", "2 h 10 min", "4 d 6 h": the two largest units. */
function duration(minutes: number): string {
  if (minutes < hourMinutes) return `${minutes} min`;
  if (minutes < dayMinutes)
    return joined(`${Math.floor(minutes / hourMinutes)} h`, minutes % hourMinutes, 'min');
  const hours = Math.floor((minutes % dayMinutes) / hourMinutes);
  return joined(`${Math.floor(minutes / dayMinutes)} d`, hours, 'h');
}

/** An age needs only its largest unit. */
function age(minutes: number): string {
  if (minutes < hourMinutes) return `${minutes} min`;
  if (minutes < dayMinutes) return `${Math.floor(minutes / hourMinutes)} h`;
  return `${Math.floor(minutes / dayMinutes)} d`;
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

const levels: Readonly<Record<WindowView['level'], string>> = {
  ok: 'OK',
  low: 'Running low',
  exhausted: 'Used up',
  unknown: 'Unknown',
};

const steps: Readonly<Record<SignInStep, string>> = {
  starting: 'Getting ready',
  'opening-browser': 'Opening your browser',
  'open-it-yourself': 'Open this link in a browser on this computer',
  waiting: 'Waiting for you in the browser',
  exchanging: 'Confirming with the provider',
  saving: 'Saving, encrypted',
  'writing-files': 'Updating your tools’ files',
  'reading-plan': 'Reading plan and quota',
};

const noAnswer: ProblemView = {
  code: 'internal',
  what: 'The window cannot reach Gatehouse.',
  next: 'Close the window and open it again from the tray; if that does not help, restart Gatehouse.',
};

export const messages = {
  product: 'Gatehouse',
  noAnswer,
  loading: 'Reading your sign-ins…',
  loadAgain: 'Try again',
  version: (version: string): string => `Gatehouse ${version}`,

  preferredProvider: 'Preferred provider',

  welcomeTitle: 'Welcome to Gatehouse',
  welcomeText:
    'Sign in to a provider to see your plan and what is left of it, and to let your command-line agents use it. ' +
    'Keys are encrypted on this computer and never shown in this window.',

  anotherAccount: 'Sign in again or add an account',
  signInTo: (provider: string): string => `Sign in to ${provider}`,
  otherMethods: 'You can also cancel and choose another way to sign in.',
  copyLink: 'Copy link',
  linkCopied: 'Link copied',
  cancel: 'Cancel',
  address: 'Sign-in address',
  step: (step: SignInStep): string => steps[step],
  stepOf: (step: SignInStep, position: number, count: number): string =>
    `Step ${position} of ${count}: ${steps[step]}`,

  keyField: 'API key',
  keyHint: (hint: string): string => `Looks like ${hint}`,
  keyMissing: 'Paste the key first.',
  saveKey: 'Save key',
  checkingKey: 'Checking…',

  refresh: (account: string): string => `Read the quota of ${account} now`,
  notMetered: 'Pay as you go: no quota to show',
  notRead: 'Quota not read yet',
  noWindows: 'The provider reports no limits for this account',
  level: (level: WindowView['level']): string => levels[level],
  unknownUse: 'Use unknown',

  /** Rounded down: 99.6 % is not used up. */
  used: (usedPercent: number): string => `${Math.floor(usedPercent)}% used`,
  /** Rounded up: what still lasts seconds is not over. */
  resets: (resetsAt: number, now: number): string =>
    resetsAt <= now ? 'reset is due' : `resets in ${duration(Math.ceil((resetsAt - now) / minuteMs))}`,
  read: (readAt: number, now: number): string => {
    const minutes = Math.floor((now - readAt) / minuteMs);
    return minutes < 1 ? 'Read just now' : `Read ${age(minutes)} ago`;
  },
  moment: (at: number): string => moment.format(at),
  list: (parts: readonly string[]): string => parts.join(' · '),
} as const;
