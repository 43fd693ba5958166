// A second start of the packaged app with words and working folders of an attacker (LC-02).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/hardening-argv.ts');

export const figure: Figure = {
  id: 'hostile-argv',
  about: 'whatever a second start is given, the app that runs shows its window and does nothing else',
  place: 'world',
  size: { unit: 'starts', quick: 5, full: 200 },
  measure: async (size, seed, say): Promise<Outcome> => (await load()).hostileStarts(size, seed, say),
  control: async (_seed, say): Promise<Outcome> => (await load()).asCommand(say),
};
