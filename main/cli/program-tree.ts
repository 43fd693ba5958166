// The command line as data, read off commander's tree: completions, man page and overview are made from it.
import type { Command, Option } from 'commander';

/** What stands behind an option, or in a place of its own. */
export interface ProgramValue {
  readonly name: string;
  /** Empty where anything may stand there. */
  readonly choices: readonly string[];
  readonly variadic: boolean;
}

export interface ProgramOption {
  /** All ways to write it, for example `-V` and `--version`. */
  readonly flags: readonly string[];
  readonly about: string;
  readonly mandatory: boolean;
  /** Absent where nothing stands behind it. */
  readonly value?: ProgramValue;
}

export interface ProgramArgument extends ProgramValue {
  readonly about: string;
  readonly required: boolean;
}

/** The program itself, a group of verbs, or a verb. */
export interface ProgramNode {
  /** From `gatehouse` on. */
  readonly words: readonly string[];
  readonly about: string;
  readonly options: readonly ProgramOption[];
  readonly arguments: readonly ProgramArgument[];
  /** What stands behind it; empty for a verb. */
  readonly below: readonly ProgramNode[];
  /** The last word of the one that is meant where none is given. */
  readonly usual?: string;
  /** What `--help` prints, 80 columns wide. */
  readonly help: string;
  readonly examples: readonly string[];
  /** For example `0 ok, 2 usage`; absent where the help names none. */
  readonly exitCodes?: string;
}

function helpText(command: Command): string {
  const before = command.configureOutput();
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHelpWidth: () => 80,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  command.configureOutput(before);
  return text;
}

function optionOf({ long, short, flags, description, ...option }: Option): ProgramOption {
  const name = /[<[]([^\]>.]+)/.exec(flags)?.[1];
  return {
    flags: [short, long].filter((flag) => flag != null),
    about: description,
    mandatory: option.mandatory,
    ...(name !== undefined && {
      value: { name, choices: option.argChoices ?? [], variadic: option.variadic },
    }),
  };
}

function argumentsOf(command: Command): readonly ProgramArgument[] {
  return command.registeredArguments.map((argument) => ({
    name: argument.name(),
    choices: argument.argChoices ?? [],
    variadic: argument.variadic,
    about: argument.description,
    required: argument.required,
  }));
}

/** Commander keeps it to itself. */
function usualBelow(command: Command): { usual?: string } {
  const name = '_defaultCommandName' in command ? command._defaultCommandName : undefined;
  return typeof name === 'string' ? { usual: name } : {};
}

/** What people see of a command and of all behind it; hidden ones are left out, as is `help`, which `--help` stands for. */
export function programTree(command: Command, above: readonly string[] = []): ProgramNode {
  const help = command.createHelp();
  const words = [...above, command.name()];
  const text = helpText(command);
  const examples = /\nExamples?:\n((?: {2}.*\n)+)/.exec(text)?.[1] ?? '';
  const exitCodes = /\nExit codes: ([^]*?)\.\n/.exec(text)?.[1];
  return {
    words,
    about: command.description(),
    options: help.visibleOptions(command).map(optionOf),
    arguments: argumentsOf(command),
    below: help
      .visibleCommands(command)
      .filter((below) => below.name() !== 'help')
      .map((below) => programTree(below, words)),
    ...usualBelow(command),
    help: text,
    examples: examples
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    ...(exitCodes !== undefined && { exitCodes }),
  };
}

/** The node itself and everything behind it, in the order of the help. */
export function allNodes(node: ProgramNode): readonly ProgramNode[] {
  return [node, ...node.below.flatMap(allNodes)];
}
