// Which providers a program can use: those that it names, and other houses of the same service. Pure.
import type { ProviderId } from './ids.ts';

export interface Service {
  readonly id: ProviderId;
  /** Another house of this provider's service, with hosts and people of its own: programs use both alike. */
  readonly sameServiceAs?: ProviderId;
}

/** @param named by the program, the best first; the other houses come behind them */
export function withSameService(
  named: readonly ProviderId[],
  all: readonly Service[],
): readonly ProviderId[] {
  const others = all.flatMap(({ id, sameServiceAs }) =>
    sameServiceAs !== undefined && named.includes(sameServiceAs) ? [id] : [],
  );
  return [...named, ...others];
}
