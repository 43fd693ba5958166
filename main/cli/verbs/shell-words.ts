// What the verbs about shells say; loaded with them.

const list = (commands: readonly string[]): string =>
  commands.length < 2 ? commands.join('') : `${commands.slice(0, -1).join(', ')} or ${commands.at(-1) ?? ''}`;

export const shellWords = {
  working: 'Working on the shell…',
  none: 'No shell that could be set up was found here.',
  kinds: {
    on: (commands: readonly string[]) => `a plain ${list(commands)} uses the account in use`,
    off: () => 'off',
    changed: () => 'somebody has changed the line of Gatehouse',
  },
  untried: 'nobody has tried this yet on a system like yours',
  installed: (label: string, commands: readonly string[]) =>
    `In ${label}, a plain ${list(commands)} now uses the account in use, in every terminal that you open from now on.`,
  uninstalled: (label: string) => `In ${label}, what Gatehouse had put there is gone.`,
  alreadyOn: (label: string) => `${label} is set up already; nothing was changed.`,
  alreadyOff: (label: string) => `Nothing of Gatehouse stands in the file of ${label}; nothing was changed.`,
  changed: (path: string) => `Changed: ${path}`,
  here: (line: string) => `To have it in this terminal too: ${line}`,
  noLongerHere: 'In a terminal that is open, if a program is not found: hash -r',
  undo: (shell: string) => `To take it away: gatehouse shell uninstall --shell ${shell}`,
  stillOn: (label: string) => `${label} is still set up.`,
  whichOne: (shells: readonly string[]) => `say which with --shell: ${shells.join(', ')}`,
  noSuch: (shells: readonly string[]) => `there is: ${shells.join(', ')}`,
} as const;
