// The order in which a person wants to see their accounts. Pure.
import type { AccountId } from './ids.ts';

/** Those that the person has put in order come first, as they have put them; the rest follow as they stood. */
export function inWantedOrder<Entry extends { readonly id: AccountId }>(
  entries: readonly Entry[],
  order: readonly AccountId[],
): readonly Entry[] {
  if (order.length === 0) return entries;
  const places = new Map(order.map((id, place) => [id, place]));
  const placeOf = ({ id }: Entry): number => places.get(id) ?? order.length;
  // Sorting is stable, so that the rest keep their order.
  return entries.toSorted((left, right) => placeOf(left) - placeOf(right));
}
