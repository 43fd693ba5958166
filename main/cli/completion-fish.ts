// The completion script for fish: one function says which verb the words lead to, and each line holds for one of them.
import { completedNodes, offersOf, pathOf, placesOf, takesCommand, type Offer } from './completion-values.ts';
import type { ProgramNode, ProgramOption } from './program-tree.ts';

/** As one word of fish. */
const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;

/** `-x`: a value stands behind it and no file does; `-r`: a value; `-F`: files too. */
function offerWords(offer: Offer): string {
  switch (offer.kind) {
    case 'choices':
      return ` -a ${quoted(offer.choices.map(quoted).join(' '))}`;
    case 'asked':
      return ` -a '(command gatehouse complete ${offer.what} 2>/dev/null)'`;
    case 'files':
      return ' -F';
    case 'folders':
      return " -a '(__fish_complete_directories)'";
    case 'command':
      return " -a '(__gatehouse_command)'";
    case 'nothing':
      return '';
  }
}

function optionLine(at: string, option: ProgramOption): string {
  const [offered] = offersOf(option);
  const flags = option.flags.map((flag) =>
    flag.startsWith('--') ? ` -l ${flag.slice(2)}` : ` -s ${flag.slice(1)}`,
  );
  const value =
    offered === undefined ? '' : `${offered[1].kind === 'files' ? ' -r' : ' -x'}${offerWords(offered[1])}`;
  return `${at}${flags.join('')}${value} -d ${quoted(option.about)}`;
}

/** All of them at once: fish is not told how many stand there already. */
function placeLines(node: ProgramNode): readonly string[] {
  const offers = placesOf(node).filter(({ kind }) => kind !== 'nothing');
  // A command stands behind a -- or without one.
  const paths = takesCommand(node) ? [pathOf(node), `${pathOf(node)} --`] : [pathOf(node)];
  return offers.flatMap((offer) => paths.map((path) => `${lineAt(path)}${offerWords(offer)}`));
}

const lineAt = (path: string): string =>
  `complete -c gatehouse -n ${quoted(`__gatehouse_at ${quoted(path)}`)}`;

function linesOf(node: ProgramNode): readonly string[] {
  const at = lineAt(pathOf(node));
  return [
    ...node.below.map(({ words, about }) => `${at} -a ${words.at(-1) ?? ''} -d ${quoted(about)}`),
    ...node.options.map((option) => optionLine(at, option)),
    ...placeLines(node),
  ];
}

/** Prints the verb that the words so far lead to, with -- behind it where what follows is not ours, and then those words. */
function walk(nodes: readonly ProgramNode[]): string {
  const verbs = nodes.slice(1).map((node) => quoted(pathOf(node)));
  const values = nodes.flatMap((node) =>
    node.options.flatMap(offersOf).map(([flag]) => quoted(`${pathOf(node)} ${flag}`)),
  );
  const commands = nodes.filter(takesCommand).map(pathOf);
  const stops = commands.flatMap((path) => [
    `            case ${quoted(`${path} -*`)}`,
    `            case ${quoted(`${path} *`)}`,
    '                printf \'%s\\n\' "$path --" $word $words',
    '                return',
  ]);
  return [
    'function __gatehouse_walk',
    '    set -l path gatehouse',
    "    set -l skip ''",
    '    set -l words (commandline -opc)',
    '    set -e words[1]',
    '    while set -q words[1]',
    '        set -l word $words[1]',
    '        set -e words[1]',
    '        if test -n "$skip"',
    "            set skip ''",
    '            continue',
    '        end',
    '        switch "$path $word"',
    `            case ${verbs.join(' ')}`,
    '                set path "$path $word"',
    `            case ${values.join(' ')}`,
    '                set skip yes',
    "            case '* --'",
    '                printf \'%s\\n\' "$path --" $words',
    '                return',
    ...stops,
    '        end',
    '    end',
    '    echo $path',
    'end',
    '',
  ].join('\n');
}

const functions = String.raw`function __gatehouse_at
    test (__gatehouse_walk)[1] = $argv[1]
end

# What fish would offer if the command stood alone.
function __gatehouse_command
    set -l words (__gatehouse_walk)
    set -e words[1]
    complete -C (string join ' ' -- (string escape -- $words) (commandline -ct))
end

complete -c gatehouse -f
`;

/** @param root the whole command line */
export function fishCompletion(root: ProgramNode): string {
  const nodes = completedNodes(root);
  return ['# fish completion for gatehouse', walk(nodes), functions, ...nodes.flatMap(linesOf), ''].join(
    '\n',
  );
}
