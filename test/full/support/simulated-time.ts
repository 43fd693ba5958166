// A clock and its timers whose day passes as fast as the work in it allows: time stands still while anything is under way.
import type { Clock, Timer } from '../../../main/ports.ts';

interface Waiting {
  readonly dueAt: number;
  readonly order: number;
  readonly run: () => void;
}

export class SimulatedTime implements Clock, Timer {
  readonly #waiting = new Set<Waiting>();
  readonly #running = new Set<Promise<unknown>>();
  #nowMs: number;
  #order = 0;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  after(delayMs: number, run: () => void): () => void {
    this.#order += 1;
    const item: Waiting = { dueAt: this.#nowMs + delayMs, order: this.#order, run };
    this.#waiting.add(item);
    return () => {
      this.#waiting.delete(item);
    };
  }

  /** Work that goes on outside: requests, files. */
  tracked<Value>(work: Promise<Value>): Promise<Value> {
    const settled = work
      .catch(() => undefined)
      .finally(() => {
        this.#running.delete(settled);
      });
    this.#running.add(settled);
    return work;
  }

  /** Everything that is tracked, and what follows from it, has come to its next wait. */
  async quiet(): Promise<void> {
    do {
      await Promise.all(this.#running);
      for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    } while (this.#running.size > 0);
  }

  /** Every timer that falls due until then runs at its own time. */
  async until(end: number): Promise<void> {
    await this.quiet();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueAt);
      this.#waiting.delete(next);
      next.run();
      await this.quiet();
    }
    this.#nowMs = end;
  }

  /** The computer sleeps: time goes on, timers do not. */
  sleep(durationMs: number): void {
    this.#nowMs += durationMs;
  }

  #next(end: number): Waiting | undefined {
    return [...this.#waiting]
      .filter(({ dueAt }) => dueAt <= end)
      .sort((left, right) => left.dueAt - right.dueAt || left.order - right.order)[0];
  }
}
