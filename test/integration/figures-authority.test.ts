// Every figure about the one authority at its quick size, with its control: guard on, it holds; guard off, it does not.
import { expect, test } from 'vitest';
import { figures } from '../full/authority/list.ts';

const seed = Number(process.env['TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** Some start dozens of processes. */
const longestMs = 120_000;

test.for(figures.filter(({ place }) => place === 'node').map((figure) => [figure.about, figure] as const))(
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
