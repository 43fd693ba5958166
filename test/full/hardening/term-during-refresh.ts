// The packaged app, asked to end by the session while a provider holds the answer to a renewal (LC-03).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/hardening-ending.ts');

export const figure: Figure = {
  id: 'term-during-refresh',
  about: 'asked to end while a token is being renewed, the app ends within five seconds and loses no sign-in',
  place: 'world',
  size: { unit: 'ends', quick: 2, full: 20 },
  measure: async (size, seed, say): Promise<Outcome> => (await load()).asked(size, seed, say),
  control: async (seed, say): Promise<Outcome> => (await load()).killed(seed, say),
};
