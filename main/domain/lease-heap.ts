// A binary heap: the least comes out first, at the cost of a logarithm. Pure.

export interface Heap<Item> {
  readonly size: number;
  least(): Item | undefined;
  push(item: Item): void;
  pop(): Item | undefined;
}

/** Own code, as the few lines of it are no reason for a dependency. */
export function createHeap<Item>(keyOf: (item: Item) => number, items: Item[] = []): Heap<Item> {
  const keyAt = (index: number): number => {
    const item = items[index];
    return item === undefined ? Infinity : keyOf(item);
  };

  function swap(one: number, other: number): void {
    const [first, second] = [items[one], items[other]];
    if (first === undefined || second === undefined) return;
    items[one] = second;
    items[other] = first;
  }

  function rise(start: number): void {
    let index = start;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (keyAt(above) <= keyAt(index)) return;
      swap(index, above);
      index = above;
    }
  }

  function sink(start: number): void {
    let index = start;
    for (;;) {
      const left = 2 * index + 1;
      const below = keyAt(left + 1) < keyAt(left) ? left + 1 : left;
      if (keyAt(below) >= keyAt(index)) return;
      swap(index, below);
      index = below;
    }
  }

  for (let index = items.length >> 1; index >= 0; index -= 1) sink(index);

  return {
    get size() {
      return items.length;
    },
    least: () => items[0],
    push(item) {
      items.push(item);
      rise(items.length - 1);
    },
    pop() {
      swap(0, items.length - 1);
      const item = items.pop();
      sink(0);
      return item;
    },
  };
}
