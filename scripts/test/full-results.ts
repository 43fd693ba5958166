// What a figure's run says about itself: one marked line of stdout each, because stdout passes through any sandbox.

/** A figure as its list knows it, before anything is measured. */
export interface ListedFigure {
  readonly part: string;
  readonly id: string;
  readonly place: 'node' | 'world' | 'clients' | 'worlds';
  /** Judges times of a few milliseconds: nothing else is measured meanwhile. */
  readonly isAlone: boolean;
}

export interface Measurement {
  readonly met: boolean;
  readonly goal: string;
  readonly actual: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly histogram?: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** `control-met`: the figure would hold without its guard too, so it proves nothing. `broken`: it could not be measured. */
export type Verdict = 'met' | 'missed' | 'control-met' | 'broken';

export interface FigureResult {
  readonly id: string;
  readonly about: string;
  readonly place: ListedFigure['place'];
  readonly size: { readonly unit: string; readonly value: number };
  readonly seed: number;
  readonly verdict: Verdict;
  readonly measured?: Measurement;
  readonly control?: Measurement;
  /** Why it is broken. */
  readonly problem?: string;
}

export const sizes = ['quick', 'full'] as const;
export type Size = (typeof sizes)[number];

/** What `out/full/PART.json` holds. */
export interface PartReport {
  readonly schema: 1;
  readonly part: string;
  /** All that were wanted were measured, and all are met. */
  readonly ok: boolean;
  readonly seed: number;
  readonly size: Size;
  readonly machine: object;
  readonly seconds: number;
  readonly figures: readonly FigureResult[];
}

/** Before the list of all figures, as JSON. */
export const listMark = '::gatehouse-figures ';
/** Before the result of one figure, as JSON. */
export const resultMark = '::gatehouse-figure ';

const words: Readonly<Record<Verdict, string>> = {
  met: 'MET',
  missed: 'MISSED',
  'control-met': 'PROVES NOTHING',
  broken: 'BROKEN',
};

function histogramLine(histogram: Readonly<Record<string, number>>): string {
  const total = Object.values(histogram).reduce((sum, count) => sum + count, 0);
  const shares = Object.entries(histogram).map(
    ([phase, count]) => `${phase} ${count} (${((100 * count) / Math.max(1, total)).toFixed(0)} %)`,
  );
  return `where: ${shares.join(', ')}`;
}

/** What came out, and what was wanted. */
function headLine({ id, verdict, measured }: FigureResult): string {
  const said = measured === undefined ? '' : `goal ${measured.goal}; actual ${measured.actual}`;
  return `${words[verdict].padEnd(6)}  ${id}  ${said}`.trimEnd();
}

/** The lines that a person reads about one figure. */
export function describeResult(result: FigureResult): string {
  const { size, seed, measured, control, problem } = result;
  const seconds = (measured?.seconds ?? 0) + (control?.seconds ?? 0);
  const details = [
    ...(problem === undefined ? [] : [problem]),
    ...(control === undefined
      ? []
      : [`without the guard: ${control.actual}${control.met ? ', which meets the goal as well' : ''}`]),
    ...(Object.keys(measured?.histogram ?? {}).length === 0
      ? []
      : [histogramLine(measured?.histogram ?? {})]),
    `${size.value} ${size.unit}, seed ${seed}, ${seconds.toFixed(0)} s`,
  ];
  return [headLine(result), ...details.map((line) => `          ${line}`)].join('\n');
}

const isMet = ({ verdict }: FigureResult): boolean => verdict === 'met';

/** `4 passed, 0 failed`, as the last line of every run says it. */
export function countLine(figures: readonly FigureResult[]): string {
  const passed = figures.filter(isMet).length;
  return `${passed} passed, ${figures.length - passed} failed`;
}

const minutes = (seconds: number): string => `${(seconds / 60).toFixed(1)} min`;

/** All parts together, when all were measured: each with its figures, and the sum. */
export function describeParts(reports: readonly PartReport[]): string {
  const all = reports.flatMap(({ figures }) => figures);
  const seconds = reports.reduce((sum, report) => sum + report.seconds, 0);
  return [
    ...reports.flatMap(({ part, seed, figures, ...report }) => [
      '',
      `${part}: ${countLine(figures)}, ${minutes(report.seconds)}, seed ${seed}`,
      ...figures.map(headLine),
    ]),
    '',
    `all parts: ${countLine(all)}, ${minutes(seconds)}`,
  ].join('\n');
}
