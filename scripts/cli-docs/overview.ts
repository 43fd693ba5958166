// docs/cli.md: every verb in one line.
import { jsonAnswers } from '../../main/cli/json-schemas.ts';
import { allNodes, type ProgramNode } from '../../main/cli/program-tree.ts';
import { cell, code } from './table.ts';

function schemasOf({ words }: ProgramNode): string {
  const verb = words.slice(1).join(' ');
  return jsonAnswers
    .filter(({ verbs }) => verbs.includes(verb))
    .map(({ name }) => `[${name}](schemas/${name}.schema.json)`)
    .join(', ');
}

/** @param root the whole command line */
export function cliOverview(root: ProgramNode): string {
  const rows = allNodes(root)
    .filter(({ below }) => below.length === 0)
    .map((node) => {
      const { words, about, examples } = node;
      return `| ${code(words.join(' '))} | ${cell(about)} | ${code(examples[0] ?? '')} | ${schemasOf(node)} |`;
    });
  return [
    '# The command line',
    '',
    'Made from the commands by `node scripts/write-cli-docs.ts`; do not edit. `gatehouse VERB --help` tells the options of each,',
    'and so does the manual page, `man gatehouse` ([source](../assets/man/gatehouse.1)).',
    '',
    'Exit codes: 0 ok, 1 unforeseen, 2 usage, 3 not signed in, 4 quota, 5 not running, 6 refused. With `--json` a verb prints',
    'one object with a version in `schema`; fields may be added within a version. What fails prints',
    '[failure](schemas/failure.schema.json). Times are Unix milliseconds, null is what nobody knows, or what there is not.',
    '',
    'Completion: `source <(gatehouse completion bash)`, the same for zsh, and for fish',
    '`gatehouse completion fish > ~/.config/fish/completions/gatehouse.fish`. The package holds the three scripts, too.',
    '',
    '| verb | what it does | example | `--json` |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
