// The commands in the documents are ones that the command line has: verb, options, their choices, and how many words follow.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ProgramNode } from '../../main/cli/program-tree.ts';
import { wholeCommandLine } from '../../scripts/cli-docs/documents.ts';

const root = join(import.meta.dirname, '../..');
const program = wholeCommandLine();

/** Of one line in a block for a shell: every part that is a command of ours, without comments, redirections and what follows `--`. */
function commandsIn(line: string): readonly (readonly string[])[] {
  return (
    line
      .replace(/(?:^|\s)#.*$/, '')
      // What may be left out.
      .replaceAll(/\[[^\]]*\]/g, '')
      .split(/\s*(?:&&|\|\||[|;&])\s*/)
      .map((part) => part.replaceAll(/\s*[<>]\s*\S+/g, '').trim())
      .filter((part) => /^gatehouse(?:\s|$)/.test(part))
      .map((part) => part.match(/'[^']*'|"[^"]*"|\S+/g) ?? [])
  );
}

/** What is wrong with the words from `gatehouse` on; empty where nothing is, and where a verb is only spoken of. */
function faultsIn(words: readonly string[], isInline = false): readonly string[] {
  if (words.length === 1 || words.includes('…') || words.includes('VERB')) return [];
  let node: ProgramNode = program;
  let at = 1;
  for (;;) {
    const next = node.below.find((each) => each.words.at(-1) === words[at]);
    if (next === undefined) break;
    node = next;
    at += 1;
  }
  if (node.below.length > 0) {
    const usual = node.below.find((each) => each.words.at(-1) === node.usual);
    if (usual === undefined) return [`no such verb: ${words.join(' ')}`];
    node = usual;
  }
  if (at === words.length && isInline) return [];
  const faults: string[] = [];
  let places = 0;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') {
      places += 1;
      break;
    }
    if (!word.startsWith('-')) {
      places += 1;
      continue;
    }
    const option = node.options.find(({ flags }) => flags.includes(word));
    if (option === undefined) faults.push(`${node.words.join(' ')} has no ${word}`);
    if (option?.value === undefined) continue;
    at += 1;
    const value = words[at];
    const { choices, name } = option.value;
    if (value === undefined) faults.push(`${word} needs ${name}`);
    // A name in capitals stands for whatever the reader has.
    else if (choices.length > 0 && !choices.includes(value) && value !== value.toUpperCase())
      faults.push(`${word} does not take ${value}`);
  }
  const least = node.arguments.filter(({ required }) => required).length;
  const most = node.arguments.some(({ variadic }) => variadic) ? Infinity : node.arguments.length;
  if (places < least || places > most) faults.push(`${words.join(' ')}: ${String(places)} words`);
  return faults;
}

/** In blocks for a shell, and between backticks where more than a verb's name stands there. */
async function faultsOf(
  name: string,
): Promise<{ readonly faults: readonly string[]; readonly count: number }> {
  const text = await readFile(join(root, name), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
  const inline = [...text.matchAll(/`(gatehouse [^`\n]*)`/g)].map(([, line = '']) =>
    line.replaceAll(String.raw`\|`, '|'),
  );
  const faults = [
    ...blocks.flatMap((block) => block.split('\n').flatMap(commandsIn)).flatMap((words) => faultsIn(words)),
    ...inline.flatMap(commandsIn).flatMap((words) => faultsIn(words, true)),
  ];
  return { faults: faults.map((fault) => `${name}: ${fault}`), count: blocks.length + inline.length };
}

test('every command in the documents is one that there is', async () => {
  const folders = await Promise.all(
    ['.', 'docs', 'docs/client', 'test/world'].map(async (folder) =>
      (await readdir(join(root, folder))).map((name) => join(folder, name)),
    ),
  );
  // The changelog also tells of what once was.
  const names = folders.flat().filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md');
  const found = await Promise.all(names.map(faultsOf));
  expect([
    found.flatMap(({ faults }) => faults),
    found.reduce((sum, { count }) => sum + count, 0) > 100,
  ]).toEqual([[], true]);
});

test.each([
  ['gatehouse auth swich --provider openai', ['no such verb: gatehouse auth swich --provider openai']],
  ['gatehouse auth switch --undone', ['gatehouse auth switch has no --undone']],
  ['gatehouse open --page quota', ['--page does not take quota']],
  ['gatehouse packages approve', ['gatehouse packages approve: 0 words']],
  ['gatehouse lease # who holds what', []],
  ["gatehouse run --wait -- claude -p 'x'", []],
])('%s', (line, faults) => {
  expect(commandsIn(line).flatMap((words) => faultsIn(words))).toEqual(faults);
});
