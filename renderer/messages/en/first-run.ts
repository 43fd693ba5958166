// What the first steps say, and what stands where nobody is signed in.
import type { FoundLoginView, TakenLoginView } from '../../../preload/view.ts';
import type { FirstStepName } from '../kinds.ts';
import { counted } from './words.ts';

interface StepWords {
  readonly name: string;
  readonly title: string;
  readonly lead: string;
}

const steps: Readonly<Record<FirstStepName, StepWords>> = {
  providers: {
    name: 'Providers',
    title: 'Which providers do you use?',
    lead: 'Switch on those that you use and the others off, and sign in here or later. Keys are encrypted on this computer and never shown in this window.',
  },
  import: {
    name: 'Import',
    title: 'What is here already',
    lead: 'Sign-ins that other programs keep on this computer can be taken over, so that you need not sign in again. They stay with their program.',
  },
  files: {
    name: 'Files',
    title: 'Files for your tools',
    lead: 'Gatehouse keeps these files up to date, so that your command-line agents use the account that is in use here. Before the first change it keeps a copy of what stood there: a file’s history under Activity puts it back, and so does gatehouse auth restore --files.',
  },
  notices: {
    name: 'Notices',
    title: 'Notices and start',
    lead: 'Gatehouse can tell you when a quota gets low or a sign-in is about to end.',
  },
  terminal: {
    name: 'Terminal',
    title: 'In your terminal',
    lead: 'The command gatehouse shows what is left and starts agents with the right account.',
  },
};

const outcomes: Readonly<Record<TakenLoginView['outcome'], string>> = {
  taken: 'Taken over',
  known: 'Here already',
  failed: 'Not taken over',
};

export const firstRunMessages = {
  noAccountsTitle: 'No account yet',
  firstSteps: 'First steps',
  firstStep: (step: FirstStepName): string => steps[step].name,
  firstStepTitle: (step: FirstStepName): string => steps[step].title,
  firstStepLead: (step: FirstStepName): string => steps[step].lead,
  firstStepOf: (position: number, count: number, step: FirstStepName): string =>
    `Step ${position} of ${count}: ${steps[step].name}`,
  backStep: 'Back',
  nextStep: 'Next',
  finishSteps: 'Finish',
  skipSteps: 'Skip for now',
  startSteps: 'Start the first steps',
  firstStepsAgain: 'Start again',
  firstStepsEffect: 'Providers, import, files, notices and terminal, one after the other. Nothing is undone.',

  usesProvider: (provider: string): string => `I use ${provider}`,
  usesProviderEffect: (methods: readonly string[], accounts: number): string =>
    accounts > 0 ? counted(accounts, 'account here', 'accounts here') : methods.join(' · '),

  lookingForLogins: 'Looking for sign-ins on this computer…',
  lookAgain: 'Look again',
  noLoginsTitle: 'Nothing to take over',
  noLogins:
    'No sign-in and no API key of another program was found on this computer. Go on with the next step.',
  foundLogins: 'Found on this computer',
  unseenLogins: 'Not looked at',
  loginName: ({ provider, label, organization }: FoundLoginView): string =>
    `${provider}: ${label}${organization === null ? '' : ` (${organization})`}`,
  loginOwner: ({ kind, owner }: FoundLoginView): string =>
    kind === 'login'
      ? `${owner} keeps it and goes on renewing it.`
      : `API key of ${owner}; it is kept here too.`,
  loginState: (outcome: TakenLoginView['outcome']): string => outcomes[outcome],
  takeOver: (count: number): string =>
    count === 0 ? 'Take over' : `Take over ${counted(count, 'sign-in', 'sign-ins')}`,
  takingOver: 'Taking over…',
  tookOver: (taken: number, failed: number): string =>
    failed === 0
      ? `${counted(taken, 'sign-in', 'sign-ins')} taken over.`
      : `${counted(taken, 'sign-in', 'sign-ins')} taken over, ${failed} not.`,
  noneTicked: 'Tick at least one first.',

  noFilesYet: 'There is no tool here whose files Gatehouse could write.',

  tryNotice: 'Show a test notice',
  tryNoticeLabel: 'See whether notices reach you',
  tryNoticeEffect: 'Shows one at once, whatever is chosen above.',
  noticeTried:
    'A test notice was sent. If you do not see it, look at the notice settings of your desktop, and at “Do not disturb”.',
  startWithSystem: 'Start with the desktop',
  startWithSystemEffect:
    'Gatehouse starts when you log in and stays in the tray, without its window, so that notices come and agents are served.',

  commandName: 'Command line',
  lookingForCommand: 'Looking for the command…',
  commandFound: 'A terminal finds gatehouse.',
  commandMissing: 'A terminal does not find gatehouse yet.',
  commandTaken: (path: string): string =>
    `Another gatehouse stands at ${path} and stays there. Use the command below with another name or place.`,
  commandNone:
    'This start of Gatehouse brings no command line along. Install its package, or unpack the archive, to have it.',
  commandByHand: 'Command that makes gatehouse available',
  linkCommand: (path: string): string => `Link it as ${path}`,
  unlinkCommand: 'Take the link away',
  commandLinked: 'Linked. Terminals that are open already may have to be opened again.',
  commandUnlinked: 'The link is gone.',
  commandTry: 'Try it in a terminal:',
  commandTryName: 'Command that shows your accounts',
  shellHooks: 'Plain calls of your tools',
  noShells: 'No shell was found that can be set up.',
} as const;
