// The packaged app itself, killed while leases are out (design §15: 50 on the package).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/app-kills.ts');

export const figure: Figure = {
  id: 'app-kills',
  about:
    'the packaged app, killed while leases are out, gives none of them out twice and loses none whose holder lives',
  place: 'world',
  size: { unit: 'kills', quick: 2, full: 50 },
  measure: async (size, seed, say): Promise<Outcome> => (await load()).killed(size, seed, say),
  control: async (seed, say): Promise<Outcome> => (await load()).withoutLog(seed, say),
};
