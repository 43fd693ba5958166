// What the verbs about hooks say; loaded with them.

export const hooksWords = {
  working: 'Working on the hooks…',
  question: 'Gatehouse asks you in a dialog before it runs a program. Ctrl-C cancels.',
  none: 'No program is run for an event.',
  states: {
    ready: '',
    changed: ' (changed since you approved it: not run)',
    missing: ' (not there any more: not run)',
  },
  added: (event: string, program: string) => `From now on ${event} runs ${program}`,
  notThere: (event: string, program: string) => `It was not run for ${event}: ${program}`,
  removed: (event: string, program: string) => `No longer run for ${event}: ${program}`,
} as const;
