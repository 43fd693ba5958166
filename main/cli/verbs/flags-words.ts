// What the verbs about feature flags say; loaded with them.

export const flagsWords = {
  question: 'Gatehouse asks you in a dialog before a flag is changed. Ctrl-C cancels.',
  headings: ['flag', 'counts', 'why', 'default', 'owner', 'until'],
  reasons: {
    chosen: 'chosen by you',
    share: 'by share',
    default: 'default',
    expired: 'default, expired',
    locked: 'your choice is locked',
    damaged: 'your choice is damaged',
  },
  inertFile:
    '! The file with your choices cannot be opened as ours, so the careful variants count (gatehouse doctor).',
  inert: (flag: string, variant: string) =>
    `! Kept, and not known to this version, so it does not count: ${flag} ${variant}`,
  now: (id: string, variant: string, reason: string) => `${id}: ${variant} (${reason})`,
} as const;
