// The course of a window as a picture, with all of it in words for those who do not see it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { WindowHistoryView } from '../../preload/view.ts';
import { fetchPlot } from '../history-plot-fetch.ts';
import { language } from '../language.ts';
import { messages } from '../messages.ts';
import type { ChartReading } from '../messages/kinds.ts';

export interface HistoryChartProps {
  readonly window: WindowHistoryView;
  /** Unix milliseconds: what is shown, and where in it now is. */
  readonly from: number;
  readonly until: number;
  readonly now: number;
  /** All of it in words. */
  readonly name: string;
  /** What the pointer is on; null when it is on nothing. */
  readonly onPoint: (reading: ChartReading | null) => void;
}

export function HistoryChart({ window: course, from, until, now, name, onPoint }: HistoryChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    const place = host.current;
    if (place === null) return;
    let isShown = true;
    let end: (() => void) | undefined;
    fetchPlot().then(
      ({ draw }) => {
        if (!isShown) return;
        setMissing(false);
        end = draw(place, { course, from, until, now, onPoint });
      },
      () => {
        setMissing(true);
      },
    );
    return () => {
      isShown = false;
      end?.();
    };
    // The words on a canvas do not follow the language by themselves.
  }, [course, from, until, language.value]);
  return (
    <>
      <div ref={host} class="history-chart" role="img" aria-label={name} />
      {isMissing && <p class="history-no-chart">{messages.noChart}</p>}
    </>
  );
}
