// docs/troubleshooting.md: every code that something can go wrong with, what it says, what helps, and how a command ends then.
import { exitCodeOf } from '../../main/cli/output.ts';
import { describeFailure } from '../../main/domain/failure-words.ts';
import { failureCodes } from '../../main/domain/failure.ts';
import { findingKinds, findingOf } from '../../main/domain/finding.ts';
import { findingWords } from '../../main/domain/finding-words.ts';
import { cell } from './table.ts';

/** What each family is about; one that is not here does not compile into a heading of its own. */
const families: Readonly<Record<string, string>> = {
  'sign-in': 'Signing in',
  credential: 'Sign-ins and keys that are kept',
  network: 'The network',
  provider: 'The provider',
  storage: 'Key store and files',
  quota: 'Quota',
  hook: 'Programs that run on events',
  flag: 'Feature flags',
  package: 'Providers from files of yours',
  'company-login': 'Company logins of OpenCode',
  broker: 'The running app, agents and hand-outs',
  selection: 'Choosing and switching',
  shell: 'Shells',
  doctor: 'Doctor',
  update: 'Updates',
  app: 'The start of the app',
  internal: 'Anything else',
};

function familyOf(code: string): string {
  return code.split('/')[0] ?? code;
}

/** @throws Error for a family without a heading */
function section(family: string): readonly string[] {
  const heading = families[family];
  if (heading === undefined)
    throw new Error(`scripts/cli-docs/troubleshooting.ts has no heading for ${family}`);
  const rows = failureCodes
    .filter((code) => familyOf(code) === family)
    .map((code) => {
      const { what, next } = describeFailure({ code, subject: '…' });
      return `| \`${code}\` | ${cell(what)} | ${cell(next)} | ${String(exitCodeOf(code))} |`;
    });
  return [
    `## ${heading}`,
    '',
    '| code | what it says | what helps | exit |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

/** A finding is no failure: it has a kind in the place of a code, and ends no command. */
function findings(): readonly string[] {
  const rows = findingKinds.map((kind) => {
    // The only one whose sentence needs its detail.
    const detail = kind === 'config-folder' ? '…' : '';
    const { what, next } = findingWords(findingOf({ kind, where: '…', detail }), null);
    const row = `| \`${kind}\` | ${cell(what)} | ${cell(next)} |`;
    return row.replaceAll(/(?<!\| )The program/g, 'the program');
  });
  return [
    '## What Doctor finds',
    '',
    '| kind | what it says | what helps |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ];
}

export function troubleshooting(): string {
  return [
    '# Troubleshooting',
    '',
    'Made from the failures by `node scripts/write-cli-docs.ts`; do not edit.',
    '',
    'Whatever goes wrong has one of these codes. Window, tray and notices show its words; a command shows them too and ends with',
    'the exit code beside it, and with `--json` prints the code as `error.code`. In the place of … stands the account, provider,',
    'file or host that it happened to; more about it may follow in brackets.',
    '',
    '- `gatehouse doctor` looks for what is in the way of each program, and repairs it on your word.',
    '- What fails by itself, without anybody asking, stands in the log with its code and no secret:',
    '  `~/.local/state/gatehouse/gatehouse.log` on Linux,',
    '  `~/Library/Logs/gatehouse/` on macOS, `%LOCALAPPDATA%\\gatehouse\\Log` on Windows.',
    '- `gatehouse diagnose --out report.json` makes a report for somebody who is to help you: system, accounts as “account 1”, kinds of',
    '  findings and the end of the log, with a number in the place of every name, file and host. It is sent nowhere.',
    '- A file is written whole or not at all. A switch that was cut off is finished or taken back at the next start; where neither works',
    '  yet, `selection/unfinished` says what is in the way.',
    '',
    ...[...new Set(failureCodes.map(familyOf))].flatMap(section),
    ...findings(),
  ].join('\n');
}
