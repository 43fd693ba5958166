// What the verbs about leases say; loaded with them.

export const leaseWords = {
  working: 'Working on the leases…',
  none: 'No agent has a lease.',
  waits: 'Waiting:',
  accounts: 'Accounts:',
  holds: (amount: string) => `${amount} held`,
  used: (amount: string) => `${amount} used`,
  unmetered: 'no quota to count',
  pid: (pid: number) => `pid ${String(pid)}`,
  holders: { stream: 'while it is held open', heartbeat: 'by heartbeat' },
  granted: (age: string) => `since ${age}`,
  ids: (lease: string, agent: string) => `lease ${lease}, agent ${agent}`,
  position: (position: number) => `${String(position)}.`,
  asked: (age: string) => `asked ${age}`,
  about: (when: string) => `about ${when}`,
  unknownWhen: 'nobody knows when',
  left: (percent: string, outstanding: string) => `${percent} left, ${outstanding} of it given out`,
  unknownLeft: (outstanding: string) => `not known what is left, ${outstanding} given out`,
  running: (running: number, concurrent: number) => `${String(running)} of ${String(concurrent)} agents`,
  created: (amount: string, account: string, reason: string) => `${amount} of ${account}. ${reason}`,
  released: (amount: string) => `Given back: ${amount}`,
  nowUsed: (used: string, amount: string) => `Used ${used} of ${amount}.`,
  kept: (span: string) => `It is kept for ${span}.`,
  keptByProcess: (pid: number | null) =>
    `It is kept as long as its process runs${pid === null ? '' : ` (${String(pid)})`}.`,
  revoked: (agents: readonly string[]) =>
    agents.length === 0 ? 'There was no agent.' : `Ended: ${agents.join(', ')}`,
  wrongUnit: (unit: string) => `the lease counts ${unit}`,
  estimate: {
    verdicts: { fits: 'It fits', 'does-not-fit': 'It does not fit', unknown: 'Nobody knows whether it fits' },
    line: (verdict: string, account: string | undefined) =>
      account === undefined ? verdict : `${verdict} into ${account}`,
    needs: (usual: string, cautious: string) =>
      usual === cautious ? `takes ${usual}` : `takes ${usual}, perhaps ${cautious}`,
    available: (amount: string) => `${amount} available`,
    seen: (count: number) =>
      count === 1 ? 'from one piece of work like it' : `from ${String(count)} pieces of work like it`,
    split: 'by an equal share, for nothing is known of such work',
  },
} as const;
