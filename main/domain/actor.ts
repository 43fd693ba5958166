// Who caused an intent, and what each may do: one table for the whole local service (design §10). Pure.

/** `cli`: whoever has the grant of this machine. `agent`: whoever has the grant of one run. */
export const actors = ['person', 'cli', 'agent', 'policy', 'hook'] as const;
export type Actor = (typeof actors)[number];

/** What can be wanted, by what it touches. */
export const intents = [
  /** Providers, accounts, plans, quota, strategy, events. */
  'read',
  /** Which account or provider serves. */
  'switch',
  /** Sign-ins, sign-outs, keys, passphrases, imports, backups. */
  'accounts',
  /** Settings, shared files, status lines, shells, programs for events, repairs. */
  'configure',
  /** Leases and environments for new agents. */
  'start-agent',
  /** What belongs to the agent itself: its lease, its environment, its token. */
  'own-agent',
  /** Ends leases of others, hand-out rules, the lock. */
  'oversee',
  'audit',
  /** Opens and ends the app. */
  'app',
] as const;
export type Intent = (typeof intents)[number];

const permitted: Readonly<Record<Actor, readonly Intent[]>> = {
  person: intents,
  cli: intents,
  agent: ['read', 'own-agent'],
  policy: ['read', 'switch'],
  hook: ['read'],
};

export function mayDo(actor: Actor, intent: Intent): boolean {
  return permitted[actor].includes(intent);
}
