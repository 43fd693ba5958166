// Completion scripts from a command line of a test: words of any kind stay words, whatever signs are in them.
import { Command, Option } from 'commander';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offerFor } from '../../../main/cli/completion-values.ts';
import { completionScripts } from '../../../main/cli/completion.ts';
import { completionShells } from '../../../main/cli/completion-shells.ts';
import { allNodes, programTree } from '../../../main/cli/program-tree.ts';

function commandLine(about: string): Command {
  const root = new Command('gatehouse').description(about);
  const group = root.command('lease').description(about);
  group.command('list', { isDefault: true }).description(about).option('--json', about);
  group.command('release').description(about).argument('<id>', about).option('--used <amount>', about);
  root.command('secret', { hidden: true });
  root
    .command('run')
    .description(about)
    .argument('<command...>', about)
    .addOption(new Option('-p, --priority <name>', about).choices(['low', 'high']));
  return root;
}

test('the tree has what people see, and says which verb is meant where none is given', () => {
  const nodes = allNodes(programTree(commandLine('does it')));
  expect(
    nodes.map(({ words, usual, options, arguments: places }) => [
      words.join(' '),
      usual,
      options.flatMap(({ flags, value }) => [...flags, ...(value?.choices ?? [])]).join(' '),
      places.map(({ name, variadic }) => name + (variadic ? '…' : '')).join(' '),
    ]),
  ).toEqual([
    ['gatehouse', undefined, '-h --help', ''],
    ['gatehouse lease', 'list', '-h --help', ''],
    ['gatehouse lease list', undefined, '--json -h --help', ''],
    ['gatehouse lease release', undefined, '--used -h --help', 'id'],
    ['gatehouse run', undefined, '-p --priority low high -h --help', 'command…'],
  ]);
});

describe('what is offered for a value', () => {
  const value = { choices: [], variadic: false };

  test.each([
    ['--provider', 'name', { kind: 'asked', what: 'providers' }],
    ['--consumer', 'name', { kind: 'asked', what: 'consumers' }],
    ['--consumer', 'host', { kind: 'asked', what: 'hosts' }],
    ['--folder', 'path', { kind: 'folders' }],
    ['--out', 'file', { kind: 'files' }],
    ['--min', 'percent', { kind: 'nothing' }],
    ['', 'command', { kind: 'command' }],
  ])('%s <%s>', (flag, name, offer) => {
    expect(offerFor({ ...value, name }, flag)).toEqual(offer);
  });

  test('choices go first', () => {
    const choices = ['a', 'b'];
    expect(offerFor({ ...value, name: 'file', choices }, '--file')).toEqual({ kind: 'choices', choices });
  });
});

test.each(completionShells)('words about a verb never become code of %s', (shell) => {
  const plain = completionScripts[shell](programTree(commandLine('does it')));
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~]{1,20}$/), (about) => {
      const script = completionScripts[shell](programTree(commandLine(about)));
      const quoted = shell === 'fish' ? /'(?:[^'\\]|\\.)*'/g : /'[^']*'(?:\\''[^']*')*/g;
      expect(script.replaceAll(quoted, "''")).toBe(plain.replaceAll(quoted, "''"));
    }),
    { numRuns: 200 },
  );
});
