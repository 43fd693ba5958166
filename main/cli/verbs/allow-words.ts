// What `allow` says; loaded with it.

export const allowWords = {
  working: 'Working on the rules…',
  question: 'Gatehouse asks you in a dialog before it keeps this. Ctrl-C cancels.',
  none: 'There is no rule: Gatehouse asks about each program.',
  locked: 'Gatehouse is locked: no key is given out, whatever the rules say.',
  verdicts: { always: 'always', never: 'never' },
  questions: 'Waiting for an answer (gatehouse allow answer):',
  unknownProgram: 'a program that nobody can name',
  endsAt: (when: string) => `until ${when}`,
  set: {
    always: (program: string, consumer: string) =>
      `From now on given the keys without asking: ${program} (${consumer})`,
    never: (program: string, consumer: string) =>
      `Never given the keys from now on: ${program} (${consumer})`,
    ask: (program: string, consumer: string) => `Asked about from now on: ${program} (${consumer})`,
  },
  answered: (id: string, answer: string) => `Answered ${id}: ${answer}`,
} as const;
