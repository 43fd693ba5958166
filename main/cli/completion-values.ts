// What a shell offers where a value is to stand.
import { allNodes, type ProgramNode, type ProgramOption, type ProgramValue } from './program-tree.ts';

/** What only the running app knows; `gatehouse complete` prints it. */
export const askedKinds = [
  'providers',
  'methods',
  'consumers',
  'hosts',
  'accounts',
  'strategies',
  'files',
  'shells',
  'agents',
  'leases',
] as const;
export type AskedKind = (typeof askedKinds)[number];

export type Offer =
  | { readonly kind: 'choices'; readonly choices: readonly string[] }
  | { readonly kind: 'asked'; readonly what: AskedKind }
  /** Files and folders, folders alone, or a command with words of its own. */
  | { readonly kind: 'files' | 'folders' | 'command' }
  | { readonly kind: 'nothing' };

/** By option; an option of one name means the same everywhere where it takes a value. */
const askedFor: Readonly<Record<string, AskedKind>> = {
  '--provider': 'providers',
  '--method': 'methods',
  '--consumer': 'consumers',
  '--account': 'accounts',
  '--strategy': 'strategies',
  '--file': 'files',
  '--on': 'files',
  '--off': 'files',
  '--shell': 'shells',
  '--agent': 'agents',
};

/** By the word that stands for a value; it comes before the option. */
const offersByName: Readonly<Record<string, Offer>> = {
  host: { kind: 'asked', what: 'hosts' },
  file: { kind: 'files' },
  path: { kind: 'files' },
  program: { kind: 'files' },
  command: { kind: 'command' },
};

/** What is offered for a value, of the option that it stands behind or in a place of its own. */
export function offerFor({ name, choices }: ProgramValue, flag = ''): Offer {
  if (choices.length > 0) return { kind: 'choices', choices };
  if (flag === '--folder') return { kind: 'folders' };
  const what = askedFor[flag];
  return offersByName[name] ?? (what === undefined ? { kind: 'nothing' } : { kind: 'asked', what });
}

/** The flags of an option with a value, each with what is offered behind it. */
export function offersOf({ flags, value }: ProgramOption): readonly (readonly [flag: string, Offer])[] {
  return value === undefined ? [] : flags.map((flag) => [flag, offerFor(value, flags.at(-1))]);
}

export function pathOf({ words }: ProgramNode): string {
  return words.join(' ');
}

export function flagsOf({ options }: ProgramNode): readonly string[] {
  return options.flatMap(({ flags }) => flags);
}

/** By the group of a verb: what its `id` is. */
const idsIn: Readonly<Record<string, Offer>> = { 'gatehouse lease': { kind: 'asked', what: 'leases' } };

/** What is offered for the values that stand in places of their own, the first one first. */
export function placesOf({ words, arguments: places }: ProgramNode): readonly Offer[] {
  const ids = idsIn[words.slice(0, -1).join(' ')];
  return places.map((place) => (place.name === 'id' && ids !== undefined ? ids : offerFor(place)));
}

export function takesCommand(node: ProgramNode): boolean {
  return placesOf(node)[0]?.kind === 'command';
}

/** A group also takes what the verb takes that is meant where none is given. */
function withUsual(node: ProgramNode): ProgramNode {
  const usual = node.below.find(({ words }) => words.at(-1) === node.usual);
  if (usual === undefined) return node;
  const known = flagsOf(node);
  const added = usual.options.filter(({ flags }) => !flags.some((flag) => known.includes(flag)));
  return { ...node, options: [...node.options, ...added], arguments: usual.arguments };
}

/** Everything that can be completed, the program itself first. */
export function completedNodes(root: ProgramNode): readonly ProgramNode[] {
  return allNodes(root).map(withUsual);
}
