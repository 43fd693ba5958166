// What `events` says; loaded with it.

export const eventsWords = {
  following: 'Following what happens. Ctrl-C ends it.',
  quota: (account: string, provider: string) => `quota of ${account} (${provider}) was read`,
  accounts: 'accounts have changed',
  nothing: 'nothing',
  switch: (account: string, reason: string) => `in use: ${account}. ${reason}`,
  lease: {
    granted: (agent: string, account: string) => `${agent} has a lease of ${account}`,
    ended: (agent: string, account: string) => `the lease of ${agent} of ${account} has ended`,
    queued: (agent: string, account: string) => `${agent} waits for a lease of ${account}`,
    refused: (agent: string, account: string) => `${agent} got no lease of ${account}`,
  },
  anyAccount: 'any account',
  how: (how: string) => ` (${how})`,
  locked: 'locked: no key is given out',
  unlocked: 'unlocked',
  problem: (what: string) => `! ${what}`,
} as const;
