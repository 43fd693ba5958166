// Rolling limits on how often an identity may ask.
import type { Clock } from './clock.ts';

export class RateLimits {
  readonly #clock: Clock;
  readonly #takenAtMs = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  reset(): void {
    this.#takenAtMs.clear();
  }

  /** Takes one request; answers 0, or after how many seconds the next one is allowed. */
  take(key: string, limit: { readonly count: number; readonly windowMs: number }): number {
    const nowMs = this.#clock.nowMs();
    const recent = (this.#takenAtMs.get(key) ?? []).filter((atMs) => atMs > nowMs - limit.windowMs);
    this.#takenAtMs.set(key, recent);
    const [oldestMs = nowMs] = recent;
    if (recent.length >= limit.count) return Math.ceil((oldestMs + limit.windowMs - nowMs) / 1000);
    recent.push(nowMs);
    return 0;
  }
}
