// The completion script for zsh: one function for each group and verb, in the terms of its _arguments.
import { shellWord } from '../domain/shell-word.ts';
import { completedNodes, offersOf, placesOf, type Offer } from './completion-values.ts';
import type { ProgramNode, ProgramOption } from './program-tree.ts';

/** Colons and brackets divide a specification. */
const plain = (text: string): string => text.replaceAll(/[\\:[\]]/g, String.raw`\$&`);

const functionOf = ({ words }: Pick<ProgramNode, 'words'>): string =>
  `_${words.join('_').replaceAll(/\W/g, '_')}`;

/** What _arguments does for a value. Behind a blank it passes no words of its own. */
function action(offer: Offer): string {
  switch (offer.kind) {
    case 'choices':
      return `(${offer.choices.map((choice) => choice.replaceAll(/[^\w.-]/g, String.raw`\$&`)).join(' ')})`;
    case 'asked':
      return ` _gatehouse_ask ${offer.what}`;
    case 'files':
      return '_files';
    case 'folders':
      return '_files -/';
    case 'command':
      return ' _gatehouse_command';
    case 'nothing':
      return ' ';
  }
}

function optionSpecifications(option: ProgramOption): readonly string[] {
  const { flags, about, value } = option;
  const [offered] = offersOf(option);
  // Of two ways to write it, one is enough.
  const others = value?.variadic === true ? '*' : flags.length > 1 ? `(${flags.join(' ')})` : '';
  const rest =
    value === undefined || offered === undefined ? '' : `:${plain(value.name)}:${action(offered[1])}`;
  return flags.map((flag) => {
    const joined = value !== undefined && flag.startsWith('--') ? '=' : '';
    return shellWord(`${others}${flag}${joined}[${plain(about)}]${rest}`);
  });
}

function placeSpecifications(node: ProgramNode): readonly string[] {
  const offers = placesOf(node);
  return node.arguments.map(({ name, variadic }, index) => {
    const offer = offers[index] ?? { kind: 'nothing' };
    const where = offer.kind === 'command' ? '(-)*:' : variadic ? '*' : String(index + 1);
    return shellWord(`${where}:${plain(name)}:${action(offer)}`);
  });
}

function called(words: readonly string[]): readonly string[] {
  return words.map((word, index) => `    ${word}${index === words.length - 1 ? '' : ' \\'}`);
}

function verbFunction(node: ProgramNode): string {
  const specifications = [...node.options.flatMap(optionSpecifications), ...placeSpecifications(node)];
  return [`${functionOf(node)}() {`, '  _arguments -S \\', ...called(specifications), '}', ''].join('\n');
}

/** Without a verb, the words are those of the usual one. */
function usualArm({ words, usual }: ProgramNode): readonly string[] {
  if (usual === undefined) return [];
  const name = functionOf({ words: [...words, usual] });
  return [`        *) words=(${usual} $words); (( CURRENT++ )); ${name} ;;`];
}

function groupFunction(node: ProgramNode): string {
  const verbs = node.below.map(
    ({ words, about }) => `    ${shellWord(`${words.at(-1) ?? ''}:${plain(about)}`)}`,
  );
  const arms = node.below.map((below) => `        ${below.words.at(-1) ?? ''}) ${functionOf(below)} ;;`);
  const specifications = [
    ...node.options.flatMap(optionSpecifications),
    shellWord('1: :->verb'),
    shellWord('*:: :->rest'),
  ];
  return [
    `${functionOf(node)}() {`,
    '  local curcontext=$curcontext state line',
    '  local -a verbs=(',
    ...verbs,
    '  )',
    '  _arguments -C \\',
    ...called(specifications),
    '  case $state in',
    "    verb) _describe 'verb' verbs ;;",
    '    rest)',
    '      case $line[1] in',
    ...arms,
    ...usualArm(node),
    '      esac',
    '      ;;',
    '  esac',
    '}',
    '',
  ].join('\n');
}

/** With @{ for the sign and brace that a template reads itself. */
const head = String.raw`#compdef gatehouse
# zsh completion for gatehouse

# What only the running app knows; nothing when it does not run.
_gatehouse_ask() {
  local -a found=(@{(f)"$(command gatehouse complete $1 2>/dev/null)"})
  compadd -a found
}

# A command with words of its own, behind a -- or without one.
_gatehouse_command() {
  if [[ $words[1] == -- ]]; then shift words; (( CURRENT-- )); fi
  _normal
}
`.replaceAll('@{', '${');

/** Read as a file of the function path, it is the function itself; else it only makes it known. */
const foot = `if [[ $funcstack[1] == _gatehouse ]]; then
  _gatehouse "$@"
else
  compdef _gatehouse gatehouse
fi
`;

/** @param root the whole command line */
export function zshCompletion(root: ProgramNode): string {
  const functions = completedNodes(root).map((node) =>
    node.below.length > 0 ? groupFunction(node) : verbFunction(node),
  );
  return [head, ...functions, foot].join('\n');
}
