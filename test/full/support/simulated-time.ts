// A clock whose day passes as fast as the work in it allows: time stands still while files or requests are under way.
import { FakeTime, settle } from '../../fakes/time.ts';

export class SimulatedTime extends FakeTime {
  readonly #running = new Set<Promise<unknown>>();

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
      await settle();
    } while (this.#running.size > 0);
  }

  /** Every timer that falls due until then runs at its own time. */
  async until(end: number): Promise<void> {
    await this.quiet();
    await this.advance(end - this.nowMs());
  }

  protected override async rest(): Promise<void> {
    await this.quiet();
  }
}
