// What the launcher's shell does at the end of `gatehouse run`: sets and unsets variables, then becomes the command. And
// the same as lines for a shell of the person's own.
import { Failure } from '../domain/failure.ts';
import { shellWord } from '../domain/shell-word.ts';

/** An agent's environment as the app answers it. */
export interface ScriptedEnvironment {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

const namePattern = /^[A-Za-z_]\w*$/;

/** Of a name that is none, a shell would make a command. */
function shellName(name: string): string {
  if (!namePattern.test(name)) throw new Failure('broker/version-mismatch');
  return name;
}

/** The lines that bring a shell's variables up to date. @throws Failure `broker/version-mismatch` for a name that is none */
export function environmentLines({ set, unset }: ScriptedEnvironment): readonly string[] {
  return [
    ...(unset.length === 0 ? [] : [`unset ${unset.map(shellName).join(' ')}`]),
    ...Object.entries(set).map(([name, value]) => `export ${shellName(name)}=${shellWord(value)}`),
  ];
}

export interface ScriptedCommand {
  /** With a slash in it, so that no shell looks for it. */
  readonly path: string;
  /** Before the command's own. */
  readonly words: readonly string[];
  /**
   * How many words of the command's own stand at the end of the launcher's. They are taken from there: not every argument
   * of a command is text that comes through the app unchanged.
   */
  readonly ownCount: number;
}

/** @throws Failure `broker/version-mismatch` for a variable whose name is none */
export function runScript(environment: ScriptedEnvironment, command: ScriptedCommand): string {
  return [
    ...environmentLines(environment),
    `shift "$(($# - ${String(command.ownCount)}))"`,
    `exec ${[command.path, ...command.words].map(shellWord).join(' ')} "$@"`,
  ].join('\n');
}
