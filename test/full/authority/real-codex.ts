// Four real Codex processes on one account whose tokens live seven minutes, with Gatehouse beside them (design §6, §15).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app or a client is loaded inside the world only. */
const load = () => import('../support/codex-beside-us.ts');

export const figure: Figure = {
  id: 'real-codex',
  about:
    'four real Codex processes on one account with tokens of seven minutes are never signed out beside Gatehouse',
  place: 'clients',
  size: { unit: 'renewals', quick: 2, full: 8 },
  measure: async (size, _seed, say): Promise<Outcome> => (await load()).besideGatehouse(size, say),
  control: async (_seed, say): Promise<Outcome> => (await load()).withoutGatehouse(say),
};
