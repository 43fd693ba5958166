// Fetches what draws the charts after the first picture of the window: reading it takes longer than drawing the cards.
import { effect } from '@preact/signals';
import { settled } from './settled.ts';

/** Fetched once; fails when an update has replaced the app's files in the meantime. */
export const fetchPlot = () => import('./history-plot.ts');

/** As soon as the window has nothing else to do, so that the page with the charts waits for nothing. */
export function fetchPlotSoon(): void {
  effect(() => {
    // The page that needs it asks again, and says so when it fails.
    if (settled.value) fetchPlot().catch(() => undefined);
  });
}
