// The packaged app itself, killed again and again while it renews a sign-in every second (design §15: 50 on the package).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/killed-app.ts');

export const figure: Figure = {
  id: 'killed-app',
  about:
    'The packaged app, killed at random moments while it renews and writes, goes on with the same sign-in at the next start.',
  place: 'world',
  size: { unit: 'kills', quick: 3, full: 50 },
  measure: async (size, seed, say): Promise<Outcome> => (await load()).killed(size, seed, say),
  control: async (): Promise<Outcome> => (await load()).withYesterdaysVault(),
};
