// When which lease ends by itself, however often its heartbeat moves that on. Pure.
import { createHeap, type Heap } from './lease-heap.ts';

export interface Expiries<Id> {
  set(id: Id, at: number): void;
  delete(id: Id): void;
  /** Unix milliseconds; null when nothing ends by itself. */
  nextAt(): number | null;
  /** Those that have ended by this moment, the earliest first. They stay until they are deleted. */
  until(now: number): readonly Id[];
}

/** So many outdated places are no matter. */
const spareSize = 32;

export function createExpiries<Id>(): Expiries<Id> {
  interface Place {
    readonly id: Id;
    readonly at: number;
  }
  const current = new Map<Id, number>();
  const heapOf = (places: Place[]): Heap<Place> => createHeap(({ at }) => at, places);
  let heap = heapOf([]);

  /** An outdated place comes to the top some day and is dropped then; with too many of them it is tidied up. */
  function tidy(): void {
    if (heap.size <= 2 * current.size + spareSize) return;
    heap = heapOf(Array.from(current, ([id, at]) => ({ id, at })));
  }

  function least(): Place | undefined {
    let place = heap.least();
    while (place !== undefined && current.get(place.id) !== place.at) {
      heap.pop();
      place = heap.least();
    }
    return place;
  }

  return {
    set(id, at) {
      if (current.get(id) === at) return;
      current.set(id, at);
      heap.push({ id, at });
      tidy();
    },
    delete(id) {
      current.delete(id);
      tidy();
    },
    nextAt: () => least()?.at ?? null,
    until(now) {
      // A lease that was moved away and back has two places of the same moment: the set keeps one.
      const ended = new Map<Id, Place>();
      for (let place = least(); place !== undefined && place.at <= now; place = least()) {
        heap.pop();
        ended.set(place.id, place);
      }
      for (const place of ended.values()) heap.push(place);
      return [...ended.keys()];
    },
  };
}
