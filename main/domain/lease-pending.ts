// Use that agents have reported and that no reading of the provider shows yet, in the order of time. Pure.

export interface PendingUse<Owner> {
  add(owner: Owner, at: number, steps: number): void;
  /** What was reported at this moment or later: a reading of that moment need not show it. */
  since(readAt: number): number;
  /** Those reports themselves, the oldest first. */
  reports(): readonly Report<Owner>[];
  /**
   * Takes out what was reported before `readAt`, and, as a clock may have been set back, what was after `now`.
   * @returns what was taken out
   */
  settle(readAt: number, now: number): readonly Report<Owner>[];
}

export interface Report<Owner> {
  readonly owner: Owner;
  /** Unix milliseconds. */
  readonly at: number;
  readonly steps: number;
}

/** The first place in the sorted list for which this holds, or its end. */
function firstIndex<Item>(
  items: readonly Item[],
  { from, holds }: { readonly from: number; readonly holds: (item: Item) => boolean },
): number {
  let [low, high] = [from, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item === undefined || holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sums up to each report are kept, so that a question costs one search, however many reports there are. */
export function createPendingUse<Owner>(): PendingUse<Owner> {
  type Kept = Report<Owner> & { readonly sumBefore: number };
  let kept: Kept[] = [];
  let start = 0;
  let sum = 0;

  function append({ owner, at, steps }: Report<Owner>): void {
    kept.push({ owner, at, steps, sumBefore: sum });
    sum += steps;
  }

  /** Only after a clock was set back, or when a log is read that was written in another order. */
  function insert(report: Report<Owner>, index: number): void {
    const later = kept.splice(index);
    sum = later[0]?.sumBefore ?? sum;
    [report, ...later].forEach(append);
  }

  function cutEnd(now: number): readonly Report<Owner>[] {
    const cut = kept.splice(firstIndex(kept, { from: start, holds: ({ at }) => at > now }));
    sum = cut[0]?.sumBefore ?? sum;
    return cut;
  }

  function cutStart(readAt: number): readonly Report<Owner>[] {
    const end = firstIndex(kept, { from: start, holds: ({ at }) => at >= readAt });
    const cut = kept.slice(start, end);
    start = end;
    // Moved up only when half of it is done with: that costs each report a step, not every settling the whole list.
    if (start * 2 > kept.length) {
      kept = kept.slice(start);
      start = 0;
    }
    return cut;
  }

  return {
    add(owner, at, steps) {
      const index = firstIndex(kept, { from: start, holds: (each) => each.at > at });
      if (index === kept.length) append({ owner, at, steps });
      else insert({ owner, at, steps }, index);
    },
    since(readAt) {
      const first = kept[firstIndex(kept, { from: start, holds: ({ at }) => at >= readAt })];
      return first === undefined ? 0 : sum - first.sumBefore;
    },
    reports: () => kept.slice(start),
    settle(readAt, now) {
      return [...cutEnd(now), ...cutStart(readAt)];
    },
  };
}
