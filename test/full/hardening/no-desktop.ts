// The packaged app where the desktop around it is not whole (OS-01, OS-04 to OS-06).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/hardening-desktop.ts');

export const figure: Figure = {
  id: 'no-desktop',
  about:
    'without tray, notices, bus, display or browser, and in any language and zone, the app starts or says why not, and nobody waits for what does not answer',
  place: 'world',
  size: { unit: 'conditions', quick: 2, full: 12 },
  measure: async (size, _seed, say): Promise<Outcome> => (await load()).withoutParts(size, say),
  control: async (_seed, say): Promise<Outcome> => (await load()).besideHungDisplay(say),
};
