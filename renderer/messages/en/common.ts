// The texts of the accounts, and of the window as a whole. Whole sentences stand together, so that a translation can order them its own way.
import type { PageName } from '../../../preload/contract.ts';
import type { ProblemView, SignInStep } from '../../../preload/view.ts';
import { all } from './lists.ts';
import { minuteMs } from '../units.ts';
import { ago, calendarDay, clockTime, days, left, shortMoment } from './time.ts';
import { form } from './words.ts';

const steps: Readonly<Record<SignInStep, string>> = {
  starting: 'Getting ready',
  'opening-browser': 'Opening your browser',
  'open-it-yourself': 'Open this link in a browser on this computer',
  waiting: 'Waiting for you in the browser',
  'paste-code': 'Sign in in any browser and paste the code that its last page shows',
  'enter-code': 'Open this link on any device and enter the code',
  'in-program': 'Waiting for you in the browser',
  exchanging: 'Confirming with the provider',
  saving: 'Saving, encrypted',
  'writing-files': 'Updating your tools’ files',
  'reading-plan': 'Reading plan and quota',
};

/** @param program the one that signs in, where it is not Gatehouse itself */
function stepWords(step: SignInStep, program: string | null): string {
  return step === 'in-program' && program !== null
    ? `${program} is waiting for you in the browser`
    : steps[step];
}

const pages: Readonly<Record<PageName, string>> = {
  accounts: 'Accounts',
  history: 'History',
  agents: 'Agents',
  activity: 'Activity',
  doctor: 'Doctor',
  settings: 'Settings',
  about: 'About Gatehouse',
};

const noAnswer: ProblemView = {
  code: 'internal',
  what: 'The window cannot reach Gatehouse.',
  next: 'Close the window and open it again from the tray; if that does not help, restart Gatehouse.',
};

export const commonMessages = {
  product: 'Gatehouse',
  noAnswer,
  loading: 'Reading your sign-ins…',
  loadAgain: 'Try again',
  version: (version: string): string => `Gatehouse ${version}`,

  pages: 'Pages',
  page: (name: PageName): string => pages[name],
  /** What the window is called while that page stands in it. */
  titleOf: (name: PageName): string => `${pages[name]} · Gatehouse`,
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
  code: 'Code to enter',
  step: stepWords,
  stepOf: (step: SignInStep, program: string | null, position: number, count: number): string =>
    `Step ${position} of ${count}: ${stepWords(step, program)}`,
  install: (program: string): string => `To install ${program}, run this in a terminal:`,
  installCommand: (program: string): string => `Command that installs ${program}`,
  copy: 'Copy',
  copyCommand: 'Copy the command',
  copied: 'Copied',
  notCopied: 'Select the text and copy it with the keyboard.',

  keyField: 'API key',
  keyHint: (hint: string): string => `Looks like ${hint}`,
  keyMissing: 'Paste the key first.',
  saveKey: 'Save key',
  checkingKey: 'Checking…',

  clientIdField: 'Client id',
  clientIdHint: (hint: string): string => `Looks like ${hint}`,
  agree: 'I agree',
  registrationMissing: (what: 'client-id' | 'agreement'): string =>
    what === 'client-id' ? 'Enter the client id first.' : 'Tick “I agree” to continue.',
  continueInBrowser: 'Continue in the browser',
  startingSignIn: 'Starting…',
  anotherClientId: 'Use another client id',

  inUse: 'In use',
  useAccount: 'Use this account',
  useAccountNamed: (account: string): string => `Use this account: ${account}`,
  usedBy: (programs: readonly string[]): string => `Used by ${all().format(programs)}`,
  renewedBy: (program: string, at: number, now: number): string => `Renewed by ${program} ${ago(at, now)}`,
  renewed: (at: number, now: number): string => `Renewed ${ago(at, now)}`,
  keptBy: (program: string): string => `Kept by ${program}`,
  /** Two accounts with one address. */
  accountOf: (label: string, organization: string): string => `${label} (${organization})`,
  /** Rounded up, because it has not ended while it still lasts. */
  signInEnds: (at: number, now: number): string =>
    at <= now ? 'The sign-in has ended.' : `Sign-in ends in ${left((at - now) / minuteMs)}`,
  signInEndsWithin: (count: number): string => `Sign-in ends within ${days(count)}`,
  signInBefore: 'Sign in again before that.',
  signInNow: 'Sign in again.',
  keys: 'Keys',
  keysKeptBy: 'Kept by',
  keysProtectedBy: 'Protected by',
  keysFrom: 'Keys from',
  accessEnds: 'Access until',
  signInEndsAt: 'Sign-in until',
  shortMoment: (at: number): string => shortMoment().format(at),
  calendarDay: (at: number): string => calendarDay().format(at),
  clockTime: (at: number): string => clockTime().format(at),
  signOut: 'Sign out',
  signOutOf: (account: string): string => `Sign out of ${account}`,
  signOutQuestion: (account: string): string => `Sign out of ${account}?`,
  signOutEffect: (programs: readonly string[]): string =>
    programs.length === 0
      ? 'To use this account again, you sign in again.'
      : `${all().format(programs)} ${form(programs.length, 'is', 'are')} signed out too.`,
  signingOut: 'Signing out…',
  forget: 'Forget',
  forgetting: 'Forgetting…',
  forgetNamed: (account: string): string => `Forget ${account}`,
  forgetQuestion: (account: string): string => `Forget ${account}?`,
  forgetEffect: (program: string): string =>
    `${program} stays signed in. The account is only forgotten here: nothing is revoked, and no file is changed.`,
  alsoProgram: (program: string): string => `Sign ${program} out too`,
  alsoProgramEffect: (program: string): string =>
    `${program} is signed out as well. To use this account again, you sign in again.`,
} as const;
