// What the network between the app and the providers is like: as usual, or in the way.
import type { Duplex } from 'node:stream';

/**
 * `portal`: whatever is asked, the sign-in page of a public network answers. `proxy-sign-in`: the proxy wants a name and a
 * password first. `down`: no connection comes about.
 */
export const networkStates = ['open', 'portal', 'proxy-sign-in', 'down'] as const;
export type NetworkState = (typeof networkStates)[number];

export class Network {
  #state: NetworkState = 'open';
  readonly #tunnels = new Set<Duplex>();

  get state(): NetworkState {
    return this.#state;
  }

  /** Breaks the connections that stand, so that what comes next meets the new state. */
  set(state: NetworkState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const tunnel of this.#tunnels) tunnel.destroy();
  }

  reset(): void {
    this.set('open');
  }

  /** Of a connection that is led through a proxy. */
  opened(tunnel: Duplex): void {
    this.#tunnels.add(tunnel);
    tunnel.on('close', () => this.#tunnels.delete(tunnel));
  }
}
