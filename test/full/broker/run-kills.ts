// `gatehouse run` of the packaged app, killed at any moment (design §10): its lease ends with its process, and with nothing else.
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/run-kills.ts');

export const figure: Figure = {
  id: 'run-kills',
  about:
    '`gatehouse run`, killed at any moment, leaves no lease behind its process, and no agent that lives loses its own',
  place: 'world',
  size: { unit: 'kills', quick: 8, full: 200 },
  measure: async (size, seed, say): Promise<Outcome> => (await load()).killedRuns(size, seed, say),
  control: async (): Promise<Outcome> => (await load()).withoutProcess(),
};
