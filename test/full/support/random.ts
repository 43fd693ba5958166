// Random numbers that a seed brings back (mulberry32).

export interface Random {
  /** At least `low`, below `high`. */
  between(low: number, high: number): number;
  /** A whole number from 0 up to, and without, `count`. */
  below(count: number): number;
  /** The same items in another order. */
  shuffled<Item>(items: readonly Item[]): readonly Item[];
}

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    between: (low, high) => low + next() * (high - low),
    below,
    shuffled: (items) =>
      items
        .map((item) => ({ item, order: next() }))
        .sort((left, right) => left.order - right.order)
        .map(({ item }) => item),
  };
}
