// A value that must not be seen: prints as [secret] everywhere, and is empty after a structured clone.

/** Holds a token, key or passphrase. `reveal` is the only way out; call it at the edge that needs the bytes. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  // Node's console and util.inspect look for this symbol; without it private fields stay hidden, the name does not.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}
