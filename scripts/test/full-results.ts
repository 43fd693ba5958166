// What a figure's run says about itself: one marked line of stdout each, because stdout passes through any sandbox.

/** A figure as its list knows it, before anything is measured. */
export interface ListedFigure {
  readonly id: string;
  readonly place: 'node' | 'world' | 'clients' | 'worlds';
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

/** Before the list of a part's figures, as JSON. */
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

/** The lines that a person reads about one figure. */
export function describeResult(result: FigureResult): string {
  const { id, size, seed, verdict, measured, control, problem } = result;
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
  const said = measured === undefined ? '' : `goal ${measured.goal}; actual ${measured.actual}`;
  return [
    `${words[verdict].padEnd(6)}  ${id}  ${said}`.trimEnd(),
    ...details.map((line) => `          ${line}`),
  ].join('\n');
}
