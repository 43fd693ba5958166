// The calls between the window and main of the packaged app itself, with inputs from a page in wrong hands (EL-02; design §15: 50
// of each on the package).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/hardening-ipc-app.ts');

export const figure: Figure = {
  id: 'ipc-fuzz-app',
  about:
    'in the packaged app, too, a page gets an answer in words or a value, never a secret, and a foreign frame gets nothing',
  place: 'world',
  size: { unit: 'calls per channel', quick: 3, full: 50 },
  measure: async (size, seed, say): Promise<Outcome> => (await load()).fuzzApp(size, seed, say),
  control: async (seed, say): Promise<Outcome> => (await load()).withoutStranger(seed, say),
};
