// Preferences in memory; handing the same object to a second app is a restart.
import { initialCourse, type Course } from '../../main/domain/course.ts';
import type { AccountId } from '../../main/domain/ids.ts';
import { defaultSettings, type Settings } from '../../main/domain/settings.ts';
import type { SwitchedSettings } from '../../main/domain/switched-settings.ts';
import type { Preferences } from '../../main/ports.ts';

export class MemoryPreferences implements Preferences {
  #settings: Settings;
  #said: readonly string[] = [];
  #course = initialCourse;
  #snoozes: Readonly<Record<AccountId, number>> = {};
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

  course(): Course {
    return this.#course;
  }

  setCourse(course: Course): void {
    if (this.failWith !== undefined) throw this.failWith;
    this.#course = course;
  }

  settle({ settings, course }: SwitchedSettings): void {
    if (this.failWith !== undefined) throw this.failWith;
    const { preferredProvider: _before, ...kept } = this.#settings;
    this.#settings = { ...kept, ...settings };
    this.#course = course;
  }

  saidAlerts(): readonly string[] {
    return this.#said;
  }

  setSaidAlerts(lines: readonly string[]): void {
    if (this.failWith !== undefined) throw this.failWith;
    this.#said = [...lines];
  }

  snoozes(): Readonly<Record<AccountId, number>> {
    return this.#snoozes;
  }

  setSnoozes(snoozes: Readonly<Record<AccountId, number>>): void {
    if (this.failWith !== undefined) throw this.failWith;
    this.#snoozes = snoozes;
  }
}
