// Who tried to reach a host that is not in the sandbox.
import type { Clock } from './clock.ts';

export interface Attempted {
  readonly at: string;
  readonly method: string;
  readonly host: string;
}

export class Outside {
  readonly #clock: Clock;
  #app: Attempted[] = [];
  #browser: Attempted[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  reset(): void {
    this.#app = [];
    this.#browser = [];
  }

  add(door: 'app' | 'browser', method: string, host: string): void {
    const attempted = { at: this.#clock.iso(), method, host };
    (door === 'app' ? this.#app : this.#browser).push(attempted);
  }

  /** Apart, because a browser has traffic of its own that is nobody's fault. */
  all(): { readonly app: readonly Attempted[]; readonly browser: readonly Attempted[] } {
    return { app: this.#app, browser: this.#browser };
  }
}
