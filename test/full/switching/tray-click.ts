// How long a switch takes for the person who clicks: from the click in the tray until every file has been read again.
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/tray-click.ts');

const size = { unit: 'clicks', quick: 5, full: 50 };

export const figure: Figure = {
  id: 'tray-click',
  about:
    'one click in the tray, and a moment later every shared file holds the other account and was read again',
  place: 'world',
  isAlone: true,
  size,
  measure: async (clicks, _seed, say): Promise<Outcome> =>
    (await load()).clicked(clicks, clicks >= size.full, say),
  control: async (_seed, say): Promise<Outcome> => (await load()).clickedBesideCodex(say),
};
