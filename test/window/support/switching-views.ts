// Views of switches and of what Doctor finds, as views.ts has them of everything else.
import { findingKinds, findingOf, type Repair } from '../../../main/domain/finding.ts';
import { findingWords, repairLabel } from '../../../main/domain/finding-words.ts';
import { phrase } from '../../../main/domain/phrases.ts';
import type {
  DoctorView,
  FindingView,
  HolderView,
  Language,
  ShellView,
  SwitchingView,
} from '../../../preload/view.ts';
import { nothingSwitched } from '../../fakes/view-parts.ts';
import { problemOf } from './problems.ts';
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
export const unproved = problemOf({ code: 'selection/unproved', subject: bert.label });

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
      why: 'OPENAI_API_KEY is set and goes before every login.',
    },
    {
      consumer: 'claude-code',
      label: 'Claude Code',
      by: 'file',
      identity: lin.label,
      account: lin.id,
      where: '/home/ada/.claude/.credentials.json',
      why: 'No variable says otherwise. The login there is used.',
    },
    {
      consumer: 'opencode',
      label: 'OpenCode',
      by: 'nobody',
      identity: null,
      account: null,
      where: null,
      why: 'Its file has no entry for OpenAI.',
    },
  ],
  findings: [keyFinding, rightsFinding, proxyFinding],
  repaired: [],
};

const path = '/home/ada/.bashrc';
const closing: Repair = { kind: 'close', path };
const commenting: Repair = { kind: 'comment-out', path, dialect: 'sh', line: 12, variable: 'OPENAI_API_KEY' };

export const takenShortcut = problemOf({ code: 'selection/shortcut-taken', subject: 'Control+Alt+G' });

/** The same findings in the words of the product. */
export function doctorIn(language: Language): DoctorView {
  const { identities, findings } = doctor;
  return {
    ...doctor,
    identities: identities.map((each) => ({ ...each, why: phrase(language, each.why) })),
    findings: findings.map((each) => {
      const kind = findingKinds.find((known) => known === each.kind);
      if (kind === undefined) throw new Error(`no finding of Doctor: ${each.kind}`);
      const words = findingWords(findingOf({ kind, where: each.where }), each.program, language);
      const repair = kind === 'open-rights' ? closing : commenting;
      const fix = each.fix && { ...each.fix, label: repairLabel(repair, language) };
      return { ...each, ...words, fix };
    }),
  };
}
