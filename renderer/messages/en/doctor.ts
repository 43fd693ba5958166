// What the page Doctor says.
import type { DoctorView, FindingView, IdentityView } from '../../../preload/view.ts';
import { all } from './lists.ts';
import { ago } from './time.ts';
import { counted } from './words.ts';

const severities: Readonly<Record<FindingView['severity'], string>> = {
  problem: 'Problem',
  warning: 'Warning',
};

const sources: Readonly<Record<IdentityView['by'], string>> = {
  file: 'From its file',
  environment: 'From the environment',
  keyring: 'From the key store',
  helper: 'From a helper',
  nobody: 'Signed out',
};

function summary({ findings }: DoctorView): string {
  const problems = findings.filter(({ severity }) => severity === 'problem').length;
  const warnings = findings.length - problems;
  const parts = [
    ...(problems === 0 ? [] : [counted(problems, 'problem', 'problems')]),
    ...(warnings === 0 ? [] : [counted(warnings, 'warning', 'warnings')]),
  ];
  return parts.length === 0 ? 'Nothing found' : `${all().format(parts)} found`;
}

export const doctorMessages = {
  doctor: 'Doctor',
  doctorEffect:
    'Which sign-in your command-line programs really use, and what makes one use another than you think.',
  doctorAgain: 'Look again',
  looking: 'Looking at programs, files and settings…',
  looked: (seen: DoctorView, now: number): string => `${summary(seen)}, looked ${ago(seen.at, now)}`,
  findings: 'Findings',
  nothingFound: 'Nothing found: each program uses the sign-in that it should.',
  severity: (severity: FindingView['severity']): string => severities[severity],
  findingPlace: (where: string, line: number | null): string =>
    line === null ? where : `${where}, line ${line}`,
  fixNamed: (label: string, what: string): string => `${label}: ${what}`,
  fixQuestion: 'Change this file? It can be put back afterwards, unless the sign-in in it is spent.',
  readingChange: 'Reading what would change…',
  fixing: 'Repairing…',
  close: 'Close',
  repaired: 'Changed by a repair',
  repairedEffect: 'Putting a file back brings every byte of it as it was before.',
  repairedAt: (at: number, now: number): string => `Changed ${ago(at, now)}`,
  putBack: 'Put back',
  putBackNamed: (path: string): string => `Put back ${path}`,
  identities: 'Who each program works as',
  identitySource: (by: IdentityView['by']): string => sources[by],
  identity: ({ by, identity }: IdentityView): string =>
    identity ?? (by === 'nobody' ? 'Nobody' : 'Cannot be told'),
  noAccountHere: 'No account of Gatehouse',
} as const;
