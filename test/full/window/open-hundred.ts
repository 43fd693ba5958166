// How long a person waits for the window: from the click that asks for it until every card stands on the screen, with a hundred accounts.
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/window-open.ts');

const size = { unit: 'openings', quick: 5, full: 50 };

export const figure: Figure = {
  id: 'open-hundred',
  about: 'the same with a hundred accounts, 98 of them API keys',
  place: 'world',
  isAlone: true,
  size,
  measure: async (openings, _seed, say): Promise<Outcome> =>
    (await load()).openedAgain(openings, openings >= size.full, say, 98),
  control: async (_seed, say): Promise<Outcome> => (await load()).openedOnASlowProcessor(say),
};
