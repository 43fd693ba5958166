// Remembers the arguments and variables of every process it gets to see, to be searched when all secrets are known.
import { readdirSync, readFileSync } from 'node:fs';

/** Nothing tells an ordinary user that a process has started. One that lives shorter than this may go unseen. */
const lookEveryMs = 100;

export interface SeenText {
  /** As in /proc, where it may be gone by now. */
  readonly place: string;
  readonly text: string;
}

export class ProcessWatch {
  /** By process: what its arguments were when it was last seen. A change means that it runs another program now. */
  readonly #last = new Map<string, string>();
  /** Each text once, however often it was seen. */
  readonly #seen = new Map<string, SeenText>();
  #processesSeen = 0;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.look();
    this.#timer = setInterval(() => {
      this.look();
    }, lookEveryMs);
    this.#timer.unref();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  get processesSeen(): number {
    return this.#processesSeen;
  }

  /** All that was seen, up to now. */
  texts(): SeenText[] {
    this.look();
    return [...this.#seen.values()];
  }

  look(): void {
    for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const place = `/proc/${id}/cmdline`;
      const words = quietly(place);
      if (words === undefined || this.#last.get(id) === words) continue;
      this.#last.set(id, words);
      this.#processesSeen += 1;
      this.#note(place, words);
      const variables = `/proc/${id}/environ`;
      this.#note(variables, quietly(variables) ?? '');
    }
  }

  #note(place: string, text: string): void {
    const known = this.#seen.has(text);
    if (text !== '' && !known) this.#seen.set(text, { place, text });
  }
}

/** Processes go away while one looks, and Chromium closes some of its own to everybody. */
function quietly(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
