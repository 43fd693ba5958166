// Numbers and percents of the window are written as Intl writes them, in the usual locales and in any other.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numbersIn, usualSigns } from '../../../renderer/messages/numbers.ts';

/** As they come: whole, halves that fall between two figures, with noise of computed shares, large, negative. */
const values = fc
  .oneof(
    fc.integer({ min: 0, max: 2_000 }),
    fc.integer({ min: 0, max: 120_000 }).map((thousandths) => thousandths / 1_000),
    fc.double({ min: -10, max: 1_500, noNaN: true }).map((value) => Number(value.toFixed(9))),
    fc.constantFrom(0, 999.95, 999.995, 999.999, 1_000, 1e9, 0.05, 0.005, 0.35, 1.005, NaN, Infinity),
  )
  // Intl writes a sign before this nothing; nobody wants to read one.
  .filter((value) => !Object.is(value, -0));

test.each(Object.keys(usualSigns))('in %s they are what Intl makes of them', (locale) => {
  const own = numbersIn(locale);
  const figures = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percents = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const sign = new Intl.NumberFormat(locale, { style: 'percent' }).format(0).slice(1);
  fc.assert(
    fc.property(values, (value) => {
      expect(own.figure(value)).toBe(figures.format(value));
      // Intl takes the hundredth part, which rounds otherwise: that of 0.35 is less than 0.0035.
      if (value >= 0 && value < 999) expect(own.percent(value)).toBe(`${percents.format(value)}${sign}`);
    }),
  );
});

test.each(['de-CH', 'en-ZA', 'en-IN', 'de-u-nu-arab'])('in %s Intl makes them', (locale) => {
  const own = numbersIn(locale);
  const figures = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  fc.assert(
    fc.property(values, (value) => {
      expect([own.figure(value), own.percent(value)]).toEqual([
        figures.format(value),
        percents.format(value / 100),
      ]);
    }),
  );
});

test('the usual numbers cost a new page no formatter', () => {
  const made = Intl.NumberFormat;
  const counted: string[] = [];
  Reflect.set(
    Intl,
    'NumberFormat',
    new Proxy(made, {
      construct: (target, given: ConstructorParameters<typeof Intl.NumberFormat>) => {
        counted.push(String(given[0]));
        return new target(...given);
      },
    }),
  );
  try {
    const own = numbersIn('de-DE');
    const written = [own.percent(67.5), own.figure(12), own.figure(1_204)];
    expect([written, counted]).toEqual([['67,5\u{a0}%', '12', '1.204'], ['de-DE']]);
  } finally {
    Reflect.set(Intl, 'NumberFormat', made);
  }
});
