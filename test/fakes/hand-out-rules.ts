// Hand-out rules in memory.
import type { Failure } from '../../main/domain/failure.ts';
import type { HandOutRule } from '../../main/domain/hand-out.ts';
import type { HandOutRules } from '../../main/ports.ts';

export class MemoryRules implements HandOutRules {
  rules: readonly HandOutRule[];
  /** Set to have nothing kept. */
  failure: Failure | undefined;
  /** Set to have the rules not opened. */
  locked: Failure | undefined;

  constructor(rules: readonly HandOutRule[] = []) {
    this.rules = rules;
  }

  async load(): Promise<readonly HandOutRule[]> {
    return this.locked === undefined ? this.rules : [];
  }

  async loadToChange(): Promise<readonly HandOutRule[]> {
    if (this.locked !== undefined) throw this.locked;
    return this.rules;
  }

  async save(rules: readonly HandOutRule[]): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.rules = rules;
  }
}
