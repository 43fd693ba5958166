// The course of a quota up to now as a small line: gaps where nothing was known, and a dot at the newest value.
import type { TrendView } from '../../preload/view.ts';
import { messages } from '../messages.ts';

const width = 72;
const height = 28;
/** Room for half the line and for the dot. */
const margin = 2.5;

interface Place {
  readonly x: number;
  readonly y: number;
}

export function Sparkline({ trend }: { readonly trend: TrendView }) {
  const places = placesOf(trend.values);
  const [before, end] = places.filter((place) => place !== null).slice(-2);
  // One value alone is no course.
  if (before === undefined || end === undefined) return null;
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} role="img">
      <title>{messages.trend(trend)}</title>
      <path class="sparkline-ground" d={`M0 ${height - 0.5}H${width}`} />
      <path class="sparkline-line" d={pathOf(places)} />
      <circle class="sparkline-end" cx={end.x} cy={end.y} r={margin} />
    </svg>
  );
}

function placesOf(values: TrendView['values']): readonly (Place | null)[] {
  const step = (width - 2 * margin) / Math.max(1, values.length - 1);
  const room = height - 2 * margin;
  return values.map((value, index) =>
    value === null
      ? null
      : {
          x: rounded(margin + index * step),
          y: rounded(margin + room * (1 - Math.min(100, Math.max(0, value)) / 100)),
        },
  );
}

/** Begins anew after each gap. A value alone between two gaps is a line of no length, which its round ends show. */
function pathOf(places: readonly (Place | null)[]): string {
  return places
    .map((place, index) => {
      if (place === null) return '';
      const { x, y } = place;
      return (places[index - 1] ?? null) === null ? `M${x} ${y}h0` : `L${x} ${y}`;
    })
    .join('');
}

/** To hundredths, so that the drawing's text stays short. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
