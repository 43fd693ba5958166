// A command as one line, for a program that hands it to a shell.

const isWindowsPath = (word: string): boolean => /^(?:[A-Za-z]:[\\/]|\\\\)/.test(word);

function forPosix(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** For `cmd.exe`, inside whose quotes these few cannot be written. */
function forWindows(word: string): string | undefined {
  return /["%\p{Cc}]|\\$/u.test(word) ? undefined : `"${word}"`;
}

/** Undefined where the shell would make something else of it. Which shell it is, the program's own path tells. */
export function commandLine(command: readonly [string, ...string[]]): string | undefined {
  if (command.some((word) => word.includes('\0'))) return undefined;
  if (!isWindowsPath(command[0])) return command.map(forPosix).join(' ');
  const words = command.map(forWindows);
  return words.includes(undefined) ? undefined : words.join(' ');
}
