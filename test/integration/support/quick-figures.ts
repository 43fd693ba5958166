// Measures the figures of a part at their quick size, each with its control: guard on, it holds; guard off, it does not.
import { expect, test } from 'vitest';
import type { Figure } from '../../full/figure.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Some start dozens of processes. */
const longestMs = 120_000;

/** Declares one test for each figure that needs neither the app nor the real clients. */
export function testQuickFigures(figures: readonly Figure[]): void {
  const here = figures.filter(({ place }) => place === 'node');
  test.for(here.map((figure) => [figure.about, figure] as const))(
    '%s',
    { timeout: longestMs },
    async ([, figure]) => {
      const measured = await figure.measure(figure.size.quick, seed, () => undefined);
      const control = await figure.control(seed, () => undefined);
      const said = `seed ${seed}; goal ${measured.goal}; actual ${measured.actual}; without the guard ${control.actual}`;
      expect({ measured: measured.met, withoutGuard: control.met }, said).toEqual({
        measured: true,
        withoutGuard: false,
      });
    },
  );

  test('each figure has an id of its own', () => {
    const ids = figures.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
}
