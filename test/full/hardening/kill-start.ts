// The packaged app, killed outright and started again, whatever lies about from before (LC-01).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/hardening-kills.ts');

export const figure: Figure = {
  id: 'kill-start',
  about:
    'after a kill, and with locks of the dead, of others and of another computer, the app is ready within three seconds or says why not',
  place: 'world',
  size: { unit: 'starts', quick: 4, full: 100 },
  measure: async (size, seed, say): Promise<Outcome> => (await load()).killStart(size, seed, say),
  control: async (): Promise<Outcome> => (await load()).besideOneThatStandsStill(),
};
