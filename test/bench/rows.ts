// The budgets of the design and how a measured figure is held against one.
import { z } from 'zod';

const measuredShape = z.strictObject({
  name: z.string(),
  unit: z.string(),
  /** Ours and what it is measured against, each a median. */
  ours: z.number(),
  beside: z.number(),
  against: z.string(),
  /** What is compared with the goal: a ratio, or a difference in the unit. */
  figure: z.number(),
  goal: z.number(),
  met: z.boolean(),
  /** Every single measurement. */
  runs: z.strictObject({ ours: z.array(z.number()), beside: z.array(z.number()) }),
  /** What the measurements were worked out from, one list per quantity, in the order of the runs. */
  raw: z.optional(z.record(z.string(), z.array(z.number()))),
});
export type Measured = z.output<typeof measuredShape>;

const notMeasuredShape = z.strictObject({
  name: z.string(),
  against: z.string(),
  /** None for several rows that could not be measured. */
  goal: z.optional(z.number()),
  met: z.literal(false),
  notMeasured: z.string(),
});

export const rowShape = z.union([measuredShape, notMeasuredShape]);
export type Row = z.output<typeof rowShape>;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export interface Comparison {
  readonly name: string;
  readonly unit: string;
  readonly against: string;
  readonly goal: number;
  readonly ours: readonly number[];
  readonly beside: readonly number[];
  /** `ratio`: ours ÷ beside must not exceed the goal; `above`: ours − beside must not. */
  readonly kind: 'ratio' | 'above';
  readonly raw?: Readonly<Record<string, number[]>>;
}

export function compare({ name, unit, against, goal, ours, beside, kind, raw }: Comparison): Measured {
  const [mine, theirs] = [median(ours), median(beside)];
  const figure = kind === 'ratio' ? mine / theirs : mine - theirs;
  return {
    name,
    unit,
    ours: mine,
    beside: theirs,
    against,
    figure,
    goal,
    met: figure <= goal,
    runs: { ours: [...ours], beside: [...beside] },
    ...(raw !== undefined && { raw }),
  };
}

/** Of a bar without anything beside it. */
export function atMost(name: string, unit: string, goal: number, values: readonly number[]): Measured {
  const bar = values.map(() => 0);
  return compare({ name, unit, against: 'the bar alone', goal, kind: 'above', ours: values, beside: bar });
}

/** A row that says why there is no figure. It does not count as met. */
export function notMeasured({
  name,
  against,
  goal,
  reason,
}: Pick<Comparison, 'name' | 'against'> & { readonly goal?: number; readonly reason: string }): Row {
  return { name, against, ...(goal !== undefined && { goal }), met: false, notMeasured: reason };
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) < 1 ? 3 : 2);
}

function line(row: Row): readonly string[] {
  const { name, against } = row;
  const bar = row.goal === undefined ? '' : `≤ ${short(row.goal)}`;
  if ('notMeasured' in row) return [name, '', '', against, '', bar, `NOT MEASURED: ${row.notMeasured}`];
  const { unit, ours, beside, figure, goal, met } = row;
  const verdict = met ? 'met' : `MISSED ${short(goal)}/${short(figure)}`;
  return [name, `${short(ours)} ${unit}`, `${short(beside)} ${unit}`, against, short(figure), bar, verdict];
}

export function table(rows: readonly Row[]): string {
  const lines = rows.map(line);
  const head = ['what', 'ours', 'beside', 'measured against', 'figure', 'goal', ''];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...lines.map((cells) => (cells[column] ?? '').length)),
  );
  return [head, ...lines]
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
