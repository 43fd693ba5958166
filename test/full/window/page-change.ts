// How long a person waits for a page: from the press on its tab until it stands on the screen.
import type { Figure, Outcome } from '../figure.ts';

/** A browser and the window's own build are loaded only when it is measured. */
const load = () => import('../support/page-change.ts');

const size = { unit: 'changes', quick: 14, full: 140 };

export const figure: Figure = {
  id: 'page-change',
  about: 'from the press on a tab until its page is painted, with 100 accounts and 90 days of history',
  place: 'node',
  isAlone: true,
  size,
  measure: async (changes, _seed, say): Promise<Outcome> =>
    (await load()).changed(changes, changes >= size.full, say),
  control: async (_seed, say): Promise<Outcome> => (await load()).changedSlowly(say),
};
