// A lock within one process, one holder of each name at a time, and a record of what was held.
import { Failure } from '../../main/domain/failure.ts';
import type { Lock } from '../../main/ports.ts';

export class MemoryLock implements Lock {
  readonly held: string[] = [];
  /** Names that somebody else holds and does not let go. */
  readonly taken = new Set<string>();
  readonly #turns = new Map<string, Promise<unknown>>();

  hold<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
    if (this.taken.has(name))
      return Promise.reject(new Failure('storage/lock-held', { subject: name, detail: 'process 4211' }));
    const done = (this.#turns.get(name) ?? Promise.resolve()).then(() => {
      this.held.push(name);
      return work();
    });
    this.#turns.set(
      name,
      done.catch(() => undefined),
    );
    return done;
  }
}
