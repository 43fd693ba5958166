// What `run` and `env` say; loaded with them.

export const runWords = {
  ours: 'gatehouse cannot run itself as an agent',
  notExecutable: 'it is there, and no program',
  waiting: (position: number, when: string | undefined, reason: string) =>
    `Waiting: ${reason}; position ${String(position)}${when === undefined ? '' : `, about ${when}`}. Ctrl-C cancels.`,
  clockAndSpan: (clock: string, span: string) => `${clock} (in ${span})`,
  waitingForKeys: 'Waiting for the keys; Gatehouse may be asking you whether the program may have them…',
  fallenBack: (account: string, reason: string) => `gatehouse: using ${account}. ${reason}`,
  short: (requested: string, available: string | undefined, reset: string | undefined) =>
    `${requested} asked for, ${available ?? 'not known what'} left${reset === undefined ? '' : `, ${reset}`}`,
  ownLogin:
    'in a terminal codex takes no API key from a variable, so it would go by the login in its folder; run codex exec, or leave its provider and profile out',
  ownSettings:
    'with --settings of its own, a key or helper that settings name could go before the login of the account; put them into its settings file instead',
  agents: (number: number) => `${String(number)} ${number === 1 ? 'agent' : 'agents'}`,
} as const;
