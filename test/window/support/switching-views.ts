// Views of switches and of what Doctor finds, as views.ts has them of everything else.
import type {
  DoctorView,
  FindingView,
  HolderView,
  ProblemView,
  ShellView,
  SwitchingView,
} from '../../../preload/view.ts';
import { nothingSwitched } from '../../fakes/view-parts.ts';
import { anna, bert, lin, minute, noon } from './views.ts';

export const holder: HolderView = {
  program: 'codex',
  pid: 4211,
  account: anna.label,
};
/** A switch that worked and has left its traces. */
export const switched: SwitchingView = {
  ...nothingSwitched,
  undo: { title: `OpenAI: ${bert.label}`, at: noon - 4 * minute },
  holders: [holder],
};
export const unproved: ProblemView = {
  code: 'selection/unproved',
  what: 'Nothing was switched: whether the sign-in of bert@example.com works could not be found out.',
  next: 'Try again in a moment, or switch without asking: gatehouse auth switch --unchecked',
};

export const bash: ShellView = {
  shell: 'bash',
  label: 'bash',
  path: '/home/ada/.bashrc',
  kind: 'off',
  commands: ['claude', 'codex'],
  untried: false,
  problem: null,
};

export const keyFinding: FindingView = {
  id: 'codex/key-in-rc-file//home/ada/.bashrc',
  kind: 'key-in-rc-file',
  program: 'Codex',
  severity: 'problem',
  what: 'A key for OpenAI stands in a file that your shell reads, so Codex uses that key.',
  next: 'Comment the line out; a new terminal then goes by the account in use.',
  where: '/home/ada/.bashrc',
  line: 12,
  fix: { label: 'Comment out', changesFile: true },
};
export const rightsFinding: FindingView = {
  id: 'codex/open-rights//home/ada/.codex/auth.json',
  kind: 'open-rights',
  program: 'Codex',
  severity: 'warning',
  what: 'Others on this computer can read the sign-in of Codex.',
  next: 'Let only yourself read it.',
  where: '/home/ada/.codex/auth.json',
  line: null,
  fix: { label: 'Close the file', changesFile: false },
};
export const proxyFinding: FindingView = {
  ...rightsFinding,
  id: 'different-proxies/HTTPS_PROXY',
  kind: 'different-proxies',
  program: null,
  what: 'Gatehouse and your terminal go through different proxies.',
  next: 'Set HTTPS_PROXY to the same for both.',
  where: 'HTTPS_PROXY',
  fix: null,
};
export const doctor: DoctorView = {
  at: noon,
  identities: [
    {
      consumer: 'codex',
      label: 'Codex',
      by: 'environment',
      identity: 'API key …7f3a',
      account: null,
      where: 'OPENAI_API_KEY',
      why: 'The variable goes before the sign-in in its file.',
    },
    {
      consumer: 'claude-code',
      label: 'Claude Code',
      by: 'file',
      identity: lin.label,
      account: lin.id,
      where: '/home/ada/.claude/.credentials.json',
      why: 'Nothing goes before its own login.',
    },
    {
      consumer: 'opencode',
      label: 'OpenCode',
      by: 'nobody',
      identity: null,
      account: null,
      where: null,
      why: 'There is no sign-in for it.',
    },
  ],
  findings: [keyFinding, rightsFinding, proxyFinding],
  repaired: [],
};

export const takenShortcut: ProblemView = {
  code: 'selection/shortcut-taken',
  what: 'The shortcut Control+Alt+G belongs to another program or is none, so it does nothing here.',
  next: 'Choose another one in the settings.',
};
