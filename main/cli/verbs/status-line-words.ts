// What the verbs about status lines say; loaded with them.

export const statusLineWords = {
  working: 'Working on the status line…',
  none: 'No program here has a status line that could tell the quota.',
  kinds: {
    on: 'tells the quota',
    off: 'off',
    replaced: 'off: another status line was put in its place',
  },
  heard: (age: string) => `heard ${age}`,
  unheard: 'nothing heard yet',
  own: (command: string) => `your own line goes on being shown: ${command}`,
  installed: (label: string) => `${label} now tells the quota by its status line.`,
  uninstalled: (label: string) => `${label} no longer tells the quota by its status line.`,
  alreadyOn: (label: string) => `${label} tells the quota already; nothing was changed.`,
  alreadyOff: (label: string) => `Our line does not stand in ${label}; nothing was changed.`,
  changed: (path: string) => `Changed: ${path}`,
  ownKept: (command: string) => `Your own line goes on being shown: ${command}`,
  ownBack: (command: string) => `Your own line stands there again: ${command}`,
  undo: 'To put back what stood there: gatehouse statusline uninstall',
  whichOne: (consumers: readonly string[]) => `say which with --consumer: ${consumers.join(', ')}`,
  noSuch: (consumer: string, consumers: readonly string[]) =>
    `${consumer} has no status line${consumers.length === 0 ? '' : `; there is: ${consumers.join(', ')}`}`,
} as const;
