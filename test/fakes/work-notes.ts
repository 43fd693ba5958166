// Notes of finished work in memory.
import type { FinishedWork, WorkNotes } from '../../main/ports.ts';

export class MemoryWorkNotes implements WorkNotes {
  readonly kept: FinishedWork[];

  constructor(kept: readonly FinishedWork[] = []) {
    this.kept = [...kept];
  }

  async load(): Promise<readonly FinishedWork[]> {
    return [...this.kept];
  }

  async append(work: FinishedWork): Promise<void> {
    this.kept.push(work);
  }
}
