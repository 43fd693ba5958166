// Preferences in memory; handing the same object to a second app is a restart.
import type { Preferences } from '../../main/ports.ts';

export class MemoryPreferences implements Preferences {
  #preferred: string | undefined;
  #said: readonly string[] = [];

  preferredProvider(): string | undefined {
    return this.#preferred;
  }

  setPreferredProvider(id: string): void {
    this.#preferred = id;
  }

  saidAlerts(): readonly string[] {
    return this.#said;
  }

  setSaidAlerts(keys: readonly string[]): void {
    this.#said = [...keys];
  }
}
