// The words that bend with a number, in English, and percents.
import { once } from '../once.ts';
import { localeOf } from '../locale.ts';
import { pluralsOf } from '../plurals.ts';

export const { form, counted } = pluralsOf('en');

const percents = once(
  () => new Intl.NumberFormat(localeOf('en'), { style: 'percent', maximumFractionDigits: 1 }),
);

/** "42%" of 42, with at most one decimal. */
export function percent(value: number): string {
  return percents().format(value / 100);
}
