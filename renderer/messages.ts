// All texts of the window. Whole sentences stand together, so that a translation can order them its own way.
import type { KeyStoreView, ProblemView, SettingsView, SignInStep, WindowView } from '../preload/view.ts';

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
const shortMoment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clockTime = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const calendarDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** "Codex", "Codex and OpenCode", "Codex, Every Code and OpenCode". */
const all = new Intl.ListFormat('en-GB', { type: 'conjunction' });
const any = new Intl.ListFormat('en-GB', { type: 'disjunction' });

function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / minuteMs);
  return minutes < 1 ? 'just now' : `${age(minutes)} ago`;
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

/** "3 days", "5 h", "45 min": rounded up, because what still lasts is not over. */
function left(minutes: number): string {
  if (minutes >= dayMinutes) return days(Math.ceil(minutes / dayMinutes));
  return minutes >= hourMinutes ? `${Math.ceil(minutes / hourMinutes)} h` : `${Math.ceil(minutes)} min`;
}

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

export type PassphraseFault = 'missing' | 'short' | 'different';

const passphraseFaults: Readonly<Record<PassphraseFault, string>> = {
  missing: 'Enter the passphrase first.',
  short: 'Use at least 8 characters.',
  different: 'The two are not the same. Type it again.',
};

const protections: Readonly<
  Record<KeyStoreView['kind'], { readonly name: string; readonly effect: string }>
> = {
  system: {
    name: 'The system’s key store',
    effect: 'Keys are encrypted on this computer and open with your login.',
  },
  passphrase: {
    name: 'A passphrase of yours',
    effect: 'For computers without a key store. You enter it each time Gatehouse starts.',
  },
  memory: {
    name: 'Memory only',
    effect:
      'New sign-ins are forgotten when Gatehouse ends. Accounts that are stored already stay on disk, under what protects them.',
  },
};

export type NumberName = keyof SettingsView['numbers'];

interface NumberWords {
  readonly name: string;
  readonly effect: string;
  readonly unit: string;
  readonly limits: (least: number, most: number, usual: number) => string;
}

const percents = (least: number, most: number, usual: number): string =>
  `From ${least} to ${most} percent, usually ${usual}.`;
const minutes = (least: number, most: number, usual: number): string =>
  `From ${least} to ${most} minutes, usually ${usual}.`;

const numbers: Readonly<Record<NumberName, NumberWords>> = {
  reservePercent: {
    name: 'Keep in reserve',
    effect: 'A quota with less than this left counts as used up.',
    unit: '%',
    limits: percents,
  },
  notifyAtPercent: {
    name: 'Notice at',
    effect: 'How much of a quota is used when the notice comes.',
    unit: '%',
    limits: percents,
  },
  quotaEveryMinutes: {
    name: 'Read quotas every',
    effect: 'A shorter time shows changes sooner; providers allow only so many readings an hour.',
    unit: 'min',
    limits: minutes,
  },
  planEveryMinutes: {
    name: 'Read plans every',
    effect: 'How soon a changed subscription is noticed.',
    unit: 'min',
    limits: minutes,
  },
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
  step: stepWords,
  stepOf: (step: SignInStep, program: string | null, position: number, count: number): string =>
    `Step ${position} of ${count}: ${stepWords(step, program)}`,
  install: (program: string): string => `To install ${program}, run this in a terminal:`,
  installCommand: (program: string): string => `Command that installs ${program}`,
  copy: 'Copy',
  copyCommand: 'Copy the command',
  copied: 'Copied',
  notCopied: 'Select the command and copy it with the keyboard.',

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
  usedBy: (programs: readonly string[]): string => `Used by ${all.format(programs)}`,
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
  shortMoment: (at: number): string => shortMoment.format(at),
  signOut: 'Sign out',
  signOutOf: (account: string): string => `Sign out of ${account}`,
  signOutQuestion: (account: string): string => `Sign out of ${account}?`,
  signOutEffect: (programs: readonly string[]): string =>
    programs.length === 0
      ? 'To use this account again, you sign in again.'
      : `${all.format(programs)} ${programs.length === 1 ? 'is' : 'are'} signed out too.`,
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

  settings: 'Settings',
  back: 'Back',
  choosing: 'Choosing a provider',
  strategyName: 'Start with',
  strategyEffect: 'Which provider is tried first when an agent needs one.',
  fallBack: (from: string, to: readonly string[]): string =>
    `When ${from} cannot be used, use ${any.format(to)}`,
  fallBackEffect: (from: string): string => `When this is off, nothing else is used in the place of ${from}.`,
  notices: 'Notices',
  notify: 'Tell me when a quota runs low',
  notifyEffect: 'A notice on your desktop, once for each quota until it resets.',
  checking: 'Checking',
  files: 'Shared files',
  filesEffect:
    'Gatehouse writes these files for your command-line agents. A file that is switched off is not written; what stands in it stays.',
  wrote: (program: string, at: number, now: number): string =>
    new Date(at).toDateString() === new Date(now).toDateString()
      ? `${program} wrote it at ${clockTime.format(at)}`
      : `${program} wrote it on ${calendarDay.format(at)} at ${clockTime.format(at)}`,
  preview: 'Preview',
  hidePreview: 'Hide preview',
  previewOf: (file: string): string => `Preview of ${file}`,
  hidePreviewOf: (file: string): string => `Hide the preview of ${file}`,
  previewing: 'Reading the file…',
  previewShown: 'The preview is shown below.',
  previewBefore: 'Now',
  previewAfter: 'Would be',
  noFile: 'There is no file yet.',
  nothingWritten: 'Nothing would be written.',
  unchanged: 'Nothing would change.',
  secretsReplaced: 'Keys are replaced by a short mark in this preview.',

  protection: 'Protection of your keys',
  protectionEffect: 'What protects the keys that Gatehouse keeps on this computer.',
  protectionName: (kind: KeyStoreView['kind']): string => protections[kind].name,
  protectionIs: (kind: KeyStoreView['kind'], backend: string | null): string =>
    kind === 'system' && backend !== null
      ? `${protections.system.effect} Here it is ${backend}.`
      : protections[kind].effect,
  protectionLocked: 'It was not entered yet.',
  use: 'Use',
  useProtection: (kind: 'system' | 'memory'): string =>
    kind === 'system' ? 'Use the system’s key store' : 'Use memory only',
  keepInMemory: 'Keep in memory until I quit',
  useSystem: 'Use the system’s key store',
  trySystem: 'Try the system’s key store again',
  waysOut: 'Ways to go on',
  memoryBanner: 'New sign-ins are forgotten when Gatehouse ends.',
  memoryBannerNext:
    'Accounts that were stored before stay on disk. Those whose protection does not work now may need a new sign-in after the next start.',
  changeProtection: 'Choose another way',
  enterPassphrase: 'Enter the passphrase',
  choosePassphrase: 'Choose a passphrase',
  passphraseField: 'Passphrase',
  newPassphraseField: 'New passphrase',
  passphraseAgain: 'The same again',
  passphraseHint: 'The one that your keys are protected by.',
  newPassphraseHint:
    'At least 8 characters. Nobody can bring it back: without it the stored keys are lost, and you sign in again everywhere.',
  forgotten: 'Forgot it? Start with a new passphrase…',
  forgottenQuestion: 'Start with a new passphrase?',
  forgottenEffect:
    'What the old one protects is kept, but stays closed: you sign in to those accounts again. What tells the old passphrase is set aside in Gatehouse’s folder, with today’s date.',
  startAnew: 'Start anew',
  startingAnew: 'Setting the old one aside…',
  passphraseFault: (fault: PassphraseFault): string => passphraseFaults[fault],
  unlock: 'Unlock',
  unlocking: 'Checking…',
  savePassphrase: 'Use this passphrase',
  savingPassphrase: 'Encrypting…',

  number: (name: NumberName): string => numbers[name].name,
  numberEffect: (name: NumberName): string => numbers[name].effect,
  numberUnit: (name: NumberName): string => numbers[name].unit,
  numberLimits: (name: NumberName, least: number, most: number, usual: number): string =>
    numbers[name].limits(least, most, usual),
  notWhole: 'Enter a whole number.',
  outside: (least: number, most: number): string => `Enter a number from ${least} to ${most}.`,

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
  read: (readAt: number, now: number): string => `Read ${ago(readAt, now)}`,
  moment: (at: number): string => moment.format(at),
  list: (parts: readonly string[]): string => parts.join(' · '),
} as const;
