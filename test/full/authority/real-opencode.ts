// Real OpenCode on its own sign-in of the same account, beside Gatehouse with another one (design §6, §15).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app or a client is loaded inside the world only. */
const load = () => import('../support/opencode-beside-us.ts');

export const figure: Figure = {
  id: 'real-opencode',
  about:
    'real OpenCode and Gatehouse, each on its own sign-in of one account, renew side by side and both work',
  place: 'clients',
  size: { unit: 'renewals', quick: 1, full: 3 },
  measure: async (size, _seed, say): Promise<Outcome> => (await load()).onItsOwn(size, say),
  control: async (_seed, say): Promise<Outcome> => (await load()).onOurs(say),
};
