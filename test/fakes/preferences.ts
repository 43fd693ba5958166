// Preferences in memory; handing the same object to a second app is a restart.
import { defaultSettings, type Settings } from '../../main/domain/settings.ts';
import type { Preferences } from '../../main/ports.ts';

export class MemoryPreferences implements Preferences {
  #settings: Settings;
  #said: readonly string[] = [];
  /** Set to make every change fail. */
  failWith: Error | undefined;

  constructor(changes: Partial<Settings> = {}) {
    this.#settings = { ...defaultSettings, ...changes };
  }

  settings(): Settings {
    return this.#settings;
  }

  change(changes: Partial<Settings>): void {
    if (this.failWith !== undefined) throw this.failWith;
    this.#settings = { ...this.#settings, ...changes };
  }

  saidAlerts(): readonly string[] {
    return this.#said;
  }

  setSaidAlerts(keys: readonly string[]): void {
    this.#said = [...keys];
  }
}
