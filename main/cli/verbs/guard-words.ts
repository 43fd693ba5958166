// What `guard` says; loaded with it.

export const guardWords = {
  anyProvider: 'any provider',
  enough: (left: string, window: string, account: string, reading: string) =>
    `${left} left of ${window} of ${account}, ${reading}`,
  unknown: (account: string) => `Not known what is left of ${account}; going on all the same.`,
  unmetered: (account: string) => `${account} is billed by use: there is no quota to run out.`,
  ofProvider: (label: string, provider: string) => `${label} at ${provider}`,
  tooLittle: (left: string, min: string, window: string, reset: string | undefined) =>
    `${left} of ${window}, ${min} asked for${reset === undefined ? '' : `, ${reset}`}`,
  unread: (window: string) => `nothing is known of ${window}`,
  noSuchWindow: (name: string, there: readonly string[]) =>
    `there is no window ${name}; ${there.length === 0 ? 'there is none' : `there are: ${there.join(', ')}`}`,
} as const;
