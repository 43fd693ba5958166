// Lists all figures, or measures some of them here, one after the other: each with its control.
// Arguments: `list`, or `run PART --seed N --size quick|full ID…`. Results are marked lines of stdout.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  type FigureResult,
  type ListedFigure,
  listMark,
  type Measurement,
  resultMark,
  sizes,
} from '../../scripts/test/full-results.ts';
import { figures as authority } from './authority/list.ts';
import { figures as broker } from './broker/list.ts';
import { figures as hardening } from './hardening/list.ts';
import { figures as providers } from './providers/list.ts';
import { figures as quota } from './quota/list.ts';
import { figures as switching } from './switching/list.ts';
import { figures as window } from './window/list.ts';
import type { Figure, Outcome } from './figure.ts';

const parts = new Map<string, readonly Figure[]>([
  ['authority', authority],
  ['broker', broker],
  ['hardening', hardening],
  ['providers', providers],
  ['quota', quota],
  ['switching', switching],
  ['window', window],
]);

/** A figure that takes longer hangs: the others must still be measured. */
const longestMs = 25 * 60_000;

async function timed(work: () => Promise<Outcome>): Promise<Measurement> {
  const startedMs = performance.now();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const deadline = setTimeout(() => {
    reject(new Error(`not measured within ${longestMs / 60_000} minutes`));
  }, longestMs);
  try {
    const outcome = await Promise.race([work(), late]);
    return { ...outcome, seconds: Math.round(performance.now() - startedMs) / 1000 };
  } finally {
    clearTimeout(deadline);
  }
}

function verdictOf(measured: Measurement, control: Measurement): FigureResult['verdict'] {
  if (!measured.met) return 'missed';
  return control.met ? 'control-met' : 'met';
}

async function resultOf(figure: Figure, size: 'quick' | 'full', seed: number): Promise<FigureResult> {
  const { id, about, place } = figure;
  const value = figure.size[size];
  const base = { id, about, place, size: { unit: figure.size.unit, value }, seed };
  const say = (line: string): void => {
    process.stderr.write(`  ${id}: ${line}\n`);
  };
  let measured: Measurement | undefined;
  try {
    measured = await timed(() => figure.measure(value, seed, say));
    const control = await timed(() => figure.control(seed, say));
    return { ...base, verdict: verdictOf(measured, control), measured, control };
  } catch (thrown) {
    const problem = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return { ...base, verdict: 'broken', problem, ...(measured !== undefined && { measured }) };
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, size: { type: 'string', default: 'quick' } },
});
const [verb, part = '', ...ids] = positionals;
if (verb === 'list') {
  const listed = [...parts].flatMap(([name, figures]) =>
    figures.map(({ id, place, isAlone = false }): ListedFigure => ({ part: name, id, place, isAlone })),
  );
  process.stdout.write(`${listMark}${JSON.stringify(listed)}\n`);
} else {
  const figures = parts.get(part);
  if (figures === undefined) throw new Error(`no such part: ${part}`);
  const size = z.enum(sizes).parse(values.size);
  const seed = z.coerce.number().int().parse(values.seed);
  for (const figure of figures.filter(({ id }) => ids.includes(id))) {
    const result = await resultOf(figure, size, seed);
    process.stdout.write(`${resultMark}${JSON.stringify(result)}\n`);
  }
  // What a broken figure has left open must not keep the others waiting.
  process.exit(0);
}
