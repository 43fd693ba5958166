// Those of one priority who wait for one account, first come first served. Pure.

export interface Waiting<Item> {
  readonly item: Item;
  /** The lower one goes first; of two that are alike, the lower number. */
  readonly turn: number;
  /** In the order of arrival, unique. */
  readonly number: number;
}

export interface Lane<Item> {
  /** Its turn and its number are above those of all before it. */
  push(place: Waiting<Item>): void;
  first(): Waiting<Item> | undefined;
  remove(place: Waiting<Item>): void;
  /** How many of it come before this one, which may stand in another lane. */
  countBefore(place: Waiting<Item>): number;
}

/** Who leaves is mostly the first; for others the rest moves up. */
export function createLane<Item>(): Lane<Item> {
  let places: Waiting<Item>[] = [];
  let start = 0;

  /** Where it is or would be: the list is sorted. */
  function indexOf({ turn, number }: Waiting<Item>): number {
    let [low, high] = [start, places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const place = places[middle];
      if (place === undefined || place.turn > turn || (place.turn === turn && place.number >= number))
        high = middle;
      else low = middle + 1;
    }
    return low;
  }

  return {
    push(place) {
      places.push(place);
    },
    first: () => places[start],
    remove(place) {
      const index = indexOf(place);
      if (places[index] !== place) return;
      if (index === start) start += 1;
      else places.splice(index, 1);
      // Only when half of it is done with, so that each who leaves costs a step and not a copy of the whole.
      if (start * 2 <= places.length) return;
      places = places.slice(start);
      start = 0;
    },
    countBefore: (place) => indexOf(place) - start,
  };
}
