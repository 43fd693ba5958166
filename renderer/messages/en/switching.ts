// What the window says of the choice between accounts, of switches, and of the settings for both.
import type { HolderView, ProblemView, SelectionView, SwitchingView } from '../../../preload/view.ts';
import { all } from './lists.ts';
import { ago, around } from './time.ts';
import { counted, form } from './words.ts';

type Phase = SelectionView['phase'];
type Step = NonNullable<SwitchingView['running']>['step'];

/** What the account that serves does then; null while it is the wanted one. */
const phases: Readonly<Record<Phase, string | null>> = {
  primary: null,
  draining: 'Stands in early',
  fallback: 'Stands in',
  held: 'Still stands in',
};

/** The same for the account that does not serve. */
const absences: Readonly<Record<Phase, string | null>> = {
  primary: null,
  draining: 'The rest is kept for what runs already; another account stands in.',
  fallback: 'Another account stands in.',
  held: 'It recovers; until then another account stands in.',
};

const steps: Readonly<Record<Step, string>> = {
  checking: 'Checking the sign-in',
  writing: 'Writing your tools’ files',
  verifying: 'Reading the files again',
  undoing: 'Putting everything back',
};

const strategies: Readonly<Record<string, string>> = {
  'user-preference': 'Stays with it until you choose again.',
  'cost-optimized':
    'Spends first what is paid for and would be reset unused, and keys that are billed by use last.',
  'soonest-reset': 'Spends first what is filled up again first.',
};

export const switchingMessages = {
  phase: (phase: Phase): string | null => phases[phase],
  absence: (phase: Phase): string | null => absences[phase],
  waitsFor: (windows: readonly string[]): string => `waits for ${all().format(windows)}`,
  backAbout: (at: number, now: number): string =>
    at <= now ? 'back any moment' : `back about ${around(at, now)}`,
  standsInFor: (account: string): string => `Stands in for ${account}`,

  switchingTo: (to: string, step: Step): string =>
    step === 'undoing' ? `Undoing the switch to ${to}` : `Switching to ${to}`,
  switchStep: (step: Step): string => steps[step],
  switchUnderWay: 'A switch is under way; wait until it is through.',
  switchedTo: (title: string, at: number, now: number): string => `Switched to ${title}, ${ago(at, now)}`,
  undoSwitch: 'Undo switch',
  undoSwitchTo: (title: string): string => `Undo switch to ${title}`,
  holders: 'Programs that keep the account of before',
  holder: ({ program, pid, account }: HolderView): string =>
    `${program}, pid ${pid}, keeps ${account ?? 'the account of before'} until it restarts`,
  moreHolders: (count: number): string => counted(count, 'more program', 'more programs'),

  /** Null for one that is not known here. */
  strategy: (id: string): string | null =>
    strategies[id] ??
    (id.startsWith('prefer-') ? 'Starts there whenever it can be used, whatever was chosen last.' : null),
  otherAccount: (provider: string): string =>
    `When an account of ${provider} is used up, use another one of ${provider}`,
  otherAccountEffect: (provider: string): string =>
    `Whether one person may use several accounts in turn is between you and ${provider}; Gatehouse cannot know.`,

  folderRules: 'Accounts for folders',
  folderRulesEffect:
    'In such a folder and below it, that account is the one to use. This is kept here and never in a repository.',
  removeRule: 'Remove',
  removeRuleFor: (folder: string): string => `Remove the account for ${folder}`,
  accountGone: 'This account is not here any more, so the line does nothing.',
  ruleFolder: 'Folder',
  ruleFolderHint: '/home/ada/work',
  ruleAccount: 'Account',
  ruleAccountOf: (provider: string, account: string): string => `${provider}: ${account}`,
  addRule: 'Add',
  addRuleNamed: 'Add an account for a folder',
  notAbsolute: 'Enter the whole path, from its very beginning.',

  switching: 'Switching',
  shortcut: 'Shortcut',
  shortcutEffect: 'Prefers the next provider, from any program. Go into the field and press the keys.',
  noShortcut: 'None',
  clearShortcut: 'Clear',
  clearShortcutNamed: 'Clear the shortcut',
  shortcutFault: (fault: 'no-modifier' | 'unusable'): string =>
    fault === 'no-modifier'
      ? 'Hold Control, Alt, or the Windows or Command key as well.'
      : 'This key cannot be part of a shortcut.',

  shell: (label: string): string => `Plain calls in ${label}`,
  shellEffect: (commands: readonly string[]): string =>
    `Typed there, ${all().format(commands)} ${form(commands.length, 'starts', 'start')} with the account in use. Switching this off takes out again what was written.`,
  shellUntried: (label: string): string => `This has not been tried on a real ${label} yet.`,
  shellChanged: (label: string): ProblemView => ({
    code: 'shell/changed',
    what: `Somebody has changed what Gatehouse wrote for ${label}.`,
    next: 'Switch it on again to have it as it was.',
  }),
  noShellFile: 'There is no such file yet.',
} as const;
