// How fast a window is used: now, and while somebody works. Pure.
import type { UseHistory } from './use-history.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Of the present rate, in bins. */
const halfLifeBins = 4;
const lookBackBins = 48;
/** Nothing used for this long: nothing is being used. */
const restBins = 12;
/** Of the working rate: habits change. */
const habitHalfLifeMs = 7 * dayMs;
const leastWorkMs = 15 * 60_000;

/** In percent of the window per hour of the clock; null while the last hours were not watched. */
export function presentRate({ used, known, binMs }: UseHistory): number | null {
  let [percent, weights, rested] = [0, 0, 0];
  for (let ago = 0; ago < Math.min(lookBackBins, used.length); ago += 1) {
    const bin = used.length - 1 - ago;
    if (known[bin] !== 1) continue;
    const weight = 0.5 ** (ago / halfLifeBins);
    percent += weight * (used[bin] ?? 0);
    weights += weight;
    if (ago < restBins) rested += used[bin] ?? 0;
  }
  if (weights === 0) return null;
  return rested === 0 ? 0 : (percent / weights) * (hourMs / binMs);
}

/**
 * In percent of the window per hour of work, newer ones counting more; null while no work was seen. An hour is one of work
 * when something was used in it, or in the hours before and after it.
 */
export function workingRate({ used, known, binMs }: UseHistory): number | null {
  const perHour = Math.round(hourMs / binMs);
  const hours = Array.from({ length: Math.ceil(used.length / perHour) }, (_empty, ago) => {
    let [percent, bins] = [0, 0];
    const end = used.length - ago * perHour;
    for (let bin = Math.max(0, end - perHour); bin < end; bin += 1) {
      if (known[bin] !== 1) continue;
      percent += used[bin] ?? 0;
      bins += 1;
    }
    return { percent, ms: bins * binMs };
  });
  const isUsed = (ago: number): boolean => (hours[ago]?.percent ?? 0) > 0;
  let [percent, weightedMs, workMs] = [0, 0, 0];
  hours.forEach((hour, ago) => {
    if (!isUsed(ago) && !(isUsed(ago - 1) && isUsed(ago + 1))) return;
    const weight = 0.5 ** ((ago * hourMs) / habitHalfLifeMs);
    percent += weight * hour.percent;
    weightedMs += weight * hour.ms;
    workMs += hour.ms;
  });
  return workMs < leastWorkMs ? null : percent / (weightedMs / hourMs);
}
