// The note of the last switch in memory; handing the same object to a second app is a restart.
import type { SwitchJournal, SwitchRecord } from '../../main/ports.ts';

export class MemorySwitchJournal implements SwitchJournal {
  #record: SwitchRecord | undefined;
  /** What was noted, in order; `none`: taken away. */
  readonly said: (SwitchRecord['state'] | 'none')[] = [];
  /** Set to make every note fail. */
  failWith: Error | undefined;
  /** Set to make the note unreadable. */
  unreadable: Error | undefined;

  constructor(record?: SwitchRecord) {
    this.#record = record;
  }

  /** What stands there now. */
  get record(): SwitchRecord | undefined {
    return this.#record;
  }

  async load(): Promise<SwitchRecord | undefined> {
    if (this.unreadable !== undefined) throw this.unreadable;
    return this.#record;
  }

  async save(record: SwitchRecord): Promise<void> {
    if (this.failWith !== undefined) throw this.failWith;
    this.#record = record;
    this.said.push(record.state);
  }

  async clear(): Promise<void> {
    if (this.failWith !== undefined) throw this.failWith;
    this.#record = undefined;
    this.said.push('none');
  }
}
