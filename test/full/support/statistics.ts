// The few numbers that tell how measurements lie, and the machine's own clock.

/** Fewer are measured among other tests, where a time says nothing. */
export const leastForTimes = 100;

/** The value that this share of all lies at or below; NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** How many values lie below each bound, and above the last one. */
export function spread(
  values: readonly number[],
  bounds: readonly number[],
  unit: string,
): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  let low = 0;
  for (const bound of bounds) {
    counts[`${low}–${bound} ${unit}`] = values.filter((value) => value >= low && value < bound).length;
    low = bound;
  }
  counts[`≥ ${low} ${unit}`] = values.filter((value) => value >= low).length;
  return counts;
}

/** Milliseconds by a clock that all processes of the machine share and that nobody sets. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** How often each name was counted; the names given appear even when they never were. */
export function tally<Name extends string>(
  names: readonly Name[],
  seen: readonly Name[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, seen.filter((one) => one === name).length]));
}
