// Variables of the environment that would open a program on this runtime, at the packaged app (TK-08, EL-05).
import type { Figure, Outcome } from '../figure.ts';

/** Everything that starts the app is loaded inside the world only. */
const load = () => import('../support/hardening-environment.ts');

export const figure: Figure = {
  id: 'environment',
  about: 'no variable of the environment weakens TLS, has its keys written down or has foreign code run',
  place: 'world',
  size: { unit: 'sets of variables', quick: 1, full: 11 },
  measure: async (size, _seed, say): Promise<Outcome> => (await load()).environments(size, say),
  control: async (): Promise<Outcome> => (await load()).careless(),
};
