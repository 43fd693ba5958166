// What a closed window leaves behind in memory.
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/window-memory.ts');

export const figure: Figure = {
  id: 'window-memory',
  about: 'a window that is opened, walked through and closed gives its memory back',
  place: 'world',
  size: { unit: 'openings', quick: 2, full: 10 },
  measure: async (openings, _seed, say): Promise<Outcome> => (await load()).closedAgain(openings, say),
  control: async (_seed, say): Promise<Outcome> => (await load()).leftOpen(say),
};
