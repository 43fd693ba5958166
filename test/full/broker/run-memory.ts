// What of ours stays in memory with each agent that the packaged app has started (design §15).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/run-memory.ts');

export const figure: Figure = {
  id: 'run-memory',
  about: 'ten agents at once cost at most 5 MB of ours each, for the launcher becomes the command',
  place: 'world',
  size: { unit: 'agents', quick: 10, full: 10 },
  measure: async (size): Promise<Outcome> => (await load()).manyAgents(size),
  control: async (): Promise<Outcome> => (await load()).withoutLauncher(),
};
