// A clock and its timers. Time moves only when a test says so, and both move together.
import type { Clock, Timer } from '../../main/ports.ts';

interface Waiting {
  dueAt: number;
  readonly order: number;
  readonly run: () => void;
}

/** Lets everything that is ready now run to its next wait: promise chains and the steps between them. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export class FakeTime implements Clock, Timer {
  readonly #waiting = new Set<Waiting>();
  #nowMs: number;
  #order = 0;

  constructor(startMs = Date.UTC(2026, 10, 24, 12)) {
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

  /** How long each timer still has to wait, soonest first. */
  get pendingMs(): readonly number[] {
    return [...this.#waiting].map(({ dueAt }) => dueAt - this.#nowMs).sort((left, right) => left - right);
  }

  /** Moves on by `ms`; every timer that falls due runs at its own time and settles before the next one. */
  async advance(ms: number): Promise<void> {
    const end = this.#nowMs + ms;
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#nowMs = Math.max(this.#nowMs, next.dueAt);
      this.#waiting.delete(next);
      next.run();
      await this.rest();
    }
    this.#nowMs = end;
    await this.rest();
  }

  /** The computer sleeps: time goes on, timers do not. */
  sleep(ms: number): void {
    this.#nowMs += ms;
  }

  /** Somebody sets the clock, by so much: timers go on as they were. */
  setClock(byMs: number): void {
    this.#nowMs += byMs;
    for (const item of this.#waiting) item.dueAt += byMs;
  }

  /** Until everything has come to its next wait. */
  protected async rest(): Promise<void> {
    await settle();
  }

  #next(end: number): Waiting | undefined {
    return [...this.#waiting]
      .filter(({ dueAt }) => dueAt <= end)
      .sort((left, right) => left.dueAt - right.dueAt || left.order - right.order)[0];
  }
}
