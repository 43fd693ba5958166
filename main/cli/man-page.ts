// The manual page, made from the commands; what is not about one of them stands in man-page-words.ts.
import { manWords, type ManEntry } from './man-page-words.ts';
import { allNodes, type ProgramNode, type ProgramOption, type ProgramValue } from './program-tree.ts';

/** As plain text of roff: nothing in it is a request, and every sign is printed as it is. */
function roff(text: string): string {
  return text
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replaceAll("'", String.raw`\(aq`)
    .replaceAll('"', String.raw`\(dq`)
    .replaceAll('`', String.raw`\(ga`)
    .replaceAll('^', String.raw`\(ha`)
    .replaceAll('~', String.raw`\(ti`)
    .replaceAll(
      /[^ -~\n]/gu,
      (sign) => `\\[u${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .replaceAll(/^[ .]/gm, String.raw`\&$&`);
}

const bold = (text: string): string => String.raw`\fB${roff(text)}\fR`;
const slanted = (text: string): string => String.raw`\fI${roff(text)}\fR`;

const dots = ({ variadic }: ProgramValue): string => (variadic ? String.raw`\&...` : '');

function flagsText({ flags, value }: ProgramOption): string {
  const behind = value === undefined ? '' : ` ${slanted(value.name)}${dots(value)}`;
  return flags.map((flag) => bold(flag) + behind).join(', ');
}

const described = (head: string, about: string): readonly string[] => ['.TP', head, roff(about)];

/** On every verb alike; they are described once. */
const common = ['--json', '--help'];
const isOwn = ({ flags }: ProgramOption): boolean => !flags.some((flag) => common.includes(flag));

function usageText({ words, options, arguments: places }: ProgramNode): string {
  const own = options.filter(isOwn);
  const needed = own.filter(({ mandatory }) => mandatory).map(flagsText);
  const optional = own.length > needed.length ? [String.raw`[\fIoptions\fR]`] : [];
  const behind = places.map((place) => {
    const text = slanted(place.name) + dots(place);
    return place.required ? text : `[${text}]`;
  });
  return [bold(words.join(' ')), ...needed, ...optional, ...behind].join(' ');
}

function choicesText(about: string, { choices }: Pick<ProgramValue, 'choices'>): string {
  return choices.length === 0 ? about : `${about} (${choices.join(', ')})`;
}

function examplesOf({ examples }: ProgramNode): readonly string[] {
  return examples.length === 0 ? [] : ['.PP', '.nf', '.RS 4', ...examples.map(roff), '.RE', '.fi'];
}

function verbSection(node: ProgramNode): readonly string[] {
  const { about, options, arguments: places, exitCodes, below, words } = node;
  const usual =
    node.usual === undefined
      ? []
      : ['.PP', roff(`Without a verb, it is ${[...words, node.usual].join(' ')}.`)];
  return [
    `.SS ${usageText(node).replaceAll('"', '')}`,
    roff(about.charAt(0).toUpperCase() + about.slice(1) + '.'),
    ...usual,
    ...places.flatMap((place) => described(slanted(place.name), choicesText(place.about, place))),
    ...(below.length > 0 ? [] : options.filter(isOwn)).flatMap((option) =>
      described(flagsText(option), choicesText(option.about, option.value ?? { choices: [] })),
    ),
    ...examplesOf(node),
    ...(exitCodes === undefined ? [] : ['.PP', roff(`Exit status: ${exitCodes.replaceAll(/\s+/g, ' ')}.`)]),
  ];
}

const entries = (list: readonly ManEntry[]): readonly string[] =>
  list.flatMap(([name, about]) => described(bold(name), about));

/** @param root the whole command line */
export function manPage(root: ProgramNode): string {
  const { head, description, commonOptions, exitStatus, environment, files, json } = manWords;
  const [, ...nodes] = allNodes(root);
  return [
    `.\\" ${head}`,
    '.TH GATEHOUSE 1 "" "Gatehouse" "User Commands"',
    '.SH NAME',
    roff(`gatehouse - ${root.about.replace(/\.$/, '').replace(/^Y/, 'y')}`).replace(
      String.raw`e \- y`,
      String.raw`e \- y`,
    ),
    '.SH SYNOPSIS',
    String.raw`\fBgatehouse\fR \fIverb\fR [\fIoptions\fR]`,
    '.SH DESCRIPTION',
    ...description.flatMap((paragraph) => ['.PP', roff(paragraph)]).slice(1),
    '.SH COMMON OPTIONS',
    ...entries(commonOptions),
    '.SH VERBS',
    ...nodes.flatMap(verbSection),
    '.SH EXIT STATUS',
    ...entries(exitStatus),
    '.SH ENVIRONMENT',
    ...entries(environment),
    '.SH FILES',
    roff(files.intro),
    ...entries(files.list),
    '.SH JSON',
    roff(json),
    '.SH EXAMPLES',
    ...examplesOf(root).slice(1),
    '',
  ].join('\n');
}
