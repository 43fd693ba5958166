// What is made from the commands is up to date, and the help of each command says what it should.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jsonAnswers, verbsThatOnlyFail } from '../../main/cli/json-schemas.ts';
import { allNodes } from '../../main/cli/program-tree.ts';
import { cliDocuments, wholeCommandLine } from '../../scripts/cli-docs/documents.ts';

const root = join(import.meta.dirname, '../..');
const nodes = allNodes(wholeCommandLine());
const verbs = nodes.filter(({ below }) => below.length === 0);
const nameOf = ({ words }: { readonly words: readonly string[] }): string => words.slice(1).join(' ');
/** Shells read what it prints. */
const printsScript = ['completion'];

test('every file that is made from the commands is up to date: node scripts/write-cli-docs.ts', async () => {
  const documents = await cliDocuments();
  const committed = await Promise.all(
    Object.keys(documents).map(async (name) => [
      name,
      await readFile(join(root, name), 'utf8').catch(() => 'none'),
    ]),
  );
  expect(Object.fromEntries(committed)).toEqual(documents);
});

test('no schema is left of an answer that is gone', async () => {
  const names = jsonAnswers.map(({ name }) => `${name}.schema.json`);
  expect((await readdir(join(root, 'docs/schemas'))).sort()).toEqual(names.sort());
});

test('every verb prints JSON where asked, and each kind of answer belongs to a verb', () => {
  const takesJson = verbs
    .filter(({ options }) => options.some(({ flags }) => flags.includes('--json')))
    .map(nameOf);
  const described = new Set(jsonAnswers.flatMap((answer) => answer.verbs));
  expect({ takesJson: takesJson.sort(), without: verbs.length - takesJson.length }).toEqual({
    takesJson: [...described, ...verbsThatOnlyFail].sort(),
    without: printsScript.length,
  });
});

/** The usual verb of a group may be left out. */
function isUsual(words: readonly string[], line: string): boolean {
  const group = nodes.find((node) => node.words.join(' ') === words.slice(0, -1).join(' '));
  return group?.usual === words.at(-1) && line.includes(group?.words.join(' ') ?? '');
}

test('each help has a description, examples of its own command, and exit codes once; no line is longer than 100', () => {
  const wrong = nodes.flatMap(({ words, about, examples, help, below, arguments: places, options }) => {
    const name = words.join(' ');
    const faults = [
      ...(about === '' ? ['no description'] : []),
      ...(examples.some((line) => line.includes(name) || isUsual(words, line)) ? [] : ['no example of it']),
      ...(below.length === 0 && help.split('Exit codes: ').length !== 2
        ? ['not one line of exit codes']
        : []),
      ...help.split('\n').filter((line) => line.length > 100),
      ...[...options, ...places]
        .filter((each) => each.about === '')
        .map(() => 'something without a word on it'),
    ];
    return faults.map((fault) => `${name}: ${fault}`);
  });
  expect(wrong).toEqual([]);
});
