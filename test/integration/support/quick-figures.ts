// Measures the figures of a part at their quick size, each with its control: guard on, it holds; guard off, it does not.
import { expect, test } from 'vitest';
import { wholeTag } from '../../../scripts/test/projects.ts';
import type { Figure } from '../../full/figure.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Some start dozens of processes. */
const longestMs = 120_000;

/**
 * Declares one test for each figure that needs neither the app nor the real clients.
 * @param long the ids of those that take about ten seconds or more even so: they are left to the whole size
 */
export function testQuickFigures(figures: readonly Figure[], long: readonly string[] = []): void {
  const here = figures.filter(({ place }) => place === 'node');
  for (const figure of here) {
    const tags = long.includes(figure.id) ? [wholeTag] : [];
    test(figure.about, { timeout: longestMs, tags }, async () => {
      const measured = await figure.measure(figure.size.quick, seed, () => undefined);
      const control = await figure.control(seed, () => undefined);
      const said = `seed ${seed}; goal ${measured.goal}; actual ${measured.actual}; without the guard ${control.actual}`;
      expect({ measured: measured.met, withoutGuard: control.met }, said).toEqual({
        measured: true,
        withoutGuard: false,
      });
    });
  }

  test('each figure has an id of its own, and only figures are left to the whole size', () => {
    const ids = figures.map(({ id }) => id);
    expect([ids, long.filter((id) => !here.some((figure) => figure.id === id))]).toEqual([
      [...new Set(ids)],
      [],
    ]);
  });
}
