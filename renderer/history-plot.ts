// Draws the course of a window with uPlot: what was used, its resets, and beside it the band of what is foreseen.
import uPlot from 'uplot';
import type { WindowHistoryView } from '../preload/view.ts';
import { chartData, readingAt } from './history-data.ts';
import { messages } from './messages.ts';
import type { ChartReading } from './messages/kinds.ts';

export interface HistoryPicture {
  readonly course: WindowHistoryView;
  /** Unix milliseconds: what is shown, and where in it now is. */
  readonly from: number;
  readonly until: number;
  readonly now: number;
  /** What the pointer is on; null when it is on nothing. */
  readonly onPoint: (reading: ChartReading | null) => void;
}

const percentAxisWidth = 42;
const timeAxisHeight = 22;
const leastTimeSpace = 64;
/** Marks that are closer together than this would become one grey area: then they only stand at the foot. */
const sparseMarksSpace = 8;
const footMarkHeight = 6;
const dotSize = 4;

/** Follows the width of its place and the colour scheme; answers what ends that. */
export function draw(place: HTMLElement, picture: HistoryPicture): () => void {
  let colors = colorsOf(place);
  const size = () => ({ width: place.clientWidth, height: place.clientHeight });
  const plot = new uPlot(
    { ...options(place, picture, () => colors), ...size() },
    chartData(picture.course),
    place,
  );
  const resized = new ResizeObserver(() => {
    plot.setSize(size());
  });
  resized.observe(place);
  const recolor = (): void => {
    colors = colorsOf(place);
    plot.redraw(false);
  };
  const schemes = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'].map(
    (query) => matchMedia(query),
  );
  for (const scheme of schemes) scheme.addEventListener('change', recolor);
  return () => {
    for (const scheme of schemes) scheme.removeEventListener('change', recolor);
    resized.disconnect();
    plot.destroy();
    picture.onPoint(null);
  };
}

type Colors = Readonly<Record<'text' | 'grid' | 'line' | 'mark' | 'band', string>>;

/** As they are now: the canvas knows nothing of custom properties. */
function colorsOf(place: HTMLElement): Colors {
  const style = getComputedStyle(place);
  const color = (name: keyof Colors): string => style.getPropertyValue(`--chart-${name}`);
  return {
    text: color('text'),
    grid: color('grid'),
    line: color('line'),
    mark: color('mark'),
    band: color('band'),
  };
}

function options(
  place: HTMLElement,
  picture: HistoryPicture,
  colors: () => Colors,
): Omit<uPlot.Options, 'width' | 'height'> {
  const { from, until, onPoint } = picture;
  return {
    ms: 1,
    padding: [6, 10, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
    scales: { x: { time: true, range: [from, until] }, y: { range: [0, 100] } },
    axes: axes(place, colors),
    series: series(colors),
    bands: [{ series: [2, 3], fill: () => colors().band }],
    hooks: {
      drawAxes: [
        (plot) => {
          drawMarks(plot, picture, colors());
        },
      ],
      setCursor: [
        ({ cursor: { idx } }) => {
          onPoint(idx == null ? null : readingAt(picture.course, idx));
        },
      ],
    },
  };
}

function axes(place: HTMLElement, colors: () => Colors): uPlot.Axis[] {
  const { fontSize, fontFamily } = getComputedStyle(place);
  const font = `${Math.round(Number.parseFloat(fontSize))}px ${fontFamily}`;
  const common = { font, stroke: () => colors().text, gap: 4, ticks: { show: false } };
  return [
    {
      ...common,
      size: timeAxisHeight,
      space: leastTimeSpace,
      grid: { show: false },
      values: (_plot, moments) => moments.map(timeWords),
    },
    {
      ...common,
      size: percentAxisWidth,
      grid: { stroke: () => colors().grid, width: 1 },
      splits: () => [0, 50, 100],
      values: (_plot, percents) => percents.map(messages.axisPercent),
    },
  ];
}

/** A day where one begins. */
function timeWords(at: number): string {
  const moment = new Date(at);
  const isMidnight = moment.getHours() === 0 && moment.getMinutes() === 0;
  return isMidnight ? messages.calendarDay(at) : messages.clockTime(at);
}

/** In the order of `chartData`: used, the upper and the lower edge of the band, and what is likely. */
function series(colors: () => Colors): uPlot.Series[] {
  const edge: uPlot.Series = { stroke: 'transparent', width: 0, points: { show: false } };
  const line = () => colors().line;
  return [
    {},
    // Readings that are too close together to be seen as a line get a dot.
    {
      stroke: line,
      width: 1.5,
      points: {
        show: true,
        size: dotSize,
        width: 0,
        stroke: line,
        fill: line,
        filter: dots,
      },
    },
    edge,
    edge,
    { stroke: line, width: 1.5, dash: [4, 4], points: { show: false } },
  ];
}

/** The last of each run of values between two gaps that is shorter than a dot. */
function dots(plot: uPlot, series: number): number[] {
  const values = plot.data[series];
  const found: number[] = [];
  let beginsAt = 0;
  plot.data[0].forEach((at, index, moments) => {
    if (values?.[index] == null) return;
    if (values[index - 1] == null) beginsAt = at;
    const isEnd = index === moments.length - 1 || values[index + 1] == null;
    if (isEnd && plot.valToPos(at, 'x') - plot.valToPos(beginsAt, 'x') < dotSize) found.push(index);
  });
  return found;
}

function drawMarks(plot: uPlot, { course, from, until, now }: HistoryPicture, colors: Colors): void {
  const { ctx, bbox } = plot;
  const scale = uPlot.pxRatio;
  const foot = bbox.top + bbox.height;
  const mark = (at: number, top: number): void => {
    const x = Math.round(plot.valToPos(at, 'x', true)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, foot);
    ctx.stroke();
  };
  ctx.save();
  ctx.lineWidth = Math.max(1, Math.round(scale));
  ctx.strokeStyle = colors.mark;
  const space = closest(course.resets) * (bbox.width / (until - from));
  const isSparse = space >= sparseMarksSpace * scale;
  for (const at of course.resets) mark(at, isSparse ? bbox.top : foot - footMarkHeight * scale);
  ctx.strokeStyle = colors.text;
  if (now < until) mark(now, bbox.top);
  ctx.restore();
}

/** How near the two are that are nearest to each other. */
function closest(moments: readonly number[]): number {
  return moments.reduce(
    (least, at, index) => Math.min(least, at - (moments[index - 1] ?? -Infinity)),
    Infinity,
  );
}
